"""inverse: hidden tests."""

import math

import numpy as np
import pytest
from eigen_oracles import exact_inverse, invertible, singular, well_conditioned

from coursegrader.suitekit import SCALES, Array, Reveal, Student, assert_array, assert_close, shown, text

pytestmark = pytest.mark.blocked("numpy.linalg", "scipy.linalg")


def hilbert(n: int) -> Array:
    return np.array([[1.0 / (i + j + 1) for j in range(n)] for i in range(n)])


def inverse_of_hilbert(n: int) -> Array:
    """Whole numbers, by a formula with binomial coefficients."""
    return np.array(
        [
            [
                (-1.0) ** (i + j)
                * (i + j + 1)
                * math.comb(n + i, n - j - 1)
                * math.comb(n + j, n - i - 1)
                * math.comb(i + j, i) ** 2
                for j in range(n)
            ]
            for i in range(n)
        ]
    )


# Oracle cases: 50 of 100


@pytest.mark.weight(20)
def test_small_matrices(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """A @ X must be the identity for matrices of any size, not only for 2 by 2, and with every entry of X in its own
    place: exchange rows where a pivot is zero. One over each entry of A undoes nothing."""
    for generator, n in ((example_rng, 2), (example_rng, 3), (rng, 1), (rng, 2), (rng, 2), (rng, 3), (rng, 4)):
        A = invertible(generator, n)
        got = student.inverse(A)
        with shown(reveal, generator is example_rng, f"inverse({text(A)}) returned {text(got)}"):
            assert_close(got, exact_inverse(A), 1e-10)


@pytest.mark.weight(20)
def test_larger_matrices(student: Student, rng: np.random.Generator) -> None:
    """The inverse of a well-conditioned matrix of any size must be right to nearly all digits: exchange rows for the
    largest pivot, on both sides, and do not give up where an exchange helps."""
    for n in (5, 8, 13, 30):
        A = well_conditioned(rng, n)
        assert_close(student.inverse(A), np.linalg.inv(A), 1e-10)


@pytest.mark.weight(10)
def test_scaled_hilbert_matrices(student: Student, rng: np.random.Generator) -> None:
    """Hilbert's matrix is nearly singular but not singular: its inverse must come out to about ten digits, each
    entry in its own row and column."""
    for n in (3, 4, 6):
        sizes = 2.0 ** rng.integers(-2, 3, size=n)
        expected = inverse_of_hilbert(n) / sizes
        assert_close(student.inverse(sizes[:, None] * hilbert(n)), expected, 1e-7)


# Properties and relations: 30 of 100


@pytest.mark.weight(10)
def test_permutations_and_rotations(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """A permutation and a rotation are undone by their transpose. The first has zeros in its pivot places, and a
    place may also hold a pivot that is merely tiny: exchange rows before you divide."""
    for generator, n in ((example_rng, 3), (rng, 3), (rng, 6)):
        A = np.roll(np.eye(n), 1, axis=0)[generator.permutation(n)]
        A = A if A[0, 0] == 0.0 else np.roll(A, 1, axis=0)
        got = student.inverse(A)
        with shown(reveal, generator is example_rng, f"inverse({text(A)}) returned {text(got)}"):
            assert_close(got, A.T, 1e-12)
    for n in (2, 5):
        turn = np.linalg.qr(rng.standard_normal((n, n)))[0]
        assert_close(student.inverse(turn), turn.T, 1e-10)
    small, large = 10.0 ** -rng.uniform(8.0, 12.0), float(rng.integers(2, 9))
    tiny = np.array([[small, 1.0], [large, 1.0]])
    assert_close(student.inverse(tiny), exact_inverse(tiny), 1e-12)


@pytest.mark.weight(10)
def test_first_one_then_the_other(student: Student, rng: np.random.Generator) -> None:
    """X must undo A from both sides, A @ X and X @ A. And to undo "first B, then A" you undo A first: inverse(A @ B)
    must be inverse(B) @ inverse(A)."""
    for n in (2, 4, 6):
        A, B = well_conditioned(rng, n), well_conditioned(rng, n)
        X, Y = (assert_array(student.inverse(matrix), (n, n)) for matrix in (A, B))
        assert_close(A @ X, np.eye(n), 1e-10)
        assert_close(X @ A, np.eye(n), 1e-10)
        assert_close(student.inverse(A @ B), Y @ X, 1e-8)


@pytest.mark.weight(10)
def test_the_unit_of_measurement_does_not_matter(student: Student, rng: np.random.Generator) -> None:
    """inverse(c * A) must be inverse(A) / c, also for very small and very large c: whether a pivot counts as zero is
    decided by comparing it with the largest entry of A, not with a fixed limit."""
    for A in (invertible(rng, 2), well_conditioned(rng, 4)):
        expected = student.inverse(A)
        for c in (1e-9, -2.0, *SCALES):
            scaled = student.inverse(c * A)
            assert type(scaled) is np.ndarray and np.abs(scaled).max() > 0.0
            assert_close(scaled * c, expected, 1e-10)


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(8)
def test_a_singular_matrix_is_refused(student: Student, rng: np.random.Generator) -> None:
    """A matrix that squashes some direction cannot be undone: where every pivot left is zero up to round-off, raise
    numpy.linalg.LinAlgError; a result of huge numbers, infinity or NaN would be a lie."""
    counted = np.arange(1.0, 10.0).reshape(3, 3)
    cases = (
        singular(rng, 3),
        singular(rng, 4),
        SCALES[1] * singular(rng, 3),
        counted,
        np.ones((2, 2)) / 3.0,
        np.zeros((2, 2)),
    )
    for A in cases:
        with student.raises(np.linalg.LinAlgError):
            student.inverse(A)


@pytest.mark.weight(4)
def test_a_given_limit_and_no_rows(student: Student, rng: np.random.Generator) -> None:
    """A number given as tol replaces the limit below which a pivot is zero; a matrix without rows is its own
    inverse."""
    assert assert_array(student.inverse(np.zeros((0, 0))), (0, 0)).size == 0
    A = np.array([[float(rng.integers(2, 9)), 1e-3], [1.0, 1e-3]])
    assert_close(student.inverse(A, tol=1e-6), student.inverse(A), 1e-12)
    with student.raises(np.linalg.LinAlgError):
        student.inverse(A, tol=1e-2)


@pytest.mark.weight(4)
def test_bad_input_is_refused(student: Student, rng: np.random.Generator) -> None:
    """Only a square matrix of finite numbers can be inverted: anything else must raise ValueError."""
    A = invertible(rng, 4)
    spoilt = [A.copy(), A.copy()]
    spoilt[0][int(rng.integers(4)), 1], spoilt[1][2, int(rng.integers(4))] = np.nan, np.inf
    for wrong in (A[:3], A[:, :3], A[0], np.stack([A, A]), *spoilt):
        with student.raises(ValueError):
            student.inverse(wrong)


@pytest.mark.weight(4)
def test_an_untouched_argument(student: Student, rng: np.random.Generator) -> None:
    """Whole numbers and lists are welcome, the matrix that was passed in must be unchanged, and the result must be a
    new float64 array."""
    A = invertible(rng, 3)
    expected = student.inverse(A)
    for matrix in (A, A.astype(np.int64), A.astype(int).tolist()):
        report = student.call("inverse", matrix, report=True)
        assert_close(report.result, expected, 1e-12)
        assert np.array_equal(report.args_after[0], A)
        assert not report.shares_memory[0]
