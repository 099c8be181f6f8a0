"""What learners can fetch now, and what they could fetch before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, insert, select, update

from coursegrader.errors import NotReleased
from coursegrader.store import tables
from coursegrader.store.blobs import BlobStore
from coursegrader.store.database import Database, utc_now
from coursegrader.store.records import Release, manifest_sha256


class Releases:
    """Releases of assignments, and who fetched them."""

    database: Database
    blobs: BlobStore

    def add_release(self, course: str, assignment: str, files: Mapping[str, bytes]) -> Release:
        """Make ``files`` the assignment's current release; earlier ones are kept as history."""
        manifest = self.blobs.put_all(files)
        now = utc_now()
        with self.database.writing() as db:
            _withdraw(db, course, assignment, now)
            db.execute(
                insert(tables.releases).values(
                    course=course,
                    assignment=assignment,
                    files=manifest,
                    sha256=manifest_sha256(manifest),
                    released_at=now,
                )
            )
        return Release(course, assignment, now, manifest)

    def withdraw_release(self, course: str, assignment: str) -> None:
        """End the current release, if there is one; attempts stay."""
        with self.database.writing() as db:
            _withdraw(db, course, assignment, utc_now())

    def releases(self, course: str) -> list[Release]:
        """The current releases of a course, by assignment."""
        query = _current_releases(course).order_by(tables.releases.c.assignment)
        with self.database.reading() as db:
            return [Release(row.course, row.assignment, row.released_at, row.files) for row in db.execute(query)]

    def find_release(self, course: str, assignment: str) -> Release:
        """The current release.

        Raises:
            NotReleased: the assignment is not released.
        """
        for release in self.releases(course):
            if release.assignment == assignment:
                return release
        raise NotReleased(
            f"assignment {assignment!r} is not released in course {course!r}: "
            "ask for the list of released assignments ('nbgrader list')"
        )

    def record_fetch(self, course: str, assignment: str, learner: str) -> None:
        """Note that a learner fetched the current release."""
        query = _current_releases(course).where(tables.releases.c.assignment == assignment)
        with self.database.writing() as db:
            db.execute(
                insert(tables.fetches).values(
                    course=course,
                    assignment=assignment,
                    learner=learner,
                    release=db.execute(query).one().id,
                    fetched_at=utc_now(),
                )
            )

    def fetched(self, course: str, learner: str) -> dict[str, datetime]:
        """When a learner first fetched each assignment."""
        f = tables.fetches.c
        query = select(f.assignment, f.fetched_at).where(f.course == course, f.learner == learner)
        with self.database.reading() as db:
            rows = db.execute(query.order_by(f.id.desc())).all()
        return {row.assignment: row.fetched_at for row in rows}


def _current_releases(course: str) -> Select[Any]:
    r = tables.releases.c
    return select(tables.releases).where(r.course == course, r.withdrawn_at.is_(None))


def _withdraw(db: Connection, course: str, assignment: str, now: datetime) -> None:
    r = tables.releases.c
    current = (r.course == course, r.assignment == assignment, r.withdrawn_at.is_(None))
    db.execute(update(tables.releases).where(*current).values(withdrawn_at=now))
