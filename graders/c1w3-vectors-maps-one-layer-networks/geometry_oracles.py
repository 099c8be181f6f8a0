"""What the hidden suites of the geometry assignment know independently of any learner, and the inputs they draw.

Each truth comes by another way than a learner's: norms in decimal arithmetic of 40 digits, projections in rational
arithmetic, moves of the plane by complex numbers. Inputs are kept only if no right solution can be in doubt about
them: what is dependent is dependent to the last digit, what is independent is so by far.
"""

import cmath
import math
from collections.abc import Callable, Sequence
from decimal import MAX_EMAX, MIN_EMIN, Decimal, localcontext
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from coursegrader.suitekit import EPS, Array

Rows = list[list[Fraction]]


def exact_norm(x: ArrayLike, p: float) -> float:
    """The p-norm in decimal arithmetic that neither overflows nor underflows."""
    sizes = [abs(Decimal(entry)) for entry in np.asarray(x, dtype=np.float64).tolist()]
    if math.isinf(p):
        return float(max(sizes, default=Decimal(0)))
    with localcontext(prec=40, Emax=MAX_EMAX, Emin=MIN_EMIN):
        power = Decimal(p)
        total = sum((size**power for size in sizes if size), Decimal(0))
        return float(total ** (1 / power)) if total else 0.0


def cosines(X: Array, Y: Array) -> Array:
    """Cosines between rows, one pair at a time: `math.hypot` scales by itself, `math.fsum` rounds once."""

    def unit(row: Sequence[float]) -> list[float]:
        length = math.hypot(*row)
        return [entry / length if length else 0.0 for entry in row]

    left, right = [[unit(row) for row in table.tolist()] for table in (X, Y)]
    pairs = [[math.fsum(a * b for a, b in zip(x, y, strict=True)) for y in right] for x in left]
    return np.array(pairs, dtype=np.float64).reshape(len(X), len(Y))


def exact_projection(v: Array, B: Array) -> tuple[Array, Array]:
    """The projection of v on the columns of B and the shortest coefficients, by rational arithmetic.

    B = C R with the pivot columns C of B and the non-zero rows R of its reduced form; then the coefficients are
    R.T (R R.T)^-1 (C.T C)^-1 C.T v.
    """
    rows: Rows = [[Fraction(entry) for entry in row] for row in B.tolist()]
    R, pivots = reduced(rows)
    C = [[row[column] for column in pivots] for row in rows]
    side = times(transposed(C), [[Fraction(entry)] for entry in v.tolist()])
    mixed = solved(times(transposed(C), C), side)
    shortest = times(transposed(R), solved(times(R, transposed(R)), mixed)) if pivots else []
    coeffs = np.array([float(entry) for (entry,) in shortest]) if pivots else np.zeros(B.shape[1])
    p = np.array([float(entry) for (entry,) in times(C, mixed)]) if pivots else np.zeros(len(v))
    return p, coeffs


def reduced(rows: Rows) -> tuple[Rows, list[int]]:
    """The non-zero rows of the reduced echelon form, and the pivot columns."""
    work, pivots = [list(row) for row in rows], list[int]()
    for column in range(len(work[0])):
        top = len(pivots)
        source = next((i for i in range(top, len(work)) if work[i][column]), None)
        if source is None:
            continue
        work[top], work[source] = work[source], work[top]
        lead = work[top][column]
        work[top] = [entry / lead for entry in work[top]]
        for i, row in enumerate(work):
            if i != top and row[column]:
                work[i] = [entry - row[column] * above for entry, above in zip(row, work[top], strict=True)]
        pivots.append(column)
    return work[: len(pivots)], pivots


def solved(square: Rows, sides: Rows) -> Rows:
    """The solution of a regular system with several right-hand sides."""
    n = len(square)
    return [row[n:] for row in reduced([a + b for a, b in zip(square, sides, strict=True)])[0]] if n else []


def times(left: Rows, right: Rows) -> Rows:
    columns = transposed(right)
    return [[sum((a * b for a, b in zip(row, column, strict=True)), Fraction(0)) for column in columns] for row in left]


def transposed(rows: Rows) -> Rows:
    return [list(column) for column in zip(*rows, strict=True)]


def has_clear_rank(A: Array, r: int) -> bool:
    """True when r singular values lie far above every limit of round-off, and the rest below any."""
    sizes = np.linalg.svd(A, compute_uv=False)
    return bool((sizes[:r] > 0.02 * sizes[0]).all() and (sizes[r:] <= 2e-16 * sizes[0]).all())


