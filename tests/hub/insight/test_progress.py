"""How learners improve from attempt to attempt."""

from __future__ import annotations

import pandas as pd
import pytest

from coursegrader.hub.insight.class_insight import analyse
from tests.hub.insight.classes import POINTS, attempt, cell, drawn_class, hidden


def test_each_attempt_is_compared_with_the_same_learners_attempt_before() -> None:
    right, wrong = [cell("sum", hidden(True))], [cell("sum", hidden(False))]
    attempts = [
        attempt("amara", 1, right),  # has full marks and stops: must not make the others look worse
        attempt("kenji", 1, wrong),
        attempt("kenji", 2, right),
        attempt("sofia", 1, wrong),
        attempt("sofia", 2, wrong),
    ]
    first, second = analyse(attempts).steps
    assert (first.learners, first.before, first.gain) == (3, None, None)
    assert first.after == pytest.approx(1 / 3)
    assert (second.learners, second.before, second.after) == (2, 0.0, 0.5)
    assert (second.better, second.same, second.worse, second.gain) == (1, 1, 0, 0.5)


def test_steps_agree_with_pandas() -> None:
    attempts = drawn_class(50, seed=3)
    data = pd.DataFrame(
        {
            "learner": a.learner,
            "number": a.number,
            "share": a.result["score"] / (a.result["max_score"] - POINTS["essay"]),
        }
        for a in attempts
        if a.result is not None
    ).pivot(index="learner", columns="number", values="share")
    steps = analyse(attempts).steps
    assert [step.number for step in steps] == [int(number) for number in data.columns]
    for step in steps[1:]:
        both = data[[step.number - 1, step.number]].dropna()
        change = both[step.number] - both[step.number - 1]
        assert step.learners == len(both)
        assert step.gain == pytest.approx(change.mean())
        assert (step.better, step.same, step.worse) == ((change > 0).sum(), (change == 0).sum(), (change < 0).sum())


def test_attempts_still_waiting_are_no_step() -> None:
    attempts = [attempt("amara", 1, [cell("sum", hidden(True))]), attempt("amara", 2, None)]
    assert len(analyse(attempts).steps) == 1
