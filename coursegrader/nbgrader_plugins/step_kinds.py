"""Whose a step in nbgrader's lists is: nbgrader's own, coursegrader's, or a course's.

A step is named by its dotted path, or is a class, an object or a function. A course's own class may well be derived
from one of nbgrader's and even have its name, and does something else all the same.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Collection
from typing import Any, Final

Step = str | type | Callable[..., Any]  # as in nbgrader's lists

_NBGRADERS: Final = ("nbgrader.", "nbconvert.")
_OURS: Final = "coursegrader.nbgrader_plugins."


def name_of(step: Step) -> str:
    """A step's name for people: that of its class or function."""
    if isinstance(step, str):
        return step.rpartition(".")[2]
    return str(getattr(step, "__name__", type(step).__name__))


def is_nbgraders(step: Step, names: Collection[str]) -> bool:
    """Whether a step is one of these of nbgrader's (or nbconvert's), itself and not something derived from it."""
    return name_of(step) in names and _module(step).startswith(_NBGRADERS)


def is_ours(step: Step) -> bool:
    """Whether coursegrader put it there."""
    return _module(step).startswith(_OURS)


def is_kind_of(step: Step, names: Collection[str]) -> bool:
    """Whether a step is one of these of nbgrader's, or derived from it."""
    found = _found(step)
    if isinstance(found, str):
        return name_of(found) in names  # nobody can say more
    bases = (found if isinstance(found, type) else type(found)).__mro__
    return any(base.__name__ in names and f"{base.__module__}.".startswith(_NBGRADERS) for base in bases)


def _module(step: Step) -> str:
    """The module of a step's class or function, with a dot behind it; none of an object, which has settings of its
    own.
    """
    found = _found(step)
    if isinstance(found, str):
        return f"{found.rpartition('.')[0]}."
    return f"{getattr(found, '__module__', '')}." if hasattr(found, "__name__") else ""


def _found(step: Step) -> Step:
    """What a course's dotted path leads to. The others are told by their path alone, and importing them takes long."""
    if not isinstance(step, str) or step.startswith((*_NBGRADERS, _OURS)):
        return step
    module, _, name = step.rpartition(".")
    try:
        found: Step = getattr(importlib.import_module(module), name)
    except Exception:  # noqa: BLE001  whatever is wrong with it, nbgrader says so when it needs the step
        return step
    return found
