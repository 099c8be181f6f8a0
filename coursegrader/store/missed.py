"""Which templates of earlier weeks a learner had missed when a quiz was first handed out to them.

The call-backs of the quiz are drawn from these, so whoever grades it has to know them: they are written once, at the
first fetch, and never changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import ColumnElement, insert, select

from coursegrader.store import tables
from coursegrader.store.database import Database, utc_now


class MissedTemplates:
    """What each learner had missed, one record for a learner at an assignment, as names ``week/template``.

    Like the variant of a quiz itself, it goes by assignment and learner; the course is the one that handed it out.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, assignment: str, learner: str) -> tuple[str, ...]:
        """The record; empty where there is none."""
        return self._find(assignment, learner) or ()

    def once(self, course: str, assignment: str, learner: str, find: Callable[[], Sequence[str]]) -> tuple[str, ...]:
        """The record; what ``find`` gives is recorded if there is none yet."""
        known = self._find(assignment, learner)
        if known is not None:
            return known
        row = {"course": course, "assignment": assignment, "learner": learner, "templates": list(find())}
        with self._db.writing() as db:
            # another fetch may have been here in the meantime: both hand out what one of them wrote
            there = db.execute(select(tables.missed.c.templates).where(*_one(assignment, learner))).scalar()
            if there is None:
                db.execute(insert(tables.missed).values(**row, at=utc_now()))
                there = row["templates"]
        return tuple(there)

    def _find(self, assignment: str, learner: str) -> tuple[str, ...] | None:
        with self._db.reading() as db:
            found = db.execute(select(tables.missed.c.templates).where(*_one(assignment, learner))).scalar()
        return None if found is None else tuple(found)


def _one(assignment: str, learner: str) -> tuple[ColumnElement[bool], ...]:
    m = tables.missed.c
    return (m.assignment == assignment, m.learner == learner)
