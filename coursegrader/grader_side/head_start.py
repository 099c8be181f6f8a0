"""A head start for a process that will grade one attempt and end: its sandbox warms up while the rest is imported."""

from __future__ import annotations

from pathlib import Path

from coursegrader.grader_side.assignment import open_assignment
from coursegrader.grader_side.room_for_files import with_room
from coursegrader.grader_side.sandboxes import keep_warm
from coursegrader.sandbox.policy import DEFAULT_LIMITS, Limits


def head_start(
    course_dir: Path, assignment: str, limits: Limits = DEFAULT_LIMITS, *, pictures_are_kept: bool = False
) -> None:
    """Start the sandbox that grading an attempt at this assignment will use. Call it before importing the grader.

    Args:
        pictures_are_kept: whether attempts are given the pictures that are everybody's, as in a class.

    Raises:
        UnknownAssignment, CourseError: the course's own files cannot be used.
        SandboxUnavailable: this machine has no sandbox.
    """
    opened = open_assignment(course_dir, assignment)
    keep_warm(with_room(opened, limits), opened.warm_modules if pictures_are_kept else opened.warm_drawing_modules)
