"""Numbers of the hub's users and of courses' staff on this machine."""

from __future__ import annotations

from sqlalchemy import insert, select

from coursegrader.store import tables
from coursegrader.store.database import Database

FIRST_USER_ID = 20_000
FIRST_GROUP_ID = 19_000


class Identities:
    """System user and group ids: handed out once."""

    database: Database

    def user_id(self, name: str) -> int:
        """The system user id of a hub user: handed out once, never given to another."""
        return FIRST_USER_ID + self._identity("user", "", name)

    def staff_group_id(self, course: str) -> int:
        """The system group id of a course's staff."""
        return FIRST_GROUP_ID + self._identity("staff", course, "staff")

    def _identity(self, kind: str, course: str, name: str) -> int:
        i = tables.identities.c
        query = select(i.id).where(i.kind == kind, i.course == course, i.name == name)
        with self.database.writing() as db:
            known = db.execute(query).scalar()
            if known is None:
                db.execute(insert(tables.identities).values(kind=kind, course=course, name=name))
                known = db.execute(query).scalar_one()
        return int(known)
