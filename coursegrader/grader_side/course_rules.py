"""How a course wants an assignment to be graded, where that is not what this package does by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from coursegrader.grader_side.plain_rule import DEFAULT_RULE, PlainRule

SKIP_TAG = "skip-execution"


@dataclass(frozen=True)
class KernelOptions:
    """What is asked of a kernel that is not this Python. Times in seconds, None for no limit of its own.

    Attributes:
        name: the kernel to use whatever a notebook says; empty: what the notebook says.
        arguments: further arguments of its command.
        startup_seconds, iopub_seconds: how long to wait for it.
    """

    name: str = ""
    arguments: tuple[str, ...] = ()
    startup_seconds: int = 60
    iopub_seconds: int = 4


@dataclass(frozen=True)
class StoppedCell:
    """The error that a cell shows when its time was up; nbgrader's own by default."""

    name: str = "CellTimeoutError"
    message: str = ""
    traceback: tuple[str, ...] = ()


@dataclass(frozen=True)
class CourseRules:
    """One assignment's rules. Data only: it goes to worker processes.

    Attributes:
        source_dir: the folder of the instructor's notebooks and files; ``source/<assignment>`` of the course when None.
        templates: notebooks as they were released, hidden tests included, by name: what nbgrader keeps in the
            gradebook. They take the place of the notebooks in the source folder.
        ignore: globs of files in the source folder that no learner ever gets.
        keep: files of the source folder that do not replace a learner's own (``Autograde.exclude_overwriting``).
        plain: how cells without a hidden suite are scored.
        skip_tag: cells that the instructor gave this tag are not run.
        run_all: also run notebooks in which nothing is graded.
        errors_fail: an attempt with any error in it is not graded at all (``Execute.force_raise_errors``).
        timeouts_fail: nor is one with a cell that takes too long (``Execute.interrupt_on_timeout`` switched off).
        timeout_error: what a cell shows that was stopped (``Execute.error_on_timeout``).
        grade_missing: test cells that are not in the submission are put back and scored; else a person has to.
        kernel: what is asked of kernels other than this Python.
    """

    source_dir: Path | None = None
    templates: Mapping[str, bytes] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    keep: frozenset[str] = frozenset()
    plain: PlainRule = DEFAULT_RULE
    skip_tag: str = SKIP_TAG
    run_all: bool = False
    errors_fail: bool = False
    timeouts_fail: bool = False
    timeout_error: StoppedCell = StoppedCell()
    grade_missing: bool = True
    kernel: KernelOptions = KernelOptions()


DEFAULT_RULES = CourseRules()
