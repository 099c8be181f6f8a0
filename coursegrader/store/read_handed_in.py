"""Reads the answers to quizzes that a learner has submitted, for grading, without SQLAlchemy, which grading workers do
not import."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from coursegrader.store.blobs import BlobStore
from coursegrader.store.data_folder import DataFolder
from coursegrader.store.read_missed import reading

_ANSWERS = re.compile(r"[^/]*_answers(_\d+)?\.json")


def read_handed_in(
    folder: DataFolder, assignment: str, learner: str, before: datetime | None = None
) -> tuple[Mapping[str, bytes], ...]:
    """The learner's files of answers, ``{"quiz_answers.json": ...}``, of each submission that changed one, the oldest
    first.

    Like the variant of a quiz itself, they go by assignment and learner, whichever course handed it out.

    Args:
        before: only what was received before this moment, in UTC; without a time zone, as nbgrader notes it.

    Raises:
        StorageFailed, StoreError: the database or a file is there, but cannot be read.
    """
    if not folder.database.exists():
        return ()
    until = datetime.max if before is None else before
    with reading(folder) as db:
        manifests = [json.loads(files) for files in _files(db, assignment, learner, until)]
    blobs, seen = BlobStore(folder.blobs), set[tuple[str, str]]()
    found = []
    for manifest in manifests:
        new = {(name, blob) for name, blob in manifest.items() if _ANSWERS.fullmatch(name)} - seen
        seen |= new
        if new:
            found.append({name: blobs.get(blob) for name, blob in sorted(new)})
    return tuple(found)


def _files(db: sqlite3.Connection, assignment: str, learner: str, until: datetime) -> Iterator[str]:
    query = """SELECT files FROM attempts WHERE assignment = ? AND learner = ? AND received_at < ?
               ORDER BY received_at, id"""
    moment = until.replace(tzinfo=UTC).isoformat(timespec="microseconds")  # as the store writes it
    for (files,) in db.execute(query, (assignment, learner, moment)):
        yield files
