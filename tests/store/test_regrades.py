"""Regrades in the store: previewed, applied in one piece, undone exactly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from coursegrader.errors import StoreError
from coursegrader.store import Attempt, AttemptState, AttemptStore
from coursegrader.store.regrade_changes import GRADED_SINCE, LATER_RESULT, WAITS, RegradeChanges
from coursegrader.store.regrade_records import Regrade, Regraded, RegradeState, RowState

OLD, NEW = "old-suite", "new-suite"


def result(score: float, suite: str) -> dict[str, Any]:
    cells = [{"notebook": "work", "grade_id": "double", "score": score, "max_score": 4.0, "tests": [], "rule": "suite"}]
    made_by = {"suite": suite, "source": "source"}
    return {"assignment": "week1", "score": score, "max_score": 4.0, "cells": cells, "provenance": made_by}


def graded(store: AttemptStore, learner: str, score: float, suite: str = OLD) -> Attempt:
    attempt = store.add_attempt("maths", "week1", learner, {"work.ipynb": learner.encode()})
    assert store.record_result(attempt, result(score, suite), {"work.html": f"{learner} {score}".encode()})
    return store.find_attempt("maths", attempt.id)


def news(learner: str, before: Sequence[Attempt], after: Sequence[Attempt]) -> tuple[str, str] | None:
    was, now = before[-1].score, after[-1].score
    return None if was == now else (f"from {was} to {now}", "/weeks/week1")


def start(store: AttemptStore) -> Regrade:
    return store.regrades.start("maths", "week1", "a test was wrong", "imani")


def preview(store: AttemptStore, regrade: Regrade, score: float = 4.0, suite: str = NEW) -> None:
    for row in store.regrades.rows(regrade.id, RowState.WAITING):
        pages = store.blobs.put_all({"work.html": f"{row.learner} {score}".encode()})
        store.regrades.regraded(row, Regraded(result(score, suite), pages, {"files": None, "rows": None}), "week1")


def ready(store: AttemptStore, score: float = 4.0) -> Regrade:
    regrade = start(store)
    preview(store, regrade, score)
    assert store.regrades.finish_preview(regrade, suite=NEW, source="source")
    return store.regrades.find("maths", regrade.id)


def changes(store: AttemptStore) -> RegradeChanges:
    return RegradeChanges(store.database)


def apply(store: AttemptStore, regrade: Regrade) -> Regrade:
    changes(store).ask_to_apply(regrade, "imani")
    changes(store).apply(store.regrades.find("maths", regrade.id), news)
    return follow(store, regrade, RowState.APPLIED)


def undo(store: AttemptStore, regrade: Regrade) -> Regrade:
    changes(store).undo(store.regrades.find("maths", regrade.id), "imani", news)
    return follow(store, regrade, RowState.RETURNED)


def follow(store: AttemptStore, regrade: Regrade, state: RowState) -> Regrade:
    for row in store.regrades.rows(regrade.id, state):
        changes(store).followed(row)
    changes(store).finish(regrade)
    return store.regrades.find("maths", regrade.id)


def pages(store: AttemptStore, attempt: Attempt) -> dict[str, bytes]:
    return store.blobs.get_all(store.find_attempt("maths", attempt.id).feedback or {})


def test_a_preview_takes_every_finished_attempt_newest_first_and_changes_none(store: AttemptStore) -> None:
    first, second = graded(store, "amara", 1), graded(store, "amara", 2)
    failed = store.add_attempt("maths", "week1", "kenji", {"work.ipynb": b"?"})
    store.record_failure(failed, "no notebook")
    store.add_attempt("maths", "week1", "sofia", {"work.ipynb": b"waits"})
    graded_elsewhere = store.add_attempt("physics", "week1", "other", {"work.ipynb": b""})
    store.record_failure(graded_elsewhere, "no notebook")
    regrade = start(store)
    assert [row.attempt for row in store.regrades.rows(regrade.id)] == [failed.id, second.id, first.id]
    preview(store, regrade)
    assert store.regrades.finish_preview(regrade, suite=NEW, source="source")
    assert store.find_attempt("maths", second.id) == second
    assert [entry.action for entry in store.audit.entries("maths")] == ["regrade preview"]
    assert store.audit.entries("maths")[0].details["reason"] == "a test was wrong"


def test_nothing_to_grade_again_is_said(store: AttemptStore) -> None:
    with pytest.raises(StoreError, match="nobody has a graded attempt at week1"):
        start(store)
    assert store.regrades.all("maths") == []


def test_one_regrade_of_an_assignment_at_a_time(store: AttemptStore) -> None:
    graded(store, "amara", 1)
    first = start(store)
    with pytest.raises(StoreError, match=f"regrade {first.id} of week1 is at work"):
        start(store)
    store.regrades.cancel("maths", first.id, "imani")
    second = ready(store)
    third = start(store)  # takes the place of a preview that nobody applied
    states = {regrade.id: regrade.state for regrade in store.regrades.all("maths")}
    assert (states[second.id], states[third.id]) == (RegradeState.CANCELLED, RegradeState.PREVIEW)


def test_suites_that_change_during_a_preview_are_used_for_all(store: AttemptStore) -> None:
    graded(store, "amara", 1)
    regrade = start(store)
    preview(store, regrade, suite="between")
    late = graded(store, "kenji", 1)  # graded by a worker that still had the old suite
    graded(store, "sofia", 4, suite=NEW)  # right as it is
    assert not store.regrades.finish_preview(regrade, suite=NEW, source="source")
    assert [row.learner for row in store.regrades.rows(regrade.id, RowState.WAITING)] == ["kenji", "amara"]
    assert late.id in [row.attempt for row in store.regrades.rows(regrade.id)]
    preview(store, regrade)
    assert store.regrades.finish_preview(regrade, suite=NEW, source="source")
    assert store.regrades.made_by(regrade.id) == {(NEW, "source")}


def test_applying_changes_results_feedback_history_notices_and_audit(store: AttemptStore) -> None:
    up, same = graded(store, "amara", 1), graded(store, "kenji", 4)
    regrade = apply(store, ready(store))
    assert (regrade.state, regrade.applied_by) == (RegradeState.APPLIED, "imani")
    now = store.find_attempt("maths", up.id)
    assert (now.score, now.result, pages(store, up)) == (4, result(4, NEW), {"work.html": b"amara 4.0"})
    assert [past.cause for past in store.history("maths", up.id)] == ["submitted", f"regrade {regrade.id}"]
    assert [notice.text for notice in store.notices.unseen("maths", "amara")] == ["from 1.0 to 4.0"]
    assert store.notices.unseen("maths", "kenji") == []
    assert store.find_attempt("maths", same.id).result == result(4, NEW)  # by which suite, it says, too
    entry = store.audit.entries("maths")[0]
    assert (entry.who, entry.action, entry.subject) == ("imani", "regrade apply", "week1")
    assert entry.details == {"regrade": regrade.id, "reason": "a test was wrong", "attempts": 2, "left": 0}


def test_undoing_puts_back_exactly_what_was_there(store: AttemptStore) -> None:
    mine = graded(store, "amara", 1)
    failed = store.add_attempt("maths", "week1", "kenji", {"work.ipynb": b"?"})
    store.record_failure(failed, "no notebook")
    failed = store.find_attempt("maths", failed.id)
    regrade = apply(store, ready(store))
    assert store.find_attempt("maths", failed.id).score == 4
    assert undo(store, regrade).state is RegradeState.UNDONE
    for before in (mine, failed):
        now = store.find_attempt("maths", before.id)
        same = ("state", "result", "score", "max_score", "error", "feedback", "graded_at")
        assert {name: getattr(now, name) for name in same} == {name: getattr(before, name) for name in same}
    assert [past.cause for past in store.history("maths", mine.id)][-1] == f"undo {regrade.id}"
    assert [n.text for n in store.notices.unseen("maths", "amara")] == ["from 4.0 to 1.0", "from 1.0 to 4.0"]
    assert store.audit.entries("maths")[0].action == "regrade undo"


def test_attempts_that_changed_since_the_preview_are_left_and_told(store: AttemptStore) -> None:
    again, waits = graded(store, "amara", 1), graded(store, "kenji", 1)
    regrade = ready(store)
    store.grade_again(again)
    store.record_result(again, result(3, NEW), {})
    store.grade_again(waits)
    new = graded(store, "sofia", 2, suite=NEW)
    regrade = apply(store, regrade)
    notes = {row.learner: (row.state, row.note) for row in store.regrades.rows(regrade.id)}
    assert notes == {"amara": (RowState.LEFT, GRADED_SINCE), "kenji": (RowState.LEFT, WAITS)}
    assert store.find_attempt("maths", again.id).score == 3
    assert store.find_attempt("maths", waits.id).state is AttemptState.WAITING
    assert store.find_attempt("maths", new.id).score == 2


def test_undoing_leaves_later_results(store: AttemptStore) -> None:
    mine = graded(store, "amara", 1)
    first = apply(store, ready(store, 3))
    store.grade_again(mine)
    store.record_result(mine, result(3, NEW), {})
    undo(store, first)
    (row,) = store.regrades.rows(first.id)
    assert (row.state, row.note) == (RowState.LEFT, LATER_RESULT)
    assert store.find_attempt("maths", mine.id).score == 3


def test_regrades_are_undone_one_after_the_other(store: AttemptStore) -> None:
    mine = graded(store, "amara", 1)
    first = apply(store, ready(store, 3))
    second = apply(store, ready(store, 4))
    undo(store, second)
    assert store.find_attempt("maths", mine.id).score == 3
    undo(store, first)
    assert store.find_attempt("maths", mine.id).score == 1


def test_only_what_is_ready_is_applied_and_only_what_is_applied_is_undone(store: AttemptStore) -> None:
    graded(store, "amara", 1)
    regrade = start(store)
    with pytest.raises(StoreError, match="only a complete preview"):
        changes(store).ask_to_apply(regrade, "imani")
    with pytest.raises(StoreError, match="it is not applied"):
        changes(store).undo(regrade, "imani", news)
    preview(store, regrade)
    store.regrades.finish_preview(regrade, suite=NEW, source="source")
    applied = apply(store, regrade)
    with pytest.raises(StoreError, match="not a preview any more"):
        store.regrades.cancel("maths", applied.id, "imani")
    undo(store, applied)
    with pytest.raises(StoreError, match="is undone"):
        changes(store).undo(applied, "imani", news)


def test_a_cancelled_preview_takes_no_more_rows(store: AttemptStore) -> None:
    graded(store, "amara", 1)
    regrade = start(store)
    store.regrades.cancel("maths", regrade.id, "imani")
    preview(store, regrade)
    assert store.regrades.progress(regrade.id) == {RowState.WAITING: 1}
    assert store.regrades.at_work(["maths"]) == []


def test_applying_is_all_or_nothing(store: AttemptStore) -> None:
    mine = graded(store, "amara", 1)
    graded(store, "kenji", 1)
    regrade = ready(store)
    changes(store).ask_to_apply(regrade, "imani")

    def breaks(learner: str, *attempts: Sequence[Attempt]) -> None:
        if learner == "kenji":
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="disk"):
        changes(store).apply(store.regrades.find("maths", regrade.id), breaks)
    assert store.find_attempt("maths", mine.id) == mine
    assert store.regrades.at_work(["maths"])[0].state is RegradeState.CHECKING
