"""What the hidden suites on determinants, eigenvectors and long runs know independently of any learner.

Small cases are exact: rational arithmetic, and square roots to sixty digits. Long runs are known without running: from
the spectrum a matrix was built with, and by an elimination of chains that never subtracts. Inputs are drawn so that two
correct solutions cannot disagree: whatever decides a verdict is far from its limit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursegrader.suitekit import Array, tolerance


class ConvergenceError(RuntimeError):
    """The notebook's own, as `student.raises` knows it."""


ConvergenceError.__module__ = "__main__"

# ---- determinant and inverse


def exact_slogdet(A: ArrayLike) -> tuple[float, float]:
    """Sign and logarithm of the size of a determinant, by rational arithmetic (without exchanging for size)."""
    rows = [[Fraction(entry) for entry in row] for row in np.asarray(A, dtype=np.float64).tolist()]
    product = Fraction(1)
    while rows:
        source = next((i for i, row in enumerate(rows) if row[0]), None)
        if source is None:
            return 0.0, -math.inf
        lead = rows.pop(source)
        product *= lead[0] * (-1) ** source
        rows = [
            [entry - row[0] / lead[0] * above for entry, above in zip(row[1:], lead[1:], strict=True)] for row in rows
        ]
    return math.copysign(1.0, product), math.log(abs(product.numerator)) - math.log(product.denominator)


def exact_inverse(A: ArrayLike) -> Array:
    """The inverse of a small invertible matrix, by rational arithmetic; each entry is rounded once."""
    given = np.asarray(A, dtype=np.float64).tolist()
    n = len(given)
    rows = [
        [Fraction(entry) for entry in row] + [Fraction(int(i == j)) for j in range(n)] for i, row in enumerate(given)
    ]
    for k in range(n):
        source = next(i for i in range(k, n) if rows[i][k])
        rows[k], rows[source] = rows[source], rows[k]
        rows[k] = [entry / rows[k][k] for entry in rows[k]]
        for i in range(n):
            if i != k and rows[i][k]:
                factor = rows[i][k]
                rows[i] = [entry - factor * above for entry, above in zip(rows[i], rows[k], strict=True)]
    return np.array([[float(entry) for entry in row[n:]] for row in rows])


def invertible(rng: np.random.Generator, n: int, size: int = 6) -> Array:
    """A matrix (n, n) of whole numbers up to `size`, not zero, with a condition number below 1000."""
    while True:
        A = rng.integers(-size, size + 1, size=(n, n)).astype(float)
        if A.all() and np.linalg.cond(A) < 1e3:
            return A


def well_conditioned(rng: np.random.Generator, n: int) -> Array:
    """A random matrix whose rows need exchanging and whose condition number stays below 1000."""
    while True:
        A = rng.permutation(rng.standard_normal((n, n)) + 3.0 * np.eye(n))
        if np.linalg.cond(A) < 1e3:
            return A


def singular(rng: np.random.Generator, n: int) -> Array:
    """A matrix (n, n) of whole numbers whose rank is n - 1, without any doubt for floating point."""
    while True:
        A = (rng.integers(-3, 4, size=(n, n - 1)) @ rng.integers(-3, 4, size=(n - 1, n))).astype(float)
        if all(_loses_one(side, tolerance(A)) for side in (A, A.T, A[::-1])):
            return A


def _loses_one(A: Array, limit: float) -> bool:
    rest = A.copy()
    for k in range(len(A) - 1):
        best = k + int(np.argmax(np.abs(rest[k:, k])))
        rest[[k, best]] = rest[[best, k]]
        if abs(rest[k, k]) < 1e6 * limit:
            return False
        rest[k + 1 :] -= np.outer(rest[k + 1 :, k] / rest[k, k], rest[k])
    return bool(abs(rest[-1, -1]) <= 0.2 * limit)


# ---- matrices (2, 2)


