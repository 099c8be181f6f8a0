"""The gradebook's writer for a regrade: nobody is asked to look again at what has not changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nbgrader import api
from sqlalchemy import update

from coursegrader.nbgrader_plugins.class_gradebook import ClassGradebook, SubmissionTotal
from coursegrader.nbgrader_plugins.course import Course
from coursegrader.nbgrader_plugins.submission_record import SubmissionRecord
from coursegrader.nbgrader_plugins.submission_state import CellState, SubmissionState

_GRADE, _NOTEBOOK = api.Grade.__table__, api.SubmittedNotebook.__table__


class RegradeGradebook(ClassGradebook):
    """nbgrader asks for a review of every cell that a person has scored, whenever it is graded again. Here that is so
    only for cells whose automatic score has changed; the others keep the flag they had.
    """

    def __init__(self, course: Course, known: SubmissionState | None = None) -> None:
        """Open the gradebook.

        Args:
            known: what the submission was at another time: a cell that has the same scores again gets that flag again.

        Raises:
            CourseError: there is none.
        """
        super().__init__(course)
        self._known = known

    def state(self, assignment: str, student: str) -> SubmissionState | None:
        """What the gradebook says of a submission; None if it is not in it."""
        with self._transaction():
            return SubmissionState.read(self._gradebook, self.assignment(assignment), student)

    def forget(self, assignment: str, student: str) -> None:
        """Take a submission out of the gradebook, with all that people wrote about it."""
        with self._transaction():
            if SubmissionState.read(self._gradebook, self.assignment(assignment), student) is not None:
                self._gradebook.remove_submission(assignment, student)

    def _write(self, record: SubmissionRecord) -> SubmissionTotal:
        rows = self.assignment(record.assignment)
        before = SubmissionState.read(self._gradebook, rows, record.student)
        total = super()._write(record)
        after = SubmissionState.read(self._gradebook, rows, record.student)
        if after is not None:
            for name, cell, review in _kept_flags(after, [s for s in (self._known, before) if s is not None]):
                self._set_review(record, name, rows.notebooks[name].graded[cell], review=review)
        return total

    def _set_review(self, record: SubmissionRecord, notebook: str, cell: str, *, review: bool) -> None:
        rows = self.assignment(record.assignment)
        submission = rows.submission(self._gradebook, record.student)
        mine = _GRADE.c.notebook_id == submission.notebooks[rows.notebooks[notebook].id]
        statement: Any = update(_GRADE).where(mine & (_GRADE.c.cell_id == cell)).values(needs_manual_grade=review)
        self._gradebook.db.execute(statement)


def _kept_flags(after: SubmissionState, known: list[SubmissionState]) -> Iterator[tuple[str, str, bool]]:
    """(notebook, cell, flag) of cells whose flag is not what it was when they last had these scores."""
    for name, notebook in after.notebooks.items():
        for cell, now in notebook.cells.items():
            for state in known:
                then = state.notebooks[name].cells.get(cell) if name in state.notebooks else None
                if then is not None and _scores(then) == _scores(now):
                    if then.review != now.review:
                        yield name, cell, then.review
                    break


def _scores(cell: CellState) -> tuple[float | None, float | None, float | None]:
    return cell.auto, cell.manual, cell.extra
