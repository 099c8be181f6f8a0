"""The rows of nbgrader's gradebook that one graded submission touches, written a table at a time.

nbgrader's own methods look every cell up by four joined tables, and commit after each; a class of submissions asks for
less: what an assignment consists of is read once, and a submission is a handful of statements in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from nbgrader import api
from nbgrader.api import Gradebook
from sqlalchemy import bindparam, insert, select, update

from coursegrader.errors import CourseError
from coursegrader.nbgrader_plugins.scoring import NotebookScores

_GRADE, _COMMENT = api.Grade.__table__, api.Comment.__table__
_SUBMISSION, _NOTEBOOK = api.SubmittedAssignment.__table__, api.SubmittedNotebook.__table__
_BASE = api.BaseCell.__table__


@dataclass
class NotebookRows:
    """One notebook of an assignment as it was released: ids of its cells' rows by grade id, and their checksums."""

    id: str
    name: str
    points: dict[str, float] = field(default_factory=dict)
    graded: dict[str, str] = field(default_factory=dict)
    commented: dict[str, str] = field(default_factory=dict)
    checksums: dict[str, str] = field(default_factory=dict)

    @property
    def has_exercises(self) -> bool:
        """Whether anything in it is answered or graded; a lab has nothing."""
        return bool(self.graded or self.commented)


@dataclass(frozen=True)
class AssignmentRows:
    """One assignment of the gradebook."""

    id: str
    name: str
    duedate: datetime | None
    notebooks: Mapping[str, NotebookRows]

    @classmethod
    def read(cls, gradebook: Gradebook, assignment: str) -> AssignmentRows:
        """What the gradebook knows of an assignment.

        Raises:
            CourseError: it has no assignment of that name.
        """
        table = api.Assignment.__table__
        row = gradebook.db.execute(select(table.c.id, table.c.duedate).where(table.c.name == assignment)).first()
        if row is None:
            raise CourseError(
                f"The gradebook has no assignment {assignment!r}: run `nbgrader generate_assignment {assignment}` first"
            )
        table = api.Notebook.__table__
        found = gradebook.db.execute(select(table.c.id, table.c.name).where(table.c.assignment_id == row.id))
        notebooks = {item.id: NotebookRows(item.id, item.name) for item in found}
        _read_cells(gradebook, notebooks)
        return cls(row.id, assignment, row.duedate, {rows.name: rows for rows in notebooks.values()})

    def require(self, notebook: str, points: Mapping[str, float]) -> None:
        """Check that the gradebook has just these points for a notebook's grade cells.

        Raises:
            CourseError: ``source/`` was changed and ``nbgrader generate_assignment`` has not run since.
        """
        known = self.notebooks[notebook].points if notebook in self.notebooks else {}
        for grade_id, worth in points.items():
            if grade_id not in known:
                raise self._outdated(notebook, f"has no grade cell {grade_id!r}")
            if known[grade_id] != worth:
                raise self._outdated(notebook, f"says {known[grade_id]:g} points for {grade_id!r}, not {worth:g}")

    def _outdated(self, notebook: str, difference: str) -> CourseError:
        return CourseError(
            f"The gradebook {difference}, in {self.name}/{notebook}: "
            f"run `nbgrader generate_assignment {self.name}` after a change of source/"
        )

    def submission(self, gradebook: Gradebook, student: str, timestamp: datetime | None = None) -> SubmissionRows:
        """A student's submission, added with all its rows if it is not there. Nothing is committed.

        Args:
            student: who must be in the gradebook.
            timestamp: when it was handed in, in UTC and without a time zone; None leaves it as it is.
        """
        columns = select(_SUBMISSION.c.id, _SUBMISSION.c.timestamp, _SUBMISSION.c.extension)
        mine = (_SUBMISSION.c.assignment_id == self.id) & (_SUBMISSION.c.student_id == student)
        row = gradebook.db.execute(columns.where(mine)).first()
        if row is None:
            found = SubmissionRows(api.new_uuid(), timestamp, None)
            values = {"id": found.id, "assignment_id": self.id, "student_id": student, "timestamp": timestamp}
            gradebook.db.execute(insert(_SUBMISSION).values(values))
        else:
            found = SubmissionRows(row.id, timestamp or row.timestamp, row.extension)
            if timestamp is not None and timestamp != row.timestamp:
                gradebook.db.execute(update(_SUBMISSION).where(_SUBMISSION.c.id == row.id).values(timestamp=timestamp))
        found.fill(gradebook, self.notebooks.values())
        return found


