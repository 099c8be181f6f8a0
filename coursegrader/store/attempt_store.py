"""The store itself: one SQLite database and one folder of contents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from coursegrader.errors import StoreError
from coursegrader.store import tables
from coursegrader.store.blobs import BlobStore
from coursegrader.store.data_folder import DataFolder
from coursegrader.store.records import Attempt, AttemptState, Release, manifest_sha256

FIRST_USER_ID = 20_000
FIRST_GROUP_ID = 19_000


class AttemptStore:
    """Releases, attempts, results and feedback. Safe to open from several processes and threads at once."""

    def __init__(self, folder: DataFolder) -> None:
        self.folder = folder.ensure()
        self.blobs = BlobStore(folder.blobs)
        self._engine = tables.open_database(folder.database)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    # -- releases ------------------------------------------------------------------------------------------------

    def add_release(self, course: str, assignment: str, files: Mapping[str, bytes]) -> Release:
        """Make ``files`` the assignment's current release; earlier ones are kept as history."""
        manifest = self.blobs.put_all(files)
        now = datetime.now(UTC)
        with self._writing() as db:
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
        with self._writing() as db:
            _withdraw(db, course, assignment, datetime.now(UTC))

    def releases(self, course: str) -> list[Release]:
        """The current releases of a course, by assignment."""
        query = _current_releases(course).order_by(tables.releases.c.assignment)
        with self._reading() as db:
            return [Release(row.course, row.assignment, row.released_at, row.files) for row in db.execute(query)]

    def find_release(self, course: str, assignment: str) -> Release:
        """The current release.

        Raises:
            StoreError: the assignment is not released.
        """
        for release in self.releases(course):
            if release.assignment == assignment:
                return release
        raise StoreError(
            f"assignment {assignment!r} is not released in course {course!r}: "
            "ask for the list of released assignments ('nbgrader list')"
        )

    def record_fetch(self, course: str, assignment: str, learner: str) -> None:
        """Note that a learner fetched the current release."""
        query = _current_releases(course).where(tables.releases.c.assignment == assignment)
        with self._writing() as db:
            db.execute(
                insert(tables.fetches).values(
                    course=course,
                    assignment=assignment,
                    learner=learner,
                    release=db.execute(query).one().id,
                    fetched_at=datetime.now(UTC),
                )
            )

    # -- attempts ------------------------------------------------------------------------------------------------

    def add_attempt(self, course: str, assignment: str, learner: str, files: Mapping[str, bytes]) -> Attempt:
        """Keep a submission. When this returns, it is on disk and will be graded, whatever happens next."""
        manifest = self.blobs.put_all(files)
        a = tables.attempts.c
        mine = (a.course == course, a.assignment == assignment, a.learner == learner)
        with self._writing() as db:
            latest = db.execute(select(func.max(a.number)).where(*mine)).scalar() or 0
            inserted = db.execute(
                insert(tables.attempts).values(
                    course=course,
                    assignment=assignment,
                    learner=learner,
                    number=latest + 1,
                    received_at=datetime.now(UTC),
                    files=manifest,
                    sha256=manifest_sha256(manifest),
                    state=AttemptState.WAITING.value,
                )
            )
            (new_id,) = inserted.inserted_primary_key or (None,)
            return _attempt(db.execute(_attempts().where(a.id == new_id)).one())

    def find_attempt(self, course: str, attempt: int) -> Attempt:
        """One attempt.

        Raises:
            StoreError: the course has no such attempt.
        """
        a = tables.attempts.c
        with self._reading() as db:
            row = db.execute(_attempts().where(a.course == course, a.id == attempt)).one_or_none()
        if row is None:
            raise StoreError(f"course {course!r} has no attempt {attempt}: ask for the list of attempts")
        return _attempt(row)

    def attempts(self, course: str, *, assignment: str | None = None, learner: str | None = None) -> list[Attempt]:
        """Attempts of a course, oldest first, of one assignment or learner if named."""
        a = tables.attempts.c
        query = _attempts().where(a.course == course).order_by(a.id)
        if assignment is not None:
            query = query.where(a.assignment == assignment)
        if learner is not None:
            query = query.where(a.learner == learner)
        with self._reading() as db:
            return [_attempt(row) for row in db.execute(query)]

    def next_waiting(self, courses: tuple[str, ...]) -> Attempt | None:
        """The oldest attempt without a result in one of the courses."""
        a = tables.attempts.c
        query = _attempts().where(a.state == AttemptState.WAITING.value, a.course.in_(courses)).order_by(a.id)
        with self._reading() as db:
            row = db.execute(query.limit(1)).one_or_none()
        return None if row is None else _attempt(row)

    def count_waiting(self) -> int:
        """How many attempts have no result yet."""
        a = tables.attempts.c
        with self._reading() as db:
            return db.execute(select(func.count()).where(a.state == AttemptState.WAITING.value)).scalar_one()

    def count_try(self, attempt: Attempt) -> int:
        """Note that grading an attempt begins; returns how often it has begun."""
        a = tables.attempts.c
        with self._writing() as db:
            db.execute(update(tables.attempts).where(a.id == attempt.id).values(tries=a.tries + 1))
            return int(db.execute(select(a.tries).where(a.id == attempt.id)).scalar_one())

    # -- results -------------------------------------------------------------------------------------------------

    def record_result(self, attempt: Attempt, result: Mapping[str, Any], feedback: Mapping[str, bytes]) -> None:
        """Write a result and release its feedback pages, in one transaction."""
        manifest = self.blobs.put_all(feedback)
        with self._writing() as db:
            _finish(db, attempt, AttemptState.GRADED, result=dict(result), error=None)
            _release_feedback(db, attempt, manifest)

    def record_failure(self, attempt: Attempt, error: str) -> None:
        """Note that an attempt could not be graded, and why, in one line."""
        with self._writing() as db:
            _finish(db, attempt, AttemptState.FAILED, error=" ".join(error.split()))

    def grade_again(self, attempt: Attempt) -> None:
        """Put an attempt back into the queue."""
        a = tables.attempts.c
        with self._writing() as db:
            db.execute(
                update(tables.attempts)
                .where(a.id == attempt.id)
                .values(state=AttemptState.WAITING.value, tries=0, error=None)
            )

    def release_feedback(self, attempt: Attempt, files: Mapping[str, bytes]) -> None:
        """Let the learner fetch these feedback pages for the attempt, instead of any earlier ones."""
        manifest = self.blobs.put_all(files)
        with self._writing() as db:
            _release_feedback(db, attempt, manifest)

    # -- identities ----------------------------------------------------------------------------------------------

    def user_id(self, name: str) -> int:
        """The system user id of a hub user: handed out once, never given to another."""
        return FIRST_USER_ID + self._identity("user", "", name)

    def staff_group_id(self, course: str) -> int:
        """The system group id of a course's staff."""
        return FIRST_GROUP_ID + self._identity("staff", course, "staff")

    def _identity(self, kind: str, course: str, name: str) -> int:
        i = tables.identities.c
        query = select(i.id).where(i.kind == kind, i.course == course, i.name == name)
        with self._writing() as db:
            known = db.execute(query).scalar()
            if known is None:
                db.execute(insert(tables.identities).values(kind=kind, course=course, name=name))
                known = db.execute(query).scalar_one()
        return int(known)

    # -- connections ---------------------------------------------------------------------------------------------

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection


