"""nbgrader's rule for test cells without a suite."""

from __future__ import annotations

from typing import Any

import pytest

from coursegrader.grader_side.plain_rule import plain_score


def value(text: str) -> dict[str, Any]:
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
        ([WARNED], 0.0),
        ([value("1.5")], 1.5),
        ([value("'done'")], 4.0),
        ([value("nan")], 0.0),
        ([value("-1")], 0.0),
        ([value("5")], 0.0),
        (None, 0.0),
    ],
)
def test_the_score_is_read_off_what_the_cell_showed(outputs: list[dict[str, Any]] | None, score: float) -> None:
    assert plain_score(outputs, 4.0) == score