@dataclass
class SubmissionRows:
    """One student's submission, and its notebooks' rows by the id of the released notebook."""

    id: str
    timestamp: datetime | None
    extension: timedelta | None
    notebooks: dict[str, str] = field(default_factory=dict)

    def seconds_late(self, duedate: datetime | None) -> float:
        """How long after the due date, extension included, it was handed in; 0 if it was not late or nobody knows."""
        if self.timestamp is None or duedate is None:
            return 0.0
        return max(0.0, (self.timestamp - duedate - (self.extension or timedelta())).total_seconds())

    def fill(self, gradebook: Gradebook, released: Iterable[NotebookRows]) -> None:
        """Read the notebooks' rows, and add those that are missing, with a grade and a comment row for each cell."""
        released = list(released)
        mine = (_NOTEBOOK.c.assignment_id == self.id) & _NOTEBOOK.c.notebook_id.in_([rows.id for rows in released])
        found = gradebook.db.execute(select(_NOTEBOOK.c.id, _NOTEBOOK.c.notebook_id).where(mine))
        self.notebooks = {row.notebook_id: row.id for row in found}
        for notebook in released:
            if notebook.id not in self.notebooks:
                self.notebooks[notebook.id] = new = api.new_uuid()
                values = {"id": new, "assignment_id": self.id, "notebook_id": notebook.id, "flagged": False}
                gradebook.db.execute(insert(_NOTEBOOK).values(values))
                _add_cells(gradebook, _GRADE, new, notebook.graded.values(), needs_manual_grade=True)
                _add_cells(gradebook, _COMMENT, new, notebook.commented.values())


@dataclass(frozen=True)
class NotebookTotal:
    """A notebook's current score in points, manual scores and extra credit included."""

    score: float
    needs_manual_grade: bool


def write_notebook(
    gradebook: Gradebook, submission: SubmissionRows, notebook: NotebookRows, found: NotebookScores
) -> NotebookTotal:
    """Write one notebook's automatic scores and comments; manual ones stay. Nothing is committed."""
    mine = submission.notebooks[notebook.id]
    comments = {notebook.commented[name]: text for name, text in found.comments.items() if name in notebook.commented}
    _update_comments(gradebook, mine, comments)
    scores = {notebook.graded[name]: score.score for name, score in found.scores.items()}
    return _update_grades(gradebook, mine, notebook, scores)


def write_missing_notebook(gradebook: Gradebook, submission: SubmissionRows, notebook: NotebookRows) -> NotebookTotal:
    """Give zero to all of a notebook that was not handed in, with nothing left to review, as nbgrader does."""
    mine = submission.notebooks[notebook.id]
    cells = _of_notebook(_GRADE, mine, notebook.graded.values())
    gradebook.db.execute(update(_GRADE).where(cells).values(auto_score=0.0, needs_manual_grade=False))
    return _update_grades(gradebook, mine, notebook, {})


def write_late_penalty(
    gradebook: Gradebook, submission: SubmissionRows, notebook: NotebookRows, points: float | None
) -> None:
    """Set one notebook's penalty in points; None for none. Nothing is committed."""
    mine = _NOTEBOOK.c.id == submission.notebooks[notebook.id]
    gradebook.db.execute(update(_NOTEBOOK).where(mine).values(late_submission_penalty=points))


