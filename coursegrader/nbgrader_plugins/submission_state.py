"""What nbgrader's gradebook says of one submission, as plain data: to be looked at, kept, and put back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from nbgrader import api
from nbgrader.api import Gradebook
from sqlalchemy import select

from coursegrader.nbgrader_plugins.gradebook_rows import AssignmentRows, NotebookRows
from coursegrader.nbgrader_plugins.scoring import NotebookScores, Score
from coursegrader.nbgrader_plugins.submission_record import SubmissionRecord

_GRADE, _COMMENT = api.Grade.__table__, api.Comment.__table__
_SUBMISSION, _NOTEBOOK = api.SubmittedAssignment.__table__, api.SubmittedNotebook.__table__


@dataclass(frozen=True)
class CellState:
    """One grade cell: its automatic score, what a person gave, whether a person has to look at it. In points."""

    auto: float | None
    manual: float | None
    extra: float | None
    review: bool
    points: float


@dataclass(frozen=True)
class CommentState:
    """The comments on one answer."""

    auto: str | None
    manual: str | None


@dataclass(frozen=True)
class NotebookState:
    """One notebook of a submission, by grade id."""

    cells: Mapping[str, CellState] = field(default_factory=dict)
    comments: Mapping[str, CommentState] = field(default_factory=dict)

    def manual(self) -> NotebookState:
        """Only what people did."""
        marked = {name: cell for name, cell in self.cells.items() if cell.manual is not None or cell.extra}
        return NotebookState(
            {name: replace(cell, auto=None, review=False, points=0.0) for name, cell in marked.items()},
            {name: replace(comment, auto=None) for name, comment in self.comments.items() if comment.manual},
        )


@dataclass(frozen=True)
class SubmissionState:
    """One learner's submission of one assignment, by notebook."""

    notebooks: Mapping[str, NotebookState]

    @classmethod
    def read(cls, gradebook: Gradebook, rows: AssignmentRows, student: str) -> SubmissionState | None:
        """What the gradebook says; None if it knows no submission of this student."""
        mine = (_SUBMISSION.c.assignment_id == rows.id) & (_SUBMISSION.c.student_id == student)
        submission = gradebook.db.execute(select(_SUBMISSION.c.id).where(mine)).scalar()
        if submission is None:
            return None
        ids = {row.id: row for row in rows.notebooks.values()}
        query = select(_NOTEBOOK.c.id, _NOTEBOOK.c.notebook_id).where(_NOTEBOOK.c.assignment_id == submission)
        found = [row for row in gradebook.db.execute(query) if row.notebook_id in ids]
        return cls({ids[row.notebook_id].name: _notebook(gradebook, row.id, ids[row.notebook_id]) for row in found})

    def record(self, assignment: str, student: str, timestamp: datetime | None) -> SubmissionRecord:
        """The automatic part, as the writer of the gradebook takes it."""
        notebooks = {
            name: NotebookScores(
                {cell: Score(state.auto, state.points) for cell, state in notebook.cells.items()},
                {cell: state.auto for cell, state in notebook.comments.items()},
            )
            for name, notebook in self.notebooks.items()
        }
        return SubmissionRecord(assignment, student, timestamp, notebooks)

    def manual(self) -> SubmissionState:
        """Only what people did; notebooks in which they did nothing are left out."""
        done = {name: notebook.manual() for name, notebook in self.notebooks.items()}
        return SubmissionState(
            {name: notebook for name, notebook in done.items() if notebook.cells or notebook.comments}
        )

    def to_json(self) -> dict[str, Any]:
        """As JSON-ready dicts."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> SubmissionState:
        """The inverse of :meth:`to_json`."""
        return cls(
            {
                name: NotebookState(
                    {cell: CellState(**state) for cell, state in notebook["cells"].items()},
                    {cell: CommentState(**state) for cell, state in notebook["comments"].items()},
                )
                for name, notebook in data["notebooks"].items()
            }
        )


def _notebook(gradebook: Gradebook, notebook: str, rows: NotebookRows) -> NotebookState:
    names = {cell: name for name, cell in rows.graded.items()}
    grades = (_GRADE.c.notebook_id == notebook) & _GRADE.c.cell_id.in_(list(names))
    cells = {
        names[row.cell_id]: CellState(
            row.auto_score,
            row.manual_score,
            row.extra_credit,
            bool(row.needs_manual_grade),
            rows.points[names[row.cell_id]],
        )
        for row in gradebook.db.execute(select(_GRADE).where(grades))
    }
    names = {cell: name for name, cell in rows.commented.items()}
    comments = (_COMMENT.c.notebook_id == notebook) & _COMMENT.c.cell_id.in_(list(names))
    return NotebookState(
        cells,
        {
            names[row.cell_id]: CommentState(row.auto_comment, row.manual_comment)
            for row in gradebook.db.execute(select(_COMMENT).where(comments))
        },
    )
