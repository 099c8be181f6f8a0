"""The steps of ``nbgrader autograde``: coursegrader's in place of those they replace, a course's own where it put them.

Nothing here imports nbgrader: every ``nbgrader`` command reads the configuration, and steps may be named by their path.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import Any, Final

_HERE: Final = "coursegrader.nbgrader_plugins"
EXECUTE: Final = f"{_HERE}.sandboxed_execute.SandboxedExecute"
SCORE: Final = f"{_HERE}.record_scores.RecordScores"
CLEAN: Final = f"{_HERE}.cleaning_preprocessors.CleanOutputs"
SHOW: Final = f"{_HERE}.cleaning_preprocessors.ShowResults"
LIMIT: Final = "nbgrader.preprocessors.LimitOutput"

# nbgrader's own lists (0.9)
STOCK_SANITIZE: Final = tuple(
    f"nbgrader.preprocessors.{name}"
    for name in ("ClearOutput", "DeduplicateIds", "OverwriteKernelspec", "OverwriteCells", "CheckCellMetadata")
)
STOCK_AUTOGRADE: Final = (
    "nbgrader.preprocessors.Execute",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    LIMIT,
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
)
_KNOWN: Final = frozenset(path.rpartition(".")[2] for path in (*STOCK_SANITIZE, *STOCK_AUTOGRADE))
_OURS: Final = frozenset(path.rpartition(".")[2] for path in (EXECUTE, SCORE, CLEAN, SHOW))

Step = str | type  # as in nbgrader's lists


def own_steps(c: Any) -> tuple[str, ...]:
    """Names of the steps of autograding that a configuration has besides nbgrader's and coursegrader's."""
    steps = [
        *_listed(c, "sanitize_preprocessors", STOCK_SANITIZE),
        *(c.SandboxedExecute.get("before") or ()),
        *_listed(c, "autograde_preprocessors", STOCK_AUTOGRADE),
    ]
    return tuple(_name(step) for step in steps if not _names(step) & (_KNOWN | _OURS))


def configure_steps(c: Any) -> None:
    """Replace nbgrader's steps that read, run and score a submission; keep the others in their order.

    A course's own steps that come before the execution get the rebuilt notebook, with the learner's answers in it, and
    what they make of it is run.
    """
    listed = _listed(c, "autograde_preprocessors", STOCK_AUTOGRADE)
    if any(_names(step) & {"SandboxedExecute"} for step in listed):
        return  # configured already
    sanitize = [step for step in _listed(c, "sanitize_preprocessors", STOCK_SANITIZE) if not _names(step) & _KNOWN]
    at = next((index for index, step in enumerate(listed) if "Execute" in _names(step)), 0)
    before, after = listed[:at], listed[at:]
    c.SandboxedExecute.before = [*sanitize, *(step for step in before if not _names(step) & _KNOWN)]
    c.Autograde.sanitize_preprocessors = []  # the submitted notebook is never passed on, only rebuilt
    stock_before = [step for step in before if _names(step) & _KNOWN]
    c.Autograde.autograde_preprocessors = [EXECUTE, *_replaced([*stock_before, *after])]


def _replaced(steps: Sequence[Step]) -> list[Step]:
    limited = any("LimitOutput" in _names(step) for step in steps)
    # before cleaning: nbgrader's own rule reads raw outputs
    score: list[Step] = [SCORE, CLEAN, *([LIMIT] if limited else []), SHOW]
    replaced: list[Step] = []
    for step in steps:
        names = _names(step)
        if "SaveAutoGrades" in names:
            replaced += score
        elif not names & {"Execute", "LimitOutput", "ClearMetadataPreprocessor"}:
            replaced.append(step)
    # a course that leaves out the scoring still gets nothing dangerous into its folders
    return replaced if SCORE in replaced else [*replaced, CLEAN, SHOW]


def _listed(c: Any, name: str, stock: Sequence[str]) -> list[Step]:
    """The list as nbgrader would have it: the course's, or its changes (append, insert, ...) to nbgrader's own."""
    value = c.Autograde.get(name)
    if value is None:
        return list(stock)
    steps: list[Step] = value.get_value(list(stock)) if hasattr(value, "get_value") else list(value)
    return steps


def _name(step: Step) -> str:
    return step.rpartition(".")[2] if isinstance(step, str) else step.__name__


def _names(step: Step) -> set[str]:
    """What a step is: its class's name, and for a class those of its bases (a course's own kind of ``Execute``)."""
    if isinstance(step, str):
        return {_name(step)}
    return {base.__name__ for base in step.__mro__}


def hook_after_ours(ours: Callable[..., None], own: Any) -> Callable[..., None]:
    """A pre-convert hook that calls coursegrader's, then the course's (a callable, or its dotted path)."""

    def hook(**names: Any) -> None:
        ours(**names)
        function = own
        if isinstance(own, str):
            module, _, name = own.rpartition(".")
            function = getattr(importlib.import_module(module), name)
        function(**names)

    return hook
