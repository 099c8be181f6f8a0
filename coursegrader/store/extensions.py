"""More time, or more attempts, for one learner at one assignment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, select

from coursegrader.errors import StoreError
from coursegrader.store import tables
from coursegrader.store.database import Database, utc_now


@dataclass(frozen=True)
class Extension:
    """What one learner was given beyond the assignment's policy. It never makes anything worse.

    Attributes:
        due_at, closes_at: the learner's own times, aware; None leaves the policy's.
        more_attempts: beyond the policy's number.
        reason, by, at: why, who granted it, and when.
    """

    course: str
    assignment: str
    learner: str
    due_at: datetime | None
    closes_at: datetime | None
    more_attempts: int
    reason: str
    by: str
    at: datetime


class Extensions:
    """The extensions of every course: at most one for a learner at an assignment."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def grant(
        self,
        course: str,
        assignment: str,
        learner: str,
        *,
        due_at: datetime | None = None,
        closes_at: datetime | None = None,
        more_attempts: int = 0,
        reason: str,
        by: str,
    ) -> Extension:
        """Give an extension, in place of an earlier one.

        Raises:
            StoreError: it gives nothing, or its times contradict each other.
        """
        if due_at is None and closes_at is None and more_attempts <= 0:
            raise StoreError("the extension gives nothing: give a due date, a closing date or more attempts")
        if more_attempts < 0:
            raise StoreError(f"an extension cannot take attempts away ({more_attempts}): give 0 or more")
        for name, value in (("due date", due_at), ("closing date", closes_at)):
            if value is not None and value.tzinfo is None:
                raise StoreError(f"the {name} of the extension has no time zone: give one")
        if due_at is not None and closes_at is not None and closes_at < due_at:
            raise StoreError("the extension closes before it is due: swap the two dates")
        given = Extension(course, assignment, learner, due_at, closes_at, more_attempts, reason.strip(), by, utc_now())
        with self._db.writing() as db:
            db.execute(delete(tables.extensions).where(*_one(course, assignment, learner)))
            db.execute(insert(tables.extensions).values(vars(given)))
        return given

    def withdraw(self, course: str, assignment: str, learner: str) -> None:
        """Take an extension back; attempts already made stay."""
        with self._db.writing() as db:
            db.execute(delete(tables.extensions).where(*_one(course, assignment, learner)))

    def of(self, course: str, assignment: str, learner: str) -> Extension | None:
        """A learner's extension at an assignment."""
        with self._db.reading() as db:
            row = db.execute(select(tables.extensions).where(*_one(course, assignment, learner))).one_or_none()
        return None if row is None else Extension(**row._mapping)

    def all(self, course: str) -> list[Extension]:
        """A course's extensions, by assignment and learner."""
        e = tables.extensions.c
        query = select(tables.extensions).where(e.course == course).order_by(e.assignment, e.learner)
        with self._db.reading() as db:
            return [Extension(**row._mapping) for row in db.execute(query)]


def _one(course: str, assignment: str, learner: str) -> tuple[ColumnElement[bool], ...]:
    e = tables.extensions.c
    return (e.course == course, e.assignment == assignment, e.learner == learner)
