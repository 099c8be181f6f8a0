"""``/courses/{course}/students/{learner}``: everything about one learner in a course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from coursegrader.hub.web.access import Rule, Who, rule
from coursegrader.hub.web.instructor.course_view import learners_of, weeks_of
from coursegrader.hub.web.instructor.gradebook_table import Line, Mark, Week, make_mark
from coursegrader.hub.web.refusals import NotFound
from coursegrader.hub.web.render import page
from coursegrader.hub.web.site import Site, SiteOf
from coursegrader.store import Attempt
from coursegrader.store.extensions import Extension
from coursegrader.store.policy import Policy, Standing, effective, penalty_percent, standing
from coursegrader.store.records import PastResult

router = APIRouter()


@dataclass(frozen=True)
class AttemptLine:
    """One attempt. ``history``: its results, oldest first, if there was more than one."""

    attempt: Attempt
    counts: bool
    penalty_percent: float
    history: Sequence[PastResult]


@dataclass(frozen=True)
class WeekOfLearner:
    """One assignment, as it stands for the learner. ``attempts``: newest first."""

    mark: Mark
    policy: Policy
    extension: Extension | None
    standing: Standing
    attempts: Sequence[AttemptLine]


@router.get("/courses/{course}/students/{learner}", **rule(Rule.STAFF))
def student(request: Request, course: str, learner: str, site: SiteOf, who: Who) -> Response:
    """Attempts with their scores and how these changed, extensions, notices."""
    listed = learners_of(site, course)
    own = site.store.attempts(course, learner=learner, brief=True)
    if not own and (listed is None or learner not in listed):
        raise NotFound(f"the course {course} has no learner {learner[:80]!r}: choose one in the gradebook")
    weeks = [_week(site, course, learner, week, own) for week in weeks_of(site, course, own)]
    is_listed = listed is None or learner in listed
    line = Line(learner, site.person(course, learner), is_listed, tuple(week.mark for week in weeks))
    return page(
        request,
        who,
        "instructor/student.html",
        course=course,
        title=line.name,
        line=line,
        weeks=weeks,
        notices=site.store.notices.all(course, learner),
        person=lambda name: site.person(course, name),
    )


def _week(site: Site, course: str, learner: str, week: Week, own: Sequence[Attempt]) -> WeekOfLearner:
    attempts = [attempt for attempt in own if attempt.assignment == week.name]
    extension = site.store.extensions.of(course, week.name, learner)
    now = site.clock()
    mark = make_mark(learner, week, attempts, extension, now)
    policy = effective(week.policy, extension)
    counts = mark.counted.attempt.id if mark.counted else None
    lines = [
        AttemptLine(
            attempt, attempt.id == counts, penalty_percent(policy, attempt.received_at), _history(site, attempt)
        )
        for attempt in reversed(attempts)
    ]
    return WeekOfLearner(mark, policy, extension, standing(policy, attempts, now), lines)


def _history(site: Site, attempt: Attempt) -> Sequence[PastResult]:
    history = site.store.history(attempt.course, attempt.id, brief=True)
    return history if len(history) > 1 else ()
