"""nbgrader's gradebook as rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook

from coursegrader.nbgrader_plugins.course import Course


@dataclass(frozen=True)
class GradebookRow:
    """One learner's current scores in one assignment, in points, as a teacher sees them in formgrader."""

    learner: str
    assignment: str
    notebooks: Mapping[str, float]
    score: float
    max_score: float
    needs_manual_grade: bool


def read_gradebook(course_dir: Path) -> list[GradebookRow]:
    """All graded submissions, by assignment and learner."""
    course = Course(course_dir)
    with Gradebook(course.directory.db_url) as gradebook:
        rows = [
            GradebookRow(
                learner=submission.student.id,
                assignment=assignment.name,
                notebooks={notebook.name: notebook.score for notebook in submission.notebooks},
                score=submission.score,
                max_score=submission.max_score,
                needs_manual_grade=submission.needs_manual_grade,
            )
            for assignment in gradebook.assignments
            for submission in assignment.submissions
        ]
    return sorted(rows, key=lambda row: (row.assignment, row.learner))
