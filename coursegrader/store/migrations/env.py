"""What alembic runs before its steps: they use the connection, and the transaction, of whoever opens the store."""

from __future__ import annotations

from alembic import context

from coursegrader.store import tables

context.configure(connection=context.config.attributes["connection"], target_metadata=tables.metadata)
with context.begin_transaction():
    context.run_migrations()
