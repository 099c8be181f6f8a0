"""A week from ``source/`` to ``release/``, and from there onto the exchange."""

from __future__ import annotations

from pathlib import Path

from coursegrader.grader_side.assignment import open_assignment
from coursegrader.nbgrader_plugins.course import Course
from coursegrader.nbgrader_plugins.exchange_commands import run_exchange
from coursegrader.store.data_folder import DataFolder


def release_assignment_files(course_dir: Path, assignment: str) -> Path:
    """Build ``release/<assignment>/`` as ``nbgrader generate_assignment --force`` does, and return that folder.

    Raises:
        UnknownAssignment: ``source/`` has no such folder.
        CourseError: nbgrader refuses a notebook, or its cells changed although there are submissions.
    """
    course = Course(course_dir)
    course.require_assignment(assignment)
    with course.lock():
        course.convert("generate_assignment", assignment)
    return course.folder(course.directory.release_directory, ".", assignment)


def release_to_exchange(course_dir: Path, assignment: str, *, if_changed: bool = False) -> bool:
    """Build an assignment and release it, as ``nbgrader release_assignment --force`` does; whether that was done.

    Args:
        course_dir: the course's folder.
        assignment: the name of a folder in ``source/``.
        if_changed: do nothing if just this source is released already.

    Raises:
        UnknownAssignment: ``source/`` has no such folder.
        CourseError: nbgrader refuses a notebook, or the exchange refuses the release.
    """
    source = open_assignment(course_dir, assignment).source_hash
    stamp = DataFolder.of_course(course_dir).folder("released") / assignment
    built = course_dir / "release" / assignment
    if if_changed and built.is_dir() and stamp.exists() and stamp.read_text() == source:
        return False
    release_assignment_files(course_dir, assignment)
    run_exchange(Course(course_dir), "ReleaseAssignment", assignment)
    stamp.write_text(source)
    return True
