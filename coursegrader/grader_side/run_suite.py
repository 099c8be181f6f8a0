"""Runs hidden suites in this trusted process, by pytest, against one notebook's session."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

from coursegrader.grader_side.assignment import NOT_SUITES
from coursegrader.grader_side.collected import CollectedSuites
from coursegrader.grader_side.plugin import SuiteContext
from coursegrader.grader_side.recorded import SuiteRun
from coursegrader.grader_side.tree_signature import Signature, tree_signature

MAX_KEPT = 16
_Key = tuple[Path, tuple[Path, ...]]
_kept: OrderedDict[_Key, tuple[Signature | None, CollectedSuites]] = OrderedDict()


def collect_suites(suites: Sequence[Path], graders_dir: Path) -> CollectedSuites:
    """The suites, loaded and not yet run: kept from an earlier call if no file beside them has changed since.

    Run them in a forked child only; here they stay as they are, for the next.
    """
    key = graders_dir, tuple(suites)
    signature = tree_signature(graders_dir, NOT_SUITES)
    if key in _kept:
        known, collected = _kept.pop(key)
        if signature is not None and signature == known:
            _kept[key] = known, collected
            return collected
        collected.close()
    collected = CollectedSuites(suites, graders_dir)
    _kept[key] = signature, collected
    while len(_kept) > MAX_KEPT:
        _, (_, oldest) = _kept.popitem(last=False)
        oldest.close()
    return collected


def run_suites(suites: Sequence[Path], graders_dir: Path, context: SuiteContext) -> SuiteRun:
    """Load suites and run them, here and now."""
    collected = CollectedSuites(suites, graders_dir)
    try:
        return collected.run(context)
    finally:
        collected.close()


def run_collected_suites(suites: Sequence[Path], graders_dir: Path, context: SuiteContext) -> SuiteRun:
    """Run suites that were loaded before the fork of this process."""
    return collect_suites(suites, graders_dir).run(context)
