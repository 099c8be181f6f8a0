"""A course with one assignment only: what the bench and the load test work on."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from coursegrader.grader_side.graded_quiz import FILES
from coursegrader.grader_side.variants import earlier_weeks

LEFT_OUT = shutil.ignore_patterns("__pycache__", ".*")


def copy_one_assignment(
    course_dir: Path, assignment: str, root: Path, parts: Sequence[str] = ("source", "graders")
) -> None:
    """Copy the assignment's folders into the course directory ``root``; with its hidden suites also the questions of
    earlier weeks that its quiz goes back to.

    Raises:
        CourseError, SuiteError: its quiz is not in order.
    """
    for part in parts:
        folder = course_dir / part / assignment
        if folder.is_dir():
            shutil.copytree(folder, root / part / assignment, ignore=LEFT_OUT)
    if "graders" not in parts:
        return
    for week in earlier_weeks(course_dir, assignment):
        kept = root / "graders" / week
        kept.mkdir(parents=True)
        for path in (course_dir / "graders" / week).glob(FILES):
            shutil.copy(path, kept)