def _read_cells(gradebook: Gradebook, notebooks: Mapping[str, NotebookRows]) -> None:
    for kind in (api.GradeCell, api.TaskCell):
        table = kind.__table__
        columns = select(_BASE.c.id, _BASE.c.name, _BASE.c.notebook_id, table.c.max_score)
        for row in gradebook.db.execute(columns.join(table, table.c.id == _BASE.c.id)):
            if row.notebook_id in notebooks:
                notebook = notebooks[row.notebook_id]
                notebook.graded[row.name], notebook.points[row.name] = row.id, row.max_score
                if kind is api.TaskCell:
                    notebook.commented[row.name] = row.id
    table = api.SolutionCell.__table__
    for row in gradebook.db.execute(select(_BASE.c.id, _BASE.c.name, _BASE.c.notebook_id).join(table)):
        if row.notebook_id in notebooks:
            notebooks[row.notebook_id].commented[row.name] = row.id
    table = api.SourceCell.__table__
    for row in gradebook.db.execute(select(table.c.name, table.c.notebook_id, table.c.checksum)):
        if row.notebook_id in notebooks and row.checksum is not None:
            notebooks[row.notebook_id].checksums[row.name] = row.checksum


def _add_cells(gradebook: Gradebook, table: Any, notebook: str, cells: Iterable[str], **values: Any) -> None:
    rows = [{"id": api.new_uuid(), "notebook_id": notebook, "cell_id": cell, **values} for cell in cells]
    if rows:
        gradebook.db.execute(insert(table), rows)


def _of_notebook(table: Any, notebook: str, cells: Iterable[str]) -> Any:
    # the cells are named because the tables have an index that begins with them, and none on the notebook
    return (table.c.notebook_id == notebook) & table.c.cell_id.in_(list(cells))


def _update_grades(
    gradebook: Gradebook, mine: str, notebook: NotebookRows, scores: Mapping[str, float | None]
) -> NotebookTotal:
    columns = (_GRADE.c.id, _GRADE.c.cell_id, _GRADE.c.auto_score, _GRADE.c.manual_score, _GRADE.c.extra_credit)
    query = select(*columns, _GRADE.c.needs_manual_grade).where(_of_notebook(_GRADE, mine, notebook.graded.values()))
    rows = gradebook.db.execute(query).all()
    if new := scores.keys() - {row.cell_id for row in rows}:
        _add_cells(gradebook, _GRADE, mine, sorted(new), needs_manual_grade=True)
        rows = gradebook.db.execute(query).all()
    total, review, changed = 0.0, False, []
    for row in rows:
        auto, needs = row.auto_score, row.needs_manual_grade
        if row.cell_id in scores:
            auto = scores[row.cell_id]
            needs = row.manual_score is not None or auto is None
            changed.append({"row": row.id, "auto": auto, "needs": needs})
        given = row.manual_score if row.manual_score is not None else auto
        total += 0.0 if given is None else given + (row.extra_credit or 0.0)
        review = review or needs
    if changed:
        values: dict[str, Any] = {"auto_score": bindparam("auto"), "needs_manual_grade": bindparam("needs")}
        statement = update(_GRADE).where(_GRADE.c.id == bindparam("row")).values(values)
        gradebook.db.connection().execute(statement, changed)
    return NotebookTotal(total, review)


def _update_comments(gradebook: Gradebook, mine: str, comments: Mapping[str, str | None]) -> None:
    if not comments:
        return
    query = select(_COMMENT.c.id, _COMMENT.c.cell_id).where(_of_notebook(_COMMENT, mine, comments))
    rows = {row.cell_id: row.id for row in gradebook.db.execute(query)}
    if new := comments.keys() - rows.keys():
        _add_cells(gradebook, _COMMENT, mine, sorted(new))
        rows = {row.cell_id: row.id for row in gradebook.db.execute(query)}
    changed = [{"row": rows[cell], "text": text} for cell, text in comments.items()]
    statement = update(_COMMENT).where(_COMMENT.c.id == bindparam("row")).values(auto_comment=bindparam("text"))
    gradebook.db.connection().execute(statement, changed)
