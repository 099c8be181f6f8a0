"""The store's tables as they are now. Every table but ``sessions`` carries the course id.

A change here needs a step in ``migrations/versions`` that brings an existing database there.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime, kept as ISO text with microseconds so that text order is time order."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """To the database."""
        if value is None:
            return None
        if value.tzinfo is None:  # it would silently be taken for this machine's local time
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

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

# Which templates of earlier weeks a learner had missed when a quiz was handed out, as names "week/template".
missed = Table(
    "missed",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("course", String(128), nullable=False),  # the one that handed it out; a variant does not depend on it
    Column("assignment", String(128), nullable=False),
    Column("learner", String(128), nullable=False),
    Column("templates", JSON, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("assignment", "learner"),
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
    Column("score", Float),
    Column("max_score", Float),
    Column("late_seconds", Float, nullable=False, server_default="0"),  # after the learner's own due time
    Column("started_at", UtcDateTime),  # when grading it last began
    Column("graded_at", UtcDateTime),  # when its first result was there; grading again changes finished_at alone
    UniqueConstraint("course", "assignment", "learner", "number"),
    Index("attempts_by_state", "state", "id"),
)

# Every result that an attempt has ever had, the current one included.
results = Table(
    "results",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("course", String(128), nullable=False),
    Column("attempt", ForeignKey("attempts.id"), nullable=False),
    Column("result", JSON(none_as_null=True)),
    Column("error", Text),
    Column("score", Float),
    Column("max_score", Float),
    Column("feedback", JSON(none_as_null=True)),
    Column("finished_at", UtcDateTime, nullable=False),
    Column("cause", String(32), nullable=False),
    Index("results_by_attempt", "attempt", "id"),
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

extensions = Table(
    "extensions",
    metadata,
    Column("course", String(128), primary_key=True),
    Column("assignment", String(128), primary_key=True),
    Column("learner", String(128), primary_key=True),
    Column("due_at", UtcDateTime),
    Column("closes_at", UtcDateTime),
    Column("more_attempts", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", String(128), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("course", String(128), nullable=False),
    Column("who", String(128), nullable=False),
    Column("action", String(64), nullable=False),
    Column("subject", Text, nullable=False),
    Column("details", JSON, nullable=False),
    Index("audit_by_course", "course", "id"),
)

notices = Table(
    "notices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("course", String(128), nullable=False),
    Column("learner", String(128), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("text", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("seen_at", UtcDateTime),
    Index("notices_by_learner", "course", "learner", "seen_at"),
)

# A learner asks a person to look at one cell of an attempt again.
requests = Table(
    "requests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("course", String(128), nullable=False),
    Column("attempt", ForeignKey("attempts.id"), nullable=False),
    Column("learner", String(128), nullable=False),
    Column("cell", String(256), nullable=False),
    Column("message", Text, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("answer", Text),
    Column("answered_by", String(128)),
    Column("answered_at", UtcDateTime),
    Index("requests_by_attempt", "attempt"),
    Index("requests_by_course", "course", "answered_at"),
)

# What graders say often, kept to be said again.
comments = Table(
    "comments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("course", String(128), nullable=False),
    Column("text", Text, nullable=False),
    Column("by", String(128), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("uses", Integer, nullable=False),
    UniqueConstraint("course", "text"),
)

# What a person gave for one cell, above the automatic score.
marks = Table(
    "marks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("course", String(128), nullable=False),
    Column("assignment", String(128), nullable=False),
    Column("learner", String(128), nullable=False),
    Column("notebook", String(256), nullable=False),
    Column("cell", String(256), nullable=False),
    Column("attempt", ForeignKey("attempts.id"), nullable=False),
    Column("points", Float),
    Column("extra", Float, nullable=False, default=0, server_default="0"),
    Column("comment", Text, nullable=False, default="", server_default=""),
    Column("by", String(128), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("course", "assignment", "learner", "notebook", "cell", "attempt"),
)

# A suite changed: what grading an assignment's attempts again would give, or gave.
regrades = Table(
    "regrades",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("course", String(128), nullable=False),
    Column("assignment", String(128), nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", String(128), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("state", String(16), nullable=False),
    Column("finished_at", UtcDateTime),
    Column("applied_by", String(128)),
    Column("applied_at", UtcDateTime),
    Column("undone_by", String(128)),
    Column("undone_at", UtcDateTime),
    Column("error", Text),
    Index("regrades_by_course", "course", "id"),
)

regrade_rows = Table(
    "regrade_rows",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("regrade", ForeignKey("regrades.id"), nullable=False),
    Column("attempt", ForeignKey("attempts.id"), nullable=False),
    Column("course", String(128), nullable=False),
    Column("learner", String(128), nullable=False),
    Column("old_state", String(16), nullable=False),
    Column("old_result", JSON(none_as_null=True)),
    Column("new_result", JSON(none_as_null=True)),
    Column("old_score", Float),
    Column("new_score", Float),
    Column("old_max", Float),
    Column("new_max", Float),
    Column("error", Text),
    Column("old_error", Text),
    Column("old_feedback", JSON(none_as_null=True)),
    Column("new_feedback", JSON(none_as_null=True)),
    Column("new_place", JSON(none_as_null=True)),
    Column("old_place", JSON(none_as_null=True)),
    Column("state", String(16), nullable=False, default="waiting", server_default="waiting"),
    Column("note", Text),
    UniqueConstraint("regrade", "attempt"),
    Index("regrade_rows_by_regrade", "regrade", "id"),
)

# People's logins in a browser. They belong to the whole hub, so there is no course in them.
sessions = Table(
    "sessions",
    metadata,
    Column("sha256", String(64), primary_key=True),  # of the session's id, which only the browser knows
    Column("user", String(128), nullable=False),
    Column("groups", JSON, nullable=False),
    Column("admin", Boolean, nullable=False),
    Column("token", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Index("sessions_by_end", "expires_at"),
)
