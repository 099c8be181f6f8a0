"""A regrade applied, or undone: all results in one transaction; nbgrader's folders follow, attempt by attempt.

While they follow, the regrade is ``APPLYING`` or ``UNDOING``. Whatever ends the program, the next one sees that and
goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from coursegrader.errors import StoreError
from coursegrader.store import marks, tables
from coursegrader.store.attempts import attempt_of, brief_attempts, whole_attempts
from coursegrader.store.database import Database, utc_now
from coursegrader.store.records import Attempt, AttemptState
from coursegrader.store.regrade_records import Regrade, RegradeRow, RegradeState, RowState, regrade_of, row_of
from coursegrader.store.regrades import REGRADE, note_in_audit, set_row, set_state
from coursegrader.store.results import set_feedback, set_result

UNDO = "undo"  # in the audit log and in the history of results

# told a learner, and their attempts before and after; answers a text for them and the page that says more, or None
News = Callable[[str, Sequence[Attempt], Sequence[Attempt]], tuple[str, str] | None]

WAITS = "it was being graded again anyway, with the present tests"
GRADED_SINCE = "it was graded again after the preview: that result stays"
LATER_RESULT = "it was graded again since: the later result stays"


class RegradeChanges:
    """What regrades do to results."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def ask_to_apply(self, regrade: Regrade, by: str) -> None:
        """Note that somebody wants a regrade applied; it will be, unless suites or sources have changed.

        Raises:
            StoreError: the regrade is not ready to be applied (any more).
        """
        with self._db.writing() as db:
            wanted = {"applied_by": by, "error": None}
            _begin(
                db, regrade, RegradeState.READY, RegradeState.CHECKING, "only a complete preview is applied", **wanted
            )

    def refuse(self, regrade: Regrade, why: str) -> None:
        """Do not apply a regrade, and say why; nothing has changed."""
        with self._db.writing() as db:
            wanted = {"applied_by": None, "error": why}
            set_state(db, regrade, RegradeState.CHECKING, RegradeState.READY, **wanted)

    def apply(self, regrade: Regrade, news: News) -> None:
        """Write all new results and release their feedback, tell the learners and the audit log: all of it or nothing.

        Attempts that have got another result since the preview keep that, and their rows say so.

        Raises:
            StoreError: nobody has asked to apply the regrade.
        """
        by = regrade.applied_by or regrade.by
        with self._db.writing() as db:
            why_not = "somebody has to ask for it first"
            _begin(db, regrade, RegradeState.CHECKING, RegradeState.APPLYING, why_not, applied_at=utc_now())
            rows = _rows(db, regrade, RowState.DONE)
            count = _change_all(db, regrade, rows, lambda row, now: _apply_row(db, regrade, row, now), news)
            said = {"regrade": regrade.id, "reason": regrade.reason, "attempts": count, "left": len(rows) - count}
            note_in_audit(db, regrade.course, by, f"{REGRADE} apply", regrade.assignment, **said)

    def undo(self, regrade: Regrade, by: str, news: News) -> None:
        """Put back every result that the regrade replaced, and its feedback; tell the learners and the audit log.

        Attempts that have got a later result keep that, and their rows say so.

        Raises:
            StoreError: the regrade is not applied.
        """
        with self._db.writing() as db:
            done = {"undone_by": by, "undone_at": utc_now()}
            _begin(db, regrade, RegradeState.APPLIED, RegradeState.UNDOING, "it is not applied", **done)
            rows = _rows(db, regrade, RowState.IN_PLACE)
            count = _change_all(db, regrade, rows, lambda row, now: _undo_row(db, regrade, row, now), news)
            said = {"regrade": regrade.id, "reason": regrade.reason, "attempts": count, "left": len(rows) - count}
            note_in_audit(db, regrade.course, by, f"{REGRADE} {UNDO}", regrade.assignment, **said)

    def keep_old_place(self, row: RegradeRow, place: Mapping[str, Any] | None) -> None:
        """Note what nbgrader has of an attempt, before it is replaced; None if it has another one."""
        with self._db.writing() as db:
            set_row(db, row, old_place=None if place is None else dict(place))

    def followed(self, row: RegradeRow, *, feedback: Mapping[str, str] | None = None, note: str | None = None) -> None:
        """Note that nbgrader's folders have followed an attempt's result, or why not.

        Args:
            feedback: pages (path -> SHA-256) to release instead of those that came with the result.
        """
        after = RowState.IN_PLACE if row.state is RowState.APPLIED else RowState.BACK
        result = row.new_result if row.state is RowState.APPLIED else row.old_result
        with self._db.writing() as db:
            set_row(db, row, state=after.value, **({} if note is None else {"note": note}))
            present = _present(db, row)
            if feedback is not None and present.state is AttemptState.GRADED and present.result == result:
                set_feedback(db, present, feedback)

    def finish(self, regrade: Regrade) -> None:
        """Declare a regrade applied, or undone, when all its rows have followed."""
        with self._db.writing() as db:
            set_state(db, regrade, RegradeState.APPLYING, RegradeState.APPLIED)
            set_state(db, regrade, RegradeState.UNDOING, RegradeState.UNDONE)


