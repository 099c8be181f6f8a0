"""row_echelon: hidden tests.

An echelon form is not unique, so U is never compared entry by entry: it must have the right pivot columns, the
right shape of zeros, and the row space of A (back substitution from U must reach the exact reduced form).
"""

import numpy as np
import pytest
from oracles import columns_of, draw_pivots, exact_rref, matrix_with_pivots, planted

from coursegrader.suitekit import SCALES, Array, Reveal, Student, assert_array, shown, text

pytestmark = pytest.mark.blocked("numpy.linalg", "scipy.linalg")


def assert_echelon_of(answer: object, R: Array, pivots: list[int], relative: float = 1e-8) -> None:
    """`answer` is (U, pivots) with these pivot columns, and U has the row space whose reduced form is R."""
    assert isinstance(answer, tuple) and len(answer) == 2
    U = assert_array(answer[0], R.shape)
    assert columns_of(answer[1]) == pivots
    r = len(pivots)
    leading = U[:r, pivots]
    assert (np.diag(leading) != 0).all()
    reduced = np.linalg.solve(leading, U[:r]) if r else U[:0]
    assert np.abs(reduced - R[:r]).max(initial=0.0) <= relative * max(1.0, np.abs(R).max(initial=0.0))


def assert_exact_zeros(U: Array, pivots: list[int]) -> None:
    """Everything left of a pivot, below a pivot, and in rows without a pivot is exactly 0.0."""
    for i in range(len(U)):
        until = pivots[i] if i < len(pivots) else U.shape[1]
        assert (U[i, :until] == 0.0).all()


# Oracle cases: 50 of 100


