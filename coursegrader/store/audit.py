"""Who did what, and when: written once, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from coursegrader.store import tables
from coursegrader.store.database import Database, utc_now


@dataclass(frozen=True)
class AuditEntry:
    """One thing that a person did.

    Attributes:
        action: a word or two, such as ``release`` or ``policy``.
        subject: what it was done to, such as ``week1`` or ``week1/amara``.
        details: plain JSON data: the reason, values before and after.
    """

    id: int
    at: datetime
    course: str
    who: str
    action: str
    subject: str
    details: Mapping[str, Any]


class AuditLog:
    """The audit log of every course."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, course: str, who: str, action: str, subject: str, **details: Any) -> None:
        """Write one entry; ``details`` are JSON-like values."""
        row = {"course": course, "who": who, "action": action, "subject": subject, "details": details}
        with self._db.writing() as db:
            db.execute(insert(tables.audit).values(at=utc_now(), **row))

    def entries(
        self,
        course: str,
        *,
        before: int | None = None,
        limit: int = 100,
        who: str | None = None,
        action: str | None = None,
    ) -> list[AuditEntry]:
        """A course's entries, newest first, of one person or kind of action if named.

        Args:
            before: only entries older than the one with this id, for the next page.
        """
        a = tables.audit.c
        query = select(tables.audit).where(a.course == course).order_by(a.id.desc()).limit(limit)
        if before is not None:
            query = query.where(a.id < before)
        if who is not None:
            query = query.where(a.who == who)
        if action is not None:
            query = query.where(a.action == action)
        with self._db.reading() as db:
            return [AuditEntry(**row._mapping) for row in db.execute(query)]
