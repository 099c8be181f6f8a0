"""What workers do while the main process still imports nbgrader, which alone can say for certain what is to be graded.

It is guessed from the names of nbgrader's usual folders. The course's configuration may say otherwise. A wrong
guess costs some time and changes nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path

from coursegrader.errors import CourseGraderError

MOST_LOADED = 3  # assignments whose suites are loaded ahead


@dataclass(frozen=True)
class Guess:
    """What is likely to be graded.

    Attributes:
        course_dir: the course's folder.
        assignments: those with hidden suites: other courses set limits of their own more often than not.
        submissions: how many of them.
    """

    course_dir: Path
    assignments: tuple[str, ...]
    submissions: int


def guess(course_dir: Path, assignments: Sequence[str] | None, students: Sequence[str] | None, *, force: bool) -> Guess:
    """What is likely to be graded, of what is asked for (everything when None)."""
    waiting: dict[str, int] = {}
    for folder in (course_dir / "submitted").glob("*/*/"):
        student, name = folder.parent.name, folder.name
        if (students is None or student in students) and (assignments is None or name in assignments):
            graded = course_dir / "autograded" / student / name
            waiting[name] = waiting.get(name, 0) + (force or not graded.exists())
    names = [name for name in sorted(waiting) if waiting[name] and _has_suites(course_dir, name)]
    return Guess(course_dir, tuple(names), sum(waiting[name] for name in names))


def _has_suites(course_dir: Path, name: str) -> bool:
    there = (course_dir / "source" / name).is_dir()
    return there and any((course_dir / "graders" / name).glob("test_*.py"))


def load(guessed: Guess) -> None:
    """Load what grading will need, in the process that workers are then forked from: once for all of them."""
    from coursegrader.grader_side.bounded import bounded
    from coursegrader.grader_side.prepare import prepare_ahead
    from coursegrader.grader_side.time_allowed import LOAD_SECONDS

    with redirect_stdout(sys.stderr), bounded(LOAD_SECONDS, "loading the hidden suites"):
        for name in guessed.assignments[:MOST_LOADED]:
            with suppress(CourseGraderError):  # it is told when it is graded
                prepare_ahead(guessed.course_dir, name)


def warm(guessed: Guess) -> None:
    """Start the sandbox for the first assignment, in a worker."""
    from coursegrader.grader_side.head_start import head_start

    head_start(guessed.course_dir, guessed.assignments[0], pictures_are_kept=True)
