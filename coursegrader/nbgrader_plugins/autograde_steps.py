"""The steps of ``nbgrader autograde``: coursegrader's in place of those they replace, a course's own where it put them.

Nothing here imports nbgrader: every ``nbgrader`` command reads the configuration, and steps may be named by their path.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import Any, Final

from coursegrader.nbgrader_plugins.step_kinds import (
    RUNS,
    Step,
    is_kind_of,
    is_nbgraders,
    is_ours,
    listed_steps,
    name_of,
)

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
_KNOWN: Final = frozenset(map(name_of, (*STOCK_SANITIZE, *STOCK_AUTOGRADE)))
# Replaced together with everything derived from them: they would run learners' code outside of the sandbox, believe
# what it prints, or take the engine's results off the cells.
_REPLACED: Final = RUNS | {"SaveAutoGrades", "ClearMetadataPreprocessor"}
# What the command does by itself, in this order; where a check stands makes no difference.
_USUAL: Final = ("IgnorePattern", SCORE, CLEAN, "LimitOutput", SHOW, "AssignLatePenalties")


def own_steps(c: Any) -> tuple[str, ...]:
    """What only nbgrader's own converter can do, of the steps that a configuration has: their names.

    These are steps that are neither nbgrader's nor coursegrader's, and nbgrader's in another order than its own. Steps
    that are merely left out are no reason, unless it is the one that scores.

    Args:
        c: a configuration that :func:`configure_steps` has seen.
    """
    listed = listed_steps(c.Autograde, "autograde_preprocessors", STOCK_AUTOGRADE)
    own = [*(c.SandboxedExecute.get("before") or ()), *(step for step in listed if not _is_known(step))]
    return (*map(name_of, own), *_out_of_place([step for step in listed if _is_known(step)]))


def _is_known(step: Step) -> bool:
    return is_ours(step) or is_nbgraders(step, _KNOWN)


def _out_of_place(steps: Sequence[Step]) -> list[str]:
    places = [name_of(step) for step in _USUAL]
    names = [name for name in map(name_of, steps) if name not in {name_of(EXECUTE), "CheckCellMetadata"}]
    if name_of(SCORE) not in names:
        return ["no SaveAutoGrades"]
    found, reached = [], 0
    for name in names:
        if name in places[reached:]:
            reached = places.index(name) + 1
        else:
            found.append(name)
    return found


def is_listed(c: Any, name: str) -> bool:
    """Whether nbgrader's own step of this name is among a configuration's steps after the run."""
    return any(
        is_nbgraders(step, {name}) for step in listed_steps(c.Autograde, "autograde_preprocessors", STOCK_AUTOGRADE)
    )


def configure_steps(c: Any) -> None:
    """Replace nbgrader's steps that read, run and score a submission; keep the others in their order.

    A course's own steps that come before the execution get the rebuilt notebook, with the learner's answers in it, and
    what they make of it is run.
    """
    listed = listed_steps(c.Autograde, "autograde_preprocessors", STOCK_AUTOGRADE)
    if any(is_ours(step) and name_of(step) == name_of(EXECUTE) for step in listed):
        return  # configured already
    sanitize = listed_steps(c.Autograde, "sanitize_preprocessors", STOCK_SANITIZE)
    at = next((index for index, step in enumerate(listed) if is_kind_of(step, RUNS)), 0)
    before, after = listed[:at], listed[at:]
    c.SandboxedExecute.before = [
        step for step in (*sanitize, *before) if not is_nbgraders(step, _KNOWN) and not is_kind_of(step, _REPLACED)
    ]
    c.Autograde.sanitize_preprocessors = []  # the submitted notebook is never passed on, only rebuilt
    # of nbgrader's steps, only this one does anything to a notebook that is rebuilt and has no outputs yet
    early = [step for step in before if is_nbgraders(step, {"AssignLatePenalties"})]
    c.Autograde.autograde_preprocessors = [EXECUTE, *_replaced([*early, *after])]


def _replaced(steps: Sequence[Step]) -> list[Step]:
    limited = any(is_nbgraders(step, {"LimitOutput"}) for step in steps)
    # before cleaning: nbgrader's own rule reads raw outputs
    score: list[Step] = [SCORE, CLEAN, *([LIMIT] if limited else []), SHOW]
    replaced: list[Step] = []
    for step in steps:
        if is_kind_of(step, {"SaveAutoGrades"}):
            replaced += score
        elif not is_kind_of(step, _REPLACED) and not is_nbgraders(step, {"LimitOutput"}):
            replaced.append(step)
    # a course that leaves out the scoring still gets nothing dangerous into its folders
    return replaced if SCORE in replaced else [*replaced, CLEAN, SHOW]


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
