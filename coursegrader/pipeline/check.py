"""``coursegrader check``: proves that an assignment can be given to students.

An assignment is checked in parts that do not depend on one another: what is true of it as a whole, each exercise with
all its solutions, each quiz. Several processes work on them at once; what is said does not depend on their order.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from coursegrader.errors import CourseError, CourseGraderError, UnknownAssignment
from coursegrader.grader_side.assignment import Assignment, open_assignment
from coursegrader.grader_side.rehearsal import drawn_pictures
from coursegrader.pipeline.check_report import CheckReport, Step, total
from coursegrader.pipeline.check_steps import check_whole, grade_cells
from coursegrader.pipeline.quiz_trials import try_quiz
from coursegrader.pipeline.solutions import answer_cell
from coursegrader.pipeline.trials import Trial, try_exercise
from coursegrader.pipeline.verdicts import verdict_steps
from coursegrader.pipeline.workers import WarmWorkers
from coursegrader.sandbox.policy import DEFAULT_LIMITS

__all__ = ["CheckReport", "Part", "Step", "assignments_of", "check_assignment", "check_course", "total"]

DEFAULT_SECRETS = 2
PRELOAD = ("coursegrader.pipeline.check", "coursegrader.pipeline.release")


@dataclass(frozen=True)
class Part:
    """A part of the check of one assignment.

    Attributes:
        kind: "whole", "exercise" or "quiz".
        name: the exercise's grade id, or the quiz's notebook.
    """

    assignment: str
    kind: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.assignment}: {self.name}" if self.name else self.assignment


@dataclass(frozen=True)
class Found:
    """What a part gave."""

    steps: list[Step] = field(default_factory=list)
    trials: list[Trial] = field(default_factory=list)
    graded_s: float | None = None
    seconds: float = 0.0


class Watcher(Protocol):
    """Is told how far a check has come."""

    def begin(self, parts: int) -> None: ...

    def done(self, part: Part) -> None: ...


class Quiet:
    """Says nothing."""

    def begin(self, parts: int) -> None:
        """Nothing."""

    def done(self, part: Part) -> None:
        """Nothing."""


def assignments_of(course_dir: Path) -> list[str]:
    """The names of a course's assignments.

    Raises:
        UnknownAssignment: there are none.
    """
    source = course_dir / "source"
    names = sorted(path.name for path in source.iterdir() if path.is_dir()) if source.is_dir() else []
    if not names:
        raise UnknownAssignment(f"{source}: there is no assignment; run this in a course directory")
    return names


def check_assignment(
    course_dir: Path, name: str, secrets: int = DEFAULT_SECRETS, exercise: str | None = None
) -> CheckReport:
    """Check one assignment, or one exercise of it, in this process; see the names of the steps for what.

    Raises:
        UnknownAssignment, CourseError: there is none of that name.
        SandboxUnavailable: this machine has no sandbox.
    """
    (report,) = check_course(course_dir, [name], secrets, exercise=exercise)
    return report


def check_course(
    course_dir: Path,
    names: Sequence[str],
    secrets: int = DEFAULT_SECRETS,
    *,
    exercise: str | None = None,
    workers: int = 1,
    watcher: Watcher | None = None,
) -> Iterator[CheckReport]:
    """Check assignments, each as :func:`check_assignment` does; their reports in order, as soon as there is each.

    Args:
        exercise: only this one.
        workers: how many processes are at work; with 1 it is this one.
        watcher: told of the progress.

    Raises:
        As :func:`check_assignment`, and WorkerDied.
    """
    parts = {name: parts_of(open_assignment(course_dir, name), exercise) for name in names}
    watcher = watcher or Quiet()
    watcher.begin(sum(map(len, parts.values())))
    if workers == 1:
        for name, mine in parts.items():
            found, pictures = [], pictures_of(course_dir, name, mine)
            for part in mine:
                found.append(work_on(course_dir, part, secrets, pictures))
                watcher.done(part)
            yield _report(course_dir, name, found, exercise)
        return
    pool = WarmWorkers(workers, PRELOAD)
    try:
        drawing = {name: pool.submit(pictures_of, course_dir, name, mine) for name, mine in parts.items()}
        working: dict[Part, Future[Found]] = {}
        for name, mine in parts.items():
            pictures = drawing[name].result()
            for part in mine:
                working[part] = pool.submit(work_on, course_dir, part, secrets, pictures)
                working[part].add_done_callback(_teller(watcher, part))
        for name, mine in parts.items():
            yield _report(course_dir, name, [working[part].result() for part in mine], exercise)
        pool.shutdown()
    finally:
        pool.kill()  # nothing, unless this was ended before its end


def parts_of(assignment: Assignment, exercise: str | None = None) -> list[Part]:
    """What there is to check of an assignment, the longest first.

    Raises:
        CourseError: there is no exercise of that name.
    """
    exercises = [grade_id for grade_id in grade_cells(assignment) if _is_tried(assignment, grade_id)]
    if exercise is not None:
        if exercise not in exercises:
            known = ", ".join(exercises) or "none"
            raise CourseError(f"{assignment.name}: no exercise '{exercise}' with a hidden suite; known ones: {known}")
        return [Part(assignment.name, "exercise", exercise)]
    quizzes = [name for name in assignment.notebooks if _is_quiz(assignment, name)]
    return [
        Part(assignment.name, "whole"),
        *(Part(assignment.name, "quiz", name) for name in quizzes),
        *(Part(assignment.name, "exercise", grade_id) for grade_id in exercises),
    ]


def pictures_of(course_dir: Path, name: str, parts: Sequence[Part]) -> dict[str, bytes]:
    """The pictures that are everybody's, drawn once for all parts of an assignment; none for one exercise alone.

    Raises:
        SandboxUnavailable: this machine has no sandbox.
    """
    if len(parts) == 1:
        return {}
    return drawn_pictures(open_assignment(course_dir, name), DEFAULT_LIMITS)


def work_on(course_dir: Path, part: Part, secrets: int, pictures: Mapping[str, bytes]) -> Found:
    """Check one part; in whichever process.

    Raises:
        SandboxUnavailable: this machine has no sandbox.
    """
    started = time.perf_counter()
    assignment = open_assignment(course_dir, part.assignment)
    steps: list[Step] = []
    trials: list[Trial] = []
    graded_s = None
    if part.kind == "whole":
        steps, graded_s = check_whole(assignment, secrets, pictures)
    else:
        attempt = try_quiz if part.kind == "quiz" else try_exercise
        try:
            trials = attempt(assignment, part.name, secrets, pictures)
        except CourseGraderError as error:
            steps = [Step(f"solutions of {part.name} can be tried", False, str(error))]
    return Found(steps, trials, graded_s, time.perf_counter() - started)


def _teller(watcher: Watcher, part: Part) -> Callable[[Future[Found]], None]:
    return lambda future: None if future.cancelled() else watcher.done(part)


def _report(course_dir: Path, name: str, found: Sequence[Found], exercise: str | None) -> CheckReport:
    assignment = open_assignment(course_dir, name)
    points = grade_cells(assignment)
    if exercise is not None:
        points = {exercise: points[exercise]}
    suites = {assignment.suites[grade_id] for grade_id in points if grade_id in assignment.suites}
    report = CheckReport(name, exercises=len(points), suites=len(suites), points=points)
    for one in found:
        report.steps += one.steps
        report.trials += one.trials
        report.graded_s = one.graded_s if report.graded_s is None else report.graded_s
        report.seconds += one.seconds
    place = {grade_id: k for k, grade_id in enumerate(points)}
    report.trials.sort(key=lambda trial: place[trial.solution.grade_id])  # in the order of the notebooks
    report.steps += verdict_steps(assignment, report)
    return report


def _is_quiz(assignment: Assignment, notebook: str) -> bool:
    """Whether a notebook is a quiz of each learner's own: it is graded, and no grade cell has an answer cell."""
    graded = [cell.grade_id for cell in assignment.notebooks[notebook] if cell.is_grade]
    return assignment.has_questions and bool(graded) and not any(answer_cell(assignment, one) for one in graded)


def _is_tried(assignment: Assignment, grade_id: str) -> bool:
    """Whether a grade cell is an exercise with a hidden suite, and no item of a quiz."""
    notebook = next(n for n, cells in assignment.notebooks.items() if any(c.grade_id == grade_id for c in cells))
    return grade_id in assignment.suites and not _is_quiz(assignment, notebook)
