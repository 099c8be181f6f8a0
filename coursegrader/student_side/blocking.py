"""Makes functions of a library raise while a hidden test runs, however the notebook imported them.

A rule of an exercise ("without numpy.linalg"), not a wall: it is meant for learners who forget, and holds against the
usual ways to reach a function. Scores do not depend on it for their safety.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any


class BlockedFunctionError(RuntimeError):
    """A function that this exercise does without was called."""


def block_functions(modules: Iterable[str], namespace: Mapping[str, Any]) -> None:
    """Replace every public function of ``modules`` by one that raises, wherever a loaded module or ``namespace`` holds
    it. Classes (exceptions among them) stay.

    Raises:
        ModuleNotFoundError: a module does not exist.
    """
    stubs: dict[int, tuple[object, Callable[..., Any]]] = {}
    for name in modules:
        module = importlib.import_module(name)
        for attribute, value in vars(module).items():
            if not attribute.startswith("_") and callable(value) and not isinstance(value, type):
                stubs[id(value)] = (value, _stub(f"{name}.{attribute}"))
    holders: list[Any] = [vars(m) for m in list(sys.modules.values()) if hasattr(m, "__dict__")]
    for holder in (*holders, namespace):
        for attribute, value in list(holder.items()):
            found = stubs.get(id(value))
            if found is not None and found[0] is value:
                holder[attribute] = found[1]


def _stub(name: str) -> Callable[..., Any]:
    def blocked(*args: Any, **kwargs: Any) -> Any:
        raise BlockedFunctionError(f"{name} is not available in this exercise: write it yourself")

    return blocked
