"""Scores and comments that people give, in nbgrader's gradebook: what formgrader does, for one cell at a time.

Reads and writes are single statements on nbgrader's tables; formgrader and a grading run may be at work on the same
gradebook meanwhile.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal

from nbgrader import api
from sqlalchemy import Connection, Select, func, insert, select, update

from coursegrader.errors import CourseError
from coursegrader.nbgrader_plugins.cell_answers import AnswerPlaces, CellAnswer, answer_in
from coursegrader.nbgrader_plugins.course import Course
from coursegrader.nbgrader_plugins.gradebook_file import GradebookFile

MOST_COMMENT: Final = 10_000  # characters

_GRADE, _COMMENT = api.Grade.__table__, api.Comment.__table__
_SUBMISSION, _NOTEBOOK = api.SubmittedAssignment.__table__, api.SubmittedNotebook.__table__
_BASE, _GRADE_CELL, _TASK_CELL = api.BaseCell.__table__, api.GradeCell.__table__, api.TaskCell.__table__
_RELEASED, _ASSIGNMENT, _STUDENT = api.Notebook.__table__, api.Assignment.__table__, api.Student.__table__
_MAX_SCORE = func.coalesce(_GRADE_CELL.c.max_score, _TASK_CELL.c.max_score, 0.0)
_KIND = func.coalesce(_GRADE_CELL.c.cell_type, _TASK_CELL.c.cell_type, "code")

Which = Literal["all", "waiting", "given"]


@dataclass(frozen=True, order=True)
class CellKey:
    """One graded cell of an assignment. nbgrader's grade ids are unique in a notebook only."""

    assignment: str
    notebook: str
    cell: str


@dataclass(frozen=True)
class CellWork:
    """What the gradebook says of one learner's cell. Scores are in points.

    Attributes:
        name: the learner's display name, or the user name where the gradebook has none.
        handed_in: when the submission arrived that the gradebook is about, in UTC; None if nobody wrote that down.
        kind: "code" or "markdown".
        automatic, manual: None where there is no such score.
        needs_person: as nbgrader has it: nobody has looked, or it was graded again since.
        comment: a person's, "" if there is none.
        automatic_comment: the grader's, likewise.
        comment_cell: grade id of the answer with which nbgrader keeps them; several cells can share one.
        submission: nbgrader's id of the submitted notebook, by which formgrader shows it.
    """

    key: CellKey
    learner: str
    name: str
    handed_in: datetime | None
    max_score: float
    kind: str
    automatic: float | None
    manual: float | None
    extra: float
    needs_person: bool
    comment: str
    automatic_comment: str
    comment_cell: str
    submission: str

    @property
    def score(self) -> float:
        """What counts, extra credit included, as nbgrader adds it up."""
        given = self.manual if self.manual is not None else self.automatic
        return 0.0 if given is None else given + self.extra


def check_points(points: float | None, extra: float, max_score: float) -> None:
    """Formgrader's bounds: 0 to what the cell is worth; extra credit on top of it is not negative.

    Raises:
        ValueError: a number is out of bounds, or none.
    """
    if points is not None and not (math.isfinite(points) and 0 <= points <= max_score):
        raise ValueError(f"Points must be between 0 and {max_score:g}; for more, give extra credit.")
    if not (math.isfinite(extra) and extra >= 0):
        raise ValueError("Extra credit must be 0 or more.")


