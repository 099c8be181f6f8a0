"""Answers that know nothing, made of a right one. The text of this module is run behind the wall, by itself.

``install`` puts them in the place of a notebook's functions. What a right answer gives for the public examples is found
by running the self-check with functions that take notes.

What is put in keeps nothing from call to call and can be seen to: closures over functions and constants, no objects.
Hidden tests are then served without a fork for each (``student_side/stateless.py``), several times as fast.
"""

from __future__ import annotations

import contextlib
import copy
import io
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Function = Callable[..., Any]
Namespace = dict[str, Any]
CHANGES = "generic_answer_changes_something"


# ---- answers, given again and again


def again(value: Any) -> Function:
    """A function without arguments that gives a new copy of a value."""
    if isinstance(value, np.ndarray) and not value.dtype.hasobject:
        data, dtype, shape = value.tobytes(), value.dtype, value.shape
        return lambda: np.frombuffer(data, dtype).reshape(shape).copy()
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        kind, fields = type(value), again(tuple(value))
        return lambda: kind(*fields())
    if type(value) is tuple:
        if not value:
            return lambda: ()
        first, rest = again(value[0]), again(value[1:])
        return lambda: (first(), *rest())
    if type(value) is list:
        parts = again(tuple(value))
        return lambda: list(parts())
    if type(value) is dict:
        names, contents = again(tuple(value)), again(tuple(value.values()))
        return lambda: dict(zip(names(), contents(), strict=True))
    if isinstance(value, bool | int | float | complex | str | bytes | None | np.generic):
        return lambda: value
    return lambda: copy.deepcopy(value)


def raised_again(error: Exception) -> Function:
    """A function that raises an error of the same kind."""
    kind, words = type(error), str(error)

    def fail() -> None:
        raise kind(words)

    return fail


def plain(value: Any) -> Any:
    """A value that can be compared: equal numbers, lists and arrays are one; of a generator, where it stands."""
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, list | tuple):
        return tuple([plain(part) for part in value])
    if isinstance(value, dict):
        return tuple([(plain(name), plain(part)) for name, part in value.items()])
    try:
        return repr(value.bit_generator.state)
    except AttributeError:
        return value


class Examples:
    """The public examples of one function.

    Attributes:
        calls: what it was given.
        answers: what came of each: functions that give it again, or raise.
        results: what it returned, where it did.
    """

    def __init__(self, function: Function) -> None:
        self._function = function
        self.calls: list[object] = []
        self.answers: list[Function] = []
        self.results: list[Any] = []

    def note(self, *args: Any, **kwargs: Any) -> Any:
        """Call the function and remember."""
        call = plain((args, kwargs))
        try:
            result = self._function(*args, **kwargs)
        except Exception as error:
            self._remember(call, raised_again(error))
            raise
        answer = again(result)
        self.results.append(answer())  # a copy (deepcopy would leave a mark on the class of a named tuple)
        self._remember(call, answer)
        return result

    def _remember(self, call: object, answer: Function) -> None:
        self.calls.append(call)
        self.answers.append(answer)

    def first(self) -> Function:
        """Gives the result of the first example that has one; None where there is no example."""
        return again(self.results[0]) if self.results else again(None)


# ---- functions that know nothing


def constant(function: Function, examples: Examples) -> Function:
    """Always the answer to the first example."""
    first = examples.first()
    return lambda *args, **kwargs: first()


def identity(function: Function, examples: Examples) -> Function:
    """The first argument as it was given."""
    return lambda *args, **kwargs: next(iter([*args, *kwargs.values()]), None)


def look_up(function: Function, examples: Examples) -> Function:
    """Right for the public examples, called as they are there; the answer to the first one for everything else."""
    first = examples.first()

    def found(call: object) -> Any:
        return first()

    for known, answer in zip(examples.calls, examples.answers, strict=True):
        found = _or(known, answer, found)
    return lambda *args, **kwargs: found(plain((args, kwargs)))


def _or(known: object, answer: Function, otherwise: Function) -> Function:
    return lambda call: answer() if call == known else otherwise(call)


def all_nan(function: Function, examples: Examples) -> Function:
    """The right answer with NaN for every float; errors as they should be."""
    return lambda *args, **kwargs: with_nan(function(*args, **kwargs))


def all_zero(function: Function, examples: Examples) -> Function:
    """The right answer with 0 for every number and nothing for every text; errors as they should be."""
    return lambda *args, **kwargs: with_zero(function(*args, **kwargs))


def with_nan(value: Any) -> Any:
    """The same with NaN for every float."""
    if isinstance(value, np.ndarray):
        return np.full_like(value, np.nan) if value.dtype.kind in "fc" else value
    if isinstance(value, float | complex | np.floating):
        return type(value)("nan")
    if isinstance(value, list):
        return [with_nan(part) for part in value]
    if isinstance(value, dict):
        return {name: with_nan(part) for name, part in value.items()}
    if isinstance(value, tuple):
        parts = [with_nan(part) for part in value]
        return type(value)(*parts) if has_fields(value) else tuple(parts)
    return value


def with_zero(value: Any) -> Any:
    """The same with 0 for every number, and nothing for every text."""
    if isinstance(value, np.ndarray):
        return np.zeros_like(value)
    if isinstance(value, bool | int | float | complex | str | bytes | np.generic):
        return type(value)()
    if isinstance(value, list):
        return [with_zero(part) for part in value]
    if isinstance(value, dict):
        return {name: with_zero(part) for name, part in value.items()}
    if isinstance(value, tuple):
        parts = [with_zero(part) for part in value]
        return type(value)(*parts) if has_fields(value) else tuple(parts)
    return value


def has_fields(value: Any) -> bool:
    """Whether it is a named tuple."""
    try:
        return bool(value._fields)
    except AttributeError:
        return False


MAKERS: dict[str, Callable[[Function, Examples], Function]] = {
    "constant": constant,
    "identity": identity,
    "look-up": look_up,
    "NaN": all_nan,
    "zero": all_zero,
}


def install(namespace: Namespace, kind: str, answer: str, self_check: str, names: Sequence[str]) -> None:
    """Put functions that know nothing into a namespace.

    Args:
        namespace: of the notebook, after all its cells.
        kind: a key of ``MAKERS``.
        answer: the reference; its functions go on to call one another, and not those put in.
        self_check: the cell with the public examples.
        names: the functions to replace.
    """
    own = dict(namespace)
    exec(compile(answer, "<reference>", "exec"), own)  # noqa: S102  the course's own code, behind the wall
    examples = {name: Examples(own[name]) for name in names}
    noting = own | {name: _named(name, examples[name].note) for name in names}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Exception):  # what it notes until then counts
        exec(compile(self_check, "<self-check>", "exec"), noting)  # noqa: S102
    for name in names:
        namespace[name] = _named(name, MAKERS[kind](own[name], examples[name]))
    results = [result for name in names for result in examples[name].results]
    namespace[CHANGES] = kind != "NaN" or any(repr(with_nan(result)) != repr(result) for result in results)


def _named(name: str, function: Function) -> Function:
    def called(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    called.__name__ = called.__qualname__ = name
    return called
