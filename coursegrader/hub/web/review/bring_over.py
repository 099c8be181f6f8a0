"""Marks that were given in formgrader, brought over from nbgrader's gradebook to where learners see them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Final

from fastapi.concurrency import run_in_threadpool

from coursegrader.errors import CourseGraderError
from coursegrader.hub.web.review.feedback import renew_feedback
from coursegrader.hub.web.review.gradebooks import gradebook_of
from coursegrader.hub.web.review.marking import Given, mark_of, marking_lock, tell_marked
from coursegrader.hub.web.site import Site
from coursegrader.store import Attempt
from coursegrader.store.marks import Mark, Place

if TYPE_CHECKING:
    from coursegrader.nbgrader_plugins.manual_marks import CellWork, ManualMarks

SECONDS: Final = 10.0
IN_FORMGRADER: Final = ""  # nbgrader does not say who it was

log = logging.getLogger("coursegrader.hub")


async def run(site: Site) -> None:
    """Look for changed gradebooks every :data:`SECONDS`, for ever; cancel to stop."""
    seen: dict[str, object] = {}
    while True:
        await asyncio.sleep(SECONDS)  # first, too: importing nbgrader can wait until the service has started
        for course in site.courses:
            try:
                seen[course] = await run_in_threadpool(bring_over, site, course, seen.get(course))
            except CourseGraderError as error:  # told again when it is another one
                if seen.get(course) != str(error):
                    log.error("marks given in formgrader are not brought over for %s: %s", course, error)
                seen[course] = str(error)
            except Exception:  # a full disk, say: whatever it is, the next round tries again
                log.exception("marks given in formgrader are not brought over for %s", course)


def bring_over(site: Site, course: str, seen: object = None) -> object:
    """Bring what differs in the gradebook over to the store.

    Args:
        seen: what the last call for this course returned; nothing is done if the gradebook is still the same.

    Returns:
        The version of the gradebook that was looked at.

    Raises:
        CourseError: the gradebook cannot be read.
    """
    gradebook = gradebook_of(site.courses[course])
    version = gradebook.version
    if version is not None and version == seen:
        return version
    told: dict[int, Attempt] = {}
    with marking_lock(course):
        marks = _newest(site.store.marks.of_course(course))
        decided = list(_decided(list(_looked_at(gradebook, marks)), marks))
        changed = [(work, given) for work, given in decided if _differs(given, marks.get(_key(work)))]
        attempts = _by_receipt(site.store.attempts(course, brief=True)) if changed else {}
        for work, given in changed:
            attempt = attempts.get((work.key.assignment, work.learner, work.handed_in))
            if attempt is not None:  # else handed in by another way than the exchange: no page to show it on
                _bring(site, mark_of(site, course, IN_FORMGRADER, work, attempt, given), marks.get(_key(work)))
                tell_marked(site, course, attempt)
                site.changes.publish(course, work.learner)
                told[attempt.id] = attempt
    for attempt in told.values():
        renew_feedback(site, attempt)
    return version


_Key = tuple[str, str, Place]  # assignment, learner, cell


def _key(work: CellWork) -> _Key:
    return work.key.assignment, work.learner, (work.key.notebook, work.key.cell)


def _newest(marks: Iterable[Mark]) -> dict[_Key, Mark]:
    return {(mark.assignment, mark.learner, mark.place): mark for mark in marks}  # they come in the order of attempts


def _looked_at(gradebook: ManualMarks, marks: dict[_Key, Mark]) -> Iterator[CellWork]:
    """Cells with something of a person in them, and those that had something when last seen."""
    given = gradebook.cells("given")
    yield from given
    missing = marks.keys() - {_key(work) for work in given}
    missing = {key for key in missing if not _is_nothing(marks[key])}
    for assignment, learner in sorted({key[:2] for key in missing}):
        rows = gradebook.cells(assignment=assignment, learner=learner)
        yield from (work for work in rows if _key(work) in missing)


def _decided(works: Sequence[CellWork], marks: dict[_Key, Mark]) -> Iterator[tuple[CellWork, Given]]:
    """What formgrader's page says of each cell. A comment is one for all cells that share an answer."""

    def answer(work: CellWork) -> tuple[str, str, str, str]:
        return work.key.assignment, work.learner, work.key.notebook, work.comment_cell

    for _, found in groupby(sorted(works, key=lambda work: (answer(work), work.key.cell)), key=answer):
        sharing = list(found)
        known = [marks[_key(work)].comment if _key(work) in marks else "" for work in sharing]
        comments = known
        if sharing[0].comment != next(filter(None, known), "") and sharing[0].comment not in filter(None, known):
            comments = [sharing[0].comment] + [""] * (len(sharing) - 1)
        for work, comment in zip(sharing, comments, strict=True):
            yield work, Given(work.manual, work.extra, comment)


def _differs(given: Given, known: Mark | None) -> bool:
    return given != (Given(None) if known is None else Given(known.points, known.extra, known.comment))


def _by_receipt(attempts: Iterable[Attempt]) -> dict[tuple[str, str, datetime | None], Attempt]:
    """Attempts by assignment, learner and time of receipt, which is how the gradebook knows them."""
    return {(attempt.assignment, attempt.learner, attempt.received_at): attempt for attempt in attempts}


def _bring(site: Site, mark: Mark, known: Mark | None) -> None:
    if known is not None and known.attempt == mark.attempt and (mark.points, mark.extra) == (known.points, known.extra):
        mark = replace(mark, by=known.by)  # only the comment was written in formgrader
    site.store.marks.give(mark)


def _is_nothing(mark: Mark) -> bool:
    return mark.points is None and not mark.extra and not mark.comment
