"""What needs a person in a course: exercises to mark, requests to answer, gradings that failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from coursegrader.hub.web.review.gradebooks import gradebook_of
from coursegrader.hub.web.review.titles import Titles
from coursegrader.hub.web.site import Site
from coursegrader.hub.web.student.wording import in_order
from coursegrader.store import Attempt, AttemptState
from coursegrader.store.marks import Mark
from coursegrader.store.requests import RegradeRequest

if TYPE_CHECKING:
    from coursegrader.nbgrader_plugins.manual_marks import CellKey, CellWork


@dataclass(frozen=True)
class Exercise:
    """A graded cell that somebody has to look at, for some learners; ``again`` of them had a mark before."""

    key: CellKey
    max_score: float
    learners: Sequence[str]
    again: int


@dataclass(frozen=True)
class AssignmentWork:
    """The exercises of one assignment that wait."""

    assignment: str
    exercises: Sequence[Exercise]

    @property
    def count(self) -> int:
        """How many answers wait."""
        return sum(len(exercise.learners) for exercise in self.exercises)


@dataclass(frozen=True)
class AskedAgain:
    """A regrade request with the attempt that it is about."""

    request: RegradeRequest
    attempt: Attempt


def waiting_work(site: Site, course: str) -> list[AssignmentWork]:
    """Answers that wait for a person, by assignment and exercise.

    Raises:
        CourseError: the gradebook cannot be read.
    """
    place = _reading_order(site, course)
    waiting = sorted(still_waiting(site, course), key=lambda work: place(work.key))
    exercises = [_exercise(key, list(found)) for key, found in groupby(waiting, key=lambda work: work.key)]
    return [
        AssignmentWork(assignment, list(found))
        for assignment, found in groupby(exercises, key=lambda exercise: exercise.key.assignment)
    ]


def still_waiting(site: Site, course: str, key: CellKey | None = None) -> list[CellWork]:
    """Cells that need a person. nbgrader asks again after each grading; the same answer is not asked about twice.

    Args:
        key: only this exercise.
    """
    gradebook = gradebook_of(site.courses[course])
    if key is None:
        found = gradebook.cells("waiting")
    else:
        found = gradebook.cells("waiting", assignment=key.assignment, notebook=key.notebook, cell=key.cell)
    if not found:
        return []
    marks = {(mark.assignment, mark.learner, mark.place): mark for mark in _marks(site, course, key)}
    return [work for work in found if not _was_marked(work, marks) and gradebook.has_answer(work)]


def all_exercises(site: Site, course: str) -> list[tuple[str, list[CellKey]]]:
    """Every exercise that somebody has handed in, by assignment.

    Raises:
        CourseError: the gradebook cannot be read.
    """
    keys = sorted(gradebook_of(site.courses[course]).exercises(), key=_reading_order(site, course))
    return [(assignment, list(found)) for assignment, found in groupby(keys, key=lambda key: key.assignment)]


def failed_attempts(site: Site, course: str) -> list[Attempt]:
    """Attempts that could not be graded, newest first, as long as the learner has not handed in a later one."""
    latest: dict[tuple[str, str], Attempt] = {}
    for attempt in site.store.attempts(course, brief=True):
        latest[attempt.assignment, attempt.learner] = attempt
    failed = [attempt for attempt in latest.values() if attempt.state is AttemptState.FAILED]
    return sorted(failed, key=lambda attempt: attempt.id, reverse=True)


def open_requests(site: Site, course: str) -> list[AskedAgain]:
    """Regrade requests that nobody has answered, oldest first."""
    return [
        AskedAgain(request, site.store.find_attempt(course, request.attempt))
        for request in site.store.requests.open(course)
    ]


def _reading_order(site: Site, course: str) -> Callable[[CellKey], Any]:
    """A sorting key: weeks in their order, exercises as they stand in their notebook."""
    titles = Titles(site, course)

    @cache
    def place(key: CellKey) -> Any:
        position = titles.position(key.assignment, key.notebook, key.cell)
        return in_order(key.assignment), key.assignment, key.notebook, position, key.cell

    return place


def _marks(site: Site, course: str, key: CellKey | None) -> list[Mark]:
    return site.store.marks.of_course(course) if key is None else site.store.marks.of(course, key.assignment)


def _was_marked(work: CellWork, marks: dict[tuple[str, str, tuple[str, str]], Mark]) -> bool:
    mark = marks.get((work.key.assignment, work.learner, (work.key.notebook, work.key.cell)))
    return mark is not None and mark.points is not None and mark.handed_in == work.handed_in


def _exercise(key: CellKey, found: Sequence[CellWork]) -> Exercise:
    return Exercise(
        key=key,
        max_score=found[0].max_score,
        learners=[work.learner for work in found],
        again=sum(work.manual is not None for work in found),
    )
