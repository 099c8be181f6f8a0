"""What the grading worker process runs. Imports of nbgrader and the grader happen there, not in the service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

# sandboxes kept warm between attempts: one for each notebook with points that a week usually has
SPARE_SANDBOXES = 2


def warm(learners: Mapping[Path, Mapping[str, str]]) -> None:
    """Import everything that grading needs, so that the first learner does not wait, and enrol the roster's learners.

    Args:
        learners: course directory -> user name -> display name.
    """
    from coursegrader.grader_side.sandboxes import keep_spare
    from coursegrader.nbgrader_plugins.course import Course
    from coursegrader.nbgrader_plugins.enrolment import enrol

    keep_spare(count=SPARE_SANDBOXES)

    for course_dir, names in learners.items():
        enrol(Course(course_dir), names)


def grade(
    course_dir: Path, assignment: str, learner: str, files: Mapping[str, bytes], received_at: datetime
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Grade one attempt into the course's gradebook.

    Returns:
        The result's JSON, and the feedback pages by file name.
    """
    from coursegrader.grader_side.sandboxes import keep_spare
    from coursegrader.hub.staff_folders import share_graded
    from coursegrader.pipeline.grading import grade_attempt_in_course

    graded = grade_attempt_in_course(course_dir, assignment, learner, files, received_at)
    share_graded(course_dir, assignment, learner)
    keep_spare(count=SPARE_SANDBOXES)
    return graded.result.to_json(), dict(graded.feedback)
