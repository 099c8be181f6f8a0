"""Public self-checks of an exercise: a few worked examples that tell a learner at once what is wrong.

A grade cell reads like a list of calls with their answers::

    with self_check(row_operation) as example:
        example([[1, 2], [3, 4]], "swap", 0, 1).returns([[3, 4], [1, 2]], hint="Both rows must still be there.")
        example([[1, 2], [3, 4]], "scale", 0, factor=0).raises(ValueError)

If all examples agree, one friendly line is printed. The first one that does not raises `SelfCheckFailed`, an
`AssertionError` (so the cell fails, also for `nbgrader validate`), and says in plain words what was called, what came
back, what was expected, and the hint. Every example also notices a function that changes its arguments.
"""

import copy
import inspect
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

LONGEST_VALUE = 200  # characters of a value that are shown
LARGEST_ARRAY = 60  # entries; a larger array is described by its shape


class SelfCheckFailed(AssertionError):
    """An example that disagrees; a notebook shows its message alone, without the frames of this module."""

    def _render_traceback_(self) -> list[str]:
        """IPython asks for this in place of its own traceback."""
        lines = [f"✗ {self}"]
        if self.__cause__ is not None:
            frames = traceback.extract_tb(self.__cause__.__traceback__)[1:]  # the first is the call made here
            lines += [f"  In {frame.name}, line {frame.lineno}:  {frame.line}" for frame in frames[-3:]]
        return lines


class Example:
    """One call of the learner's function, and what became of it."""

    def __init__(self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        shown = [show(value) for value in args] + [f"{name}={show(value)}" for name, value in kwargs.items()]
        self.name = function.__name__
        self.call = f"{self.name}({', '.join(shown)})"
        self.result: Any = None
        self.error: Exception | None = None
        given = copy.deepcopy((args, kwargs))
        try:
            self.result = function(*given[0], **given[1])
        except Exception as error:  # noqa: BLE001 - whatever the learner's code raises is what the example reports
            self.error = error
        self.changed_arguments = _changed(given, (args, kwargs))

    def returns(self, expected: Any, hint: str = "", tolerance: float = 1e-9) -> "Example":
        """The call must give this answer; arrays up to `tolerance` times the largest entry of the answer."""
        __tracebackhide__ = True
        self._must_have_answered(hint)
        difference_found = difference(self.result, expected, tolerance)
        if difference_found is not None:
            self._fail(
                hint,
                f"returned  {show(self.result)}",
                f"expected  {show(expected)}",
                f"({difference_found})",
            )
        return self

    def satisfies(self, wanted: str, holds: Callable[[Any], Any], hint: str = "") -> "Example":
        """The result must have a property, for answers that are not unique; `wanted` completes "expected ..."."""
        __tracebackhide__ = True
        self._must_have_answered(hint)
        try:
            held = bool(holds(self.result))
        except (TypeError, ValueError, IndexError, AttributeError, KeyError) as error:
            # A result of another type or shape than the contract's; say so instead of failing inside the check.
            self._fail(hint, f"returned  {show(self.result)}", f"expected  {wanted}", f"({error})")
            return self
        if not held:
            self._fail(hint, f"returned  {show(self.result)}", f"expected  {wanted}")
        return self

    def raises(self, expected: type[Exception], hint: str = "") -> "Example":
        """The call must raise this exception or a subclass of it."""
        __tracebackhide__ = True
        if self.error is None:
            self._fail(hint, f"returned  {show(self.result)}", f"expected  {expected.__name__} to be raised")
        if not isinstance(self.error, expected):
            self._fail(hint, f"raised    {describe_error(self.error)}", f"expected  {expected.__name__} to be raised")
        return self

    def _must_have_answered(self, hint: str) -> None:
        __tracebackhide__ = True
        if isinstance(self.error, NotImplementedError):
            raise SelfCheckFailed(
                f"{self.name} is not written yet: put your code in place of `raise NotImplementedError()`."
            )
        if self.error is not None:
            self._fail(hint, f"raised    {describe_error(self.error)}", "expected  an answer")
        if self.changed_arguments:
            self._fail("Work on a copy.", "changed the array that was passed in", "expected  the arguments to stay")

    def _fail(self, hint: str, *lines: str) -> None:
        __tracebackhide__ = True
        advice = [f"Hint: {hint}"] if hint else []
        message = "\n  ".join([self.call, *lines, *advice])
        raise SelfCheckFailed(message) from self.error  # where the learner's own code broke down, if it did


@contextmanager
def self_check(function: Callable[..., Any]) -> Iterator[Callable[..., Example]]:
    """Collect examples of `function`; print one line when the block ends without a disagreement."""
    __tracebackhide__ = True
    count = 0

    def example(*args: Any, **kwargs: Any) -> Example:
        nonlocal count
        count += 1
        return Example(function, args, kwargs)

    yield example
    agree = "the example agrees" if count == 1 else f"all {count} examples agree"
    print(f"✓ {function.__name__}: {agree}. The hidden tests try many more inputs.")


def show(value: Any) -> str:
    """A value as one would type it, arrays as nested lists; a long array is described instead."""
    if isinstance(value, np.ndarray):
        text = " ".join(np.array2string(value, separator=", ", precision=6).split())
        short = 0 < value.size <= LARGEST_ARRAY and len(text) <= LONGEST_VALUE
        return text if short else f"an array of shape {value.shape}"
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        fields = zip(value._fields, value, strict=True)
        return f"{type(value).__name__}({', '.join(f'{name}={show(part)}' for name, part in fields)})"
    if isinstance(value, tuple):
        return f"({', '.join(show(part) for part in value)}{',' if len(value) == 1 else ''})"
    if isinstance(value, np.generic):
        return repr(value.item())
    text = f"the function {value.__name__}" if inspect.isfunction(value) else repr(value)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 3] + "..."


