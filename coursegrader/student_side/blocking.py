"""Makes functions of a library raise while a hidden test runs, however the notebook imported them.

A rule of an exercise ("without numpy.linalg"), not a wall: it is meant for learners who forget, and holds against the
usual ways to reach a function. Scores do not depend on it for their safety.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile
from typing import Any


class BlockedFunctionError(RuntimeError):
    """A function that this exercise does without was called."""


Holder = dict[str, Any]
Stubs = dict[int, tuple[object, Callable[..., Any]]]


class Blocker:
    """Knows where the functions of some modules are held, so that a fork can replace them at once.

    Looking through every loaded module takes long, and in a fork makes a copy of nearly all of its memory: so the warm
    process does that, and a notebook's process catches up with what was imported since.
    """

    def __init__(self, modules: Iterable[str]) -> None:
        """Look through every loaded module.

        Raises:
            ModuleNotFoundError: a module to block does not exist.
        """
        self._stubs = _stubs_for(modules)
        self._places: list[tuple[Holder, str, Callable[..., Any]]] = []
        self._last: str | None = None
        self.catch_up()

    def catch_up(self) -> None:
        """Look through the modules that were loaded since the last time."""
        # the table of modules keeps the order of imports: no older one is touched
        newest_first = takewhile(lambda entry: entry[0] != self._last, reversed(sys.modules.items()))
        new = [module for _, module in newest_first]
        self._last = next(reversed(sys.modules))
        holders = [vars(module) for module in new if hasattr(module, "__dict__")]
        self._places += [place for holder in holders for place in self._find(holder)]

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


class Blockers:
    """The blockers of a process, each made once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], Blocker] = {}

    def prepare(self, modules: tuple[str, ...]) -> None:
        """Make one beforehand, if the modules are loaded anyway."""
        if modules not in self._known and all(name in sys.modules for name in modules):
            self._known[modules] = Blocker(modules)

    def get(self, modules: tuple[str, ...]) -> Blocker:
        """The blocker of these modules, which knows of every module loaded by now.

        Raises:
            ModuleNotFoundError: a module to block does not exist.
        """
        blocker = self._known.get(modules)
        if blocker is None:
            blocker = self._known[modules] = Blocker(modules)
        blocker.catch_up()
        return blocker


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
