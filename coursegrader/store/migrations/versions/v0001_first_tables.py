"""The tables of the first deployments, which had no version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of an empty database."""
    op.create_table(
        "releases",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("course", sa.String(128), nullable=False),
        sa.Column("assignment", sa.String(128), nullable=False),
        sa.Column("files", sa.JSON, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("released_at", sa.String(32), nullable=False),
        sa.Column("withdrawn_at", sa.String(32)),
    )
    op.create_index("releases_by_assignment", "releases", ["course", "assignment"])
    op.create_table(
        "fetches",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("course", sa.String(128), nullable=False),
        sa.Column("assignment", sa.String(128), nullable=False),
        sa.Column("learner", sa.String(128), nullable=False),
        sa.Column("release", sa.Integer, sa.ForeignKey("releases.id"), nullable=False),
        sa.Column("fetched_at", sa.String(32), nullable=False),
    )
    op.create_index("fetches_by_learner", "fetches", ["course", "assignment", "learner"])
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("course", sa.String(128), nullable=False),
        sa.Column("assignment", sa.String(128), nullable=False),
        sa.Column("learner", sa.String(128), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("received_at", sa.String(32), nullable=False),
        sa.Column("files", sa.JSON, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("result", sa.JSON),
        sa.Column("error", sa.Text),
        sa.Column("finished_at", sa.String(32)),
        sa.UniqueConstraint("course", "assignment", "learner", "number"),
    )
    op.create_index("attempts_by_state", "attempts", ["state", "id"])
    op.create_table(
        "feedback",
        sa.Column("attempt", sa.Integer, sa.ForeignKey("attempts.id"), primary_key=True),
        sa.Column("course", sa.String(128), nullable=False),
        sa.Column("files", sa.JSON, nullable=False),
        sa.Column("released_at", sa.String(32), nullable=False),
    )
    op.create_table(
        "identities",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("course", sa.String(128), nullable=False),
        sa.Column("name", sa.String(128), nullable=False),
        sa.UniqueConstraint("kind", "course", "name"),
    )
