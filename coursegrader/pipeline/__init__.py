"""Submissions into a course: grading through nbgrader's own converters, releases, and the gradebook as
rows.
"""

from coursegrader.nbgrader_plugins.gradebook import GradebookRow, read_gradebook
from coursegrader.pipeline.grading import GradedInCourse, grade_attempt_in_course
from coursegrader.pipeline.release import release_assignment_files

__all__ = [
    "GradebookRow",
    "GradedInCourse",
    "grade_attempt_in_course",
    "read_gradebook",
    "release_assignment_files",
]
