"""Giving a mark: nbgrader's gradebook, the service's own copy, the audit log, and the learner's pages."""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coursegrader.hub.web.review.feedback import renew_feedback
from coursegrader.hub.web.review.gradebooks import gradebook_of
from coursegrader.hub.web.review.titles import Titles
from coursegrader.hub.web.site import Site
from coursegrader.store import Attempt, AttemptState
from coursegrader.store.marks import Mark

if TYPE_CHECKING:
    from coursegrader.nbgrader_plugins.manual_marks import CellWork

# a course's gradebook and store are brought into line by one thread at a time
_locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


@dataclass(frozen=True)
class Given:
    """What a person decided about one cell, in points; None for the automatic score."""

    points: float | None
    extra: float = 0.0
    comment: str = ""


def marking_lock(course: str) -> threading.Lock:
    """Held while marks of a course are written to both places."""
    return _locks[course]


def give_mark(site: Site, course: str, by: str, work: CellWork, given: Given, *, tell: bool = True) -> None:
    """Write a mark everywhere it is seen, and tell the learner.

    Args:
        by: user name of the person who gives it.
        work: the learner's cell as the gradebook has it.
        tell: False where the learner is told in other words.

    Raises:
        ValueError: the points are out of bounds.
        CourseError: the gradebook cannot be written.
    """
    with marking_lock(course):
        attempt = attempt_of(site, course, work)
        before = newest_mark(site, course, work)
        had_comment = work.comment if before is None else before.comment
        # nbgrader keeps one comment for all tests of an answer: one that is not about this test stays
        comment = given.comment if given.comment or had_comment else None
        gradebook_of(site.courses[course]).give(
            work.key, work.learner, given.points, extra=given.extra, comment=comment
        )
        if attempt is not None:
            site.store.marks.give(mark_of(site, course, by, work, attempt, given))
    subject = f"{work.key.assignment}/{work.learner}"
    site.store.audit.add(
        course,
        by,
        "mark",
        subject,
        cell=f"{work.key.notebook}/{work.key.cell}",
        attempt=None if attempt is None else attempt.number,
        before=_said(work.manual, work.extra, had_comment),
        after=_said(given.points, given.extra, given.comment),
    )
    if attempt is not None and tell:
        tell_marked(site, course, attempt)
    site.changes.publish(course, work.learner)
    if attempt is not None:
        renew_feedback(site, attempt)


def mark_of(site: Site, course: str, by: str, work: CellWork, attempt: Attempt, given: Given) -> Mark:
    """The store's record of a mark."""
    return Mark(
        course=course,
        assignment=work.key.assignment,
        learner=work.learner,
        notebook=work.key.notebook,
        cell=work.key.cell,
        attempt=attempt.id,
        points=given.points,
        extra=given.extra,
        comment=given.comment,
        by=by,
        at=site.clock(),
    )


def attempt_of(site: Site, course: str, work: CellWork) -> Attempt | None:
    """The attempt that the gradebook is about; None if the submission came by another way than the exchange."""
    theirs = site.store.attempts(course, assignment=work.key.assignment, learner=work.learner, brief=True)
    graded = [attempt for attempt in theirs if attempt.state is not AttemptState.FAILED]
    return next((attempt for attempt in reversed(graded) if attempt.received_at == work.handed_in), None)


def newest_mark(site: Site, course: str, work: CellWork) -> Mark | None:
    """The last mark that was given for this cell of this learner."""
    place = (work.key.notebook, work.key.cell)
    theirs = site.store.marks.of(course, work.key.assignment, work.learner)
    return max((mark for mark in theirs if mark.place == place), key=lambda mark: mark.attempt, default=None)


def tell_marked(site: Site, course: str, attempt: Attempt) -> None:
    """Tell the learner once, however many exercises are marked before they look."""
    title = Titles(site, course).assignment(attempt.assignment)
    text = f"A person has looked at your work on {title}: see your points and comments."
    if all(notice.text != text for notice in site.store.notices.unseen(course, attempt.learner)):
        site.store.notices.add(course, attempt.learner, text, attempt_page(site, attempt))


def attempt_page(site: Site, attempt: Attempt) -> str:
    """The address of an attempt's page, as notices carry it."""
    return f"{site.prefix}/courses/{attempt.course}/attempts/{attempt.id}"


def _said(points: float | None, extra: float, comment: str) -> dict[str, object]:
    return {"points": points, "extra": extra, "comment": comment}
