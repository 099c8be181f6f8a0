"""nbgrader's gradebook as rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Assignment, Gradebook, Notebook, SubmittedAssignment, SubmittedNotebook
from sqlalchemy.orm import undefer

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
    """All graded submissions, by assignment and learner: in a few queries, however many they are."""
    course = Course(course_dir)
    with Gradebook(course.directory.db_url) as gradebook:
        names = {assignment.id: assignment.name for assignment in gradebook.db.query(Assignment)}
        notebooks = _notebook_scores(gradebook)
        columns = (SubmittedAssignment.score, SubmittedAssignment.max_score, SubmittedAssignment.needs_manual_grade)
        rows = [
            GradebookRow(
                learner=submission.student_id,
                assignment=names[submission.assignment_id],
                notebooks=notebooks[submission.id],
                score=submission.score,
                max_score=submission.max_score,
                needs_manual_grade=submission.needs_manual_grade,
            )
            for submission in gradebook.db.query(SubmittedAssignment).options(*map(undefer, columns))
        ]
    return sorted(rows, key=lambda row: (row.assignment, row.learner))


def _notebook_scores(gradebook: Gradebook) -> Mapping[str, Mapping[str, float]]:
    """Submission -> notebook -> points."""
    names = {notebook.id: notebook.name for notebook in gradebook.db.query(Notebook)}
    scores: dict[str, dict[str, float]] = defaultdict(dict)
    for notebook in gradebook.db.query(SubmittedNotebook).options(undefer(SubmittedNotebook.score)):
        scores[notebook.assignment_id][names[notebook.notebook_id]] = notebook.score
    return scores
