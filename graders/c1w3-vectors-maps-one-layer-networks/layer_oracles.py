"""What the hidden suites about one layer know independently of any learner: exact answers, and inputs with a clear
verdict.

Inputs are whole numbers and quarters, so that sums of products are exact in any order of operations. Answers are
computed entry by entry in plain Python, with `math.fsum`, and without a matrix product.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursegrader.suitekit import Array, Student

CLEAR = 7.0  # standard errors: a right answer is further away less often than once in a hundred thousand million runs


def layer(X: ArrayLike, W: ArrayLike, b: ArrayLike) -> Array:
    """X @ W + b, one sum for each entry."""
    rows, columns = np.asarray(X, dtype=np.float64), np.asarray(W, dtype=np.float64).T.tolist()
    biases = np.asarray(b, dtype=np.float64).tolist()
    entries = [
        [math.fsum([*(x * w for x, w in zip(row, column, strict=True)), bias])
         for column, bias in zip(columns, biases, strict=True)]
        for row in rows.tolist()
    ]  # fmt: skip
    return np.array(entries, dtype=np.float64).reshape(len(rows), len(columns))


def quarters(rng: np.random.Generator, *shape: int) -> Array:
    """Different quarters, none of them 0, in any order and with any sign."""
    count = math.prod(shape)
    return (rng.permutation(np.arange(1, count + 1)) * rng.choice([-0.25, 0.25], size=count)).reshape(shape)


def draw_layer(rng: np.random.Generator, n: int, d: int, k: int) -> tuple[Array, Array, Array]:
    """A batch (n, d) of whole numbers, weights (d, k) without symmetry and a bias (k,), none of them 0."""
    X = rng.integers(1, 10, size=(n, d)) * rng.choice([-1.0, 1.0], size=(n, d))
    return X, quarters(rng, d, k), quarters(rng, k)


def generator_there(student: Student, seed: int) -> Any:
    """A NumPy generator in the learner's process, as a handle: nothing but its draws tells where it came from."""
    return student.np.random.default_rng(seed)


def mean_square(pred: Array, target: Array) -> float:
    """The mean of the squared differences, exactly rounded."""
    pairs = zip(pred.ravel().tolist(), target.ravel().tolist(), strict=True)
    return math.fsum((p - t) ** 2 for p, t in pairs) / pred.size


def as_number(value: object) -> float:
    """A learner's number, also one that NumPy still holds; whether it is a Python float is for one test to say."""
    assert isinstance(value, float | np.floating), f"not a number: {type(value)}"
    return float(value)


def assert_number(value: object, expected: float, relative: float = 1e-9) -> None:
    """A number equal to `expected`, up to `relative` times its size."""
    assert abs(as_number(value) - expected) <= relative * abs(expected)


def draw_classes(rng: np.random.Generator, counts: Sequence[int], d: int) -> tuple[Array, NDArray[np.int64]]:
    """Examples (n, d) and labels (n,) with `counts[c]` examples of class c, shuffled so that the classes do not first
    appear in their order. In each class of three or more, the mean is far from the median."""
    y = np.repeat(np.arange(len(counts)), counts)
    order = rng.permutation(len(y))
    while len(counts) > 1 and list(dict.fromkeys(y[order].tolist())) == list(range(len(counts))):
        order = rng.permutation(len(y))
    blocks = []
    for label, count in enumerate(counts):
        steps = rng.integers(0, 5, size=(count, d)).astype(np.float64)
        steps[0] += 40.0  # one example far off: the mean follows it, the median does not
        blocks.append(rng.integers(-20, 21, size=d) * (label + 1.0) + steps)
    return np.vstack(blocks)[order], y[order].astype(np.int64)


def templates(X: Array, y: Sequence[int], k: int) -> tuple[Array, Array]:
    """Class means (d, k) and minus half their squared lengths (k,)."""
    rows = list(zip(X.tolist(), [int(label) for label in y], strict=True))
    means = []
    for label in range(k):
        members = [row for row, own in rows if own == label]
        means.append([math.fsum(column) / len(members) for column in zip(*members, strict=True)])
    biases = [-math.fsum(entry * entry for entry in mean) / 2 for mean in means]
    return np.array(means).T, np.array(biases)


def draw_scores(rng: np.random.Generator, n: int, k: int) -> Array:
    """Scores (n, k) whose rows and columns each have one largest entry."""
    return quarters(rng, n, k)


def winners(scores: Array) -> list[int]:
    """The place of the first largest score of each row."""
    return [row.index(max(row)) for row in scores.tolist()]


def tally(truth: Sequence[int], labels: Sequence[int], k: int) -> NDArray[np.int64]:
    """How often each pair of true (row) and predicted (column) label occurs."""
    counted = Counter(zip((int(t) for t in truth), (int(p) for p in labels), strict=True))
    return np.array([[counted[i, j] for j in range(k)] for i in range(k)], dtype=np.int64)


def assert_counts(value: object, expected: ArrayLike) -> None:
    """An array of just these numbers; whether they are of an integer type is for one test to say."""
    wanted = np.asarray(expected)
    assert type(value) is np.ndarray, f"not an array: {type(value)}"
    assert value.dtype.kind in "iuf"
    assert value.shape == wanted.shape
    assert (value == wanted).all()
