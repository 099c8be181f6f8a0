"""A week from ``source/`` to ``release/``, and from there onto the exchange."""

from __future__ import annotations

from pathlib import Path

from nbgrader.converters import GenerateAssignment

from coursegrader.pipeline.course import Course
from coursegrader.pipeline.exchange import run_exchange


def release_assignment_files(course_dir: Path, assignment: str) -> Path:
    """Build ``release/<assignment>/`` as ``nbgrader generate_assignment --force`` does, and return that folder.

    Raises:
        UnknownAssignment: ``source/`` has no such folder.
        CourseError: nbgrader refuses a notebook, or its cells changed although there are submissions.
    """
    course = Course(course_dir)
    course.require_assignment(assignment)
    with course.lock():
        course.convert(GenerateAssignment, assignment)
    return course.folder(course.directory.release_directory, ".", assignment)


def release_to_exchange(course_dir: Path, assignment: str) -> None:
    """Build an assignment and release it, as ``nbgrader release_assignment --force`` does.

    Raises:
        UnknownAssignment: ``source/`` has no such folder.
        CourseError: nbgrader refuses a notebook, or the exchange refuses the release.
    """
    release_assignment_files(course_dir, assignment)
    run_exchange(Course(course_dir), "ReleaseAssignment", assignment)
