"""Runs alembic's steps inside a transaction that the caller has begun."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def upgrade(connection: Connection, version: str) -> None:
    """Bring the database behind ``connection`` from ``version`` to the newest one.

    All steps are one transaction, the caller's: after a crash or an error the database is as it was.
    """
    config = Config()
    # alembic reads options with interpolation, so a percent sign in the path is doubled
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.stamp(config, version)
    command.upgrade(config, "head")
