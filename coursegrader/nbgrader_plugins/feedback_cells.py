"""A student's cell on the feedback page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from coursegrader.grader_side.release_text import HIDDEN_TESTS
from coursegrader.nbgrader_plugins.clean_outputs import is_students_text
from coursegrader.nbgrader_plugins.feedback_markdown import (
    FindPicture,
    attachment_pictures,
    render_code,
    render_markdown,
)
from coursegrader.nbgrader_plugins.feedback_outputs import render_error_name, render_output
from coursegrader.nbgrader_plugins.show_results import is_result_output

HAD_TESTS: Final = "coursegrader_had_hidden_tests"  # marks a cell whose hidden tests a course's own step may take out


@dataclass(frozen=True)
class AnswerCell:
    """A cell of the student: program or text, and what it showed.

    Neither ``code`` nor ``text`` where only the outputs are of interest, as in a cell that checks the answer.
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
    """Whether the cell holds a hidden-test block, nbgrader's own kind, or did when it was run."""
    return HIDDEN_TESTS in cell["source"] or bool(cell["metadata"].get(HAD_TESTS))


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


def course_note(cell: Mapping[str, Any], find_picture: FindPicture, show_outputs: bool) -> AnswerCell:
    """A cell that a step of the course's own has added: a text, or a program and what it showed."""
    if cell["cell_type"] != "code":
        attached = attachment_pictures(cell.get("attachments", {}))
        text = render_markdown(cell["source"], lambda address: attached.get(address) or find_picture(address))
        return AnswerCell("Note", None, text)
    outputs = cell.get("outputs", [])
    rendered = [render_output(output) for output in outputs] if show_outputs else []
    shown = [html for html in rendered if html]
    return AnswerCell("Program", render_code(cell["source"]), None, shown, bool(outputs) and not show_outputs)


def checking_cell(cell: Mapping[str, Any], label: str) -> AnswerCell | None:
    """What a graded cell showed the student: a question with the kept answer, or a self-check. None if nothing."""
    rendered = [render_output(output) for output in cell.get("outputs", []) if not is_result_output(output)]
    outputs = [html for html in rendered if html]
    return AnswerCell(label, None, None, outputs) if outputs else None


def stopped_with_error(cell: Mapping[str, Any]) -> bool:
    """Whether the cell ended in an error when the notebook was run for grading."""
    return any(output["output_type"] == "error" for output in cell.get("outputs", []))
