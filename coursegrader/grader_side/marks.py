"""What the marks of a hidden test say; read once, when suites are loaded, for tests that cannot mark themselves."""

from __future__ import annotations

from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Marks:
    """What the marks of one test say.

    Attributes:
        cell: the grade cell that it scores, if it names one.
        weight: how much it counts within its cell.
        hint: what the learner reads if it fails, if that is not the docstring.
        blocked: modules (all their public functions) and single functions that raise in the learner's process.
        may_not_pass: whether it says of itself that it must fail.
    """

    cell: str | None
    weight: float
    hint: str | None
    blocked: tuple[str, ...]
    may_not_pass: bool


_KEPT = pytest.StashKey[Marks]()


def marks_of(item: pytest.Item) -> Marks:
    """The marks of a test, as they were kept, else as they are now."""
    kept = item.stash.get(_KEPT, None)
    return _read(item) if kept is None else kept


def keep_marks(item: pytest.Item) -> None:
    """Read the marks of a test that cannot change them while it runs."""
    try:
        item.stash[_KEPT] = _read(item)
    except (IndexError, TypeError, ValueError):
        return  # a mark without its argument, say: told when the test is run


def _read(item: pytest.Item) -> Marks:
    cell, weight, hint, xfail = (item.get_closest_marker(name) for name in ("cell", "weight", "hint", "xfail"))
    return Marks(
        cell=None if cell is None else str(cell.args[0]),
        weight=1.0 if weight is None else float(weight.args[0]),
        hint=None if hint is None else str(hint.args[0]),
        blocked=tuple(module for marker in item.iter_markers("blocked") for module in marker.args),
        may_not_pass=xfail is not None and bool(xfail.kwargs.get("strict")),
    )
