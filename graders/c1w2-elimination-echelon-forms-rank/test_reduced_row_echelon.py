"""reduced_row_echelon: hidden tests. The reduced form is unique, so it is compared with exact rational
arithmetic."""

import numpy as np
import pytest
from oracles import columns_of, draw_pivots, matrix_with_pivots, planted

from coursegrader.suitekit import SCALES, Array, Reveal, Student, assert_array, assert_close, shown, text

pytestmark = pytest.mark.blocked("numpy.linalg", "scipy.linalg")


def assert_reduced(answer: object, R: Array, pivots: list[int]) -> None:
    """`answer` is (R, pivots), up to round-off in the entries that are not due to be 0 or 1."""
    assert isinstance(answer, tuple) and len(answer) == 2
    assert columns_of(answer[1]) == pivots
    assert_close(answer[0], R)


# Oracle cases: 50 of 100


@pytest.mark.weight(20)
def test_matrices_of_full_rank(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Same rows, same reduced form: if the zeros are in place but the numbers are off, look at the order, since
    a pivot row must be divided by its pivot before other rows are cleared with it."""
    for generator, m, n in ((example_rng, 2, 3), (rng, 3, 3), (rng, 3, 5), (rng, 5, 6), (rng, 5, 3)):
        r = min(m, n)
        A, R = matrix_with_pivots(generator, m, n, range(r))
        answer = student.reduced_row_echelon(A)
        with shown(
            reveal,
            generator is example_rng,
            f"reduced_row_echelon({text(A)}) returned",
            text(answer),
        ):
            assert_reduced(answer, R, list(range(r)))


@pytest.mark.weight(20)
def test_matrices_with_redundant_rows(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Redundant rows must end as zero rows at the bottom, and columns without a pivot keep the numbers that say
    how they are mixed from the pivot columns before them."""
    for generator, m, n, r in (
        (example_rng, 3, 4, 2),
        (rng, 4, 4, 2),
        (rng, 5, 6, 3),
        (rng, 6, 4, 2),
        (rng, 4, 7, 3),
    ):
        A, R, pivots = planted(generator, m, n, r)
        answer = student.reduced_row_echelon(A)
        with shown(
            reveal,
            generator is example_rng,
            f"reduced_row_echelon({text(A)}) returned",
            text(answer),
        ):
            assert_reduced(answer, R, pivots)


@pytest.mark.weight(10)
def test_the_last_columns_are_searched_too(student: Student, rng: np.random.Generator) -> None:
    """A wide matrix can have its last pivot in its very last column: go on until the columns or the rows run
    out, whichever comes first."""
    for m, n, pivots in ((2, 5, [0, 4]), (3, 6, [1, 3, 5]), (3, 7, [4, 5, 6]), (1, 4, [3])):
        A, R = matrix_with_pivots(rng, m, n, pivots)
        assert_reduced(student.reduced_row_echelon(A), R, pivots)


# Properties and relations: 30 of 100


@pytest.mark.weight(10)
def test_a_pivot_column_has_one_nonzero_entry(student: Student, rng: np.random.Generator) -> None:
    """Above a pivot there must be zeros as well as below it; with zeros below only, the form is echelon but not
    reduced."""
    for m, n, r in ((3, 4, 3), (4, 6, 3), (5, 5, 5)):
        A, _, pivots = planted(rng, m, n, r)
        got = assert_array(student.reduced_row_echelon(A)[0], (m, n))
        for row, column in enumerate(pivots):
            assert got[row, column] != 0.0
            assert (np.delete(got[:, column], row) == 0.0).all()


@pytest.mark.weight(6)
def test_every_pivot_is_plus_one(student: Student, rng: np.random.Generator) -> None:
    """Every pivot must be +1: divide its row by the pivot with its sign, not by its size."""
    for m, n, r in ((3, 4, 3), (4, 6, 3), (5, 5, 5)):
        A, _, pivots = planted(rng, m, n, r)
        for signed in (A, -A):
            got = assert_array(student.reduced_row_echelon(signed)[0], (m, n))
            assert np.abs(got[range(r), pivots] - 1.0).max() <= 1e-12


@pytest.mark.weight(8)
def test_row_operations_do_not_change_it(student: Student, rng: np.random.Generator) -> None:
    """The reduced form is unique, so shuffling the rows of A, or adding one row to another, must not change it."""
    A, R, pivots = planted(rng, 4, 6, 3)
    mixed = rng.permutation(A)
    mixed[0] += 2.0 * mixed[1]
    assert_reduced(student.reduced_row_echelon(mixed), R, pivots)
    assert_reduced(student.reduced_row_echelon(A[::-1]), R, pivots)
    assert_reduced(student.reduced_row_echelon(R), R, pivots)


@pytest.mark.weight(6)
def test_the_unit_of_measurement_does_not_matter(student: Student, rng: np.random.Generator) -> None:
    """Multiplying the whole matrix by a constant must leave its reduced form alone: "small" only means
    something compared with the largest entry of the matrix."""
    A, R, pivots = planted(rng, 4, 5, 3)
    for scale in (*SCALES, -1.0):
        assert_reduced(student.reduced_row_echelon(scale * A), R, pivots)


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(8)
def test_zeros_are_clean(student: Student, rng: np.random.Generator) -> None:
    """Left of a pivot, and in rows without one, there must be plain zeros: no round-off such as 1e-17. No zero
    anywhere may be negative (adding 0.0 turns -0.0 into 0.0)."""
    for m, n, r in ((4, 5, 2), (5, 4, 3), (6, 6, 4), (3, 5, 3)):
        A, _, pivots = planted(rng, m, n, r)
        for scale in (1.0, -1 / 3, 0.1):
            got = assert_array(student.reduced_row_echelon(scale * A)[0], (m, n))
            assert not np.signbit(got[got == 0.0]).any()
            for i in range(m):
                assert (got[i, : pivots[i] if i < r else n] == 0.0).all()


@pytest.mark.weight(4)
def test_bad_input_is_refused(student: Student, rng: np.random.Generator) -> None:
    """A matrix has two dimensions and finite numbers in it: a vector, NaN or infinity must raise ValueError."""
    A, _, _ = planted(rng, 3, 4, 2)
    for value in (np.nan, np.inf):
        spoilt = A.copy()
        spoilt[int(rng.integers(3)), int(rng.integers(4))] = value
        with student.raises(ValueError):
            student.reduced_row_echelon(spoilt)
    with student.raises(ValueError):
        student.reduced_row_echelon(A[0])


@pytest.mark.weight(4)
def test_nothing_to_reduce_and_a_chosen_tolerance(student: Student) -> None:
    """Zero and empty matrices have no pivots, and a given tol decides what counts as zero."""
    for shape in ((2, 3), (0, 4), (3, 0)):
        assert_reduced(student.reduced_row_echelon(np.zeros(shape)), np.zeros(shape), [])
    nearly = np.array([[1.0, 2.0], [0.0, 1e-5]])
    assert_reduced(student.reduced_row_echelon(nearly), np.eye(2), [0, 1])
    assert_reduced(student.reduced_row_echelon(nearly, tol=1e-3), np.array([[1.0, 2.0], [0.0, 0.0]]), [0])


@pytest.mark.weight(4)
def test_the_argument_stays_as_it_was(student: Student, rng: np.random.Generator) -> None:
    """The matrix that was passed in must be unchanged after the call, and the result must be a float64 array of
    its own, also when the matrix was given as whole numbers or as a list of rows."""
    pivots = draw_pivots(rng, 5, 3)
    A, R = matrix_with_pivots(rng, 4, 5, pivots)
    for matrix in (A, A.astype(np.int64), R):
        report = student.call("reduced_row_echelon", matrix, report=True)
        assert np.array_equal(report.args_after[0], matrix)
        assert not report.shares_memory[0]
        assert_reduced(report.result, R, pivots)
    assert_reduced(student.reduced_row_echelon(A.astype(int).tolist()), R, pivots)
