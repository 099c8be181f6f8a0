"""Feedback pages made anew after a person has marked an answer; for a worker process."""

from __future__ import annotations

from pathlib import Path

from coursegrader.nbgrader_plugins.class_gradebook import ClassGradebook
from coursegrader.nbgrader_plugins.course import Course
from coursegrader.nbgrader_plugins.feedback_writer import write_feedback


def feedback_again(course_dir: Path, assignment: str, learner: str) -> dict[str, bytes]:
    """Write a learner's feedback folder anew, from the graded notebooks and the gradebook as they are now.

    Returns:
        The pages by file name.

    Raises:
        CourseGraderError: they cannot be made.
    """
    course = Course(course_dir)
    with ClassGradebook(course) as gradebook:
        return write_feedback(course, gradebook, assignment, learner)
