"""What a grading worker runs after people were imported: their names are in nbgrader's gradebook, for formgrader."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def enrol_learners(course_dir: Path, names: Mapping[str, str]) -> None:
    """Add learners (user name -> display name) to a course's gradebook; those who are in it stay as they are.

    Raises:
        CourseError: the course's nbgrader configuration cannot be read.
    """
    # nbgrader is imported in the worker, where it is at hand, never in the service
    from coursegrader.nbgrader_plugins.course import Course
    from coursegrader.nbgrader_plugins.enrolment import enrol

    enrol(Course(course_dir), names)
