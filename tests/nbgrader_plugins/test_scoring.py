"""A score is what was recorded for the cell; in doubt it is zero."""

from __future__ import annotations

from typing import Any

import pytest
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_output

from coursegrader.grader_side.plain_rule import PlainRule
from coursegrader.nbgrader_plugins.scoring import recorded_score


def grade_cell(
    record: dict[str, Any] | None,
    outputs: list[NotebookNode] | None = None,
    count: int | None = 1,
    source: str = "",
) -> NotebookNode:
    settings = {"grade": True, "solution": False, "grade_id": "total", "points": 4, "locked": True}
    metadata: dict[str, Any] = {"nbgrader": settings}
    if record is not None:
        metadata["coursegrader"] = record
    return new_code_cell(source, metadata=metadata, outputs=outputs or [], execution_count=count)


def result(text: str) -> NotebookNode:
    return new_output("execute_result", data={"text/plain": text}, execution_count=1)


def test_the_recorded_score_counts_whatever_the_cell_printed() -> None:
    noisy = [new_output("stream", name="stderr", text="a warning"), new_output("error", ename="E", evalue="")]
    assert recorded_score(grade_cell({"rule": "suite", "score": 3.0}, noisy)) == (3.0, "")
    assert recorded_score(grade_cell({"rule": "suite", "score": 1.0}, [result("4")])) == (1.0, "")


@pytest.mark.parametrize(
    "record",
    [
        None,
        {},
        {"rule": "suite"},
        {"rule": "suite", "score": None},
        {"rule": "suite", "score": float("nan")},
        {"rule": "suite", "score": float("inf")},
        {"rule": "suite", "score": 4.5},
        {"rule": "suite", "score": -1},
        {"rule": "suite", "score": True},
        {"rule": "suite", "score": "4"},
        {"rule": "unheard of", "score": 4},
    ],
)
def test_without_a_sensible_record_the_score_is_zero_and_says_so(record: dict[str, Any] | None) -> None:
    score, comment = recorded_score(grade_cell(record))
    assert score == 0
    assert "0 points" in comment


@pytest.mark.parametrize(
    ("outputs", "expected"),
    [
        ([], 4),
        ([result("1.5")], 1.5),
        ([result("'text'")], 4),
        ([new_output("error", ename="AssertionError", evalue="")], 0),
        ([new_output("stream", name="stderr", text="x")], 4),
    ],
)
def test_cells_without_a_suite_get_nbgraders_score(outputs: list[NotebookNode], expected: float) -> None:
    assert recorded_score(grade_cell({"rule": "nbgrader", "score": None}, outputs)) == (expected, "")


def test_a_course_can_have_stderr_cost_points_as_in_nbgrader() -> None:
    warning = grade_cell({"rule": "nbgrader", "score": None}, [new_output("stream", name="stderr", text="x")])
    assert recorded_score(warning, PlainRule(stderr_costs_points=True)) == (0, "")


@pytest.mark.parametrize("text", ["nan", "-1", "5", "inf"])
def test_impossible_partial_credit_is_zero(text: str) -> None:
    score, comment = recorded_score(grade_cell({"rule": "nbgrader"}, [result(text)]))
    assert score == 0
    assert comment


def test_a_test_cell_that_never_ran_is_zero_not_full() -> None:
    assert recorded_score(grade_cell({"rule": "nbgrader"}, count=None))[0] == 0


def test_generated_tests_wait_for_a_person() -> None:
    score, comment = recorded_score(grade_cell({"rule": "nbgrader"}, source="### AUTOTEST f(1)"))
    assert score is None
    assert "AUTOTEST" in comment
