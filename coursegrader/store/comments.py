"""What graders say often, kept so that it is one click away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from coursegrader.errors import StoreError
from coursegrader.store import tables
from coursegrader.store.database import Database, utc_now

MOST_TEXT = 4000


@dataclass(frozen=True)
class Comment:
    """A saved comment. ``uses``: how often it was put into somebody's feedback."""

    id: int
    course: str
    text: str
    by: str
    at: datetime
    uses: int


class Comments:
    """The saved comments of every course."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def all(self, course: str) -> list[Comment]:
        """A course's comments, the most used first."""
        c = tables.comments.c
        query = select(tables.comments).where(c.course == course).order_by(c.uses.desc(), c.id.desc())
        with self._db.reading() as db:
            return [Comment(**row._mapping) for row in db.execute(query)]

    def add(self, course: str, text: str, by: str) -> Comment:
        """Save a comment; the one that is already there, if it says the same.

        Raises:
            StoreError: empty or too long.
        """
        text = text.strip()
        if not text or len(text) > MOST_TEXT:
            raise StoreError(f"a comment has 1 to {MOST_TEXT} characters, this one {len(text)}: change it")
        c = tables.comments.c
        query = select(tables.comments).where(c.course == course, c.text == text)
        with self._db.writing() as db:
            found = db.execute(query).one_or_none()
            if found is None:
                row = {"course": course, "text": text, "by": by, "at": utc_now(), "uses": 0}
                db.execute(insert(tables.comments).values(row))
                found = db.execute(query).one()
        return Comment(**found._mapping)

    def remove(self, course: str, comment: int) -> None:
        """Forget a comment; what learners were told with it stays."""
        c = tables.comments.c
        with self._db.writing() as db:
            db.execute(delete(tables.comments).where(c.course == course, c.id == comment))

    def used(self, course: str, comment: int) -> None:
        """Count one use."""
        c = tables.comments.c
        with self._db.writing() as db:
            db.execute(update(tables.comments).where(c.course == course, c.id == comment).values({"uses": c.uses + 1}))
