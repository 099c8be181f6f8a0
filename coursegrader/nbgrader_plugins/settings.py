"""What a course can say about grading in its ``nbgrader_config.py``, as ``c.CourseGrader`` and ``c.Execute``."""

from __future__ import annotations

from typing import Any, Final

from nbgrader.preprocessors import Execute
from traitlets import Bool, Integer
from traitlets.config import Config
from traitlets.config.configurable import LoggingConfigurable

from coursegrader.errors import CourseError
from coursegrader.grader_side.plain_rule import PlainRule
from coursegrader.sandbox.policy import DEFAULT_LIMITS, MIB, Limits

LONGEST: Final = (
    3600.0  # seconds: what "no limit" means for a cell, and the most for a notebook without a limit of its own
)
_CPU_GRACE: Final = 30
# Python that nbgrader would run in its own process between the cells; the engine runs all cells in one go.
_HOOKS: Final = (
    "timeout_func",
    "on_notebook_start",
    "on_notebook_complete",
    "on_notebook_error",
    "on_cell_start",
    "on_cell_execute",
    "on_cell_complete",
    "on_cell_error",
)


class CourseGrader(LoggingConfigurable):
    """The settings of ``c.CourseGrader``."""

    stderr_costs_points = Bool(
        False, help="As in nbgrader, a test cell that writes anything to stderr, such as a warning, gets 0 points."
    ).tag(config=True)
    impossible_credit_counts_in_full = Bool(
        False, help="As in nbgrader, a test cell whose value is NaN or a negative number gets all of its points."
    ).tag(config=True)
    grade_missing_cells = Bool(
        True,
        help="Test cells that are not in the submission are put back and scored, as with nbgrader's "
        "OverwriteCells.add_missing_cells. False: as in nbgrader otherwise, they have no score and wait for a person.",
    ).tag(config=True)
    notebook_timeout = Integer(
        None,
        allow_none=True,
        help="Seconds that all cells of a notebook may take together. None: Execute.timeout for each code cell, at "
        "most an hour; where there are hidden suites, two minutes.",
    ).tag(config=True)
    memory_limit = Integer(DEFAULT_LIMITS.memory // MIB, help="MiB of memory for each process of a notebook.").tag(
        config=True
    )
    file_size_limit = Integer(
        DEFAULT_LIMITS.file_size // MIB, help="MiB of the largest file a notebook may write."
    ).tag(config=True)
    process_limit = Integer(DEFAULT_LIMITS.processes, help="Processes and threads of a notebook.").tag(config=True)

    @property
    def plain_rule(self) -> PlainRule:
        """How cells without a hidden suite are scored."""
        return PlainRule(self.stderr_costs_points, self.impossible_credit_counts_in_full)

    def limits(self, execute: Execute, code_cells: int, *, hidden_suites: bool) -> Limits:
        """The bounds on learners' code.

        Args:
            execute: nbgrader's options.
            code_cells: of the longest notebook.
            hidden_suites: whether the assignment has any.
        """
        timeout = execute.timeout
        cell = float(timeout) if timeout and timeout > 0 else LONGEST
        notebook = DEFAULT_LIMITS.notebook_seconds
        if self.notebook_timeout is not None:
            notebook = float(self.notebook_timeout)
        elif not hidden_suites:
            notebook = min(LONGEST, max(notebook, cell * code_cells))
        return Limits(
            cell_seconds=cell,
            notebook_seconds=notebook,
            cpu_seconds=max(DEFAULT_LIMITS.cpu_seconds, int(notebook) + _CPU_GRACE),
            memory=self.memory_limit * MIB,
            test_memory=min(DEFAULT_LIMITS.test_memory, self.memory_limit * MIB),
            file_size=self.file_size_limit * MIB,
            processes=self.process_limit,
        )


def execute_options(config: Config) -> Execute:
    """nbgrader's options for running notebooks, by any of the names that nbgrader reads them from.

    Raises:
        CourseError: an option is set that cannot be kept here.
    """
    execute: Any = Execute(config=config)
    for name in _HOOKS:
        if getattr(execute, name) is not None:
            raise CourseError(
                f"c.Execute.{name} is set in nbgrader_config.py, but coursegrader runs a notebook's cells in one "
                "go and calls nothing between them; remove that line"
            )
    return execute
