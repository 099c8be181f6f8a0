"""A regrade request with what it is about, and answering it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from coursegrader.errors import CourseError, StoreError
from coursegrader.hub.web.render import points as shown_points
from coursegrader.hub.web.review.gradebooks import gradebook_of
from coursegrader.hub.web.review.mark_form import MarkForm
from coursegrader.hub.web.review.marking import Given, attempt_page, give_mark, marking_lock
from coursegrader.hub.web.review.titles import Titles
from coursegrader.hub.web.site import Site
from coursegrader.store import Attempt
from coursegrader.store.marks import Mark, Place, cell_scores, in_force
from coursegrader.store.requests import MOST_TEXT, RegradeRequest

if TYPE_CHECKING:
    from coursegrader.nbgrader_plugins.manual_marks import CellWork


@dataclass(frozen=True)
class Asked:
    """A request and its attempt.

    Attributes:
        cell: the attempt's result for the cell; None if it has none (any more).
        score: of the cell, in force now; None while a person has to give it.
        mark: the one in force, if there is one.
        work: what the gradebook has, as long as that is about the same attempt.
        later: how often the learner has handed in since.
    """

    request: RegradeRequest
    attempt: Attempt
    cell: Mapping[str, Any] | None
    score: float | None
    mark: Mark | None
    work: CellWork | None
    later: int


def asked_about(site: Site, request: RegradeRequest) -> Asked:
    """Look up what a request is about."""
    attempt = site.store.find_attempt(request.course, request.attempt)
    later = [other for other in _theirs(site, attempt) if other.id > attempt.id]
    cell = _cell(attempt, request.cell)
    if cell is None or attempt.result is None:
        return Asked(request, attempt, None, None, None, None, len(later))
    place: Place = (cell["notebook"], cell["grade_id"])
    marks = in_force(
        site.store.marks.of(attempt.course, attempt.assignment, attempt.learner), attempt.result, attempt.id
    )
    return Asked(
        request=request,
        attempt=attempt,
        cell=cell,
        score=cell_scores(attempt.result, marks)[place],
        mark=marks.get(place),
        work=_work(site, attempt, place),
        later=len(later),
    )


def answer_request(site: Site, asked: Asked, by: str, text: str, points: str) -> None:
    """Answer a request, with other points if some are given, and tell the learner.

    Args:
        by: user name of the person who answers.
        points: as typed; "" leaves the score as it is.

    Raises:
        ValueError: no answer, or points that make no sense.
        StoreError: somebody has answered meanwhile.
        CourseError: the gradebook cannot be written.
    """
    request, attempt = asked.request, asked.attempt
    if not text:
        raise ValueError("Write an answer: one sentence will do.")
    if len(text) > MOST_TEXT:
        raise ValueError(f"The answer has {len(text)} characters; the most is {MOST_TEXT}.")
    if request.answered_at is not None:
        raise StoreError(f"{request.answered_by} has already answered this request.")
    before = site.store.find_attempt(attempt.course, attempt.id).score
    if points:
        _give(site, asked, by, points)
    site.store.requests.answer(attempt.course, request.id, by, text)
    after = site.store.find_attempt(attempt.course, attempt.id).score
    subject = f"{attempt.assignment}/{attempt.learner}"
    site.store.audit.add(
        attempt.course,
        by,
        "request answered",
        subject,
        attempt=attempt.number,
        cell=request.cell,
        answer=text,
        before=before,
        after=after,
    )
    site.store.notices.add(
        attempt.course, attempt.learner, _notice(site, asked, before, after), attempt_page(site, attempt)
    )
    site.changes.publish(attempt.course, attempt.learner)


def _notice(site: Site, asked: Asked, before: float | None, after: float | None) -> str:
    titles, assignment = Titles(site, asked.attempt.course), asked.attempt.assignment
    exercise = titles.asked(assignment, asked.request.cell)
    text = f"Your question about {exercise} in {titles.assignment(assignment)} is answered"
    if before == after:
        return f"{text}: the score stays."
    return f"{text}: this attempt now has {shown_points(after)} points, before {shown_points(before)}."


def _give(site: Site, asked: Asked, by: str, points: str) -> None:
    attempt, cell = asked.attempt, asked.cell
    if cell is None:
        raise ValueError("This exercise has no points in this attempt (any more): leave the field for points empty.")
    extra = 0.0 if asked.mark is None else asked.mark.extra
    comment = "" if asked.mark is None else asked.mark.comment
    if asked.work is not None:
        given = MarkForm(points, comment=comment).given(asked.work)
        give_mark(site, attempt.course, by, asked.work, replace(given, extra=extra), tell=False)
        return
    if asked.later == 0:
        raise CourseError(
            "nbgrader's gradebook does not have this attempt now: grade it again first, or answer without points"
        )
    _give_earlier(site, attempt, cell, by, Given(MarkForm(points).points_of(cell["max_score"]), extra, comment))


def _give_earlier(site: Site, attempt: Attempt, cell: Mapping[str, Any], by: str, given: Given) -> None:
    """A mark on an attempt after which the learner has handed in again: the later attempts stay as they are."""
    place: Place = (cell["notebook"], cell["grade_id"])
    with marking_lock(attempt.course):
        marks = site.store.marks.of(attempt.course, attempt.assignment, attempt.learner)
        following = min(other.id for other in _theirs(site, attempt) if other.id > attempt.id)
        here = [mark for mark in marks if mark.place == place]
        if not any(mark.attempt == following for mark in here):
            was = max(
                (mark for mark in here if mark.attempt <= attempt.id), key=lambda mark: mark.attempt, default=None
            )
            kept = Given(None) if was is None else Given(was.points, was.extra, was.comment)
            site.store.marks.give(_mark(site, attempt, place, following, kept, "" if was is None else was.by))
        site.store.marks.give(_mark(site, attempt, place, attempt.id, given, by))


def _mark(site: Site, attempt: Attempt, place: Place, number: int, given: Given, by: str) -> Mark:
    return Mark(
        course=attempt.course,
        assignment=attempt.assignment,
        learner=attempt.learner,
        notebook=place[0],
        cell=place[1],
        attempt=number,
        points=given.points,
        extra=given.extra,
        comment=given.comment,
        by=by,
        at=site.clock(),
    )


def _cell(attempt: Attempt, name: str) -> Mapping[str, Any] | None:
    """The cell that a request names, by notebook and grade id or by grade id alone."""
    notebook, _, grade_id = name.rpartition("/")
    for cell in (attempt.result or {}).get("cells", ()):
        if cell["grade_id"] == grade_id and notebook in ("", cell["notebook"]):
            found: Mapping[str, Any] = cell
            return found
    return None


def _work(site: Site, attempt: Attempt, place: Place) -> CellWork | None:
    """The gradebook's row, if the gradebook is about this attempt."""
    try:
        rows = gradebook_of(site.courses[attempt.course]).cells(
            assignment=attempt.assignment, notebook=place[0], cell=place[1], learner=attempt.learner
        )
    except CourseError:  # the page then offers no points, and says why
        return None
    return next((row for row in rows if row.handed_in == attempt.received_at), None)


def _theirs(site: Site, attempt: Attempt) -> list[Attempt]:
    return site.store.attempts(attempt.course, assignment=attempt.assignment, learner=attempt.learner, brief=True)
