"""Makes functions of a library raise while a hidden test runs, however the notebook imported them.

A rule of an exercise ("without numpy.linalg"), not a wall: it is meant for learners who forget, and holds against the
usual ways to reach a function. Scores do not depend on it for their safety.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from itertools import takewhile
from types import ModuleType
from typing import Any


class BlockedFunctionError(RuntimeError):
    """A function that this exercise does without was called."""


Holder = dict[str, Any]
Stubs = dict[int, tuple[object, Callable[..., Any]]]


class Blocker:
    """Knows where the functions of some modules are held, so that a fork can replace them at once.

    Looking through every loaded module takes long, and in a fork makes a copy of nearly all of its memory: so the warm
    process does that, and a notebook's process catches up with what was imported since. A module that is not loaded
    takes long to load: its functions are replaced if ever it is.
    """

    def __init__(self, targets: Iterable[str]) -> None:
        """Look through every loaded module.

        Args:
            targets: modules, for all their public functions ("numpy.linalg"), and single functions or classes
                ("numpy.cov").

        Raises:
            ModuleNotFoundError: a module, or a name in it, to block does not exist.
        """
        self._targets: dict[str, list[str]] = {}
        for target in targets:
            module, name = _split(target)
            self._targets.setdefault(module, []).append(name)
        self._modules = tuple(self._targets)
        self._stubbed: set[str] = set()
        self._stubs: Stubs = {}
        self._places: list[tuple[Holder, str, Callable[..., Any]]] = []
        self._last: str | None = None
        self.catch_up()

    def catch_up(self) -> None:
        """Look through the modules that were loaded since the last time."""
        for name in self._modules:
            if name in sys.modules and name not in self._stubbed:
                self._stubbed.add(name)
                self._stubs |= _stubs_for(sys.modules[name], self._targets[name])
                self._last = None  # it may be held by older modules as well
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
        """Replace what is blocked, wherever a module or ``namespace`` holds it, by a function that raises. Classes
        (exceptions among them) stay, unless they are blocked by name."""
        self._replace(namespace)
        missing = [name for name in self._modules if name not in sys.modules]
        if missing:
            sys.meta_path.insert(0, _OnceLoaded(missing, lambda: self._replace_more(namespace)))

    def _replace(self, namespace: Holder) -> None:
        for holder, name, stub in (*self._places, *self._find(namespace)):
            holder[name] = stub

    def _replace_more(self, namespace: Holder) -> None:
        self.catch_up()
        self._replace(namespace)


class _OnceLoaded(MetaPathFinder):
    """Does something each time after one of some modules has been loaded."""

    def __init__(self, names: Iterable[str], action: Callable[[], None]) -> None:
        self._names, self._action = set(names), action

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in self._names:
            return None
        self._names.remove(fullname)  # whoever is asked next finds it
        spec = importlib.util.find_spec(fullname)
        if spec is not None and spec.loader is not None:
            spec.loader = _LoaderWithEnd(spec.loader, self._action)
        return spec


class _LoaderWithEnd(Loader):
    """Loads as another loader does, then does something more."""

    def __init__(self, loader: Loader, action: Callable[[], None]) -> None:
        self._loader, self._action = loader, action

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        self._action()


class Blockers:
    """The blockers of a process, each made once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], Blocker] = {}

    def prepare(self, modules: tuple[str, ...]) -> None:
        """Make one beforehand."""
        if modules not in self._known:
            with suppress(ModuleNotFoundError):  # the test that blocks it says so
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


def _split(target: str) -> tuple[str, str]:
    """Module and name in it; no name where the target is a whole module. Raises ModuleNotFoundError for neither."""
    if _is_module(target):
        return target, ""
    module, _, name = target.rpartition(".")
    if module and _is_module(module) and hasattr(sys.modules.get(module), name):
        return module, name
    if module and _is_module(module) and module not in sys.modules:
        return module, name  # whether it has such a name is seen when it is loaded
    raise ModuleNotFoundError(f"there is no module, and no function in a module, called {target!r}", name=target)


def _is_module(name: str) -> bool:
    """Whether the module can be found. Packages above it are not loaded for that."""
    places: Sequence[str] | None = None
    path = ""
    for part in name.split("."):
        path = f"{path}.{part}" if path else part
        if path in sys.modules:
            places = getattr(sys.modules[path], "__path__", [])
            continue
        spec = PathFinder.find_spec(path, places)
        if spec is None:
            return False
        places = spec.submodule_search_locations or []
    return True


def _stubs_for(module: ModuleType, names: Sequence[str]) -> Stubs:
    """What is blocked of a module: of an empty name, every public function."""
    stubs: Stubs = {}
    for name, value in vars(module).items():
        function = not name.startswith("_") and callable(value) and not isinstance(value, type)
        if name in names or ("" in names and function):
            stubs[id(value)] = (value, _stub(f"{module.__name__}.{name}"))
    return stubs


def _stub(name: str) -> Callable[..., Any]:
    def blocked(*args: Any, **kwargs: Any) -> Any:
        raise BlockedFunctionError(f"{name} is not available in this exercise: write it yourself")

    return blocked