class ManualMarks:
    """The gradebook of one course. Safe to use from several threads."""

    def __init__(self, course_dir: Path) -> None:
        """Read the course's configuration.

        Raises:
            CourseError: ``nbgrader_config.py`` is missing or has an error.
        """
        self.course = Course(course_dir)
        self._file = GradebookFile(self.course.directory.db_url)
        self._places = AnswerPlaces(self.course)

    @property
    def version(self) -> object:
        """Something that differs after the gradebook was written to; None where only reading it can tell."""
        return self._file.version

    def cells(
        self,
        which: Which = "all",
        *,
        assignment: str | None = None,
        notebook: str | None = None,
        cell: str | None = None,
        learner: str | None = None,
    ) -> list[CellWork]:
        """Learners' cells, by assignment, notebook, cell and learner. Empty where there is no gradebook yet.

        Args:
            which: ``waiting``: that need a person; ``given``: that have a score or a comment of a person.
            assignment, notebook, cell, learner: only these.

        Raises:
            CourseError: the gradebook cannot be read.
        """
        query = _cells().order_by(_ASSIGNMENT.c.name, _RELEASED.c.name, _BASE.c.name, _SUBMISSION.c.student_id)
        wanted = {_ASSIGNMENT.c.name: assignment, _RELEASED.c.name: notebook, _BASE.c.name: cell}
        for column, value in {**wanted, _SUBMISSION.c.student_id: learner}.items():
            if value is not None:
                query = query.where(column == value)
        if which == "waiting":
            query = query.where(_GRADE.c.needs_manual_grade)
        elif which == "given":
            commented = select(_COMMENT.c.notebook_id).where(_COMMENT.c.manual_comment.is_not(None))
            given = _GRADE.c.manual_score.is_not(None) | _GRADE.c.extra_credit.is_not(None)
            query = query.where(given | _NOTEBOOK.c.id.in_(commented))
        with self._file.reading() as db:
            if db is None:
                return []
            comments = self._comments(db, assignment, learner) if which != "waiting" else {}
            found = [self._work(row, comments) for row in db.execute(query)]
        return [work for work in found if _is_given(work)] if which == "given" else found

    def exercises(self) -> list[CellKey]:
        """All graded cells of assignments that somebody has handed in."""
        query = select(_ASSIGNMENT.c.name, _RELEASED.c.name, _BASE.c.name)
        query = query.join(_RELEASED, _RELEASED.c.assignment_id == _ASSIGNMENT.c.id)
        query = query.join(_BASE, _BASE.c.notebook_id == _RELEASED.c.id)
        handed_in = select(_SUBMISSION.c.assignment_id)
        query = query.where(_BASE.c.type != "SolutionCell", _ASSIGNMENT.c.id.in_(handed_in))
        with self._file.reading() as db:
            rows = () if db is None else db.execute(query).all()
        return [CellKey(*row) for row in rows]

    def answer(self, work: CellWork) -> CellAnswer | None:
        """The learner's answer; None if there is no graded notebook, or no such cell in it.

        Raises:
            CourseError: the notebook cannot be read.
        """
        return answer_in(self._notebook(work), work.key.cell)

    def has_answer(self, work: CellWork) -> bool:
        """Whether there is a graded notebook to look at: a submission that could not be graded has none."""
        return self._notebook(work).is_file()

    def _notebook(self, work: CellWork) -> Path:
        return self._places.graded_notebook(work.key.assignment, work.key.notebook, work.learner)

    def give(
        self, key: CellKey, learner: str, points: float | None, *, extra: float = 0.0, comment: str | None = None
    ) -> None:
        """Write a person's score and comment, and take the cell off the list of those that need one.

        Args:
            key, learner: whose cell.
            points: None for the automatic score; the cell then needs a person if it has none.
            extra: extra credit, in points.
            comment: "" takes an earlier one away, None leaves it.

        Raises:
            ValueError: out of bounds (:func:`check_points`), or too long a comment.
            CourseError: the gradebook has no such cell of this learner, or somebody else keeps it locked.
        """
        if comment is not None and len(comment) > MOST_COMMENT:
            raise ValueError(f"A comment has at most {MOST_COMMENT} characters.")
        query = _cells().where(_ASSIGNMENT.c.name == key.assignment, _RELEASED.c.name == key.notebook)
        query = query.where(_BASE.c.name == key.cell, _SUBMISSION.c.student_id == learner)
        with self._file.writing() as db:
            row = db.execute(query).first()
            if row is None:
                raise CourseError(
                    f"The gradebook has no cell {key.notebook}/{key.cell} of {learner} in {key.assignment}: "
                    "grade the submission first"
                )
            check_points(points, extra, row.max_score)
            values = {
                "manual_score": points,
                "extra_credit": extra or None,
                "needs_manual_grade": points is None and row.auto_score is None,
            }
            db.execute(update(_GRADE).where(_GRADE.c.id == row.grade_id).values(values))
            if comment is not None:
                self._write_comment(db, key, row.submitted_notebook, comment.strip() or None)

    def _write_comment(self, db: Connection, key: CellKey, notebook: str, comment: str | None) -> None:
        """nbgrader keeps comments with answers and tasks, not with tests."""
        name = self._places.comment_cell(key.assignment, key.notebook, key.cell)
        cells = select(_BASE.c.id).join(_NOTEBOOK, _NOTEBOOK.c.notebook_id == _BASE.c.notebook_id)
        # an answer that is graded itself has two rows of one name, and comments belong to the one of the answer
        cells = cells.where(_NOTEBOOK.c.id == notebook, _BASE.c.name == name, _BASE.c.type != "GradeCell")
        cell = db.execute(cells).scalar()
        if cell is None:  # a test without an answer in front of it: nbgrader has no place for a comment
            return
        mine = (_COMMENT.c.notebook_id == notebook) & (_COMMENT.c.cell_id == cell)
        if db.execute(update(_COMMENT).where(mine).values(manual_comment=comment)).rowcount == 0:
            values = {"id": api.new_uuid(), "notebook_id": notebook, "cell_id": cell, "manual_comment": comment}
            db.execute(insert(_COMMENT).values(values))

    def _comments(
        self, db: Connection, assignment: str | None, learner: str | None
    ) -> Mapping[tuple[str, str], tuple[str, str]]:
        """By submitted notebook and grade id: a person's comment and the grader's."""
        query = select(_COMMENT.c.notebook_id, _BASE.c.name, _COMMENT.c.manual_comment, _COMMENT.c.auto_comment)
        query = query.join(_BASE, _BASE.c.id == _COMMENT.c.cell_id)
        query = query.where(_COMMENT.c.manual_comment.is_not(None) | _COMMENT.c.auto_comment.is_not(None))
        if assignment is not None or learner is not None:
            query = query.join(_NOTEBOOK, _NOTEBOOK.c.id == _COMMENT.c.notebook_id)
            query = query.join(_SUBMISSION, _SUBMISSION.c.id == _NOTEBOOK.c.assignment_id)
            query = query.join(_ASSIGNMENT, _ASSIGNMENT.c.id == _SUBMISSION.c.assignment_id)
        if assignment is not None:
            query = query.where(_ASSIGNMENT.c.name == assignment)
        if learner is not None:
            query = query.where(_SUBMISSION.c.student_id == learner)
        return {(row[0], row[1]): (row[2] or "", row[3] or "") for row in db.execute(query)}

    def _work(self, row: Any, comments: Mapping[tuple[str, str], tuple[str, str]]) -> CellWork:
        place = self._places.comment_cell(row.assignment, row.notebook, row.cell)
        comment = comments.get((row.submitted_notebook, place), ("", ""))
        return CellWork(
            key=CellKey(row.assignment, row.notebook, row.cell),
            learner=row.student_id,
            name=" ".join(filter(None, (row.first_name, row.last_name))) or row.student_id,
            handed_in=None if row.timestamp is None else row.timestamp.replace(tzinfo=UTC),
            max_score=row.max_score,
            kind=row.kind,
            automatic=row.auto_score,
            manual=row.manual_score,
            extra=row.extra_credit or 0.0,
            needs_person=row.needs_manual_grade,
            comment=comment[0],
            automatic_comment=comment[1],
            comment_cell=place,
            submission=row.submitted_notebook,
        )


