"""Regrades of whole assignments: what a preview found for each attempt, kept on disk from the first row on.

A preview grades again and changes nothing; applying and undoing are in :mod:`coursegrader.store.regrade_changes`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from coursegrader.errors import StoreError
from coursegrader.store import marks, tables
from coursegrader.store.database import Database, utc_now
from coursegrader.store.records import AttemptState
from coursegrader.store.regrade_records import Regrade, Regraded, RegradeRow, RegradeState, RowState, regrade_of, row_of

REGRADE = "regrade"  # in the audit log and in the history of results
WORK = (RegradeState.PREVIEW, RegradeState.CHECKING, RegradeState.APPLYING, RegradeState.UNDOING)


class Regrades:
    """The regrades of every course."""

    def __init__(self, db: Database) -> None:
        self._db = db

    # -- looking -------------------------------------------------------------------------------------------------

    def find(self, course: str, regrade: int) -> Regrade:
        """One regrade.

        Raises:
            StoreError: the course has no such regrade.
        """
        r = tables.regrades.c
        with self._db.reading() as db:
            row = db.execute(select(tables.regrades).where(r.course == course, r.id == regrade)).one_or_none()
        if row is None:
            raise StoreError(f"course {course!r} has no regrade {regrade}: look at the list of regrades")
        return regrade_of(row)

    def all(self, course: str) -> list[Regrade]:
        """A course's regrades, newest first."""
        r = tables.regrades.c
        with self._db.reading() as db:
            rows = db.execute(select(tables.regrades).where(r.course == course).order_by(r.id.desc()))
            return [regrade_of(row) for row in rows]

    def at_work(self, courses: Collection[str]) -> list[Regrade]:
        """Regrades of some courses with work to do: what is being applied or undone first, then previews by age."""
        r = tables.regrades.c
        states = [state.value for state in WORK]
        query = select(tables.regrades).where(r.course.in_(list(courses)), r.state.in_(states)).order_by(r.id)
        with self._db.reading() as db:
            found = [regrade_of(row) for row in db.execute(query)]
        return sorted(found, key=lambda regrade: regrade.state is RegradeState.PREVIEW)

    def rows(self, regrade: int, state: RowState | None = None, *, limit: int | None = None) -> list[RegradeRow]:
        """The attempts of a regrade, newest first; those in one state if named."""
        w = tables.regrade_rows.c
        query = select(tables.regrade_rows).where(w.regrade == regrade).order_by(w.attempt.desc()).limit(limit)
        if state is not None:
            query = query.where(w.state == state.value)
        with self._db.reading() as db:
            return [row_of(row) for row in db.execute(query)]

    def progress(self, regrade: int) -> dict[RowState, int]:
        """How many attempts of a regrade are in which state."""
        w = tables.regrade_rows.c
        query = select(w.state, func.count()).where(w.regrade == regrade).group_by(w.state)
        with self._db.reading() as db:
            return {RowState(state): number for state, number in db.execute(query)}

    def made_by(self, regrade: int) -> set[tuple[str, str]]:
        """Hashes of the suites and sources with which a preview was made; more than one pair if they changed."""
        w = tables.regrade_rows.c
        query = select(w.new_result).where(w.regrade == regrade, w.state == RowState.DONE.value)
        with self._db.reading() as db:
            return {_made_by(result) for result in db.execute(query).scalars()}

    # -- a preview -----------------------------------------------------------------------------------------------

    def start(self, course: str, assignment: str, reason: str, by: str) -> Regrade:
        """Begin a preview of every attempt that has been graded, or could not be. An older preview of the assignment
        that was not applied is cancelled.

        Raises:
            StoreError: there is nothing to grade again, or a regrade of the assignment is being previewed or written.
        """
        r = tables.regrades.c
        same = (r.course == course, r.assignment == assignment)
        with self._db.writing() as db:
            busy = [state.value for state in WORK]
            other = db.execute(select(r.id).where(*same, r.state.in_(busy))).scalar()
            if other is not None:
                raise StoreError(f"regrade {other} of {assignment} is at work: wait for it, or cancel it")
            ready = update(tables.regrades).where(*same, r.state == RegradeState.READY.value)
            db.execute(ready.values(state=RegradeState.CANCELLED.value))
            values = {"course": course, "assignment": assignment, "reason": reason, "by": by, "created_at": utc_now()}
            made = db.execute(insert(tables.regrades).values(state=RegradeState.PREVIEW.value, **values))
            (new_id,) = made.inserted_primary_key or (0,)
            if not _add_rows(db, new_id, course, assignment):
                raise StoreError(f"nobody has a graded attempt at {assignment} yet: there is nothing to grade again")
            note_in_audit(db, course, by, f"{REGRADE} preview", f"{assignment}", regrade=new_id, reason=reason)
            return regrade_of(db.execute(select(tables.regrades).where(r.id == new_id)).one())

    def regraded(self, row: RegradeRow, found: Regraded, assignment: str) -> None:
        """Keep what a preview found for an attempt, unless the preview has ended meanwhile."""
        with self._db.writing() as db:
            score = marks.score_in_force(db, row.course, assignment, row.learner, row.attempt, found.result)
            _finish_row(
                db,
                row,
                RowState.DONE,
                new_result=dict(found.result),
                new_score=score,
                new_max=float(found.result["max_score"]),
                new_feedback=dict(found.feedback),
                new_place=dict(found.place),
                error=None,
            )

    def not_regraded(self, row: RegradeRow, error: str) -> None:
        """Note why an attempt could not be graded again."""
        with self._db.writing() as db:
            nothing = dict.fromkeys(("new_result", "new_score", "new_max", "new_feedback", "new_place"))
            _finish_row(db, row, RowState.ERROR, error=" ".join(error.split()), **nothing)

    def finish_preview(self, regrade: Regrade, *, suite: str, source: str) -> bool:
        """Declare a preview complete, if all was graded with these suites and sources (hashes).

        Returns:
            False if something is left to do: suites changed while it ran, or attempts came that were graded with old
            ones.
        """
        with self._db.writing() as db:
            w = tables.regrade_rows.c
            mine = (w.regrade == regrade.id,)
            query = select(w.attempt, w.state, w.new_result).where(*mine)
            old = [
                row.attempt
                for row in db.execute(query)
                if row.new_result and _made_by(row.new_result) != (suite, source)
            ]
            if old:
                again = (*mine, w.state.in_([RowState.DONE.value, RowState.ERROR.value]))
                changed = w.attempt.in_(old) | (w.state == RowState.ERROR.value)
                db.execute(update(tables.regrade_rows).where(*again, changed).values(state=RowState.WAITING.value))
            added = _add_rows(db, regrade.id, regrade.course, regrade.assignment, suite=suite, source=source)
            left = (*mine, w.state == RowState.WAITING.value)
            if old or added or db.execute(select(w.attempt).where(*left).limit(1)).first() is not None:
                return False
            set_state(db, regrade, RegradeState.PREVIEW, RegradeState.READY, finished_at=utc_now())
            return True

    def fail(self, regrade: Regrade, error: str) -> None:
        """End a preview that cannot go on."""
        with self._db.writing() as db:
            done = {"finished_at": utc_now(), "error": " ".join(error.split())}
            set_state(db, regrade, RegradeState.PREVIEW, RegradeState.FAILED, **done)

    def cancel(self, course: str, regrade: int, by: str) -> None:
        """End a preview, or throw away what it found.

        Raises:
            StoreError: there is no such regrade, or it has been applied.
        """
        found = self.find(course, regrade)
        with self._db.writing() as db:
            for state in (RegradeState.PREVIEW, RegradeState.READY):
                if set_state(db, found, state, RegradeState.CANCELLED, finished_at=utc_now()):
                    note_in_audit(db, course, by, f"{REGRADE} cancel", found.assignment, regrade=regrade)
                    return
        raise StoreError(f"regrade {regrade} is not a preview any more: undo it if it was applied")


