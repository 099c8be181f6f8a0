"""The versions of the store's tables, as ``migrations/versions`` knows them, without importing alembic."""

from __future__ import annotations

from sqlalchemy import Column, MetaData, String, Table

UNVERSIONED = "0001"  # what a database without a version has: the first tables there were
CURRENT = "0003"
KNOWN = ("0001", "0002", "0003")

# alembic's own table, outside of tables.metadata: it says how far a database has come
alembic_version = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))