def _current_releases(course: str) -> Select[Any]:
    r = tables.releases.c
    return select(tables.releases).where(r.course == course, r.withdrawn_at.is_(None))


def _withdraw(db: Connection, course: str, assignment: str, now: datetime) -> None:
    r = tables.releases.c
    current = (r.course == course, r.assignment == assignment, r.withdrawn_at.is_(None))
    db.execute(update(tables.releases).where(*current).values(withdrawn_at=now))


def _attempts() -> Select[Any]:
    a, f = tables.attempts, tables.feedback
    return select(a, f.c.files.label("feedback")).join_from(a, f, isouter=True)


def _attempt(row: Row[Any]) -> Attempt:
    return Attempt(
        id=row.id,
        course=row.course,
        assignment=row.assignment,
        learner=row.learner,
        number=row.number,
        received_at=row.received_at,
        files=row.files,
        sha256=row.sha256,
        state=AttemptState(row.state),
        result=row.result,
        error=row.error,
        feedback=row.feedback,
    )


def _finish(db: Connection, attempt: Attempt, state: AttemptState, **values: Any) -> None:
    a = tables.attempts.c
    done = {"state": state.value, "finished_at": datetime.now(UTC), **values}
    db.execute(update(tables.attempts).where(a.id == attempt.id).values(**done))


def _release_feedback(db: Connection, attempt: Attempt, manifest: Mapping[str, str]) -> None:
    db.execute(delete(tables.feedback).where(tables.feedback.c.attempt == attempt.id))
    db.execute(
        insert(tables.feedback).values(
            attempt=attempt.id, course=attempt.course, files=dict(manifest), released_at=datetime.now(UTC)
        )
    )