@pytest.mark.weight(20)
def test_same_pivots_and_same_row_space(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Elimination must not lose or invent an equation: every row of A can be rebuilt from the rows of U, and
    the other way round. Compute each multiplier from the rows as they are after the exchange."""
    for generator, m in ((example_rng, 3), (rng, 3), (rng, 4), (rng, 5), (rng, 6)):
        A, R = matrix_with_pivots(generator, m, m + 2, range(m))
        answer = student.row_echelon(A)
        with shown(reveal, generator is example_rng, f"row_echelon({text(A)}) returned", text(answer)):
            assert_echelon_of(answer, R, list(range(m)))


@pytest.mark.weight(15)
def test_a_column_without_pivot_is_skipped(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """When a column has no pivot, go on with the next column but stay in the same row: the pivots need not lie
    on the diagonal, and elimination is not over."""
    for generator, m in ((example_rng, 3), (rng, 3), (rng, 4), (rng, 5)):
        skipped = int(generator.integers(0, m - 1))
        pivots = [column for column in range(m + 1) if column != skipped]
        A, R = matrix_with_pivots(generator, m, m + 1, pivots)
        answer = student.row_echelon(A)
        with shown(reveal, generator is example_rng, f"row_echelon({text(A)}) returned", text(answer)):
            assert_echelon_of(answer, R, pivots)


@pytest.mark.weight(15)
def test_wide_and_tall_matrices(student: Student, rng: np.random.Generator) -> None:
    """The number of rows and the number of columns are two different numbers: a matrix that is much wider or
    much taller than square has an echelon form like any other."""
    for m, n, r in ((2, 7, 2), (3, 8, 2), (7, 2, 2), (8, 3, 2), (1, 5, 1), (5, 1, 1), (1, 1, 1)):
        pivots = list(range(r)) if m < n else draw_pivots(rng, n, r)
        A, R = matrix_with_pivots(rng, m, n, pivots)
        assert_echelon_of(student.row_echelon(A), R, pivots)


# Properties and relations: 30 of 100


@pytest.mark.weight(10)
def test_zeros_are_exact(student: Student, rng: np.random.Generator) -> None:
    """What elimination has cleared must be exactly 0.0, and so must rows without a pivot: do not leave the
    round-off of a subtraction such as 1e-17 behind, write the zero."""
    for m, n, r in ((5, 5, 5), (5, 6, 3), (7, 4, 4), (4, 7, 2)):
        A, R, pivots = planted(rng, m, n, r)
        for scale in (1.0, 1 / 3, 0.1):
            U, got = student.row_echelon(scale * A)
            assert columns_of(got) == pivots
            assert_exact_zeros(assert_array(U, R.shape), pivots)
    U, got = student.row_echelon(rng.standard_normal((12, 12)))  # hardly any subtraction in it is exact
    assert columns_of(got) == list(range(12))
    assert_exact_zeros(assert_array(U, (12, 12)), list(range(12)))


@pytest.mark.weight(10)
def test_the_unit_of_measurement_does_not_matter(student: Student, rng: np.random.Generator) -> None:
    """Measuring everything in another unit multiplies the whole matrix and must change no pivot: "small" only
    means something compared with the largest entry of the matrix."""
    for m, n, r in ((4, 5, 4), (5, 5, 3)):
        A, R, pivots = planted(rng, m, n, r)
        for scale in SCALES:
            assert_echelon_of(student.row_echelon(scale * A), R, pivots)


@pytest.mark.weight(5)
def test_the_pivot_is_the_largest_candidate(student: Student, rng: np.random.Generator) -> None:
    """Exchange with the row whose entry is largest in magnitude, not with the first one that is not zero:
    dividing by a tiny pivot wipes out the digits of the other rows."""
    for size in (1e-20, 2.0**-60, 2.0**-44):
        A = rng.integers(1, 6, size=(2, 3)).astype(float)
        A[0, 0] = size
        assert_echelon_of(student.row_echelon(A), *exact_rref(A))


@pytest.mark.weight(5)
def test_a_negative_pivot_is_as_good(student: Student, rng: np.random.Generator) -> None:
    """Size means magnitude: in the column (0, -7, 2) the pivot is -7, and a column of negative numbers and
    zeros has a pivot too."""
    drawn = 0
    while drawn < 3:
        A = -rng.integers(1, 8, size=(3, 4)).astype(float)
        A[0, 0] = 0.0
        exact, pivots = exact_rref(A)
        if pivots == [0, 1, 2] and np.linalg.cond(A[:, :3]) < 100:
            drawn += 1
            assert_echelon_of(student.row_echelon(A), exact, pivots)


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(5)
def test_bad_input_is_refused(student: Student, rng: np.random.Generator) -> None:
    """A matrix has two dimensions and finite numbers in it: a vector, a stack of matrices, NaN or infinity must
    raise ValueError."""
    A, _, _ = planted(rng, 3, 4, 2)
    spoilt = [A.copy(), A.copy(), A.copy()]
    for matrix, value in zip(spoilt, (np.nan, np.inf, -np.inf), strict=True):
        matrix[int(rng.integers(3)), int(rng.integers(4))] = value
    for wrong in (A[0], np.stack([A, A]), *spoilt):
        with student.raises(ValueError):
            student.row_echelon(wrong)


@pytest.mark.weight(5)
def test_nothing_to_eliminate(student: Student) -> None:
    """A matrix of zeros, or one without rows or columns, is its own echelon form and has no pivots."""
    for shape in ((3, 4), (1, 1), (0, 4), (3, 0), (0, 0)):
        assert_echelon_of(student.row_echelon(np.zeros(shape)), np.zeros(shape), [])


@pytest.mark.weight(5)
def test_the_tolerance_can_be_chosen(student: Student, rng: np.random.Generator) -> None:
    """A given tol replaces the rule: an entry no larger than tol in magnitude is no pivot, a larger one is."""
    A = np.diag([4.0, -2e-3, 3e-6]) @ np.triu(np.ones((3, 3)))
    assert columns_of(student.row_echelon(A)[1]) == [0, 1, 2]
    for tol, pivots in ((1e-4, [0, 1]), (1e-2, [0]), (10.0, []), (1e-9, [0, 1, 2])):
        U, got = student.row_echelon(A, tol=tol)
        assert columns_of(got) == pivots
        assert_exact_zeros(assert_array(U, (3, 3)), pivots)


@pytest.mark.weight(5)
def test_the_argument_stays_as_it_was(student: Student, rng: np.random.Generator) -> None:
    """The matrix that was passed in must be unchanged after the call, and U must be a float64 array of its own,
    also when the matrix was given as whole numbers or as a list of rows."""
    pivots = draw_pivots(rng, 5, 3)
    A, R = matrix_with_pivots(rng, 4, 5, pivots)
    for matrix in (A, A.astype(np.int64), A.astype(np.float32)):
        report = student.call("row_echelon", matrix, report=True)
        assert np.array_equal(report.args_after[0], matrix)
        assert not report.shares_memory[0]
        assert_echelon_of(report.result, R, pivots)
    assert_echelon_of(student.row_echelon(A.astype(int).tolist()), R, pivots)
    assert not student.call("row_echelon", np.zeros((2, 2)), report=True).shares_memory[0]