def independent_columns(rng: np.random.Generator, d: int, k: int) -> Array:
    """Whole numbers (d, k) with independent columns of different lengths, no two of them perpendicular."""
    while True:
        B = rng.integers(-5, 6, size=(d, k)) * rng.permutation(np.arange(1.0, k + 1))
        overlaps = np.abs(B.T @ B)[~np.eye(k, dtype=bool)]
        if (B.T @ B).diagonal().min() > 1.0 and has_clear_rank(B, k) and (overlaps > 0.0).all():
            return np.asarray(B, dtype=np.float64)


def dependent_columns(rng: np.random.Generator, d: int, k: int, r: int) -> Array:
    """Whole numbers (d, k) of rank r < k: no column is zero."""
    while True:
        B = independent_columns(rng, d, r) @ rng.integers(-2, 3, size=(r, k))
        if np.abs(B).max(axis=0).all() and has_clear_rank(B, r):
            return np.asarray(B, dtype=np.float64)


def away_from(rng: np.random.Generator, B: Array) -> Array:
    """A vector of whole numbers that is neither nearly a mix of the columns of B nor nearly perpendicular to them."""
    while True:
        v = rng.integers(-9, 10, size=len(B)).astype(float)
        p = B @ np.linalg.lstsq(B, v, rcond=None)[0]
        if 0.2 * np.linalg.norm(v) < np.linalg.norm(p) < 0.97 * np.linalg.norm(v):
            return v


def regular(rng: np.random.Generator, d: int) -> Array:
    """Whole numbers (d, d), far from singular, from the identity, from diagonal, symmetric and orthogonal."""
    while True:
        E = rng.integers(-4, 5, size=(d, d)).astype(float)
        if np.linalg.cond(E) < 40.0 and (d == 1 or ((E != E.T).any() and np.count_nonzero(E) > d)):
            return E


def singular(rng: np.random.Generator, d: int) -> Array:
    """Whole numbers (d, d) without a zero column, with one column that is a mix of others."""
    while True:
        E = dependent_columns(rng, d, d, d - 1)
        limit = 0.2 * d * EPS * np.abs(E).max()
        if all(last_pivot(table, divide_first) <= limit for table in (E, E.T) for divide_first in (True, False)):
            return E


def last_pivot(E: Array, divide_first: bool) -> float:
    """What elimination with partial pivoting leaves in the last place, in magnitude; rows may be divided by their pivot
    before they are used or not, which rounds otherwise."""
    work = E.copy()
    for k in range(len(work) - 1):
        best = k + int(np.argmax(np.abs(work[k:, k])))
        work[[k, best]] = work[[best, k]]
        if work[k, k] == 0.0:
            continue
        if divide_first:
            work[k] /= work[k, k]
        work[k + 1 :] -= np.outer(work[k + 1 :, k] / work[k, k], work[k])
    return float(abs(work[-1, -1]))


def orthogonal(rng: np.random.Generator, d: int) -> Array:
    """A random orthogonal matrix (d, d)."""
    return np.asarray(np.linalg.qr(rng.standard_normal((d, d)))[0], dtype=np.float64)


def angle(rng: np.random.Generator) -> float:
    """Degrees that no multiple of 45 is near, beyond a full turn and below zero as well."""
    return float(rng.integers(-9, 10) * 45 + rng.integers(8, 38))


def matrix_of(move: Callable[[complex], complex]) -> Array:
    """The homogeneous matrix of an affine move of the complex plane, from where it takes 0, 1 and i."""
    origin = move(0j)
    right, up = move(1 + 0j) - origin, move(1j) - origin
    return np.array([[right.real, up.real, origin.real], [right.imag, up.imag, origin.imag], [0.0, 0.0, 1.0]])


def turn(degrees: float, about: Sequence[float] = (0.0, 0.0)) -> Array:
    """Counter-clockwise turn: z -> c + (z - c) e^(i t)."""
    centre, factor = complex(*about), cmath.exp(1j * degrees * cmath.pi / 180)
    return matrix_of(lambda z: centre + (z - centre) * factor)


def reflection(degrees: float) -> Array:
    """Mirror in the line through 0 at this angle: z -> conj(z e^(-i t)) e^(i t)."""
    factor = cmath.exp(1j * degrees * cmath.pi / 180)
    return matrix_of(lambda z: (z / factor).conjugate() * factor)


def affine_map(rng: np.random.Generator) -> Array:
    """A homogeneous matrix with a shift, far from symmetric."""
    T = np.eye(3)
    T[:2, :2] = regular(rng, 2)
    T[:2, 2] = rng.integers(1, 9, size=2) * rng.choice([-1.0, 1.0], size=2)
    return T
