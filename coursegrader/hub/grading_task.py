"""What the grading workers run. Imports of nbgrader and the grader happen there, not in the service."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import redirect_stdout, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from coursegrader.errors import CourseError, CourseGraderError
from coursegrader.hub.service_lock import work_for_service

MOST_LOADED = 3  # assignments whose suites are loaded, and sandboxes started, before anything is submitted

Assignments = tuple[tuple[Path, str], ...]  # course directory and name


def load(assignments: Assignments) -> None:
    """Load the suites of the first assignments, in the process that workers are then forked from."""
    from coursegrader.grader_side.bounded import bounded
    from coursegrader.grader_side.prepare import prepare_ahead
    from coursegrader.grader_side.time_allowed import LOAD_SECONDS

    with redirect_stdout(sys.stderr), bounded(LOAD_SECONDS, "loading the hidden suites"):
        for course_dir, name in assignments[:MOST_LOADED]:
            with suppress(CourseGraderError):  # one that is still being written: told when it is graded
                prepare_ahead(course_dir, name)


def warm(assignments: Assignments) -> None:
    """Start the sandboxes that attempts at these assignments will use, so that the first learner does not wait."""
    from coursegrader.grader_side.head_start import head_start

    work_for_service()
    for course_dir, name in assignments[:MOST_LOADED]:
        with suppress(CourseError):
            # most assignments of a course need the same sandbox
            head_start(course_dir, name, pictures_are_kept=True)


def prepare(learners: Mapping[Path, Mapping[str, str]], assignments: Assignments) -> None:
    """Enrol the roster's learners, and make what is the same for all attempts at these assignments. Once is enough.

    Args:
        learners: course directory -> user name -> display name.
        assignments: those that learners have.
    """
    from coursegrader.nbgrader_plugins.class_gradebook import ClassGradebook
    from coursegrader.nbgrader_plugins.class_settings import class_settings
    from coursegrader.nbgrader_plugins.course import Course
    from coursegrader.nbgrader_plugins.enrolment import enrol
    from coursegrader.pipeline.kept_plans import packed_plan

    work_for_service()
    for course_dir, names in learners.items():
        enrol(Course(course_dir), names)
    for course_dir, name in assignments:
        with suppress(CourseError):
            course = Course(course_dir)
            settings = class_settings(course)
            with ClassGradebook(course) as gradebook:
                packed_plan(course, gradebook, settings, name)
    warm(assignments)  # drawing the pictures of an assignment has ended them


def grade(
    course_dir: Path, assignment: str, learner: str, files: Mapping[str, bytes], received_at: datetime
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Grade one attempt into the course's gradebook.

    Returns:
        The result's JSON, and the feedback pages by file name.
    """
    from coursegrader.hub.staff_folders import share_graded
    from coursegrader.pipeline.grading import grade_attempt_in_course

    work_for_service()
    graded = grade_attempt_in_course(course_dir, assignment, learner, files, received_at)
    share_graded(course_dir, assignment, learner)
    return graded.result.to_json(), dict(graded.feedback)


def grade_beside(
    course_dir: Path, assignment: str, learner: str, files: Mapping[str, bytes], received_at: datetime
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The same, but the course's folders and gradebook keep the later attempt that they have."""
    from coursegrader.pipeline.preview_grading import preview_attempt

    work_for_service()
    graded = preview_attempt(course_dir, assignment, learner, files, received_at)
    return graded.result.to_json(), dict(graded.feedback)
