"""nbgrader's rule for test cells without a suite."""

from __future__ import annotations

from typing import Any

import pytest

from coursegrader.grader_side.plain_rule import PlainRule, plain_score


def value(text: object) -> dict[str, Any]:
    return {"output_type": "execute_result", "data": {"text/plain": text}}


ERROR = {"output_type": "error", "ename": "AssertionError"}
PRINTED = {"output_type": "stream", "name": "stdout", "text": "hello"}
WARNED = {"output_type": "stream", "name": "stderr", "text": "careful"}


@pytest.mark.parametrize(
    ("outputs", "score"),
    [
        ([], 4.0),
        ([PRINTED], 4.0),
        ([PRINTED, ERROR], 0.0),
        ([WARNED], 4.0),
        ([WARNED, value("1.5")], 1.5),
        ([value(["1", ".5"])], 1.5),
        ([value("")], 0.0),
        ([{"output_type": "execute_result", "data": {}}], 0.0),
        ([value("np.float64(1.5)")], 4.0),
        ([value("1.5")], 1.5),
        ([value("'done'")], 4.0),
        ([value("nan")], 0.0),
        ([value("-1")], 0.0),
        ([value("5")], 0.0),
        (None, 0.0),
    ],
)
def test_the_score_is_read_off_what_the_cell_showed(outputs: list[dict[str, Any]] | None, score: float) -> None:
    assert plain_score(outputs, 4.0).points == score


@pytest.mark.parametrize("outputs", [[value("nan")], [value("-1")], [value("5")], None])
def test_no_points_for_an_impossible_value_are_explained(outputs: list[dict[str, Any]] | None) -> None:
    assert "0 points" in plain_score(outputs, 4.0).comment


@pytest.mark.parametrize("outputs", [[ERROR], [value("0")], [value("4")], []])
def test_an_ordinary_score_needs_no_words(outputs: list[dict[str, Any]]) -> None:
    assert plain_score(outputs, 4.0).comment == ""


def test_a_course_can_have_nbgraders_rule_to_the_letter() -> None:
    strict = PlainRule(stderr_costs_points=True, impossible_credit_counts_in_full=True)
    assert plain_score([WARNED], 4.0, strict).points == 0
    assert plain_score([value("1.5"), WARNED], 4.0, strict).points == 1.5
    assert plain_score([value("nan")], 4.0, strict).points == 4
    assert plain_score([value("-1")], 4.0, strict).points == 4
    assert plain_score([value("5")], 4.0, strict).points == 0
    assert plain_score(None, 4.0, strict).points == 0
