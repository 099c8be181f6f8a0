"""What the hidden suites of this week know independently of any learner: exact answers, inputs with a clear verdict.

Every verdict leaves a wide gap: what counts as zero is round-off, what does not is larger by many powers of ten. Two
correct solutions that add in another order can then never disagree.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from coursegrader.suitekit import Array, tolerance

Equation = tuple[dict[str, float], float]
GOODS = ("apple", "bread", "cheese", "dates", "eggs", "flour", "grapes", "honey", "jam", "kale")


# Sentences


def draw_names(rng: np.random.Generator, n: int) -> list[str]:
    """`n` different names in a random order."""
    return [GOODS[int(k)] for k in rng.permutation(len(GOODS))[:n]]


def equations_of(A: Array, b: Array, variables: list[str]) -> list[Equation]:
    """The sentences behind a system: what is 0 is not named, names come in the order of the columns."""
    return [
        ({name: entry for name, entry in zip(variables, row, strict=True) if entry}, total)
        for row, total in zip(A.tolist(), b.tolist(), strict=True)
    ]


def shuffled(rng: np.random.Generator, equations: list[Equation], first: str) -> list[Equation]:
    """The same sentences, the names of each in a random order; the very first name is not `first`."""
    while True:
        mixed = []
        for coefficients, total in equations:
            items = list(coefficients.items())
            mixed.append((dict(items[int(k)] for k in rng.permutation(len(items))), total))
        if next(iter(mixed[0][0])) != first:
            return mixed


# Residuals


def limit_of(A: Array, b: Array, x: Array, rtol: float) -> float:
    """The largest residual that still counts as zero."""
    return float(rtol * (np.abs(A).max() * np.abs(x).max() * len(x) + np.abs(b).max()))


def exact_product(A: Array, x: Array) -> Array:
    """A @ x, each entry rounded once."""
    entries = [sum((Fraction(a) * Fraction(c) for a, c in zip(row, x.tolist(), strict=True)), Fraction(0))
               for row in A.tolist()]  # fmt: skip
    return np.array([float(entry) for entry in entries])


# Two lines


def crossing(rng: np.random.Generator) -> tuple[Array, Array]:
    """Two lines of whole numbers that cross at a clear angle, away from the axes; no coefficient is 0."""
    while True:
        A, point = whole(rng, (2, 2)), whole(rng, (2,))
        (a, b), (c, d) = A.tolist()
        if abs(a * d - b * c) > 0.1 * max(abs(a), abs(b)) * max(abs(c), abs(d)):
            return A, A @ point


def parallel(rng: np.random.Generator, same: bool) -> tuple[Array, Array]:
    """Two parallel lines of whole numbers, or one line written twice; no coefficient and no right-hand side is 0."""
    row, c = whole(rng, (2,)), float(whole(rng, (1,))[0])
    factor = float(rng.choice([-4.0, -3.0, -2.0, 2.0, 3.0, 5.0]))
    other = factor * c * (1.0 if same else float(rng.choice([-2.0, 0.5, 1.5, 3.0])))
    return np.stack([row, factor * row]), np.array([c, other])


def whole(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Whole numbers from 1 to 9 in magnitude."""
    return np.asarray(rng.integers(1, 10, size=shape) * rng.choice([-1.0, 1.0], size=shape), dtype=np.float64)


# Determinants


def exact_determinant(A: ArrayLike) -> float:
    """The determinant of a matrix of whole numbers, by elimination without fractions (Bareiss), rounded once."""
    rows = [[int(entry) for entry in row] for row in np.asarray(A).tolist()]
    n, sign, before = len(rows), 1, 1
    for k in range(n - 1):
        source = next((i for i in range(k, n) if rows[i][k]), None)
        if source is None:
            return 0.0
        if source != k:
            rows[k], rows[source], sign = rows[source], rows[k], -sign
        for i in range(k + 1, n):
            for j in range(k + 1, n):
                rows[i][j] = (rows[i][j] * rows[k][k] - rows[i][k] * rows[k][j]) // before
        before = rows[k][k]
    return float(sign * rows[-1][-1]) if n else 1.0


def largest_volume(A: ArrayLike) -> float:
    """The volume of a box with the rows of A as edges, if they were perpendicular: no determinant is larger."""
    return math.prod(math.hypot(*row) for row in np.asarray(A, dtype=np.float64).tolist())


def assert_determinant(got: object, A: ArrayLike) -> None:
    """`got` is a Python float, and the determinant up to the round-off of any expansion."""
    assert type(got) is float
    assert abs(got - exact_determinant(A)) <= 1e-9 * largest_volume(A)


# Dependent rows


def independent_rows(rng: np.random.Generator, k: int, d: int) -> Array:
    """`k` rows of `d` whole numbers (k <= d), none near a mix of the others."""
    while True:
        V = whole(rng, (k, d))
        sizes = np.linalg.svd(V, compute_uv=False)
        if sizes[-1] > 0.05 * sizes[0]:
            return V


def mixed_rows(rng: np.random.Generator, d: int) -> Array:
    """Three rows of `d` numbers; one is a mix of the other two, which are independent. The coefficients do not add up
    to 0, and no two rows are multiples of each other."""
    while True:
        first, second = independent_rows(rng, 2, d)
        p, q = rng.choice([-2.0, -1.5, -0.5, 0.5, 1.5, 2.0, 3.0], size=2)
        V = rng.permutation(np.stack([first, second, p * first + q * second]))
        if abs(p + q - 1.0) > 0.2 and is_clearly_dependent(V):
            return V


def is_clearly_dependent(V: Array) -> bool:
    """Whether the smallest singular value, and all that elimination leaves, are far below what counts as zero."""
    left = [np.linalg.svd(V, compute_uv=False)[-1], *(left_by_elimination(V, largest) for largest in (True, False))]
    return bool(max(left) < 0.2 * tolerance(V))


def left_by_elimination(V: Array, largest: bool) -> float:
    """The largest magnitude in the last row, after elimination column by column with the largest entry of the column,
    or else with the first one that does not count as zero."""
    rest, limit = np.array(V), tolerance(V)
    for column in range(rest.shape[1]):
        sizes = np.abs(rest[:, column])
        if len(rest) > 1 and sizes.max() > limit:
            k = int(np.argmax(sizes if largest else sizes > limit))
            rest = np.delete(rest - np.outer(rest[:, column] / rest[k, column], rest[k]), k, axis=0)
    return float(np.abs(rest).max())


def assert_dependence(c: object, V: Array) -> Array:
    """`c` is a float64 vector, not zero, and the mix of the rows of V with these coefficients is; c as a vector of
    largest magnitude 1, whatever its own."""
    assert type(c) is np.ndarray
    assert c.dtype == np.float64 and c.shape == (len(V),) and np.isfinite(c).all()
    largest = np.abs(c).max()
    assert largest > 0.0
    scaled = np.asarray(c / largest, dtype=np.float64)
    assert (np.abs(scaled @ V) <= 1e-9 * np.abs(V).max()).all()
    return scaled


# Columns


def exact_moments(X: ArrayLike, ddof: int = 0) -> tuple[Array, Array]:
    """Mean and standard deviation of each column (1 for a constant one), with sums that are rounded once."""
    means, scales = [], []
    for column in np.asarray(X, dtype=np.float64).T.tolist():
        mean = math.fsum(column) / len(column)
        variance = math.fsum((entry - mean) ** 2 for entry in column) / (len(column) - ddof)
        means.append(mean)
        scales.append(math.sqrt(variance) if max(column) > min(column) else 1.0)
    return np.array(means), np.array(scales)
