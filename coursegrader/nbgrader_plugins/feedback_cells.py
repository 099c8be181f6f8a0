"""A student's cell on the feedback page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from coursegrader.nbgrader_plugins.clean_outputs import is_students_text
from coursegrader.nbgrader_plugins.feedback_markdown import attachment_pictures, render_code, render_markdown
from coursegrader.nbgrader_plugins.feedback_outputs import render_error_name, render_output

HIDDEN_TESTS: Final = "BEGIN HIDDEN TESTS"


@dataclass(frozen=True)
class AnswerCell:
    """A cell that the student wrote: program or text, and what it showed.

    ``outputs_hidden`` is true where outputs exist but may not be shown.
    """

    label: str
    code: Markup | None
    text: Markup | None
    outputs: Sequence[Markup] = ()
    outputs_hidden: bool = False


def is_answer(cell: Mapping[str, Any]) -> bool:
    """Whether the student wrote this cell."""
    return is_students_text(cell)


def may_quote_tests(cell: Mapping[str, Any]) -> bool:
    """Whether the cell holds a hidden-test block, nbgrader's own kind."""
    return HIDDEN_TESTS in cell["source"]


def answer_cell(cell: Mapping[str, Any], show_outputs: bool) -> AnswerCell:
    """One student cell.

    Args:
        cell: the cell as recorded.
        show_outputs: if false, only the kind of an error is told.
    """
    label = "Your answer" if cell["metadata"].get("nbgrader", {}).get("solution") else "A cell you added"
    if cell["cell_type"] != "code":
        attached = attachment_pictures(cell.get("attachments", {}))
        return AnswerCell(label, None, render_markdown(cell["source"], attached.get))
    outputs = cell.get("outputs", [])
    if show_outputs:
        rendered = [render_output(output) for output in outputs]
    else:
        rendered = [render_error_name(output) for output in outputs if output["output_type"] == "error"]
    return AnswerCell(
        label=label,
        code=render_code(cell["source"]),
        text=None,
        outputs=[html for html in rendered if html],
        outputs_hidden=not show_outputs and bool(outputs),
    )
