"""nbgrader's gradebook opened for single statements, beside formgrader and grading runs that use it as well."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from coursegrader.errors import CourseError

PATIENCE: Final = 15.0  # seconds to wait for somebody else who writes to the same SQLite file


class GradebookFile:
    """The database behind a gradebook's URL. Nothing is made here that is not there yet."""

    def __init__(self, db_url: str) -> None:
        url = make_url(db_url)
        is_sqlite = url.get_backend_name() == "sqlite" and bool(url.database)
        self._path = Path(url.database) if is_sqlite and url.database else None
        self._engine = create_engine(db_url) if self._path is None else _sqlite_engine(db_url)

    @property
    def version(self) -> object:
        """Something that differs after the gradebook was written to; None where only reading it can tell."""
        if self._path is None:
            return None
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return (0, 0)
        return (found.st_mtime_ns, found.st_size)

    @contextmanager
    def reading(self) -> Iterator[Connection | None]:
        """A connection; None where there is no gradebook yet, or an empty file in its place.

        Raises:
            CourseError: it cannot be read, or somebody keeps it locked.
        """
        if not self._is_there():
            yield None
            return
        with self._told(), self._engine.connect() as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction, kept whole or not at all.

        Raises:
            CourseError: as for :meth:`reading`, or there is no gradebook.
        """
        if not self._is_there():
            raise CourseError(f"There is no gradebook {self._path} yet: release the assignment first")
        with self._told(), self._engine.connect().execution_options(writes=True) as db, db.begin():
            yield db

    def _is_there(self) -> bool:
        return self._path is None or (self._path.exists() and self._path.stat().st_size > 0)

    @contextmanager
    def _told(self) -> Iterator[None]:
        name = self._engine.url.database
        try:
            yield
        except SQLAlchemyError as error:
            why = " ".join(str(getattr(error, "orig", error)).split())
            if isinstance(error, OperationalError) and "locked" in why:
                raise CourseError(
                    f"Another program keeps the gradebook {name} locked, so nothing was changed: try again in a minute"
                ) from error
            raise CourseError(
                f"The gradebook {name} cannot be used ({why}): if it was made by an older nbgrader, back it up and run "
                "`nbgrader db upgrade`"
            ) from error


def _sqlite_engine(db_url: str) -> Engine:
    # no pool: a gradebook that was moved away and made anew is found, and opening a file costs next to nothing
    engine = create_engine(db_url, poolclass=NullPool, connect_args={"timeout": PATIENCE, "check_same_thread": False})
    event.listen(engine, "connect", _without_own_transactions)
    event.listen(engine, "begin", _begin)
    return engine


def _without_own_transactions(connection: Any, record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy's transactions are the only ones; see _begin


def _begin(connection: Connection) -> None:
    # a writer that begins as a reader can fail when it first writes; so say at once what is coming
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
