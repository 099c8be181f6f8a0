"""The SQLite database of the store: opened, brought up to date, and read or written in transactions."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select
from sqlalchemy.exc import DBAPIError, OperationalError

from coursegrader.errors import StorageFailed, StoreError
from coursegrader.store import tables
from coursegrader.store.versions import CURRENT, KNOWN, UNVERSIONED, alembic_version

BUSY_TIMEOUT_MS = 30_000


def utc_now() -> datetime:
    """The server's clock."""
    return datetime.now(UTC)


class Database:
    """One SQLite file in WAL mode. Safe to open and use from several processes and threads at once."""

    def __init__(self, path: Path) -> None:
        """Open the file, make it if need be, and bring its tables up to date.

        Raises:
            StoreError: a newer version of this program made it, or it cannot be read or brought up to date.
        """
        path.touch(mode=0o600, exist_ok=True)
        self.path = path
        self.engine = _open(path)
        self._one_writer = threading.Lock()
        try:
            with self.reading() as connection:
                version = _version(connection)
            if version != CURRENT:
                self._bring_up_to_date()
        except (DBAPIError, StorageFailed) as error:
            cause = error.__cause__ if isinstance(error, StorageFailed) else error
            why = cause.orig if isinstance(cause, DBAPIError) else error
            raise StorageFailed(
                f"{path} cannot be opened ({why}), and was left as it was: "
                "free the disk if it is full, else restore the file from a backup"
            ) from error

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction, alone in writing: kept whole on disk at the end, or not at all after an exception.

        Raises:
            StorageFailed: the disk is full or broken, or somebody else has been writing for half a minute.
        """
        # threads wait for each other here, in turn; SQLite lets them try again at longer and longer intervals
        if not self._one_writer.acquire(timeout=BUSY_TIMEOUT_MS / 1000):
            raise StorageFailed(f"{self.path} is busy: try again in a minute")
        try:
            with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
                yield connection
        except OperationalError as error:
            raise StorageFailed(
                f"nothing was kept, because the server could not write to its database ({error.orig}): "
                "try again in a minute, then tell your instructor"
            ) from error
        finally:
            self._one_writer.release()

    def _bring_up_to_date(self) -> None:
        with self.writing() as connection:
            version = _version(connection)  # another process may have been here in the meantime
            if version is None:
                tables.metadata.create_all(connection)
                alembic_version.create(connection, checkfirst=True)
                connection.execute(insert(alembic_version).values(version_num=CURRENT))
            elif version not in KNOWN:
                raise StoreError(
                    f"{self.path} was made by a newer version of coursegrader (its version is {version!r}, "
                    f"the newest known here is {CURRENT!r}): install that version again"
                )
            elif version != CURRENT:
                # takes a fifth of a second to import, and is needed once in a database's life
                from coursegrader.store.migrations.upgrade import upgrade

                upgrade(connection, version)


def _open(path: Path) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000},
        max_overflow=-1,  # as many connections as there are threads: no request fails because others are slow
    )
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _version(connection: Connection) -> str | None:
    """The version of the tables; None where there are none yet."""
    there = set(inspect(connection).get_table_names())
    if alembic_version.name in there:
        found = connection.execute(select(alembic_version.c.version_num)).scalar_one_or_none()
        if found is not None:
            return str(found)
    return UNVERSIONED if "attempts" in there else None


def _configure(connection: Any, record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy's transactions are the only ones; see _begin
    for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # a writer that begins as a reader can fail when it first writes; so say at once what is coming
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
