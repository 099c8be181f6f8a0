"""Who would change, by how much, through which tests; and what learners read about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from coursegrader.hub.regrade_news import ScoreChange, news
from coursegrader.hub.regrade_report import Report, make_report
from coursegrader.store import Attempt, AttemptState
from coursegrader.store.policy import Policy
from coursegrader.store.regrade_records import RegradeRow, RowState

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def result(score: float, tests: Mapping[str, bool], most: float = 4.0) -> dict[str, Any]:
    told = [{"name": name, "passed": ok, "hint": "" if ok else f"hint of {name}"} for name, ok in tests.items()]
    cell = {"notebook": "work", "grade_id": "double", "score": score, "max_score": most, "tests": told}
    return {"score": score, "max_score": most, "cells": [cell]}


def attempt(number: int, score: float | None, learner: str = "amara") -> Attempt:
    state = AttemptState.FAILED if score is None else AttemptState.GRADED
    files: dict[str, str] = {}
    received = NOON + timedelta(hours=number)
    return Attempt(number, "maths", "week1", learner, number, received, files, "", state, score=score, max_score=4.0)


def row(
    number: int, old: dict[str, Any] | None, new: dict[str, Any] | None, state: RowState = RowState.DONE
) -> RegradeRow:
    return RegradeRow(
        regrade=1,
        attempt=number,
        course="maths",
        learner="amara",
        state=state,
        old_state=AttemptState.FAILED if old is None else AttemptState.GRADED,
        old_result=old,
        new_result=new,
        old_score=old["score"] if old else None,
        new_score=new["score"] if new else None,
        old_max=old["max_score"] if old else None,
        new_max=new["max_score"] if new else None,
        error=None if new else "no notebook",
        note=None,
        old_error=None if old else "the suite was broken",
        old_feedback=None,
        new_feedback=None,
        old_place=None,
        new_place=None,
    )


def report(rows: list[RegradeRow], attempts: list[Attempt], policy: Policy | None = None) -> Report:
    return make_report(rows, {"amara": attempts}, lambda learner: policy or Policy())


def test_tests_that_came_went_and_turned_are_told_apart() -> None:
    old = result(2, {"turned": False, "same": True, "went": True})
    new = result(3, {"turned": True, "same": True, "came": False})
    found = report([row(1, old, new)], [attempt(1, 2)])
    (learner,) = found.up
    (change,) = learner.attempts
    assert [(cell.cell, cell.old, cell.new, cell.most) for cell in change.cells] == [("double", 2, 3, 4)]
    told = {test.name: (test.old, test.new, test.hint) for test in change.tests}
    assert told == {
        "turned": (False, True, "hint of turned"),
        "came": (None, False, "hint of came"),
        "went": (True, None, ""),
    }
    counts = {test.name: (test.passes, test.fails, test.added, test.removed) for test in found.tests}
    assert counts == {"turned": (1, 0, 0, 0), "came": (0, 1, 1, 0), "went": (0, 0, 0, 1)}


def test_another_attempt_may_count_afterwards() -> None:
    rows = [row(2, result(3, {"a": True}), result(1, {"a": False})), row(1, result(2, {"b": True}), result(2, {}))]
    attempts = [attempt(1, 2), attempt(2, 3)]
    (best,) = report(rows, attempts).down
    assert best.score.after is not None
    assert (best.points, best.score.after.attempt.number) == (-1, 1)
    (last,) = report(rows, attempts, Policy(counts="last")).down
    assert last.points == -2


def test_late_penalties_are_taken_off_what_counts() -> None:
    policy = Policy(due_at=NOON, late_percent_per_day=50)
    found = report([row(1, result(2, {}), result(4, {}))], [attempt(1, 2)], policy)
    assert found.up[0].points == 1
    assert found.mean == 1


def test_what_failed_before_and_what_fails_now() -> None:
    rows = [row(2, result(3, {}), None, RowState.ERROR), row(1, None, result(4, {"a": True}))]
    found = report(rows, [attempt(1, None), attempt(2, 3)])
    assert [(one.number, why.error) for one, why in found.failed] == [(2, "no notebook")]
    (learner,) = found.up
    assert learner.attempts[0].row.old_error == "the suite was broken"
    assert learner.attempts[0].tests == ()


def test_a_regrade_that_was_applied_still_tells_what_it_changed() -> None:
    new = result(4, {"a": True})
    found = report([row(1, result(2, {"a": False}), new, RowState.IN_PLACE)], [attempt(1, 4)])
    assert found.up[0].points == 2


def test_attempts_that_were_left_count_as_they_are() -> None:
    found = report([row(1, result(2, {}), result(4, {}), RowState.LEFT)], [attempt(1, 3)])
    assert (found.learners, len(found.left)) == (0, 1)


def test_news_in_plain_words() -> None:
    def said(before: float | None, after: float | None, *, undone: bool = False) -> str | None:
        change = ScoreChange.of(Policy(), [attempt(1, before)], [attempt(1, after)])
        return news(change, "Vectors", "the test was wrong.", undone=undone)

    assert said(2, 2.5) == (
        "Your score in Vectors went up from 2 to 2.5 of 4 points. The tests were corrected, and all attempts were "
        "graded again. Reason: the test was wrong."
    )
    assert (said(2, 1) or "").startswith("Your score in Vectors went down from 2 to 1 of 4 points.")
    assert (said(None, 3) or "").startswith("Vectors has a score now: 3 of 4 points.")
    assert (said(3, None, undone=True) or "").startswith("Vectors has no score at present. A correction")
    assert said(2, 2.001) is None
    assert said(None, None) is None
