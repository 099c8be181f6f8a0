"""Reads the record of missed templates for grading, without SQLAlchemy, which grading workers do not import."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import quote

from coursegrader.errors import StorageFailed
from coursegrader.store.data_folder import DataFolder

BUSY_SECONDS = 30


def read_missed(folder: DataFolder, assignment: str, learner: str) -> tuple[str, ...]:
    """What ``MissedTemplates.of`` says; empty where nothing was ever handed out.

    Raises:
        StorageFailed: the database is there, but cannot be read.
    """
    if not folder.database.exists():
        return ()
    query = "SELECT templates FROM missed WHERE assignment = ? AND learner = ?"
    with reading(folder) as db:
        if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'missed'").fetchone() is None:
            return ()  # of an earlier version, which handed out quizzes as if nothing had been missed
        row = db.execute(query, (assignment, learner)).fetchone()
    return () if row is None else tuple(json.loads(row[0]))


@contextmanager
def reading(folder: DataFolder) -> Iterator[sqlite3.Connection]:
    """The store's database, which must be there.

    Raises:
        StorageFailed: it cannot be read.
    """
    try:
        with closing(sqlite3.connect(f"file:{quote(str(folder.database))}?mode=rw", BUSY_SECONDS, uri=True)) as db:
            yield db
    except sqlite3.Error as error:
        raise StorageFailed(f"{folder.database} cannot be read ({error}): restore it from a backup") from error