def exact_values(A: ArrayLike) -> tuple[float, float, float]:
    """For a matrix (2, 2): both real eigenvalues, the larger one first, and 0.0; or real part, real part, imaginary
    part."""
    (a, b), (c, d) = ([Fraction(entry) for entry in row] for row in np.asarray(A, dtype=np.float64).tolist())
    inside = (a - d) ** 2 / 4 + b * c
    with localcontext() as context:
        context.prec = 60
        middle, square = _decimal((a + d) / 2), _decimal(abs(inside))
        root = square.sqrt()
        if inside < 0:
            return float(middle), float(middle), float(root)
        return float(middle + root), float(middle - root), 0.0


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def discriminant(A: Array) -> float:
    """The discriminant D of a matrix (2, 2) of small whole numbers, exactly."""
    return float(((A[0, 0] - A[1, 1]) / 2.0) ** 2 + A[0, 1] * A[1, 0])


def plane_matrix(rng: np.random.Generator, sign: int) -> Array:
    """A matrix (2, 2) of whole numbers other than 0, with D above (+1) or below 0 (-1)."""
    while True:
        A = rng.integers(-9, 10, size=(2, 2)).astype(float)
        if A.all() and discriminant(A) * sign > 0.0:
            return A


def defective(rng: np.random.Generator) -> Array:
    """A matrix (2, 2) of whole numbers with a double eigenvalue and a single direction; no entry is far larger than
    the others."""
    x, y = (int(part) for part in rng.integers(1, 3, size=2) * rng.choice([-1, 1], size=2))
    return np.array([[x * y, -x * x], [y * y, -x * y]], dtype=float) + float(rng.integers(-1, 2)) * np.eye(2)


# ---- repeated multiplication


class Run(NamedTuple):
    """A repeated multiplication whose course is known: matrix, start, and what comes out."""

    A: Array
    x0: Array
    value: float
    vector: Array
    steps: int


def run(rng: np.random.Generator, values: Sequence[float], *, symmetric: bool, tol: float = 1e-10) -> Run:
    """A matrix with these eigenvalues, the first of largest size, and a start for which the number of steps is
    clear. Nothing is iterated: the k-th vector is a mix of the eigenvectors, with the k-th powers as shares."""
    n = len(values)
    spectrum = np.array(values)
    while True:
        basis = np.linalg.qr(rng.standard_normal((n, n)))[0]
        if not symmetric:
            basis = basis @ (np.eye(n) + 0.3 * np.triu(rng.uniform(-1.0, 1.0, size=(n, n)), 1))
        A = basis @ np.diag(spectrum) @ np.linalg.inv(basis)
        if symmetric:
            A = (A + A.T) / 2.0
        shares = rng.uniform(0.5, 1.5, size=n) * rng.choice([-1.0, 1.0], size=n)
        steps = _steps(basis, spectrum, shares, tol)
        if steps is not None:
            vector = basis[:, 0] / np.linalg.norm(basis[:, 0])
            return Run(A, basis @ shares, values[0], vector, steps)


def _steps(basis: Array, spectrum: Array, shares: Array, tol: float) -> int | None:
    """The steps until the rule of the exercise says stop; None where it is a close call."""
    ratios = spectrum / spectrum[0]
    before = math.inf
    for k in range(1000):
        v = basis @ (ratios**k * shares)
        v = v / np.linalg.norm(v)
        image = basis @ (ratios**k * spectrum * shares) / np.linalg.norm(basis @ (ratios**k * shares))
        value = float(v @ image)
        left = float(np.linalg.norm(image - value * v)) / (tol * max(1.0, abs(value)))
        if left <= 1.0:
            return k if left < 0.95 and before > 1.05 else None
        before = left
    return None


def assert_same_line(v: Array, w: Array, slack: float = 1e-8) -> None:
    """Two unit vectors are equal up to their sign."""
    assert abs(float(np.linalg.norm(v)) - 1.0) <= 1e-10
    assert min(float(np.abs(v - w).max()), float(np.abs(v + w).max())) <= slack


