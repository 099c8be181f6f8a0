"""The store's tables, and the SQLite connection they live in. Every table carries the course id."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Dialect,
    Engine,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    create_engine,
    event,
)

BUSY_TIMEOUT_MS = 30_000


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime, kept as ISO text with microseconds so that text order is time order."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """To the database."""
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """From the database."""
        return None if value is None else datetime.fromisoformat(value)


metadata = MetaData()

releases = Table(
    "releases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("course", String(128), nullable=False),
    Column("assignment", String(128), nullable=False),
    Column("files", JSON, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("released_at", UtcDateTime, nullable=False),
    Column("withdrawn_at", UtcDateTime),
    Index("releases_by_assignment", "course", "assignment"),
)

fetches = Table(
    "fetches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("course", String(128), nullable=False),
    Column("assignment", String(128), nullable=False),
    Column("learner", String(128), nullable=False),
    Column("release", ForeignKey("releases.id"), nullable=False),
    Column("fetched_at", UtcDateTime, nullable=False),
    Index("fetches_by_learner", "course", "assignment", "learner"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("course", String(128), nullable=False),
    Column("assignment", String(128), nullable=False),
    Column("learner", String(128), nullable=False),
    Column("number", Integer, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("files", JSON, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("tries", Integer, nullable=False, default=0),
    Column("result", JSON(none_as_null=True)),
    Column("error", Text),
    Column("finished_at", UtcDateTime),
    UniqueConstraint("course", "assignment", "learner", "number"),
    Index("attempts_by_state", "state", "id"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("attempt", ForeignKey("attempts.id"), primary_key=True),
    Column("course", String(128), nullable=False),
    Column("files", JSON, nullable=False),
    Column("released_at", UtcDateTime, nullable=False),
)

# Numbers handed out once: system user ids of hub users (course "") and group ids of a course's staff.
identities = Table(
    "identities",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("course", String(128), nullable=False),
    Column("name", String(128), nullable=False),
    UniqueConstraint("kind", "course", "name"),
)


def open_database(path: Path) -> Engine:
    """Open (and make, if need be) the SQLite database: WAL, foreign keys, a long busy timeout."""
    path.touch(mode=0o600, exist_ok=True)
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        metadata.create_all(connection)
    return engine


def _configure(connection: Any, record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy's transactions are the only ones; see _begin
    for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # a writer that begins as a reader can fail when it first writes; so say at once what is coming
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
