"""What nbgrader's gradebook says of one submission's cells, read with one question for each kind of row."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any

from nbgrader import api
from nbgrader.api import Gradebook
from sqlalchemy import select

from coursegrader.errors import CourseError

_GRADE, _COMMENT, _BASE = api.Grade.__table__, api.Comment.__table__, api.BaseCell.__table__


@dataclass(frozen=True)
class CellGrade:
    """One cell's score, as nbgrader adds it up: a manual score before the automatic one, and extra credit."""

    auto: float | None
    manual: float | None
    extra: float | None
    needs_manual_grade: bool

    @property
    def score(self) -> float:
        """In points."""
        given = self.auto if self.manual is None else self.manual
        return 0.0 if given is None else given + (self.extra or 0.0)


@dataclass
class NotebookResults:
    """One notebook of a submission. Points; cells by grade id.

    Attributes:
        points: what each cell is worth.
        late_penalty: to be taken off the notebook's score.
    """

    name: str
    late_penalty: float
    points: dict[str, float]
    grades: dict[str, CellGrade] = field(default_factory=dict)
    comments: dict[str, str | None] = field(default_factory=dict)

    def total(self) -> dict[str, float]:
        """Score after the penalty, maximum and penalty, by the names that nbgrader's feedback uses."""
        score = sum(grade.score for grade in self.grades.values())
        return {
            "score": score - self.late_penalty,
            "max_score": sum(self.points.values()),
            "late_penalty": self.late_penalty,
        }

    def put_into(self, settings: MutableMapping[str, Any]) -> None:
        """Complete a cell's nbgrader metadata, as ``GetResults`` does.

        Raises:
            CourseError: the gradebook does not know the cell.
        """
        name = settings.get("grade_id")
        if settings.get("solution") or settings.get("task"):
            settings["comment"] = self._known(self.comments, name)
        if settings.get("grade") or settings.get("task"):
            grade = self._known(self.grades, name)
            settings["score"], settings["points"] = grade.score, self._known(self.points, name)
            settings["waiting"] = grade.manual is None and (grade.auto is None or grade.needs_manual_grade)
            settings["adjusted"] = None not in (grade.manual, grade.auto) or bool(grade.extra)

    def _known(self, rows: dict[str, Any], name: Any) -> Any:
        if name not in rows:
            raise CourseError(
                f"The gradebook has no row for {name!r} in {self.name}: grade the submission again "
                "(`nbgrader generate_assignment` has changed the assignment since)"
            )
        return rows[name]


def read_results(gradebook: Gradebook, assignment: str, student: str) -> dict[str, NotebookResults]:
    """The results of a student's submission by notebook; empty if there is none."""
    mine, notebook, submission, known = (
        api.SubmittedNotebook.__table__,
        api.Notebook.__table__,
        api.SubmittedAssignment.__table__,
        api.Assignment.__table__,
    )
    query = (
        select(mine.c.id, notebook.c.id.label("released"), notebook.c.name, mine.c.late_submission_penalty)
        .join(notebook, notebook.c.id == mine.c.notebook_id)
        .join(submission, submission.c.id == mine.c.assignment_id)
        .join(known, known.c.id == submission.c.assignment_id)
        .where(known.c.name == assignment, submission.c.student_id == student)
    )
    rows = gradebook.db.execute(query).all()
    points = _points(gradebook, [row.released for row in rows])
    found = {
        row.id: NotebookResults(row.name, row.late_submission_penalty or 0.0, points[row.released]) for row in rows
    }
    grades = select(_GRADE, _BASE.c.name.label("cell")).join(_BASE, _BASE.c.id == _GRADE.c.cell_id)
    for row in gradebook.db.execute(grades.where(_GRADE.c.notebook_id.in_(found))):
        grade = CellGrade(row.auto_score, row.manual_score, row.extra_credit, row.needs_manual_grade)
        found[row.notebook_id].grades[row.cell] = grade
    comments = select(_COMMENT, _BASE.c.name.label("cell")).join(_BASE, _BASE.c.id == _COMMENT.c.cell_id)
    for row in gradebook.db.execute(comments.where(_COMMENT.c.notebook_id.in_(found))):
        text = row.auto_comment if row.manual_comment is None else row.manual_comment
        found[row.notebook_id].comments[row.cell] = text
    return {results.name: results for results in found.values()}


def _points(gradebook: Gradebook, notebooks: list[str]) -> dict[str, dict[str, float]]:
    """What each cell is worth, by the id of the released notebook and the cell's grade id."""
    found: dict[str, dict[str, float]] = {notebook: {} for notebook in notebooks}
    for kind in (api.GradeCell, api.TaskCell):
        table = kind.__table__
        query = select(_BASE.c.notebook_id, _BASE.c.name, table.c.max_score).join(table, table.c.id == _BASE.c.id)
        for row in gradebook.db.execute(query.where(_BASE.c.notebook_id.in_(notebooks))):
            found[row.notebook_id][row.name] = row.max_score
    return found
