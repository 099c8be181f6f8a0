"""The engine's result as an output of the grade cell, for everyone who opens the graded notebook.

Nothing here needs nbgrader: grading workers call it as well as nbgrader's preprocessors.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from html import escape
from typing import Any

from coursegrader.nbgrader_plugins.clean_html import disarm_tex
from coursegrader.nbgrader_plugins.clean_outputs import clean_terminal_text


def show_result(cell: MutableMapping[str, Any]) -> None:
    """Add a small table to a grade cell that the engine scored: its score, and which hidden tests passed.

    It is for teachers: formgrader's page shows it beside the student's work. Feedback has its own page.
    """
    record = cell["metadata"].get("coursegrader", {})
    if cell["cell_type"] == "code" and "max_score" in record:
        cell["outputs"] = [*cell["outputs"], result_output(record)]


def is_result_output(output: Mapping[str, Any]) -> bool:
    """Whether ``result_output`` made this output."""
    return bool(output.get("metadata", {}).get("coursegrader"))


def result_output(record: Mapping[str, Any]) -> dict[str, Any]:
    """An nbformat output that shows a cell's result."""
    # a hint may end in an example that shows what the student's code returned
    data = {"text/plain": clean_terminal_text(_as_text(record)), "text/html": disarm_tex(_as_html(record))}
    return {"output_type": "display_data", "data": data, "metadata": {"coursegrader": True}}


def score_text(score: float | None, max_score: float) -> str:
    """For example "7.5 / 10 points"."""
    shown = "?" if score is None else f"{round(score, 2):g}"
    return f"{shown} / {max_score:g} points"


def _headline(record: Mapping[str, Any]) -> str:
    tests = record.get("tests", [])
    score = score_text(record.get("score"), record["max_score"])
    if not tests:
        by_nbgrader = record.get("rule") == "nbgrader"
        return f"coursegrader: {score}" + (", by nbgrader's rule: what this cell showed" if by_nbgrader else "")
    return f"coursegrader: {score}, {sum(test['passed'] for test in tests)} of {len(tests)} hidden tests passed"


def _rows(record: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(mark, test, hint if failed), failed tests first."""
    tests: Sequence[Mapping[str, Any]] = sorted(record.get("tests", []), key=lambda test: bool(test["passed"]))
    return [
        (
            "passed" if test["passed"] else "failed",
            str(test["name"]),
            "" if test["passed"] else str(test["hint"]),
        )
        for test in tests
    ]


def _as_text(record: Mapping[str, Any]) -> str:
    lines = [f"  {mark:6}  {name}" + (f": {hint}" if hint else "") for mark, name, hint in _rows(record)]
    return "\n".join([_headline(record), *filter(None, [record.get("comment", "")]), *lines])


def _as_html(record: Mapping[str, Any]) -> str:
    rows = "".join(
        f"<tr><td>{mark}</td><td style='text-align:left'><code>{escape(name)}</code></td>"
        f"<td style='text-align:left'>{escape(hint)}</td></tr>"
        for mark, name, hint in _rows(record)
    )
    comment = record.get("comment", "")
    return (
        f"<p><strong>{escape(_headline(record))}</strong></p>"
        + (f"<p>{escape(comment)}</p>" if comment else "")
        + (f"<table><thead><tr><th></th><th>test</th><th>hint</th></tr></thead>{rows}</table>" if rows else "")
    )
