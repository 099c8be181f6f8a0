"""nbgrader's own rule for a test cell without a hidden suite: the score is read off what the cell showed.

The rule is nbgrader's (``nbgrader.utils.determine_grade``): an error or anything on stderr is zero, a number as the
cell's value is that many points, anything else is full marks. It differs where nbgrader gives points by mistake: a cell
that did not run, and a value that is NaN, negative or above the cell's points, give zero here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Outputs = Sequence[Mapping[str, Any]]


def plain_score(outputs: Outputs | None, points: float) -> float:
    """The score in points of an executed test cell.

    Args:
        outputs: what it showed, in nbformat's form; None if it did not run.
        points: the most it gives.
    """
    if outputs is None:
        return 0.0
    for output in outputs:
        kind = output.get("output_type")
        if kind == "error" or (kind == "stream" and output.get("name") == "stderr"):
            return 0.0
        if kind == "execute_result":
            return _of_value(output.get("data", {}).get("text/plain", ""), points)
    return points


def _of_value(text: object, points: float) -> float:
    try:
        value = float(str(text))
    except ValueError:
        return points
    return value if 0 <= value <= points else 0.0