def _begin(
    db: Connection, regrade: Regrade, before: RegradeState, after: RegradeState, why_not: str, **values: Any
) -> None:
    if set_state(db, regrade, before, after, **values):
        return
    r = tables.regrades.c
    now = regrade_of(db.execute(select(tables.regrades).where(r.id == regrade.id)).one())
    raise StoreError(f"regrade {regrade.id} is {now.state.value}: {why_not}; load the page again")


def _rows(db: Connection, regrade: Regrade, state: RowState) -> list[RegradeRow]:
    w = tables.regrade_rows.c
    query = select(tables.regrade_rows).where(w.regrade == regrade.id, w.state == state.value)
    return [row_of(row) for row in db.execute(query.order_by(w.learner, w.attempt)).all()]


def _change_all(
    db: Connection,
    regrade: Regrade,
    rows: Sequence[RegradeRow],
    change: Callable[[RegradeRow, Attempt], bool],
    news: News,
) -> int:
    """Change each row's attempt, and tell each learner what it did to them; how many were changed."""
    count = 0
    for learner in sorted({row.learner for row in rows}):
        before = _attempts_of(db, regrade, learner)
        count += sum(change(row, _present(db, row)) for row in rows if row.learner == learner)
        told = news(learner, before, _attempts_of(db, regrade, learner))
        if told is not None:
            text, link = told
            values = {"course": regrade.course, "learner": learner, "text": text, "link": link, "at": utc_now()}
            db.execute(insert(tables.notices).values(values))
    return count


def _apply_row(db: Connection, regrade: Regrade, row: RegradeRow, now: Attempt) -> bool:
    same = (now.state, now.result, now.error) == (row.old_state, row.old_result, row.old_error)
    if not same or row.new_result is None:
        note = WAITS if now.state is AttemptState.WAITING else GRADED_SINCE
        set_row(db, row, state=RowState.LEFT.value, note=note)
        return False
    set_result(db, now, row.new_result, row.new_feedback or {}, f"{REGRADE} {regrade.id}")
    set_row(
        db,
        row,
        state=RowState.APPLIED.value,
        old_score=now.score,
        old_max=now.max_score,
        old_feedback=now.feedback,
        new_score=_present(db, row).score,
    )
    return True


def _undo_row(db: Connection, regrade: Regrade, row: RegradeRow, now: Attempt) -> bool:
    if now.state is not AttemptState.GRADED or now.result != row.new_result or not _is_ours(db, row):
        set_row(db, row, state=RowState.LEFT.value, note=LATER_RESULT)
        return False
    cause = f"{UNDO} {regrade.id}"
    if row.old_state is AttemptState.GRADED and row.old_result is not None:
        set_result(db, now, row.old_result, row.old_feedback or {}, cause)
    else:
        _set_failed(db, regrade, row, cause)
    if row.old_feedback is None:
        db.execute(delete(tables.feedback).where(tables.feedback.c.attempt == row.attempt))
    set_row(db, row, state=RowState.RETURNED.value)
    return True


def _set_failed(db: Connection, regrade: Regrade, row: RegradeRow, cause: str) -> None:
    """Back to an attempt that could not be graded, with the earlier result that it may have had."""
    score, now = None, utc_now()
    if row.old_result is not None:
        score = marks.score_in_force(db, row.course, regrade.assignment, row.learner, row.attempt, row.old_result)
    values = {"result": row.old_result, "error": row.old_error, "score": score, "max_score": row.old_max}
    state: dict[str, Any] = {"state": AttemptState.FAILED.value, "finished_at": now}
    if row.old_result is None:
        state["graded_at"] = None
    a = tables.attempts.c
    db.execute(update(tables.attempts).where(a.id == row.attempt).values(**state, **values))
    if row.old_feedback is not None:
        set_feedback(db, _present(db, row), row.old_feedback)
    line = {"course": row.course, "attempt": row.attempt, "finished_at": now, "cause": cause, **values}
    db.execute(insert(tables.results).values(feedback=row.old_feedback, **line))


def _is_ours(db: Connection, row: RegradeRow) -> bool:
    """Whether the attempt's latest result came from a regrade (or from undoing a later one), not from grading it."""
    r = tables.results.c
    query = select(r.cause).where(r.attempt == row.attempt).order_by(r.id.desc()).limit(1)
    return str(db.execute(query).scalar()).split()[0] in (REGRADE, UNDO)


def _present(db: Connection, row: RegradeRow) -> Attempt:
    return attempt_of(db.execute(whole_attempts().where(tables.attempts.c.id == row.attempt)).one())


def _attempts_of(db: Connection, regrade: Regrade, learner: str) -> list[Attempt]:
    a = tables.attempts.c
    mine = (a.course == regrade.course, a.assignment == regrade.assignment, a.learner == learner)
    return [attempt_of(row) for row in db.execute(brief_attempts().where(*mine).order_by(a.id))]
