"""Short news for one learner, such as a changed score, shown until they have seen it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from coursegrader.store import tables
from coursegrader.store.database import Database, utc_now


@dataclass(frozen=True)
class Notice:
    """One sentence, and the page that says more."""

    id: int
    course: str
    learner: str
    at: datetime
    text: str
    link: str
    seen_at: datetime | None


class Notices:
    """The notices of every learner."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, course: str, learner: str, text: str, link: str) -> None:
        """Tell a learner something when they next look."""
        row = {"course": course, "learner": learner, "text": text, "link": link, "at": utc_now()}
        with self._db.writing() as db:
            db.execute(insert(tables.notices).values(row))

    def all(self, course: str, learner: str) -> list[Notice]:
        """Everything a learner was told, newest first."""
        n = tables.notices.c
        query = select(tables.notices).where(n.course == course, n.learner == learner).order_by(n.id.desc())
        with self._db.reading() as db:
            return [Notice(**row._mapping) for row in db.execute(query)]

    def unseen(self, course: str, learner: str) -> list[Notice]:
        """What a learner has not seen yet, newest first."""
        n = tables.notices.c
        query = select(tables.notices).where(n.course == course, n.learner == learner, n.seen_at.is_(None))
        with self._db.reading() as db:
            return [Notice(**row._mapping) for row in db.execute(query.order_by(n.id.desc()))]

    def seen(self, course: str, learner: str, *, up_to: int | None = None) -> None:
        """Note that a learner has seen their notices.

        Args:
            up_to: the id of the newest one that was shown, so that one that has just come is not lost.
        """
        n = tables.notices.c
        query = update(tables.notices).where(n.course == course, n.learner == learner, n.seen_at.is_(None))
        if up_to is not None:
            query = query.where(n.id <= up_to)
        with self._db.writing() as db:
            db.execute(query.values(seen_at=utc_now()))