def _is_given(work: CellWork) -> bool:
    return work.manual is not None or work.extra != 0 or work.comment != ""


def _cells() -> Select[Any]:
    columns = select(
        _GRADE.c.id.label("grade_id"),
        *(_GRADE.c.auto_score, _GRADE.c.manual_score, _GRADE.c.extra_credit, _GRADE.c.needs_manual_grade),
        _NOTEBOOK.c.id.label("submitted_notebook"),
        *(_SUBMISSION.c.student_id, _SUBMISSION.c.timestamp, _STUDENT.c.first_name, _STUDENT.c.last_name),
        *(_ASSIGNMENT.c.name.label("assignment"), _RELEASED.c.name.label("notebook"), _BASE.c.name.label("cell")),
        *(_MAX_SCORE.label("max_score"), _KIND.label("kind")),
    )
    joined = columns.select_from(_GRADE).join(_NOTEBOOK, _NOTEBOOK.c.id == _GRADE.c.notebook_id)
    joined = joined.join(_SUBMISSION, _SUBMISSION.c.id == _NOTEBOOK.c.assignment_id)
    joined = joined.join(_STUDENT, _STUDENT.c.id == _SUBMISSION.c.student_id)
    joined = joined.join(_BASE, _BASE.c.id == _GRADE.c.cell_id)
    joined = joined.join(_RELEASED, _RELEASED.c.id == _BASE.c.notebook_id)
    joined = joined.join(_ASSIGNMENT, _ASSIGNMENT.c.id == _RELEASED.c.assignment_id)
    joined = joined.outerjoin(_GRADE_CELL, _GRADE_CELL.c.id == _BASE.c.id)
    return joined.outerjoin(_TASK_CELL, _TASK_CELL.c.id == _BASE.c.id)
