"""nbgrader's gradebook, opened once for a whole class: the one writer of a batch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from nbgrader import api
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import insert, make_url, select, text
from sqlalchemy.exc import DBAPIError

from coursegrader.errors import CourseError
from coursegrader.nbgrader_plugins.autograde_steps import is_listed
from coursegrader.nbgrader_plugins.course import Course
from coursegrader.nbgrader_plugins.gradebook_rows import (
    AssignmentRows,
    NotebookTotal,
    SubmissionRows,
    write_late_penalty,
    write_missing_notebook,
    write_notebook,
)
from coursegrader.nbgrader_plugins.notebook_results import NotebookResults, read_results
from coursegrader.nbgrader_plugins.submission_record import SubmissionRecord

PATIENCE_MS = 60_000  # how long to wait for somebody else who writes to the same SQLite file


@dataclass(frozen=True)
class SubmissionTotal:
    """What the gradebook says of a submission now, in points: manual scores counted, the late penalty not taken off."""

    score: float
    max_score: float
    late_penalty: float
    needs_manual_grade: bool


def _require(db_url: str) -> None:
    """nbgrader would make an empty gradebook where there is none."""
    url = make_url(db_url)
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).exists():
        raise CourseError(f"There is no gradebook {url.database}: run `nbgrader generate_assignment` first")


@contextmanager
def _readable(db_url: object) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise CourseError(
            f"The gradebook {db_url} cannot be read ({error.orig}): if it was made by an older nbgrader, "
            "back it up and run `nbgrader db upgrade`"
        ) from error


def _late_penalties(course: Course) -> AssignLatePenalties | None:
    """nbgrader's step that sets late penalties, by whatever plugin the course chose; None if the course leaves it out
    or has switched it off.
    """
    if not is_listed(course.config, "AssignLatePenalties"):
        return None
    late = AssignLatePenalties(config=course.config)
    if not late.enabled:
        return None
    late.init_plugin()
    return late


class ClassGradebook:
    """The gradebook of a course. Each submission is one transaction: all of it is written, or nothing."""

    def __init__(self, course: Course) -> None:
        """Open the gradebook.

        Raises:
            CourseError: there is none.
        """
        directory = course.directory
        _require(directory.db_url)
        with _readable(directory.db_url):
            self._gradebook = Gradebook(directory.db_url, directory.course_id)
        if self._gradebook.engine.dialect.name == "sqlite":
            self._gradebook.db.execute(text(f"PRAGMA busy_timeout = {PATIENCE_MS}"))
        self._create_student = Autograde(coursedir=directory, config=course.config).create_student
        self._late = _late_penalties(course)
        self._assignments: dict[str, AssignmentRows] = {}

    def assignment(self, name: str) -> AssignmentRows:
        """What the gradebook knows of an assignment; read once.

        Raises:
            CourseError: it does not know it.
        """
        if name not in self._assignments:
            with _readable(self._gradebook.engine.url):
                self._assignments[name] = AssignmentRows.read(self._gradebook, name)
        return self._assignments[name]

    def write(self, record: SubmissionRecord) -> SubmissionTotal:
        """Write one graded submission; writing the same again changes nothing.

        Raises:
            CourseError: the student is unknown and the course's configuration says not to add students.
        """
        with self._transaction():
            return self._write(record)

    def register(self, assignment: str, student: str, timestamp: datetime | None) -> None:
        """Note that a student has handed in, though it could not be graded: formgrader then shows who is left.

        Raises:
            CourseError: as for :meth:`write`.
        """
        with self._transaction():
            self._enrol(student)
            self.assignment(assignment).submission(self._gradebook, student, timestamp)

    def total(self, assignment: str, student: str) -> SubmissionTotal:
        """What the gradebook says of a submission that is in it."""
        with self._transaction():
            found = self._gradebook.find_submission(assignment, student)
            return SubmissionTotal(
                found.score, found.max_score, found.late_submission_penalty, found.needs_manual_grade
            )

    def results(self, assignment: str, student: str) -> dict[str, NotebookResults]:
        """What it says of the cells of a submission, by notebook."""
        with self._transaction():
            return read_results(self._gradebook, assignment, student)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            yield
            self._gradebook.db.commit()
        except BaseException:
            self._gradebook.db.rollback()
            raise

    def _write(self, record: SubmissionRecord) -> SubmissionTotal:
        rows = self.assignment(record.assignment)
        self._enrol(record.student)
        submission = rows.submission(self._gradebook, record.student, record.timestamp)
        totals: list[NotebookTotal] = []
        penalties = 0.0
        for name, found in record.notebooks.items():
            rows.require(name, {cell: score.points for cell, score in found.scores.items()})
            total = write_notebook(self._gradebook, submission, rows.notebooks[name], found)
            penalties += self._penalise(record.student, rows, submission, name, total)
            totals.append(total)
        for name in record.missing:
            totals.append(write_missing_notebook(self._gradebook, submission, rows.notebooks[name]))
        return SubmissionTotal(
            score=sum(total.score for total in totals),
            max_score=sum(sum(notebook.points.values()) for notebook in rows.notebooks.values()),
            late_penalty=penalties,
            needs_manual_grade=any(total.needs_manual_grade for total in totals),
        )

    def _enrol(self, student: str) -> None:
        table = api.Student.__table__
        if self._gradebook.db.execute(select(table.c.id).where(table.c.id == student)).first() is None:
            if not self._create_student:
                raise CourseError(f"No student {student!r} in the gradebook: run `nbgrader db student add {student}`")
            self._gradebook.db.execute(insert(table).values(id=student))

    def _penalise(
        self, student: str, rows: AssignmentRows, submission: SubmissionRows, name: str, total: NotebookTotal
    ) -> float:
        """Set a notebook's late penalty as nbgrader's preprocessor does."""
        if self._late is None:
            return 0.0
        late = submission.seconds_late(rows.duedate)
        penalty: Any = None
        if late > 0:
            penalty = self._late.plugin_inst.late_submission_penalty(student, total.score, late)
            if penalty is not None:
                penalty = self._late._check_late_penalty(total, penalty)  # never below 0 or above the score
        write_late_penalty(self._gradebook, submission, rows.notebooks[name], penalty)
        return float(penalty or 0.0)

    def close(self) -> None:
        """Close the connection."""
        self._gradebook.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()
