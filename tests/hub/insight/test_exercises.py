"""Difficulty and discrimination agree with pandas, from first answers and from counted attempts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from coursegrader.hub.insight.class_insight import analyse
from coursegrader.hub.insight.work import Basis
from coursegrader.store.records import Attempt
from tests.hub.insight.classes import POINTS, attempt, cell, drawn_class, hidden

NO_ANSWER = "Small numbers first. (There is no answer in this cell yet.)"


def frame(attempts: list[Attempt], basis: Basis) -> pd.DataFrame:
    """learner x exercise -> share, by pandas alone."""
    rows: list[dict[str, Any]] = [
        {"learner": a.learner, "number": a.number, "total": a.result["score"], **c}
        for a in attempts
        if a.result is not None
        for c in a.result["cells"]
        if c["score"] is not None
    ]
    data = pd.DataFrame(rows)
    data["share"] = data.score / data.max_score
    order = ["number"] if basis == "first" else ["total", "number"]
    data = data.sort_values(order, ascending=basis == "first").drop_duplicates(["learner", "grade_id"])
    return data.pivot(index="learner", columns="grade_id", values="share")


@pytest.mark.parametrize("basis", ["first", "counted"])
def test_difficulty_and_discrimination_agree_with_pandas(basis: Basis) -> None:
    attempts = drawn_class(60)
    shares = frame(attempts, basis)
    points = pd.Series(POINTS)[shares.columns]
    insight = analyse(attempts, basis=basis)
    for exercise in insight.exercises:
        if exercise.grade_id == "essay":
            continue
        own = shares[exercise.grade_id]
        others = shares.drop(columns=exercise.grade_id)
        rest = (others * points[others.columns]).sum(axis=1)
        assert exercise.learners == 60
        assert exercise.mean_share == pytest.approx(own.mean(), abs=1e-12)
        assert exercise.full_share == pytest.approx((own == 1).mean(), abs=1e-12)
        assert exercise.discrimination.n == 60
        assert exercise.discrimination.value == pytest.approx(np.corrcoef(own, rest)[0, 1], abs=1e-12)


def test_an_exercise_that_a_person_scores_has_no_difficulty() -> None:
    (essay,) = [e for e in analyse(drawn_class(12)).exercises if e.grade_id == "essay"]
    assert (essay.learners, essay.mean_share, essay.discrimination.value) == (0, None, None)
    assert essay.max_score == 5.0


def test_exercises_keep_the_order_of_the_notebook() -> None:
    assert [e.grade_id for e in analyse(drawn_class(3)).exercises] == ["sum", "product", "power", "essay"]


def test_the_first_answer_is_the_first_attempt_with_anything_written() -> None:
    empty, half, whole = (
        [cell("sum", hidden(False, hint=NO_ANSWER), hidden(False, "test_b", NO_ANSWER))],
        [cell("sum", hidden(True), hidden(False, "test_b"))],
        [cell("sum", hidden(True), hidden(True, "test_b"))],
    )
    attempts = [attempt("amara", number, cells) for number, cells in enumerate((empty, half, whole), start=1)]
    (first,) = analyse(attempts, basis="first").exercises
    (counted,) = analyse(attempts, basis="counted").exercises
    assert (first.mean_share, counted.mean_share) == (0.5, 1.0)
    assert first.answers == 2


def test_an_exercise_left_empty_counts_as_unanswered_and_as_zero() -> None:
    attempts = [
        attempt("amara", 1, [cell("sum", hidden(False, hint=NO_ANSWER))]),
        attempt("kenji", 1, [cell("sum", hidden(True))]),
    ]
    (counted,) = analyse(attempts, basis="counted").exercises
    (first,) = analyse(attempts, basis="first").exercises
    assert (counted.unanswered, counted.learners, counted.mean_share) == (1, 2, 0.5)
    assert (first.learners, first.mean_share) == (1, 1.0)


def test_the_attempt_that_counts_is_chosen_by_the_caller() -> None:
    attempts = [attempt("amara", 1, [cell("sum", hidden(True))]), attempt("amara", 2, [cell("sum", hidden(False))])]
    best = analyse(attempts, basis="counted")
    last = analyse(attempts, lambda graded: graded[-1], basis="counted")
    assert (best.mean_share, best.full_marks) == (1.0, 1)
    assert (last.mean_share, last.full_marks) == (0.0, 0)


def test_nothing_graded_is_an_empty_analysis() -> None:
    insight = analyse([attempt("amara", 1, None)])
    assert (insight.learners, insight.attempts, insight.mean_share, insight.exercises) == (0, 0, None, ())
    assert insight.steps == ()


def test_one_grade_id_in_two_notebooks_is_two_exercises() -> None:
    one, two = cell("sum", hidden(True)), replace(cell("sum", hidden(False)), notebook="assignment_b")
    found = analyse([attempt("amara", 1, [one, two])]).exercises
    assert [(e.key, e.mean_share) for e in found] == [("assignment_a/sum", 1.0), ("assignment_b/sum", 0.0)]


def test_an_exercise_that_an_attempt_does_not_have_is_not_left_empty() -> None:
    attempts = [attempt("amara", 1, [cell("sum", hidden(True))]), attempt("kenji", 1, [cell("new", hidden(True))])]
    assert [e.unanswered for e in analyse(attempts).exercises] == [0, 0]


def test_what_waits_for_a_person_is_not_counted_as_zero() -> None:
    insight = analyse([attempt("amara", 1, [cell("sum", hidden(True)), cell("essay")])])
    assert (insight.mean_share, insight.full_marks, insight.steps[0].after) == (1.0, 1, 1.0)
