"""det_cofactor: hidden tests."""

import numpy as np
import pytest
from system_oracles import assert_determinant, exact_determinant, largest_volume, whole

from coursegrader.suitekit import Array, Reveal, Student, assert_float, shown, text

pytestmark = pytest.mark.blocked("numpy.linalg", "scipy.linalg")


def full(rng: np.random.Generator, n: int) -> Array:
    """A matrix of whole numbers without zeros, far from flat."""
    while True:
        A = whole(rng, (n, n))
        if abs(exact_determinant(A)) > 0.02 * largest_volume(A):
            return A


def is_a_volume(value: float, A: Array) -> bool:
    """Whether `value` may be the determinant of a full matrix: a tiny constant would fulfil any relation."""
    return 1e-6 * largest_volume(A) < abs(value) < 2.0 * largest_volume(A)


# Oracle cases: 50 of 100


@pytest.mark.weight(25)
def test_small_matrices(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Multiply each entry of a line by the determinant of what is left without the row and the column of that entry;
    the signs alternate, and row i starts with (-1)**i."""
    for generator, n in ((example_rng, 2), (example_rng, 3), (rng, 2), (rng, 2), (rng, 3), (rng, 3)):
        A = full(generator, n)
        got = student.det_cofactor(A)
        with shown(reveal, generator is example_rng, f"det_cofactor({text(A)}) returned {text(got)}"):
            assert_determinant(got, A)


@pytest.mark.weight(25)
def test_larger_matrices(student: Student, rng: np.random.Generator) -> None:
    """From 4x4 on each part is an expansion of its own, with its own alternating signs and its own rows and columns to
    strike out: let the function call itself."""
    for n in (4, 5, 6):
        A = full(rng, n)
        assert_determinant(student.det_cofactor(A), A)
    sparse = full(rng, 7) * (rng.random((7, 7)) < 0.4) + np.diag(whole(rng, (7,)))
    assert_determinant(student.det_cofactor(sparse), sparse)


# Properties and relations: 30 of 100


@pytest.mark.weight(8)
def test_whole_numbers_do_not_overflow(student: Student, rng: np.random.Generator) -> None:
    """A matrix given as int64 must have the determinant of the same matrix given as float64: products of numbers near a
    million leave the range of int64 without a warning, so convert first."""
    for n in (4, 5):
        A = full(rng, n) * 10**5 + whole(rng, (n, n))
        as_float, as_int = student.det_cofactor(A), student.det_cofactor(A.astype(np.int64))
        assert type(as_float) is float and type(as_int) is float
        assert is_a_volume(as_float, A) and abs(as_int - as_float) <= 1e-9 * largest_volume(A)


@pytest.mark.weight(8)
def test_exchanging_two_rows_flips_the_sign(student: Student, rng: np.random.Generator) -> None:
    """Exchanging two rows, or two columns, turns the box inside out: the sign flips and the size stays. A sum in which
    every part counts plus, or strikes out the wrong lines, does not do that."""
    for n in (3, 4):
        A = full(rng, n)
        i, j = (int(k) for k in rng.permutation(n)[:2])
        order = np.arange(n)
        order[[i, j]] = order[[j, i]]
        before = student.det_cofactor(A)
        for other in (A[order], A[:, order]):
            assert is_a_volume(before, A) and abs(student.det_cofactor(other) + before) <= 1e-9 * largest_volume(A)


@pytest.mark.weight(7)
def test_scaling_a_row_scales_the_volume(student: Student, rng: np.random.Generator) -> None:
    """Every product in the expansion holds exactly one entry of each row, so multiplying a row by a number multiplies
    the determinant by it; if not, the wrong row or column was struck out."""
    for n in (3, 4):
        A = full(rng, n)
        before = student.det_cofactor(A)
        for i in range(n):
            longer = A.copy()
            longer[i] *= -2.5
            got = student.det_cofactor(longer)
            assert is_a_volume(before, A) and abs(got + 2.5 * before) <= 1e-9 * largest_volume(longer)


@pytest.mark.weight(7)
def test_a_triangle_gives_the_product_of_its_diagonal(student: Student, rng: np.random.Generator) -> None:
    """In row i and column j the sign is (-1)**(i + j), so entries on the diagonal count plus, whichever row you expand:
    the identity has determinant 1, and a triangular matrix the product of its diagonal."""
    for n in (2, 3, 4, 5):
        assert_float(student.det_cofactor(np.eye(n)), 1.0)
        A = np.tril(whole(rng, (n, n)))
        assert_float(student.det_cofactor(A), float(np.prod(np.diag(A))))


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(4)
def test_the_empty_matrix(student: Student) -> None:
    """A product of no numbers is 1, and so is the determinant of the 0x0 matrix."""
    assert_float(student.det_cofactor(np.zeros((0, 0))), 1.0)


@pytest.mark.weight(4)
def test_a_single_number(student: Student, rng: np.random.Generator) -> None:
    """The determinant of a 1x1 matrix is its one entry, as a Python float: a number, not an array that holds it."""
    for entry in (*whole(rng, (2,)), 0.0, 0.25):
        assert_float(student.det_cofactor(np.array([[entry]])), float(entry))


@pytest.mark.weight(4)
def test_what_is_not_square_is_refused(student: Student, rng: np.random.Generator) -> None:
    """Only a square table has a determinant: other shapes, a flat list or a stack of matrices must raise ValueError."""
    A = whole(rng, (3, 3))
    for wrong in (A[:2], A[:, :2], A[0], np.stack([A, A, A]), np.zeros((0, 2)), whole(rng, (1, 4))):
        with student.raises(ValueError):
            student.det_cofactor(wrong)


@pytest.mark.weight(8)
def test_the_argument_stays_as_it_was(student: Student, rng: np.random.Generator) -> None:
    """The matrix that was passed in must be unchanged after the call, so build the smaller matrices from copies; lists
    and whole numbers are welcome, and the result is a Python float."""
    A = full(rng, 4)
    for matrix in (A, A.astype(np.int64), A.astype(np.float32), A.tolist()):
        report = student.call("det_cofactor", matrix, report=True)
        assert type(report.result) is float
        assert np.array_equal(report.args_after[0], A)
