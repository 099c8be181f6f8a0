"""A learner asks a person to look at one cell of an attempt again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, insert, select, update

from coursegrader.errors import StoreError
from coursegrader.store import tables
from coursegrader.store.database import Database, utc_now

MOST_TEXT = 4000


@dataclass(frozen=True)
class RegradeRequest:
    """What a learner asked, and what a person answered (None until then).

    Attributes:
        attempt: the attempt's id.
        cell: which cell, as the asker's page names it.
    """

    id: int
    course: str
    assignment: str
    attempt: int
    learner: str
    cell: str
    message: str
    asked_at: datetime
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None


class RegradeRequests:
    """The regrade requests of every course."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def ask(self, course: str, attempt: int, learner: str, cell: str, message: str) -> RegradeRequest:
        """Ask for a person to look at a cell.

        Raises:
            StoreError: no reason given, too long a one, or an unanswered request for the cell is there.
        """
        message = _text("a reason", message)
        r = tables.requests.c
        open_one = select(r.id).where(r.attempt == attempt, r.cell == cell, r.answered_at.is_(None))
        with self._db.writing() as db:
            if db.execute(open_one).first() is not None:
                raise StoreError("you have already asked about this exercise: wait for the answer")
            row = {"course": course, "attempt": attempt, "learner": learner, "cell": cell, "message": message}
            added = db.execute(insert(tables.requests).values(asked_at=utc_now(), **row))
            (new_id,) = added.inserted_primary_key or (None,)
            found = db.execute(_requests().where(r.id == new_id)).one()
        return RegradeRequest(**found._mapping)

    def find(self, course: str, request: int) -> RegradeRequest:
        """One request.

        Raises:
            StoreError: the course has no such request.
        """
        r = tables.requests.c
        with self._db.reading() as db:
            row = db.execute(_requests().where(r.course == course, r.id == request)).one_or_none()
        if row is None:
            raise StoreError(f"course {course!r} has no regrade request {request}: look at the list of requests")
        return RegradeRequest(**row._mapping)

    def open(self, course: str) -> list[RegradeRequest]:
        """What nobody has answered yet, oldest first."""
        r = tables.requests.c
        query = _requests().where(r.course == course, r.answered_at.is_(None)).order_by(r.id)
        with self._db.reading() as db:
            return [RegradeRequest(**row._mapping) for row in db.execute(query)]

    def of_attempt(self, attempt: int) -> list[RegradeRequest]:
        """All requests about an attempt, oldest first."""
        r = tables.requests.c
        with self._db.reading() as db:
            rows = db.execute(_requests().where(r.attempt == attempt).order_by(r.id)).all()
        return [RegradeRequest(**row._mapping) for row in rows]

    def answer(self, course: str, request: int, by: str, answer: str) -> RegradeRequest:
        """Answer a request, once.

        Raises:
            StoreError: no such request in the course, an empty answer, or somebody has answered it already.
        """
        answer = _text("an answer", answer)
        r = tables.requests.c
        mine = (r.course == course, r.id == request)
        with self._db.writing() as db:
            answered = db.execute(
                update(tables.requests)
                .where(*mine, r.answered_at.is_(None))
                .values(answer=answer, answered_by=by, answered_at=utc_now())
            ).rowcount
        found = self.find(course, request)
        if not answered:
            raise StoreError(f"{found.answered_by} has already answered this request: look at it again")
        return found


def _requests() -> Select[Any]:
    r, a = tables.requests, tables.attempts
    return select(r, a.c.assignment).join_from(r, a)


def _text(what: str, text: str) -> str:
    text = text.strip()
    if not text or len(text) > MOST_TEXT:
        raise StoreError(f"{what} has 1 to {MOST_TEXT} characters, this one {len(text)}: change it")
    return text
