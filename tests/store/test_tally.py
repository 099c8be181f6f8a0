from __future__ import annotations

from coursegrader.store import AttemptStore
from coursegrader.store.tally import Tally, last_finished, tallies

FILES = {"a.ipynb": b"{}"}
RESULT = {"score": 1.0, "max_score": 2.0, "cells": []}


def test_attempts_are_counted_by_assignment_and_state(store: AttemptStore) -> None:
    for learner, course, assignment in (
        ("amara", "maths", "week1"),
        ("amara", "maths", "week1"),
        ("kenji", "maths", "week1"),
        ("kenji", "maths", "week2"),
        ("other", "physics", "week1"),
    ):
        store.add_attempt(course, assignment, learner, FILES)
    first, second, *_ = store.attempts("maths")
    store.record_result(first, RESULT, {})
    store.record_failure(second, "no")
    assert tallies(store.database, "maths") == {"week1": Tally(1, 1, 1, 2), "week2": Tally(0, 1, 0, 1)}
    assert Tally.of(store.attempts("maths", assignment="week1")) == Tally(1, 1, 1, 2)


def test_when_attempts_were_finished_is_known(store: AttemptStore) -> None:
    assert last_finished(store.database) == []
    attempt = store.add_attempt("maths", "week1", "amara", FILES)
    store.record_result(attempt, RESULT, {})
    store.grade_again(attempt)
    store.record_result(attempt, RESULT, {})
    finished = last_finished(store.database)
    assert len(finished) == 2 and finished[-1] == store.find_attempt("maths", attempt.id).finished_at
