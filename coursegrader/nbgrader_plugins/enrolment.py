"""The roster's learners in nbgrader's gradebook, so that formgrader shows people by their names."""

from __future__ import annotations

from collections.abc import Mapping

from nbgrader.api import Gradebook, MissingEntry

from coursegrader.nbgrader_plugins.course import Course


def enrol(course: Course, names: Mapping[str, str]) -> None:
    """Add learners who are not in the gradebook yet, and names where there are none.

    Args:
        course: whose gradebook.
        names: user name -> display name. What the staff wrote into the gradebook is kept.
    """
    with course.lock(), Gradebook(course.directory.db_url, course.directory.course_id) as gradebook:
        for username, display_name in names.items():
            if not _has_name(gradebook, username):
                first, _, last = display_name.rpartition(" ")
                gradebook.update_or_create_student(username, first_name=first or last, last_name=last)


def _has_name(gradebook: Gradebook, username: str) -> bool:
    try:
        student = gradebook.find_student(username)
    except MissingEntry:
        return False
    return bool(student.first_name or student.last_name)
