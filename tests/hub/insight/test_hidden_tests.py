"""Pass rates of hidden tests, at the first answer and in the attempts that count."""

from __future__ import annotations

import pandas as pd
import pytest

from coursegrader.hub.insight.class_insight import analyse
from coursegrader.hub.insight.hidden_tests import HiddenTest, PassRate
from tests.hub.insight.classes import attempt, cell, drawn_class, hidden


def test_pass_rates_agree_with_pandas() -> None:
    attempts = drawn_class(40)
    data = pd.DataFrame(
        {"learner": a.learner, "number": a.number, "total": a.result["score"], **test}
        for a in attempts
        if a.result is not None
        for c in a.result["cells"]
        for test in c["tests"]
    )
    first = data.sort_values("number").drop_duplicates(["learner", "name"]).groupby("name").passed.mean()
    best = data.sort_values(["total", "number"]).drop_duplicates(["learner", "name"], keep="last")
    counted = best.groupby("name").passed.mean()
    seen = [test for tests in analyse(attempts).tests.values() for test in tests]
    assert {test.name for test in seen} == set(data.name)
    for test in seen:
        assert test.first.n == test.counted.n == 40
        assert test.first.share == pytest.approx(first[test.name])
        assert test.counted.share == pytest.approx(counted[test.name])


def test_a_test_that_came_with_a_later_suite_is_counted_where_it_ran() -> None:
    old = [cell("sum", hidden(True, "test_small"), hidden(True, "test_gone"))]
    new = [cell("sum", hidden(True, "test_small"), hidden(False, "test_new", weight=3))]
    attempts = [attempt("amara", 1, old), attempt("kenji", 1, old), attempt("kenji", 2, new)]
    tests = {test.name: test for test in analyse(attempts, lambda graded: graded[-1]).tests["assignment_a/sum"]}
    assert list(tests) == ["test_small", "test_new", "test_gone"]
    assert tests["test_new"].counted == PassRate(0, 1)
    assert tests["test_new"].first == PassRate(0, 0)
    assert tests["test_new"].first.share is None
    assert tests["test_new"].weight == 3
    assert tests["test_gone"].counted == PassRate(1, 1)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("test_a_zero_pivot", "a zero pivot"),
        ("test_question[quiz_3]", "question (quiz_3)"),
        ("test_x[a[0]]", "x (a[0])"),
    ],
)
def test_names_of_tests_are_shown_as_words(name: str, title: str) -> None:
    assert HiddenTest(name, 1, PassRate(0, 0), PassRate(0, 0)).title == title
