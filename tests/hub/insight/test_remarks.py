"""What an instructor is told to look at first."""

from __future__ import annotations

from coursegrader.hub.insight.class_insight import analyse
from coursegrader.hub.insight.remarks import remarks
from coursegrader.store.records import Attempt
from tests.hub.insight.classes import attempt, cell, hidden

LEARNERS = [f"learner{k:02}" for k in range(12)]
NO_ANSWER = "Mind the sign. (There is no answer in this cell yet.)"


def texts(attempts: list[Attempt]) -> list[str]:
    return [f"{remark.exercise}: {remark.text}" for remark in remarks(analyse(attempts, basis="counted"))]


def test_a_test_that_nobody_passes_is_doubted() -> None:
    found = texts([attempt(name, 1, [cell("sum", hidden(False, "test_a_carry"))]) for name in LEARNERS[:5]])
    assert found[0] == (
        "assignment_a/sum: no learner passes “a carry”: is the test right, and does the text ask for it?"
    )
    assert "still fail its test" in found[1]


def test_four_learners_are_too_few_for_a_remark() -> None:
    assert texts([attempt(name, 1, [cell("sum", hidden(False))]) for name in LEARNERS[:4]]) == []


def test_an_exercise_in_which_the_strong_do_worse_is_named() -> None:
    attempts = [
        attempt(name, 1, [cell("sum", score=10.0 - k), cell("product", score=float(k)), cell("power", score=float(k))])
        for k, name in enumerate(LEARNERS[:11])
    ]
    assert texts(attempts)[0].startswith("assignment_a/sum: learners who are strong elsewhere do worse here")


def test_an_exercise_left_empty_by_many_is_named() -> None:
    attempts = [attempt(name, 1, [cell("sum", hidden(True))]) for name in LEARNERS[:6]]
    attempts += [attempt(name, 1, [cell("sum", hidden(False, hint=NO_ANSWER))]) for name in LEARNERS[6:8]]
    assert texts(attempts) == ["assignment_a/sum: left empty by 2 of 8 learners"]


def test_a_hint_that_helps_is_not_mentioned() -> None:
    attempts = [attempt(name, 1, [cell("sum", hidden(False))]) for name in LEARNERS]
    attempts += [attempt(name, 2, [cell("sum", hidden(True))]) for name in LEARNERS]
    assert texts(attempts) == []
