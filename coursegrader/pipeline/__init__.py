"""Submissions into a course: grading through nbgrader's own converters, whole classes, releases, and the gradebook as
rows.

What is named here is imported when it is first asked for: grading workers use parts of this package, and must not
import nbgrader.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
_HOMES = {
    "GradebookRow": "coursegrader.nbgrader_plugins.gradebook",
    "read_gradebook": "coursegrader.nbgrader_plugins.gradebook",
    "GradedInCourse": "coursegrader.pipeline.grading",
    "grade_attempt_in_course": "coursegrader.pipeline.grading",
    "release_assignment_files": "coursegrader.pipeline.release",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
