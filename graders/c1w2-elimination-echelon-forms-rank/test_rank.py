"""rank: hidden tests."""

import numpy as np
import pytest
from oracles import planted, verdict_is_clear

from coursegrader.suitekit import SCALES, Reveal, Student, shown, text

pytestmark = pytest.mark.blocked("numpy.linalg", "scipy.linalg")


def measurements(rng: np.random.Generator, rows: int) -> np.ndarray:
    """A table like the iris measurements: four lengths in cm with one decimal, then the third one in inches."""
    centres, spread = np.array([5.8, 3.1, 3.8, 1.2]), np.array([0.8, 0.4, 1.7, 0.7])
    while True:
        table = np.maximum(0.1, np.round(centres + spread * rng.standard_normal((rows, 4)), 1))
        both = np.column_stack([table, table[:, 2] / 2.54])
        # Elimination may run along the rows or along the columns; neither may be in doubt about the fifth column.
        if verdict_is_clear(both, range(4)):
            return both


# Oracle cases: 50 of 100


@pytest.mark.weight(20)
def test_square_matrices(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """The rank is the number of pivots, from 1 to n for these matrices; asking only whether the determinant is
    zero tells full rank from the rest and nothing more."""
    cases = [(example_rng, 3, 2), *((rng, n, r) for n in (4, 6) for r in range(1, n + 1))]
    for generator, n, r in cases:
        A, _, _ = planted(generator, n, n, r)
        got = student.rank(A)
        with shown(reveal, generator is example_rng, f"rank({text(A)}) returned {text(got)}"):
            assert got == r


@pytest.mark.weight(20)
def test_rectangular_matrices(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Independent rows are counted after elimination: a row can look different from all others and still be a
    mix of them, and the number of rows or columns is only an upper limit."""
    cases = [
        (example_rng, 3, 4, 2),
        (rng, 3, 7, 2),
        (rng, 7, 3, 2),
        (rng, 4, 6, 3),
        (rng, 6, 4, 1),
        (rng, 2, 8, 2),
    ]
    for generator, m, n, r in cases:
        A, _, _ = planted(generator, m, n, r)
        got = student.rank(A)
        with shown(reveal, generator is example_rng, f"rank({text(A)}) returned {text(got)}"):
            assert got == r


@pytest.mark.weight(10)
def test_a_table_with_one_length_in_two_units(student: Student, rng: np.random.Generator) -> None:
    """A column that repeats another one in a different unit adds no rank, although round-off keeps it from
    being an exact multiple; a column that truly differs in the sixth digit does add one."""
    both = measurements(rng, 40)
    table, inches = both[:, :4], both[:, 4]
    assert student.rank(table) == 4
    assert student.rank(both) == 4
    assert student.rank(np.column_stack([table[:, 0], table, table[:, 3]])) == 4
    assert student.rank(np.column_stack([table, inches * (1 + 1e-6 * rng.standard_normal(40))])) == 5


# Properties and relations: 30 of 100


@pytest.mark.weight(10)
def test_the_transpose_has_the_same_rank(student: Student, rng: np.random.Generator) -> None:
    """Rows and columns carry the same rank, so rank(A) and rank(A.T) must agree, for rectangular matrices too:
    every column has to be searched, also those beyond the number of rows."""
    for m, n, r in ((3, 7, 3), (2, 6, 2), (4, 5, 3), (3, 8, 2), (5, 3, 2)):
        A, _, _ = planted(rng, m, n, r)
        A = np.column_stack([np.zeros((m, m)), A])
        assert student.rank(A) == student.rank(A.T) == r


@pytest.mark.weight(10)
def test_the_unit_of_measurement_does_not_matter(student: Student, rng: np.random.Generator) -> None:
    """Multiplying the whole matrix by a constant must not change its rank: a fixed limit such as 1e-10 calls
    small but independent rows zero and large round-off a pivot."""
    for m, n, r in ((4, 4, 4), (5, 6, 3)):
        A, _, _ = planted(rng, m, n, r)
        for scale in SCALES:
            assert student.rank(scale * A) == r


@pytest.mark.weight(10)
def test_a_mixed_row_adds_nothing(student: Student, rng: np.random.Generator) -> None:
    """Appending a combination of rows that are there already must leave the rank alone, while a row of another
    direction must raise it by one."""
    for _ in range(3):
        A, _, pivots = planted(rng, 3, 6, 3)
        assert student.rank(np.vstack([A, A[0] - 2.0 * A[1], A[2] + A[0]])) == 3
        free = next(column for column in range(6) if column not in pivots)
        new_direction = np.eye(6)[[free]]
        assert student.rank(np.vstack([A, new_direction])) == 4


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(6)
def test_a_matrix_of_zeros(student: Student) -> None:
    """A matrix of zeros has no independent row, however large it is."""
    for shape in ((1, 1), (3, 3), (2, 5)):
        assert student.rank(np.zeros(shape)) == 0
        assert student.rank(np.ones(shape)) == 1


@pytest.mark.weight(5)
def test_an_empty_matrix(student: Student) -> None:
    """A matrix without rows or without columns has rank 0; note that the largest entry of nothing does not
    exist."""
    for shape in ((0, 4), (4, 0), (0, 0)):
        assert student.rank(np.zeros(shape)) == 0


@pytest.mark.weight(4)
def test_bad_input_is_refused(student: Student, rng: np.random.Generator) -> None:
    """A matrix has two dimensions and finite numbers in it: a vector, a stack of matrices, NaN or infinity must
    raise ValueError."""
    A, _, _ = planted(rng, 3, 4, 2)
    spoilt = [A.copy(), A.copy()]
    spoilt[0][int(rng.integers(3)), 1], spoilt[1][2, int(rng.integers(4))] = np.nan, np.inf
    for wrong in (A[0], np.stack([A, A]), *spoilt):
        with student.raises(ValueError):
            student.rank(wrong)


@pytest.mark.weight(5)
def test_a_plain_int_and_an_untouched_argument(student: Student, rng: np.random.Generator) -> None:
    """The result must be a Python int, whole numbers and lists are welcome, a given tol counts, and the matrix
    that was passed in must be unchanged."""
    A, _, _ = planted(rng, 4, 5, 3)
    for matrix in (A, A.astype(np.int64), A.astype(int).tolist()):
        report = student.call("rank", matrix, report=True)
        assert type(report.result) is int and report.result == 3
        assert np.array_equal(report.args_after[0], A)
    assert [student.rank(np.diag([4.0, 2e-3, 3e-6]), tol=tol) for tol in (1e-9, 1e-4, 1e-2, 10.0)] == [
        3,
        2,
        1,
        0,
    ]
