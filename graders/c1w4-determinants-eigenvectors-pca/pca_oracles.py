"""What the hidden suites on principal components know independently of any learner.

Tables are *planted*: directions, variances and coordinates are drawn first, and the table is made of them, so the right
answer is known without any eigenvalue routine. What is drawn has a clear verdict: variances differ by a factor, and
in each direction one entry is clearly the largest, so that two right solutions can disagree neither about an order
nor about a sign.
"""

import math
from typing import Any, NamedTuple

import numpy as np

from coursegrader.suitekit import Array, assert_array

CLEAR = 0.02  # by how much the largest entry of a direction exceeds the others
SHORTCUTS = ("numpy.cov", "numpy.ma.cov", "sklearn.decomposition", "sklearn.decomposition.PCA")  # to be blocked


class Planted(NamedTuple):
    """A table and its principal components: mean (d,), directions (r, d) in rows, their variances (r,)."""

    X: Array
    mean: Array
    components: Array
    variance: Array

    @property
    def total(self) -> float:
        """The variance of all columns together."""
        return float(self.variance.sum())


def planted(rng: np.random.Generator, n: int, d: int, rank: int | None = None) -> Planted:
    """A table of n rows whose principal components are known; variances fall by a factor of 1.5 to 3 each."""
    r = min(n - 1, d) if rank is None else rank
    mean = rng.uniform(3.0, 9.0, size=d) * rng.choice([-1.0, 1.0], size=d)
    variance = falling(rng, rng.uniform(1.5, 3.0, size=r))
    components = directions(rng, d)[:r]
    coordinates = centred_coordinates(rng, n, r) * np.sqrt(variance * (n - 1))
    return Planted(coordinates @ components + mean, mean, components, variance)


def falling(rng: np.random.Generator, factors: Array) -> Array:
    """Variances, each smaller than the one before by a factor."""
    return np.asarray(rng.uniform(20.0, 50.0) / np.cumprod(factors), dtype=np.float64)


def directions(rng: np.random.Generator, d: int) -> Array:
    """An orthonormal basis (d, d), one direction in each row; the entry of largest size is positive, and clearly the
    largest."""
    while True:
        basis = np.linalg.qr(rng.standard_normal((d, d)))[0]
        sizes = np.sort(np.abs(basis), axis=1)
        if d == 1 or (sizes[:, -1] > (1 + CLEAR) * sizes[:, -2]).all():
            leading = np.abs(basis).argmax(axis=1)
            signs = np.sign(basis[np.arange(d), leading])
            return np.asarray(basis * signs[:, None], dtype=np.float64)


def centred_coordinates(rng: np.random.Generator, n: int, r: int) -> Array:
    """Orthonormal columns (n, r), each with sum zero."""
    drawn = np.column_stack([np.ones(n), rng.standard_normal((n, r))])
    return np.asarray(np.linalg.qr(drawn)[0][:, 1:], dtype=np.float64)


class Model(NamedTuple):
    """A model drawn for a test, and the directions (d - k, d) that it leaves out."""

    mean: Array
    components: Array
    variance: Array
    total: float
    left_out: Array

    def rows(self, along: Array, beside: Array) -> Array:
        """Rows (m, d) with coordinates (m, k) along the components and (m, d - k) along what is left out."""
        return np.asarray(self.mean + along @ self.components + beside @ self.left_out, dtype=np.float64)

    def made_by(self, kind: Any) -> Any:
        """The same as a PCA of the learner's notebook (`kind` is `student.PCA`): a handle on it."""
        return kind(self.mean, self.components, self.variance, self.total)


def model(rng: np.random.Generator, d: int, k: int) -> Model:
    """A model of k components in d columns, with variance 1 along each: dividing by a spread changes nothing."""
    basis = directions(rng, d)
    mean = rng.uniform(3.0, 9.0, size=d) * rng.choice([-1.0, 1.0], size=d)
    return Model(mean, basis[:k], np.ones(k), float(d), basis[k:])


def with_variances(rng: np.random.Generator, drawn: Model) -> Model:
    """The same with variances far from 1."""
    variance = falling(rng, rng.uniform(1.2, 1.5, size=len(drawn.variance)))
    return drawn._replace(variance=variance, total=float(variance.sum() + rng.uniform(5.0, 9.0)))


def simple_model(rng: np.random.Generator) -> Model:
    """A model of one component in the plane with few digits, to be shown."""
    turn = np.array([[0.8, 0.6], [-0.6, 0.8]])
    return Model(rng.integers(2, 9, size=2).astype(np.float64), turn[:1], np.ones(1), 2.0, turn[1:])


def named(drawn: Model) -> str:
    """A model in words, for an example that is shown."""
    return f"with mean {drawn.mean.tolist()} and components {drawn.components.tolist()}"


def column_means(X: Array) -> Array:
    """The mean of each column, from sums without any rounding."""
    return np.array([math.fsum(column) / len(X) for column in X.T.tolist()])


def exact_covariance(X: Array, ddof: int = 1) -> Array:
    """The covariance of a table of eighths, from whole numbers: rounded once, at the end."""
    n, d = X.shape
    columns = [[int(entry * 8) for entry in column] for column in X.T.tolist()]
    assert (8 * X == np.array(columns).T).all(), "not a table of eighths"
    sums = [sum(column) for column in columns]
    result = np.empty((d, d))
    for i in range(d):
        for j in range(d):
            products = sum(a * b for a, b in zip(columns[i], columns[j], strict=True))
            result[i, j] = (n * products - sums[i] * sums[j]) / (64 * n * (n - ddof))
    return result


def eighths(rng: np.random.Generator, n: int, d: int) -> Array:
    """A table of multiples of 1/8 with mixed columns of different size, away from zero; no column is constant."""
    while True:
        whole = rng.integers(-40, 41, size=(n, d)) @ np.triu(rng.integers(1, 3, size=(d, d)))
        X = (whole + rng.integers(100, 300, size=d)) / 8
        if (X.max(axis=0) > X.min(axis=0)).all():
            return X


def assert_table(value: object, expected: Array, absolute: float) -> None:
    """A float64 array like `expected`, up to `absolute`."""
    got = assert_array(value, expected.shape)
    assert (np.abs(got - expected) <= absolute).all()
