"""Scores beside attempts, every result kept, and what people write: extensions, marks, requests, regrades, audit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the first tables here; results that are there become the first lines of the history."""
    _widen_attempts()
    _make_results()
    _make_tables_of_people()
    _make_regrades()
    _make_sessions()


def _widen_attempts() -> None:
    op.add_column("attempts", sa.Column("score", sa.Float))
    op.add_column("attempts", sa.Column("max_score", sa.Float))
    op.add_column("attempts", sa.Column("late_seconds", sa.Float, nullable=False, server_default="0"))
    op.add_column("attempts", sa.Column("started_at", sa.String(32)))
    op.add_column("attempts", sa.Column("graded_at", sa.String(32)))
    attempts = sa.table(
        "attempts",
        sa.column("id", sa.Integer),
        sa.column("result", sa.JSON),
        *map(sa.column, ("score", "max_score", "finished_at", "graded_at")),
    )
    # one at a time: the results of a large course do not fit into memory together
    ids = op.get_bind().execute(sa.select(attempts.c.id).where(attempts.c.result.is_not(None))).scalars().all()
    for attempt in ids:
        this = attempts.c.id == attempt
        result = op.get_bind().execute(sa.select(attempts.c.result).where(this)).scalar_one()
        if isinstance(result, dict):
            scores = {name: result.get(name) for name in ("score", "max_score")}
            op.execute(sa.update(attempts).where(this).values(graded_at=attempts.c.finished_at, **scores))


def _make_results() -> None:
    op.create_table(
        "results",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("course", sa.String(128), nullable=False),
        sa.Column("attempt", sa.Integer, sa.ForeignKey("attempts.id"), nullable=False),
        sa.Column("result", sa.JSON),
        sa.Column("error", sa.Text),
        sa.Column("score", sa.Float),
        sa.Column("max_score", sa.Float),
        sa.Column("feedback", sa.JSON),
        sa.Column("finished_at", sa.String(32), nullable=False),
        sa.Column("cause", sa.String(32), nullable=False),
    )
    op.create_index("results_by_attempt", "results", ["attempt", "id"])
    op.execute(
        """
        INSERT INTO results (course, attempt, result, error, score, max_score, feedback, finished_at, cause)
        SELECT a.course, a.id, a.result, a.error, a.score, a.max_score, f.files, a.finished_at, 'submitted'
        FROM attempts a LEFT JOIN feedback f ON f.attempt = a.id
        WHERE a.finished_at IS NOT NULL ORDER BY a.id
        """
    )


def _make_tables_of_people() -> None:
    op.create_table(
        "extensions",
        sa.Column("course", sa.String(128), primary_key=True),
        sa.Column("assignment", sa.String(128), primary_key=True),
        sa.Column("learner", sa.String(128), primary_key=True),
        sa.Column("due_at", sa.String(32)),
        sa.Column("closes_at", sa.String(32)),
        sa.Column("more_attempts", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("course", sa.String(128), nullable=False),
        sa.Column("who", sa.String(128), nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("details", sa.JSON, nullable=False),
    )
    op.create_index("audit_by_course", "audit", ["course", "id"])
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("course", sa.String(128), nullable=False),
        sa.Column("learner", sa.String(128), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("link", sa.Text, nullable=False),
        sa.Column("seen_at", sa.String(32)),
    )
    op.create_index("notices_by_learner", "notices", ["course", "learner", "seen_at"])
    op.create_table(
        "requests",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("course", sa.String(128), nullable=False),
        sa.Column("attempt", sa.Integer, sa.ForeignKey("attempts.id"), nullable=False),
        sa.Column("learner", sa.String(128), nullable=False),
        sa.Column("cell", sa.String(256), nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("asked_at", sa.String(32), nullable=False),
        sa.Column("answer", sa.Text),
        sa.Column("answered_by", sa.String(128)),
        sa.Column("answered_at", sa.String(32)),
    )
    op.create_index("requests_by_attempt", "requests", ["attempt"])
    op.create_index("requests_by_course", "requests", ["course", "answered_at"])
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("course", sa.String(128), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("uses", sa.Integer, nullable=False),
        sa.UniqueConstraint("course", "text"),
    )
    op.create_table(
        "marks",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("course", sa.String(128), nullable=False),
        sa.Column("assignment", sa.String(128), nullable=False),
        sa.Column("learner", sa.String(128), nullable=False),
        sa.Column("notebook", sa.String(256), nullable=False),
        sa.Column("cell", sa.String(256), nullable=False),
        sa.Column("attempt", sa.Integer, sa.ForeignKey("attempts.id"), nullable=False),
        sa.Column("points", sa.Float),
        sa.Column("extra", sa.Float, nullable=False, server_default="0"),
        sa.Column("comment", sa.Text, nullable=False, server_default=""),
        sa.Column("by", sa.String(128), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.UniqueConstraint("course", "assignment", "learner", "notebook", "cell", "attempt"),
    )


def _make_regrades() -> None:
    op.create_table(
        "regrades",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("course", sa.String(128), nullable=False),
        sa.Column("assignment", sa.String(128), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("finished_at", sa.String(32)),
        sa.Column("applied_by", sa.String(128)),
        sa.Column("applied_at", sa.String(32)),
        sa.Column("undone_by", sa.String(128)),
        sa.Column("undone_at", sa.String(32)),
        sa.Column("error", sa.Text),
    )
    op.create_index("regrades_by_course", "regrades", ["course", "id"])
    op.create_table(
        "regrade_rows",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("regrade", sa.Integer, sa.ForeignKey("regrades.id"), nullable=False),
        sa.Column("attempt", sa.Integer, sa.ForeignKey("attempts.id"), nullable=False),
        sa.Column("course", sa.String(128), nullable=False),
        sa.Column("learner", sa.String(128), nullable=False),
        sa.Column("old_state", sa.String(16), nullable=False),
        sa.Column("old_result", sa.JSON),
        sa.Column("new_result", sa.JSON),
        sa.Column("old_score", sa.Float),
        sa.Column("new_score", sa.Float),
        sa.Column("old_max", sa.Float),
        sa.Column("new_max", sa.Float),
        sa.Column("error", sa.Text),
        sa.Column("old_error", sa.Text),
        sa.Column("old_feedback", sa.JSON),
        sa.Column("new_feedback", sa.JSON),
        sa.Column("new_place", sa.JSON),
        sa.Column("old_place", sa.JSON),
        sa.Column("state", sa.String(16), nullable=False, server_default="waiting"),
        sa.Column("note", sa.Text),
        sa.UniqueConstraint("regrade", "attempt"),
    )
    op.create_index("regrade_rows_by_regrade", "regrade_rows", ["regrade", "id"])


def _make_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("user", sa.String(128), nullable=False),
        sa.Column("groups", sa.JSON, nullable=False),
        sa.Column("admin", sa.Boolean, nullable=False),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("expires_at", sa.String(32), nullable=False),
    )
    op.create_index("sessions_by_end", "sessions", ["expires_at"])
