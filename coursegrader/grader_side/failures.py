"""What makes a course refuse a whole notebook: nbgrader's options to stop at an error or a timeout."""

from __future__ import annotations

from coursegrader.errors import BadSubmission
from coursegrader.grader_side.course_rules import CourseRules, StoppedCell
from coursegrader.grader_side.rebuild import Rebuilt
from coursegrader.grader_side.session import CellRuns

TIMEOUT = "CellTimeoutError"


def show_timeouts(runs: CellRuns, rules: CourseRules) -> None:
    """Have cells that were stopped show the error that the course asks for."""
    if rules.timeout_error == StoppedCell():
        return
    error = rules.timeout_error
    shown = {"ename": error.name, "evalue": error.message, "traceback": list(error.traceback)}
    for outputs in runs.outputs.values():
        for output in outputs:
            if output.get("ename") == TIMEOUT:
                output.update(shown)


def require_no_failure(name: str, rebuilt: Rebuilt, runs: CellRuns, rules: CourseRules) -> None:
    """Check that nothing happened for which the course does not grade a notebook.

    Raises:
        BadSubmission: something did; the message names the cell, what happened there, and the option.
    """
    if not rules.errors_fail and not rules.timeouts_fail:
        return
    for index, outputs in sorted(runs.outputs.items()):
        for error in (output["ename"] for output in outputs if output["output_type"] == "error"):
            if rules.errors_fail or error == TIMEOUT:
                where = rebuilt.cells[index].grade_id or f"cell {index + 1}"
                option = "force_raise_errors is on" if rules.errors_fail else "interrupt_on_timeout is off"
                raise BadSubmission(f"{name}.ipynb: {where} ended with {error}, and Execute.{option} in this course")