def set_state(db: Connection, regrade: Regrade, before: RegradeState, after: RegradeState, **values: Any) -> bool:
    """Bring a regrade from one state to another; False if it is not in the first one."""
    r = tables.regrades.c
    statement = update(tables.regrades).where(r.id == regrade.id, r.state == before.value)
    return bool(db.execute(statement.values(state=after.value, **values)).rowcount)


def set_row(db: Connection, row: RegradeRow, **values: Any) -> None:
    """Change an attempt's row."""
    w = tables.regrade_rows.c
    db.execute(update(tables.regrade_rows).where(w.regrade == row.regrade, w.attempt == row.attempt).values(**values))


def note_in_audit(db: Connection, course: str, who: str, action: str, subject: str, **details: Any) -> None:
    """An entry of the audit log, in the transaction that does what it says."""
    row = {"course": course, "who": who, "action": action, "subject": subject, "details": details}
    db.execute(insert(tables.audit).values(at=utc_now(), **row))


def _finish_row(db: Connection, row: RegradeRow, state: RowState, **values: Any) -> None:
    w, r = tables.regrade_rows.c, tables.regrades.c
    running = select(r.id).where(r.id == row.regrade, r.state == RegradeState.PREVIEW.value).scalar_subquery()
    mine = (w.regrade == running, w.attempt == row.attempt)
    db.execute(update(tables.regrade_rows).where(*mine).values(state=state.value, **values))


def _made_by(result: Mapping[str, Any] | None) -> tuple[str, str]:
    made: Mapping[str, str] = (result or {}).get("provenance", {})
    return made.get("suite", ""), made.get("source", "")


def _add_rows(db: Connection, regrade: int, course: str, assignment: str, *, suite: str = "", source: str = "") -> int:
    """Rows for finished attempts that have none yet, except those graded with these suites and sources."""
    a, w, f = tables.attempts.c, tables.regrade_rows.c, tables.feedback
    known = select(w.attempt).where(w.regrade == regrade)
    finished = a.state.in_([AttemptState.GRADED.value, AttemptState.FAILED.value])
    query = select(tables.attempts, f.c.files.label("feedback")).join_from(tables.attempts, f, isouter=True)
    wanted = query.where(a.course == course, a.assignment == assignment, finished, a.id.not_in(known))
    rows = [
        {
            "regrade": regrade,
            "attempt": row.id,
            "course": course,
            "learner": row.learner,
            "state": RowState.WAITING.value,
            "old_state": row.state,
            "old_result": row.result,
            "old_score": row.score,
            "old_max": row.max_score,
            "old_error": row.error,
            "old_feedback": row.feedback,
        }
        for row in db.execute(wanted)
        if row.state == AttemptState.FAILED.value or _made_by(row.result) != (suite, source)
    ]
    if rows:
        db.execute(insert(tables.regrade_rows), rows)
    return len(rows)
