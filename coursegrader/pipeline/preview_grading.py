"""Grades an attempt exactly as the course would now, and writes nothing anywhere."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from coursegrader.grader_side.assignment import open_assignment
from coursegrader.nbgrader_plugins.course import Course
from coursegrader.nbgrader_plugins.course_copy import CourseCopy
from coursegrader.nbgrader_plugins.course_rules import assignment_settings
from coursegrader.pipeline.graded_place import GradedPlace
from coursegrader.pipeline.grading import grade_in
from coursegrader.results import GradedAttempt


@dataclass(frozen=True)
class Preview:
    """What grading an attempt now would leave.

    Attributes:
        result: the attempt's new result.
        feedback: its feedback pages, by file name.
        place: what would be in ``autograded/`` and in the gradebook.
    """

    result: GradedAttempt
    feedback: Mapping[str, bytes]
    place: GradedPlace


@dataclass(frozen=True)
class GradedBy:
    """What results are made with now: sha256 (hex) of the hidden suites and of the instructor's notebooks."""

    suite: str
    source: str


def preview_attempt(
    course_dir: Path, assignment: str, learner: str, files: Mapping[str, bytes], received_at: datetime
) -> Preview:
    """Grade an attempt with the course's present suites, sources and configuration, in a copy that is thrown away.

    Args:
        course_dir: the course's folder, with ``nbgrader_config.py``.
        files: the attempt's files, relative POSIX path -> content.
        received_at: when the server received it, with a time zone.

    Raises:
        BadSubmission: nothing in ``files`` can be graded.
        CourseError: the course, its release, its gradebook or its configuration is not in order.
        SandboxError: the machine's sandbox failed.
    """
    with tempfile.TemporaryDirectory(prefix="preview-") as folder:
        course = CourseCopy(course_dir, Path(folder))
        graded = grade_in(course, assignment, learner, files, received_at)
        return Preview(graded.result, graded.feedback, GradedPlace.read(course, assignment, learner))


def graded_by(course_dir: Path, assignment: str) -> GradedBy:
    """What an attempt at this assignment would be graded with now.

    Raises:
        CourseError, UnknownAssignment: the course or the assignment is not in order.
    """
    course = Course(course_dir)
    course.require_assignment(assignment)
    rules = assignment_settings(course.config, course.directory, assignment).rules
    found = open_assignment(course.root, assignment, rules)
    return GradedBy(found.suite_hash, found.source_hash)