# ---- chains and webs


def long_run(P: Array) -> Array:
    """The stationary distribution of a chain whose columns sum to 1 and which has a single closed class, by folding
    one state after the other into the rest. Only sums, products and quotients of numbers from 0 up: every share is
    right to nearly all its digits."""
    start = int(np.flatnonzero(closed_states(P))[0])
    order = np.array([start, *(k for k in range(len(P)) if k != start)])
    rest = P[np.ix_(order, order)]
    n = len(rest)
    for k in range(n - 1, 0, -1):
        rest[k, :k] /= rest[:k, k].sum()
        rest[:k, :k] += np.outer(rest[:k, k], rest[k, :k])
    shares = np.ones(n)
    for k in range(1, n):
        shares[k] = rest[k, :k] @ shares[:k]
    result = np.empty(n)
    result[order] = shares / shares.sum()
    return result


def reaches(P: Array) -> Array:
    """1.0 at [i, j] where state j can come to state i, in any number of steps."""
    reach: Array = ((P > 0.0) | np.eye(len(P), dtype=bool)).astype(float)
    for _ in range(len(P).bit_length()):
        reach = np.minimum(reach @ reach, 1.0)
    return reach


def closed_states(P: Array) -> Array:
    """Which states can be reached again from everywhere they lead to."""
    reach = reaches(P)
    return np.array([all(reach[j, i] for i in np.flatnonzero(reach[:, j])) for j in range(len(P))])


def closed_classes(P: Array) -> int:
    """How many sets of states a chain can never leave, and cannot split."""
    reach, closed = reaches(P), closed_states(P)
    return len({tuple(reach[:, j]) for j in np.flatnonzero(closed)})


def chain(rng: np.random.Generator, n: int, ways: int) -> Array:
    """A chain (n, n) with columns that sum to 1, about `ways` ways out of each state, and one stationary distribution,
    which is no close call and not uniform."""
    while True:
        P: Array = rng.uniform(0.1, 1.0, size=(n, n)) * (rng.random((n, n)) < ways / n)
        P[rng.integers(n, size=n), np.arange(n)] += 0.3
        P = P / P.sum(axis=0)
        if is_clear(P) and np.ptp(long_run(P)) > 0.02:
            return P


def is_clear(P: Array) -> bool:
    """Whether a chain has one closed class, and no second one nearly."""
    return closed_classes(P) == 1 and bool(np.linalg.svd(P - np.eye(len(P)), compute_uv=False)[-2] > 1e-2)


def beside(*blocks: Array) -> Array:
    """Chains that know nothing of each other, as one."""
    n = sum(map(len, blocks))
    whole, at = np.zeros((n, n)), 0
    for block in blocks:
        whole[at : at + len(block), at : at + len(block)] = block
        at += len(block)
    return whole


def renamed(P: Array, order: NDArray[np.int64]) -> Array:
    """The same chain with its states in another order."""
    same: Array = P[np.ix_(order, order)]
    return same


Links = list[list[int]]


def links(rng: np.random.Generator, n: int, most: int = 4, dead: int = 0) -> Links:
    """A web of n pages: up to `most` links from each to others, none from `dead` of them."""
    web = []
    for page in range(n):
        others = [target for target in range(n) if target != page]
        count = int(rng.integers(1, min(most, n - 1) + 1))
        web.append([int(target) for target in rng.choice(others, size=count, replace=False)])
    for page in rng.choice(n, size=dead, replace=False):
        web[page] = []
    return web


def visits(web: Sequence[Iterable[int]], damping: float) -> Array:
    """The shares of a reader's visits: the chain of her moves, folded state by state."""
    n = len(web)
    G = np.full((n, n), (1.0 - damping) / n)
    for page, listed in enumerate(web):
        targets = sorted(set(listed) - {page}) or list(range(n))
        for target in targets:
            G[target, page] += damping / len(targets)
    return long_run(G)
