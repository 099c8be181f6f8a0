"""What the grading worker process runs. Imports of nbgrader and the grader happen there, not in the service."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from coursegrader.errors import CourseError


def warm(learners: Mapping[Path, Mapping[str, str]]) -> None:
    """Import everything that grading needs, so that the first learner does not wait, and enrol the roster's learners.

    Args:
        learners: course directory -> user name -> display name.
    """
    from coursegrader.grader_side.head_start import head_start
    from coursegrader.nbgrader_plugins.course import Course
    from coursegrader.nbgrader_plugins.enrolment import enrol

    for course_dir, names in learners.items():
        for folder in sorted((course_dir / "graders").glob("*/")):
            with suppress(CourseError):  # one that is still being written: told when it is graded
                # most assignments of a course need the same sandbox
                head_start(course_dir, folder.name, pictures_are_kept=True)
        enrol(Course(course_dir), names)


def grade(
    course_dir: Path, assignment: str, learner: str, files: Mapping[str, bytes], received_at: datetime
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Grade one attempt into the course's gradebook.

    Returns:
        The result's JSON, and the feedback pages by file name.
    """
    from coursegrader.hub.staff_folders import share_graded
    from coursegrader.pipeline.grading import grade_attempt_in_course

    graded = grade_attempt_in_course(course_dir, assignment, learner, files, received_at)
    share_graded(course_dir, assignment, learner)
    return graded.result.to_json(), dict(graded.feedback)
