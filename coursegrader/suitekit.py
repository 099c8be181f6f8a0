"""What hidden suites of any course share: types, comparisons by exact type, and how an example is shown to learners.

A suite imports from here by name: ``from coursegrader.suitekit import Reveal, Student, assert_close``. What a week
knows by itself (its oracles and the inputs it draws) lies beside its suites, in ``graders/<assignment>/``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Student = Any  # the `student` fixture: its attributes are whatever the learner defined
Reveal = Callable[[str], None]

EPS = float(np.finfo(np.float64).eps)
SCALES = (2.0**-40, 2.0**-664, 2.0**498)
"""About 1e-12, 1e-200 and 1e+150; powers of two, so that scaling by them loses no digit."""


def tolerance(matrix: Array) -> float:
    """What counts as zero in a matrix (m, n): max(m, n) * eps * its largest entry; 0.0 for an empty matrix."""
    largest = float(np.abs(matrix).max(initial=0.0))
    return float(max(matrix.shape)) * EPS * largest


def assert_array(value: object, shape: tuple[int, ...]) -> Array:
    """`value`, once it is known to be a plain float64 array of this shape without NaN or infinity."""
    assert type(value) is np.ndarray, f"not an array: {type(value)}"
    assert value.dtype == np.float64
    assert value.shape == shape
    assert np.isfinite(value).all()
    return value


def assert_close(value: object, expected: ArrayLike, relative: float = 1e-8) -> None:
    """A float64 array equal to `expected`, up to `relative` times its largest entry."""
    wanted = np.asarray(expected, dtype=np.float64)
    got = assert_array(value, wanted.shape)
    assert (np.abs(got - wanted) <= relative * np.abs(wanted).max(initial=0.0)).all()


def assert_float(value: object, expected: float, relative: float = 1e-9) -> None:
    """A Python float equal to `expected`, up to `relative` times its size (exactly, where that is 0 or infinite)."""
    assert type(value) is float, f"not a Python float: {type(value)}"
    assert value == expected or abs(value - expected) <= relative * abs(expected)


@contextmanager
def shown(reveal: Reveal, is_example: bool, *lines: str) -> Iterator[None]:
    """Reveal these lines if the checks inside fail, but only for an input that was drawn with `example_rng`."""
    try:
        yield
    except AssertionError:
        if is_example:
            reveal("\n".join(lines))
        raise


def text(value: object) -> str:
    """A value as a learner would type it: arrays as nested lists."""
    if isinstance(value, np.ndarray):
        return str(value.tolist())
    if isinstance(value, tuple):
        return "(" + ", ".join(text(part) for part in value) + ")"
    return repr(value)
