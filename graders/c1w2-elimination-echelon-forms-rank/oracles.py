"""What the hidden suites of this week know independently of any learner: exact answers and inputs with a clear
verdict.

Exact means rational arithmetic (rows of whole numbers), so no tolerance enters the truth. A matrix drawn here is
kept only if floating-point elimination has no doubt about it either: every pivot far above the tolerance rule
of the course, everything that should vanish far below. Two correct solutions can then never disagree about a
rank.
"""

import math
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from coursegrader.suitekit import Array, tolerance


def exact_rref(A: ArrayLike) -> tuple[Array, list[int]]:
    """Reduced echelon form and pivot columns of the numbers in `A`, by rational arithmetic: each row is kept in whole
    numbers, as a multiple of the row that is meant."""
    given = np.asarray(A, dtype=np.float64)
    m, n = given.shape
    rows = [whole_numbers(row) for row in given.tolist()]
    pivots: list[int] = []
    for column in range(n):
        top = len(pivots)
        source = next((i for i in range(top, m) if rows[i][column]), None)
        if source is None:
            continue
        rows[top], rows[source] = rows[source], rows[top]
        for i in range(m):
            if i != top and rows[i][column]:
                rows[i] = cleared(rows[i], rows[top], column)
        pivots.append(column)
    reduced = np.zeros((m, n))
    for i, column in enumerate(pivots):
        lead = rows[i][column]
        reduced[i] = [entry / lead if entry else 0.0 for entry in rows[i]]  # int / int is rounded once, and correctly
    return reduced, pivots


def whole_numbers(row: Sequence[float]) -> list[int]:
    """A row times the least number that makes it whole: every float is a whole number over a power of two."""
    parts = [entry.as_integer_ratio() for entry in row]
    common = math.lcm(*(denominator for _, denominator in parts))
    return [numerator * (common // denominator) for numerator, denominator in parts]


def cleared(row: list[int], pivot_row: list[int], column: int) -> list[int]:
    """A multiple of `row` minus a multiple of `pivot_row`, zero in `column`, without a common factor."""
    lead, factor = pivot_row[column], row[column]
    mixed = [lead * a - factor * b for a, b in zip(row, pivot_row, strict=True)]
    common = math.gcd(*mixed)
    return [entry // common for entry in mixed] if common > 1 else mixed


def exact_kind(A: ArrayLike, b: ArrayLike) -> str:
    """ "unique", "none" or "infinite", by rational arithmetic."""
    matrix = np.asarray(A, dtype=np.float64)
    n = matrix.shape[1]
    pivots = exact_rref(np.column_stack([matrix, np.asarray(b, dtype=np.float64)]))[1]
    if n in pivots:
        return "none"
    return "unique" if len(pivots) == n else "infinite"


def verdict_is_clear(A: Array, pivots: Sequence[int]) -> bool:
    """True when elimination in floating point cannot be unsure which columns of `A` have pivots, nor how many columns
    of its transpose do."""
    if clear_pivots(A) != list(pivots):
        return False
    of_rows = clear_pivots(A.T)
    return of_rows is not None and len(of_rows) == len(pivots)


def clear_pivots(A: Array) -> list[int] | None:
    """The pivots that partial pivoting finds, each a million times the tolerance and all the rest well below it; None
    where anything lies between."""
    # plain floats: the same arithmetic, and for so few numbers ten times as fast
    work, limit, top = A.tolist(), tolerance(A), 0
    small, large = 0.2 * limit, 1e6 * limit
    pivots: list[int] = []
    for column in range(A.shape[1]):
        candidates = [abs(row[column]) for row in work[top:]]
        largest = max(candidates, default=0.0)
        if largest <= small:
            continue
        if largest < large:
            return None
        pivots.append(column)
        source = top + candidates.index(largest)
        work[top], work[source] = work[source], work[top]
        lead = work[top]
        top += 1
        for i in range(top, len(work)):
            row = work[i]
            if row[column]:
                factor = row[column] / lead[column]
                work[i] = [entry - factor * above for entry, above in zip(row, lead, strict=True)]
    rest = max((abs(entry) for row in work[top:] for entry in row), default=0.0)
    return pivots if rest <= small else None


def matrix_with_pivots(rng: np.random.Generator, m: int, n: int, pivots: Sequence[int]) -> tuple[Array, Array]:
    """An integer matrix (m, n) with these pivot columns, and its reduced form: unimodular (m, m) times reduced
    form."""
    below, identity = below_and_on_diagonal(m)
    free, ones = free_and_leading(m, n, tuple(pivots))
    while True:
        R = rng.integers(-3, 4, size=(m, n)) * free + ones
        entries = rng.integers(-2, 3, size=(2, m, m))  # one draw of many: each costs as much as the matrix product
        signs = 1.0 - 2.0 * rng.integers(0, 2, size=m)
        A = rng.permutation((entries[0] * below + identity) @ (entries[1] * below.T + identity * signs) @ R)
        if verdict_is_clear(A, pivots):
            return A, R


@cache
def below_and_on_diagonal(m: int) -> tuple[Array, Array]:
    """Two matrices (m, m) of zeros and ones: the ones stand below the diagonal, and on it."""
    return np.tri(m, k=-1), np.eye(m)


@cache
def free_and_leading(m: int, n: int, pivots: tuple[int, ...]) -> tuple[Array, Array]:
    """Two matrices (m, n) of zeros and ones: where a reduced form with these pivots may have any entry, and where it
    has its ones."""
    free, ones = np.zeros((m, n)), np.zeros((m, n))
    for i, column in enumerate(pivots):
        free[i, column:] = 1.0
        ones[i, column] = 1.0
    free[:, list(pivots)] = 0.0
    return free, ones


def draw_pivots(rng: np.random.Generator, n: int, r: int) -> list[int]:
    """`r` pivot columns out of `n`, in increasing order."""
    return sorted(int(column) for column in rng.choice(n, size=r, replace=False))


def planted(rng: np.random.Generator, m: int, n: int, r: int) -> tuple[Array, Array, list[int]]:
    """An integer matrix (m, n) of rank `r`, its reduced echelon form and its pivot columns."""
    pivots = draw_pivots(rng, n, r)
    A, R = matrix_with_pivots(rng, m, n, pivots)
    return A, R, pivots


def columns_of(value: object) -> list[int]:
    """A learner's pivot columns (list, tuple or integer array) as plain ints; bools and floats are not columns."""
    entries = value.tolist() if isinstance(value, np.ndarray) else value
    assert isinstance(entries, list | tuple)
    assert all(isinstance(entry, int | np.integer) and not isinstance(entry, bool) for entry in entries)
    return [int(entry) for entry in entries]
