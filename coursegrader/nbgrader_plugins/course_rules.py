"""From a course's nbgrader configuration to what the engine is told for one assignment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import Execute
from traitlets.config import Config

from coursegrader.errors import CourseError
from coursegrader.grader_side.course_rules import CourseRules, KernelOptions, StoppedCell
from coursegrader.nbgrader_plugins.released_notebooks import released_notebooks
from coursegrader.nbgrader_plugins.settings import CourseGrader, execute_options
from coursegrader.sandbox.policy import Limits


@dataclass(frozen=True)
class AssignmentSettings:
    """What every attempt at one assignment is graded with: data only."""

    rules: CourseRules
    limits: Limits


def assignment_settings(config: Config, directory: CourseDirectory, assignment: str) -> AssignmentSettings:
    """Read the configuration and the gradebook once.

    Args:
        config: what ``nbgrader_config.py`` and the command line say.
        directory: the course's folders, made from ``config``.
        assignment: the assignment's name.

    Raises:
        CourseError: the configuration asks for something that cannot be kept, or a source notebook cannot be read.
    """
    settings = CourseGrader(config=config)
    execute = execute_options(config)
    # the suites' folder, not the suites: reading those is the engine's business
    hidden_suites = any((Path(directory.root) / "graders" / assignment).glob("test_*.py"))
    templates = released_notebooks(config, directory, assignment, points_of_source=hidden_suites)
    rules = CourseRules(
        source_dir=Path(directory.format_path(directory.source_directory, ".", assignment)),
        templates=templates,
        ignore=tuple(directory.ignore),
        keep=frozenset(Autograde(coursedir=directory, config=config).exclude_overwriting.get(assignment, [])),
        plain=settings.plain_rule,
        skip_tag=execute.skip_cells_with_tag,
        run_all=not hidden_suites,
        errors_fail=execute.force_raise_errors,
        timeouts_fail=not execute.interrupt_on_timeout,
        timeout_error=_stopped_cell(execute.error_on_timeout or {}),
        grade_missing=settings.grade_missing_cells,
        kernel=KernelOptions(
            execute.kernel_name, _kernel_arguments(execute), execute.startup_timeout, execute.iopub_timeout
        ),
    )
    return AssignmentSettings(rules, settings.limits(execute, _code_cells(templates), hidden_suites=hidden_suites))


def require_template(rules: CourseRules, assignment: str, name: str) -> None:
    """Check that it is known what a notebook of the gradebook looks like.

    Raises:
        CourseError: neither the course's folders nor the gradebook can tell.
    """
    if name not in rules.templates:
        raise CourseError(
            f"{rules.source_dir} has no {name}.ipynb with the cells that the gradebook knows: "
            f"put it back, or run `nbgrader generate_assignment {assignment}`"
        )


def _kernel_arguments(execute: Execute) -> tuple[str, ...]:
    # no history is kept here anyway, and only for that nobody has to start a kernel
    return tuple(text for text in execute.extra_arguments if not text.startswith("--HistoryManager."))


def _stopped_cell(error: Mapping[str, Any]) -> StoppedCell:
    name = str(error.get("ename") or StoppedCell.name)
    if name == StoppedCell.name:
        return StoppedCell()
    return StoppedCell(name, str(error.get("evalue", "")), tuple(map(str, error.get("traceback", ()))))


def _code_cells(templates: Mapping[str, bytes]) -> int:
    """How many code cells the longest notebook has."""
    counts = [sum(cell["cell_type"] == "code" for cell in json.loads(text)["cells"]) for text in templates.values()]
    return max(counts, default=1)
