"""The ``student`` of a hidden test where nothing is confined: the notebook's own functions, called directly."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from coursegrader.grader_side.student import NEVER_MEANT, CallReport
from coursegrader.grader_side.student_error import StudentError
from coursegrader.student_side.blocking import Blocker

Namespace = dict[str, Any]
Place = tuple[Namespace, str, Any, Any]


class Blocks:
    """Blocked functions of one notebook's namespace, found once and put in place around each call only: the hidden
    tests run in the same process and use the same modules."""

    def __init__(self, namespace: Namespace, blockers: dict[tuple[str, ...], Blocker]) -> None:
        self._namespace, self._blockers = namespace, blockers
        self._places: dict[tuple[str, ...], list[Place]] = {}

    def places(self, modules: tuple[str, ...]) -> list[Place]:
        """Where functions of these modules are held: holder, name, the function, what stands in for it."""
        if modules not in self._places:
            blocker = self._blockers.setdefault(modules, Blocker(modules)) if modules else None
            found = [*blocker._places, *blocker._find(self._namespace)] if blocker else []
            self._places[modules] = [(holder, name, holder[name], stub) for holder, name, stub in found]
        return self._places[modules]


class FloorStudent:
    """What :class:`coursegrader.grader_side.student.Student` offers a suite, with nothing in between."""

    def __init__(self, namespace: Namespace, places: Sequence[Place]) -> None:
        self._namespace, self._places = namespace, places

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self[name]

    def __getitem__(self, name: str) -> Any:
        if name not in self._namespace:
            raise StudentError("NameError", f"name '{name}' is not defined", _names(NameError))
        value = self._namespace[name]
        return self._guarded(value) if callable(value) else value

    def _guarded(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            for holder, name, _, stub in self._places:
                holder[name] = stub
            try:
                return function(*args, **kwargs)
            except Exception as error:  # noqa: BLE001  what the learner's code raises is what the suite sees
                raise StudentError(type(error).__name__, str(error), _names(type(error))) from None
            finally:
                for holder, name, original, _ in self._places:
                    holder[name] = original

        return call

    def call(self, name: str, *args: Any, report: bool = False, **kwargs: Any) -> Any:
        """Call the learner's function ``name``; with ``report=True``, on copies, and give a CallReport."""
        if not report:
            return self[name](*args, **kwargs)
        given = copy.deepcopy(args)
        started = time.perf_counter()
        result = self[name](*given, **kwargs)
        seconds = time.perf_counter() - started
        return CallReport(result, given, tuple(_shares(result, argument) for argument in given), seconds)

    @contextmanager
    def raises(self, kind: type[BaseException]) -> Iterator[None]:
        """The calls inside must raise ``kind`` (or a subclass) in the learner's code."""
        try:
            yield
        except StudentError as error:
            if not error.is_a(kind) or (error.type_name in NEVER_MEANT and kind.__name__ != error.type_name):
                raise AssertionError(f"raised {error.type_name} instead of {kind.__name__}") from error
        else:
            raise AssertionError(f"did not raise {kind.__name__}")

    def data(self, value: Any) -> Any:
        """The value itself: nothing is a handle here."""
        return value

    def type_name(self, value: Any) -> str:
        """The class name of a value."""
        return type(value).__name__


def _names(kind: type[BaseException]) -> tuple[str, ...]:
    return tuple(f"{cls.__module__}.{cls.__qualname__}" for cls in kind.__mro__)


def _shares(result: object, argument: object) -> bool:
    values = (
        list(result) if isinstance(result, (list, tuple)) else list(getattr(result, "__dict__", {0: result}).values())
    )
    mine = [value for value in values if isinstance(value, np.ndarray)]
    return isinstance(argument, np.ndarray) and any(np.shares_memory(value, argument) for value in mine)
