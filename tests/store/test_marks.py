"""Which marks hold for which attempt, and the score in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from coursegrader.store import Attempt, AttemptStore
from coursegrader.store.marks import Mark, in_force, open_cells, score

NOW = datetime(2026, 3, 2, tzinfo=UTC)
ESSAY = ("week", "essay")


def result(tested: float = 2.0, essay: float | None = None) -> dict[str, Any]:
    cells = [
        {"notebook": "week", "grade_id": "tested", "score": tested, "max_score": 4.0, "tests": []},
        {"notebook": "week", "grade_id": "essay", "score": essay, "max_score": 3.0, "tests": []},
    ]
    return {"score": tested + (essay or 0), "max_score": 7.0, "cells": cells}


def attempt(store: AttemptStore, graded: Mapping[str, Any]) -> Attempt:
    made = store.add_attempt("maths", "week1", "amara", {"week.ipynb": b"{}"})
    store.record_result(made, graded, {})
    return made


def mark(on: Attempt, points: float | None, cell: str = "essay", **more: Any) -> Mark:
    return Mark("maths", "week1", "amara", "week", cell, on.id, points, NOW, **more)


def scores(store: AttemptStore) -> list[float | None]:
    return [attempt.score for attempt in store.attempts("maths", assignment="week1", learner="amara")]


def test_a_mark_is_part_of_the_score_and_the_result_stays(store: AttemptStore) -> None:
    made = attempt(store, result())
    store.marks.give(mark(made, 2.5, extra=0.5, by="tomas", comment="Good."))
    found = store.find_attempt("maths", made.id)
    assert (found.score, found.max_score) == (5.0, 7.0)
    assert found.result is not None
    assert found.result["score"] == 2.0
    (kept,) = store.marks.of("maths", "week1", "amara")
    assert (kept.points, kept.extra, kept.comment, kept.by, kept.handed_in) == (
        2.5,
        0.5,
        "Good.",
        "tomas",
        made.received_at,
    )


def test_a_second_mark_on_the_same_attempt_replaces_the_first(store: AttemptStore) -> None:
    made = attempt(store, result())
    store.marks.give(mark(made, 1))
    store.marks.give(mark(made, 3))
    assert scores(store) == [5.0]
    store.marks.give(mark(made, None))
    assert scores(store) == [2.0]
    assert len(store.marks.of("maths", "week1")) == 1


def test_a_mark_is_kept_when_graded_again_and_when_handed_in_again(store: AttemptStore) -> None:
    made = attempt(store, result())
    store.marks.give(mark(made, 3, "tested"))
    store.grade_again(made)
    store.record_result(made, result(tested=4.0), {})
    attempt(store, result(tested=1.0))
    assert scores(store) == [3.0, 3.0]


def test_a_mark_on_a_later_attempt_leaves_earlier_tests_and_fills_in_what_nobody_looked_at(store: AttemptStore) -> None:
    attempt(store, result())
    attempt(store, result(essay=0.0))
    last = attempt(store, result())
    store.marks.give(mark(last, 3))
    store.marks.give(mark(last, 4, "tested"))
    assert scores(store) == [5.0, 2.0, 7.0]


def test_marks_of_other_learners_and_courses_do_not_count(store: AttemptStore) -> None:
    made = attempt(store, result())
    other = store.add_attempt("maths", "week1", "kenji", {"week.ipynb": b"{}"})
    store.marks.give(replace(mark(other, 3), learner="kenji"))
    assert scores(store) == [2.0]
    assert store.marks.of("physics", "week1") == []
    assert in_force(store.marks.of("maths", "week1", "amara"), result(), made.id) == {}


@pytest.mark.parametrize(("points", "extra", "total"), [(None, 1.0, 2.0), (0.0, 1.0, 3.0), (None, 0.0, 2.0)])
def test_extra_credit_needs_something_to_be_added_to(
    store: AttemptStore, points: float | None, extra: float, total: float
) -> None:
    made = attempt(store, result())
    store.marks.give(mark(made, points, extra=extra))
    assert scores(store) == [total]


def test_cells_without_any_score_are_open(store: AttemptStore) -> None:
    made = attempt(store, result())
    assert open_cells(result(), {}) == [ESSAY]
    given = in_force([mark(made, 0.0)], result(), made.id)
    assert open_cells(result(), given) == []
    assert score(result(), given) == 2.0
