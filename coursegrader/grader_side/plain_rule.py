"""nbgrader's own rule for a test cell without a hidden suite: the score is read off what the cell showed.

The rule is nbgrader's (``nbgrader.utils.determine_grade``): an error is zero, a number as the cell's value is that many
points, anything else is full marks. It differs on purpose where points are lost or won by mistake, see
:class:`PlainRule`; ``docs/nbgrader-differences.md`` lists the differences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Outputs = Sequence[Mapping[str, Any]]

NOT_RUN: Final = "This cell could not be run to its end, so it counts 0 points."
BAD_VALUE: Final = "This cell's result is not a number of points between 0 and {points:g}, so it counts 0 points."


@dataclass(frozen=True)
class PlainRule:
    """Where the rule is nbgrader's to the letter; each is False unless a course asks for it.

    Attributes:
        stderr_costs_points: anything that the cell writes on stderr, such as a warning, is zero.
        impossible_credit_counts_in_full: a value that is NaN or negative is full marks.
    """

    stderr_costs_points: bool = False
    impossible_credit_counts_in_full: bool = False


DEFAULT_RULE: Final = PlainRule()


@dataclass(frozen=True)
class PlainScore:
    """Points, and why there are none where that needs to be said."""

    points: float
    comment: str = ""


def plain_score(outputs: Outputs | None, points: float, rule: PlainRule = DEFAULT_RULE) -> PlainScore:
    """The score of an executed test cell.

    Args:
        outputs: what it showed, in nbformat's form; None if it did not run.
        points: the most it gives.
        rule: where nbgrader's rule counts to the letter.
    """
    if outputs is None:
        return PlainScore(0.0, NOT_RUN)
    for output in outputs:
        kind = output.get("output_type")
        if kind == "error":
            return PlainScore(0.0)
        if kind == "stream" and output.get("name") == "stderr" and rule.stderr_costs_points:
            return PlainScore(0.0)
        if kind == "execute_result":
            return _of_value(output.get("data", {}).get("text/plain"), points, rule)
    return PlainScore(points)


def _of_value(text: object, points: float, rule: PlainRule) -> PlainScore:
    impossible = PlainScore(0.0, BAD_VALUE.format(points=points))
    if isinstance(text, list):  # as some programs write a text into a notebook file
        text = "".join(map(str, text))
    if not isinstance(text, str) or not text:
        return impossible
    try:
        value = float(text)
    except ValueError:
        return PlainScore(points)
    if 0 <= value <= points:
        return PlainScore(value)
    if value > points or not rule.impossible_credit_counts_in_full:
        return impossible
    return PlainScore(points)
