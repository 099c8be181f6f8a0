"""Which templates of earlier weeks a learner had missed when a quiz was handed out: its call-backs come from them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table. What learners hold already was drawn as if nothing had been missed, and stays so."""
    op.create_table(
        "missed",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("course", sa.String(128), nullable=False),
        sa.Column("assignment", sa.String(128), nullable=False),
        sa.Column("learner", sa.String(128), nullable=False),
        sa.Column("templates", sa.JSON, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.UniqueConstraint("assignment", "learner"),
    )
    op.execute(
        """
        INSERT INTO missed (course, assignment, learner, templates, at)
        SELECT min(course), assignment, learner, '[]', min(at) FROM (
            SELECT course, assignment, learner, fetched_at AS at FROM fetches
            UNION ALL SELECT course, assignment, learner, received_at FROM attempts
        ) GROUP BY assignment, learner
        """
    )
