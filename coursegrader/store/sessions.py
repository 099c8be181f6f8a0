"""People's logins in a browser. Only a hash of a session's id is kept, so the database lets nobody in."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select

from coursegrader.store import tables
from coursegrader.store.database import Database, utc_now

ID_BYTES = 32


@dataclass(frozen=True)
class Session:
    """One login.

    Attributes:
        token: what the caller of :meth:`Sessions.create` wanted to keep, as it gave it.
    """

    user: str
    groups: Sequence[str]
    admin: bool
    token: str
    created_at: datetime
    expires_at: datetime


class Sessions:
    """All logins of this deployment."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def create(self, user: str, groups: Sequence[str], admin: bool, token: str, seconds: float) -> str:
        """Begin a session that lasts ``seconds``; returns its id, for the browser's cookie alone."""
        new_id = secrets.token_urlsafe(ID_BYTES)
        now = utc_now()
        row = {
            "sha256": _hash(new_id),
            "user": user,
            "groups": list(groups),
            "admin": admin,
            "token": token,
            "created_at": now,
            "expires_at": now + timedelta(seconds=seconds),
        }
        with self._db.writing() as db:
            db.execute(delete(tables.sessions).where(tables.sessions.c.expires_at <= now))
            db.execute(insert(tables.sessions).values(row))
        return new_id

    def find(self, session: str) -> Session | None:
        """The session with this id; None if there is none, or it has ended."""
        s = tables.sessions.c
        query = select(tables.sessions).where(s.sha256 == _hash(session), s.expires_at > utc_now())
        with self._db.reading() as db:
            row = db.execute(query).one_or_none()
        if row is None:
            return None
        return Session(row.user, tuple(row.groups), row.admin, row.token, row.created_at, row.expires_at)

    def end(self, session: str) -> None:
        """End one session."""
        with self._db.writing() as db:
            db.execute(delete(tables.sessions).where(tables.sessions.c.sha256 == _hash(session)))


def _hash(session: str) -> str:
    return hashlib.sha256(session.encode("utf-8", "replace")).hexdigest()
