"""Results of attempts: the one that holds, and every one there has been."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, literal, null, select, update

from coursegrader.store import tables
from coursegrader.store.blobs import BlobStore
from coursegrader.store.database import Database, utc_now
from coursegrader.store.marks import score_in_force
from coursegrader.store.records import Attempt, AttemptState, PastResult

SUBMITTED = "submitted"
AGAIN = "again"


class Results:
    """Results and feedback. Each change of a result is one transaction, and leaves a line in its history."""

    database: Database
    blobs: BlobStore

    def record_result(self, attempt: Attempt, result: Mapping[str, Any], feedback: Mapping[str, bytes]) -> bool:
        """Write the result of an attempt that waits for one, and release its feedback pages.

        Returns:
            False, with nothing written, if the attempt is not waiting: somebody else has graded it.
        """
        manifest = self.blobs.put_all(feedback)
        with self.database.writing() as db:
            if not _is_waiting(db, attempt):
                return False
            set_result(db, attempt, result, manifest, _cause(db, attempt))
        return True

    def record_failure(self, attempt: Attempt, error: str) -> bool:
        """Note that an attempt that waits for its result could not be graded, and why, in one line.

        An earlier result and its score stay. Returns False if the attempt is not waiting.
        """
        error = " ".join(error.split())
        with self.database.writing() as db:
            if not _is_waiting(db, attempt):
                return False
            now = utc_now()
            _change(db, attempt, state=AttemptState.FAILED.value, error=error, finished_at=now)
            _remember(db, attempt, now, _cause(db, attempt), error=error)
        return True

    def grade_again(self, attempt: Attempt) -> None:
        """Put an attempt back into the queue. Until it is graded, its result and score stay."""
        with self.database.writing() as db:
            _change(db, attempt, state=AttemptState.WAITING.value, tries=0, error=None)

    def release_feedback(self, attempt: Attempt, files: Mapping[str, bytes]) -> None:
        """Let the learner fetch these feedback pages for the attempt, instead of any earlier ones."""
        manifest = self.blobs.put_all(files)
        with self.database.writing() as db:
            set_feedback(db, attempt, manifest)

    def history(self, course: str, attempt: int | None = None, *, brief: bool = False) -> list[PastResult]:
        """Every result there has been, oldest first; an attempt's last one is the one that holds.

        Args:
            attempt: an attempt's id; all attempts of the course, if not given.
            brief: without the long JSON of the results (``result`` is None).
        """
        r = tables.results.c
        columns = [null().label(column.name) if brief and column.name == "result" else column for column in r]
        query = select(*columns).where(r.course == course).order_by(r.id)
        if attempt is not None:
            query = query.where(r.attempt == attempt)
        with self.database.reading() as db:
            return [PastResult(**row._mapping) for row in db.execute(query)]


def set_result(
    db: Connection, attempt: Attempt, result: Mapping[str, Any], feedback: Mapping[str, str], cause: str
) -> None:
    """Write a result inside a transaction that the caller has begun; the attempt is graded then.

    Args:
        feedback: path -> SHA-256 of pages that the blob store already keeps.
    """
    now = utc_now()
    scores = {"score": _score(db, attempt, result), "max_score": result.get("max_score")}
    _change(
        db,
        attempt,
        state=AttemptState.GRADED.value,
        result=dict(result),
        error=None,
        finished_at=now,
        graded_at=func.coalesce(tables.attempts.c.graded_at, literal(now, tables.UtcDateTime)),
        **scores,
    )
    set_feedback(db, attempt, feedback)
    _remember(db, attempt, now, cause, result=dict(result), feedback=dict(feedback), **scores)


def set_feedback(db: Connection, attempt: Attempt, feedback: Mapping[str, str]) -> None:
    """Release feedback pages (path -> SHA-256) inside a transaction that the caller has begun."""
    db.execute(delete(tables.feedback).where(tables.feedback.c.attempt == attempt.id))
    db.execute(
        insert(tables.feedback).values(
            attempt=attempt.id, course=attempt.course, files=dict(feedback), released_at=utc_now()
        )
    )


def _score(db: Connection, attempt: Attempt, result: Mapping[str, Any]) -> float | None:
    """The result's score with what people gave for single cells."""
    if "cells" not in result:
        return result.get("score")
    return score_in_force(db, attempt.course, attempt.assignment, attempt.learner, attempt.id, result)


def _is_waiting(db: Connection, attempt: Attempt) -> bool:
    a = tables.attempts.c
    return db.execute(select(a.state).where(a.id == attempt.id)).scalar() == AttemptState.WAITING.value


def _cause(db: Connection, attempt: Attempt) -> str:
    r = tables.results.c
    return SUBMITTED if db.execute(select(r.id).where(r.attempt == attempt.id).limit(1)).scalar() is None else AGAIN


def _change(db: Connection, attempt: Attempt, **values: Any) -> None:
    db.execute(update(tables.attempts).where(tables.attempts.c.id == attempt.id).values(**values))


def _remember(db: Connection, attempt: Attempt, finished_at: datetime, cause: str, **values: Any) -> None:
    row = {"course": attempt.course, "attempt": attempt.id, "finished_at": finished_at, "cause": cause, **values}
    db.execute(insert(tables.results).values(row))
