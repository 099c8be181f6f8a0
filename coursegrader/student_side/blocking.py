"""Makes functions of a library raise while a hidden test runs, however the notebook imported them.

A rule of an exercise ("without numpy.linalg"), not a wall: it is meant for learners who forget, and holds against the
usual ways to reach a function. Scores do not depend on it for their safety.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any


class BlockedFunctionError(RuntimeError):
    """A function that this exercise does without was called."""


Holder = dict[str, Any]
Stubs = dict[int, tuple[object, Callable[..., Any]]]


class Blocker:
    """Knows where the functions of some modules are held, so that a fork can replace them at once."""

    def __init__(self, modules: Iterable[str]) -> None:
        """Look through every loaded module.

        Raises:
            ModuleNotFoundError: a module to block does not exist.
        """
        self._stubs = _stubs_for(modules)
        holders = [vars(module) for module in list(sys.modules.values()) if hasattr(module, "__dict__")]
        self._places = [place for holder in holders for place in self._find(holder)]

    def _find(self, holder: Holder) -> Iterator[tuple[Holder, str, Callable[..., Any]]]:
        for name, value in list(holder.items()):
            found = self._stubs.get(id(value))
            if found is not None and found[0] is value:
                yield holder, name, found[1]

    def apply(self, namespace: Holder) -> None:
        """Replace every public function of the modules, wherever a module or ``namespace`` holds it, by one that
        raises. Classes (exceptions among them) stay."""
        for holder, name, stub in (*self._places, *self._find(namespace)):
            holder[name] = stub


def _stubs_for(modules: Iterable[str]) -> Stubs:
    stubs: Stubs = {}
    for module_name in modules:
        for name, value in vars(importlib.import_module(module_name)).items():
            if not name.startswith("_") and callable(value) and not isinstance(value, type):
                stubs[id(value)] = (value, _stub(f"{module_name}.{name}"))
    return stubs


def _stub(name: str) -> Callable[..., Any]:
    def blocked(*args: Any, **kwargs: Any) -> Any:
        raise BlockedFunctionError(f"{name} is not available in this exercise: write it yourself")

    return blocked
