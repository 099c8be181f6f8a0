"""Whose a step in nbgrader's lists is: nbgrader's own, coursegrader's, or a course's.

A step is named by its dotted path, or is a class, an object or a function. A course's own class may well be derived
from one of nbgrader's and even have its name, and does something else all the same.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Collection, Sequence
from typing import Any, Final, NoReturn

from coursegrader.errors import CourseError
from coursegrader.nbgrader_plugins.failures import report_failure

Step = str | type | Callable[..., Any]  # as in nbgrader's lists

# They run learners' code outside of the sandbox, together with everything derived from them.
RUNS: Final = frozenset({"Execute", "ExecutePreprocessor"})
_NBGRADERS: Final = ("nbgrader.", "nbconvert.")
_OURS: Final = "coursegrader.nbgrader_plugins."


class UnusableStep:
    """In place of a step whose path leads nowhere: nothing is graded without it, and the error says why.

    The path itself may not stay in a list: a folder that is put on ``sys.path`` later would make it lead to something
    that nobody has looked at, and that may run learners' code outside of the sandbox.
    """

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self._reason = reason

    def __call__(self, *_notebook_and_resources: object) -> NoReturn:
        """Raise CourseError."""
        error = CourseError(
            f"{self.path}, a step of this course's nbgrader_config.py, cannot be imported ({self._reason}): make it "
            "importable before configure(...) is called there, or take it out of its list"
        )
        report_failure(error)
        raise error


def listed_steps(section: Any, name: str, stock: Sequence[str]) -> list[Step]:
    """A list as nbgrader would have it: the course's, or its changes (append, insert, ...) to nbgrader's own. A path
    that leads nowhere is in it as what says so.

    Args:
        section: of the configuration, that of the converter.
        name: the list's.
        stock: nbgrader's own list.
    """
    value = section.get(name)
    if value is None:
        return list(stock)
    steps: list[Step] = value.get_value(list(stock)) if hasattr(value, "get_value") else list(value)
    return [usable(step) for step in steps]


def usable(step: Step) -> Step:
    """The step itself; an :class:`UnusableStep` for a course's dotted path that cannot be imported."""
    try:
        _found(step)
    except Exception as error:  # noqa: BLE001  a course's module may raise anything; the step tells it when it is needed
        return UnusableStep(str(step), f"{type(error).__name__}: {' '.join(str(error).split())}")
    return step


def name_of(step: Step) -> str:
    """A step's name for people: that of its class or function."""
    if isinstance(step, UnusableStep):
        step = step.path
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
    found: Step = getattr(importlib.import_module(module), name)
    return found