def describe_error(error: Exception | None) -> str:
    """An exception in one line."""
    message = str(error).splitlines()
    return f"{type(error).__name__}: {message[0]}" if message else type(error).__name__


def difference(got: Any, expected: Any, tolerance: float) -> str | None:
    """What keeps `got` from being `expected`, in words; None if nothing does."""
    if isinstance(expected, np.ndarray) or (_is_table(expected) and isinstance(got, np.ndarray)):
        return _array_difference(got, np.asarray(expected), tolerance)
    if isinstance(expected, dict) and isinstance(got, dict):
        if got.keys() != expected.keys():
            return f"the keys are {sorted(map(str, got))}"
        return _first_difference([(f"[{key!r}]", got[key], expected[key]) for key in expected], tolerance)
    if isinstance(expected, list | tuple):
        if not isinstance(got, list | tuple):
            return f"a {type(got).__name__}, not a {type(expected).__name__}"
        if len(got) != len(expected):
            return f"{len(got)} values, not {len(expected)}"
        names = getattr(expected, "_fields", [f"value {k}" for k in range(len(expected))])
        return _first_difference(list(zip(names, got, expected, strict=True)), tolerance)
    if isinstance(expected, bool | str) or expected is None:
        return None if type(got) is type(expected) and got == expected else f"not {expected!r}"
    if isinstance(expected, int | float) and isinstance(got, int | float | np.number):
        return None if np.isclose(got, expected, rtol=tolerance, atol=tolerance * 1e-3) else "the numbers differ"
    return None if type(got) is type(expected) and bool(got == expected) else f"a {type(got).__name__}"


def _changed(after: Any, before: Any) -> bool:
    """Whether a container or an array is no longer what it was; other objects (a generator, say) may move on."""
    if isinstance(before, np.ndarray):
        with_nan = before.dtype.kind in "fc"
        return not np.array_equal(after, before, equal_nan=with_nan)
    if isinstance(before, dict):
        return list(after) != list(before) or any(_changed(after[key], before[key]) for key in before)
    if isinstance(before, list | tuple):
        return len(after) != len(before) or any(_changed(a, b) for a, b in zip(after, before, strict=True))
    if isinstance(before, float) and before != before:
        return not (isinstance(after, float) and after != after)  # NaN is unlike itself, and still unchanged
    return isinstance(before, int | float | str) and bool(after != before)


def _is_table(value: Any) -> bool:
    """A list that stands for an array: nothing in it but numbers and such lists."""
    return isinstance(value, list) and all(isinstance(part, int | float) or _is_table(part) for part in value)


def _first_difference(parts: list[tuple[str, Any, Any]], tolerance: float) -> str | None:
    for name, got, expected in parts:
        found = difference(got, expected, tolerance)
        if found is not None:
            return f"{name}: {found}"
    return None


def _array_difference(got: Any, expected: np.ndarray[Any, Any], tolerance: float) -> str | None:
    if not isinstance(got, np.ndarray):
        return f"a {type(got).__name__}, not an array"
    if got.shape != expected.shape:
        return f"the shape is {got.shape}, not {expected.shape}"
    if expected.dtype.kind not in "iufc" or got.dtype.kind not in "iufc":
        return None if np.array_equal(got, expected) else "the entries differ"
    largest = float(np.abs(expected).max(initial=0.0))
    agree = np.isclose(got, expected, rtol=0.0, atol=tolerance * (largest or 1.0), equal_nan=True)
    if agree.all():
        return None
    first = tuple(int(k) for k in np.argwhere(~agree)[0])
    place = ", ".join(map(str, first))
    return f"entry [{place}] is {got[first]:.6g}, not {expected[first]:.6g}"
