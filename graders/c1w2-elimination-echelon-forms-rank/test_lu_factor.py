"""lu_factor: hidden tests.

Without ties partial pivoting leaves no choice, so random matrices are compared with LAPACK; everything else is
checked by A[perm] = L @ U and the shapes of L and U.
"""

import numpy as np
import pytest
import scipy.linalg

from coursegrader.suitekit import EPS, SCALES, Array, Reveal, Student, assert_array, assert_close, shown, text

pytestmark = pytest.mark.blocked("numpy.linalg", "scipy.linalg")


def row_order(perm: object, n: int) -> list[int]:
    """The permutation as a list, once it is known to be an integer vector that names every row once."""
    assert type(perm) is np.ndarray and perm.dtype.kind in "iu" and perm.shape == (n,)
    order = [int(row) for row in perm]
    assert sorted(order) == list(range(n))
    return order


def assert_factors(answer: object, A: Array) -> tuple[list[int], Array, Array]:
    """`answer` is (perm, L, U) with triangular factors of A[perm]."""
    assert isinstance(answer, tuple) and len(answer) == 3
    n = len(A)
    order, L, U = row_order(answer[0], n), assert_array(answer[1], (n, n)), assert_array(answer[2], (n, n))
    assert (np.triu(L, 1) == 0.0).all() and (np.tril(U, -1) == 0.0).all()
    assert_product(A, order, L, U)
    return order, L, U


def assert_product(A: Array, order: list[int], L: Array, U: Array) -> None:
    """Row by row, the product of the factors is A in the new order, up to round-off."""
    size = np.abs(L) @ np.abs(U) + np.abs(A[order])
    assert (np.abs(L @ U - A[order]) <= 20 * max(1, len(A)) * EPS * size).all()


# Oracle cases: 50 of 100


@pytest.mark.weight(20)
def test_agrees_with_a_library(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Without ties perm, L and U are all determined: the largest candidate goes up, perm says where its row came
    from, and L[i, k] tells how many times row k was subtracted from row i, so it has the sign of entry over pivot."""
    for generator, n in ((example_rng, 2), (rng, 2), (rng, 3), (rng, 6), (rng, 11)):
        A = np.round(generator.standard_normal((n, n)), 1 if generator is example_rng else 15)
        answer = student.lu_factor(A)
        P, L, U = scipy.linalg.lu(A)
        with shown(reveal, generator is example_rng, f"lu_factor({text(A)}) returned", text(answer)):
            order, got_L, got_U = answer
            if generator is not example_rng:
                assert row_order(order, n) == [int(row) for row in np.argmax(P, axis=0)]
                assert_close(got_L, L, 1e-7)
                assert_close(got_U, U, 1e-7)
            assert_factors(answer, A)


@pytest.mark.weight(15)
def test_two_hundred_rows(student: Student, rng: np.random.Generator) -> None:
    """The factors of a 200 by 200 matrix must reproduce it to about 14 digits, in well under a second: update
    whole rows or blocks, not single entries."""
    A = rng.standard_normal((200, 200))
    report = student.call("lu_factor", A, report=True)
    assert_factors(report.result, A)
    assert report.seconds < 5.0


@pytest.mark.weight(15)
def test_a_tiny_pivot_is_exchanged(student: Student, rng: np.random.Generator) -> None:
    """A pivot like 1e-20 must be exchanged for the largest entry below it; dividing by it makes multipliers of
    1e+20, in which every other digit drowns."""
    for size in (1e-20, 2.0**-60, 1e-9):
        A = np.array([[size, 1.0], [1.0, 1.0]])
        order, L, _ = assert_factors(student.lu_factor(A), A)
        assert order == [1, 0] and np.abs(L).max() <= 1.0
        A = rng.uniform(0.5, 1.0, size=(4, 4)) * rng.choice([-1.0, 1.0], size=(4, 4))
        A[0, 0] = size
        order, L, _ = assert_factors(student.lu_factor(A), A)
        assert order[0] != 0 and np.abs(L).max() <= 1.0


# Properties and relations: 30 of 100


@pytest.mark.weight(8)
def test_the_product_gives_the_rows_back(student: Student, rng: np.random.Generator) -> None:
    """A[perm] must equal L @ U: when two rows are exchanged at step k, the multipliers already stored in the
    first k columns of L have to travel with their rows."""
    for n in (3, 4, 5, 8):
        A = rng.standard_normal((n, n))
        assert_factors(student.lu_factor(A), A)


@pytest.mark.weight(7)
def test_perm_says_where_each_row_comes_from(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """perm[i] is the row of A that ends in place i, so that A[perm] is the reordered matrix; the inverse
    permutation would say where row i of A went."""
    for generator, n in ((example_rng, 3), (rng, 3), (rng, 5), (rng, 7)):
        sources = np.roll(np.arange(n), int(generator.integers(1, n)))  # a cycle of length > 2 is not its own inverse
        if (sources[sources] == np.arange(n)).all():
            sources = np.roll(np.arange(n), 1)
        U = np.diag(generator.integers(2, 9, size=n).astype(float)) + np.triu(np.ones((n, n)), 1)
        A = np.empty((n, n))
        A[sources] = U
        answer = student.lu_factor(A)
        with shown(reveal, generator is example_rng, f"lu_factor({text(A)})[0] was {text(answer[0])}"):
            assert row_order(answer[0], n) == sources.tolist()
            assert_close(answer[2], U)


@pytest.mark.weight(8)
def test_l_has_ones_on_its_diagonal_and_nothing_larger(student: Student, rng: np.random.Generator) -> None:
    """L must have exactly 1 on its diagonal (the pivots belong to U) and no entry above 1 in magnitude, which
    the exchange guarantees."""
    for n in (2, 4, 7):
        A = rng.standard_normal((n, n))
        A[0] *= 1e-3
        _, L, U = student.lu_factor(A)
        L = assert_array(L, (n, n))
        assert (np.diag(L) == 1.0).all() and (np.triu(L, 1) == 0.0).all()
        assert np.abs(L).max() <= 1.0 + 4 * EPS
        assert np.abs(np.diag(U)).min() > 0.0


@pytest.mark.weight(7)
def test_units_and_order_of_the_equations(student: Student, rng: np.random.Generator) -> None:
    """Multiplying the matrix by a constant multiplies U by it and leaves perm and L alone; listing the
    equations in another order leaves L and U alone."""
    n = int(rng.integers(3, 7))
    A = rng.standard_normal((n, n))
    order, L, U = assert_factors(student.lu_factor(A), A)
    for scale in SCALES:
        scaled = student.lu_factor(scale * A)
        assert row_order(scaled[0], n) == order
        assert_close(scaled[1], L, 1e-7)
        assert_close(scaled[2], scale * U, 1e-7)
    listed = student.lu_factor(A[::-1])
    assert [n - 1 - row for row in row_order(listed[0], n)] == order
    assert_close(listed[1], L, 1e-7)
    assert_close(listed[2], U, 1e-7)


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(8)
def test_a_singular_matrix_has_factors_too(student: Student, rng: np.random.Generator) -> None:
    """When a whole column is zero from the diagonal down there is nothing to eliminate: leave 0 on the diagonal
    of U and go on, without dividing by it."""
    column = int(rng.integers(0, 4))
    A = rng.integers(1, 9, size=(4, 4)).astype(float)
    A[:, column] = 0.0
    for singular in (
        A,
        np.zeros((3, 3)),
        np.array([[0.0, 1.0], [0.0, 2.0]]),
        np.ones((4, 4)),
        np.zeros((1, 1)),
    ):
        _, L, U = assert_factors(student.lu_factor(singular), singular)
        assert (np.diag(L) == 1.0).all() and np.abs(L).max() <= 1.0
        assert (np.diag(U) == 0.0).any()


@pytest.mark.weight(5)
def test_bad_input_is_refused(student: Student, rng: np.random.Generator) -> None:
    """Only a square matrix of finite numbers is factored here; anything else must raise ValueError."""
    A = rng.standard_normal((3, 3))
    spoilt = A.copy()
    spoilt[int(rng.integers(3)), int(rng.integers(3))] = rng.choice([np.nan, np.inf])
    for wrong in (A[:2], A[:, :2], A[0], spoilt):
        with student.raises(ValueError):
            student.lu_factor(wrong)


@pytest.mark.weight(7)
def test_the_argument_stays_as_it_was(student: Student, rng: np.random.Generator) -> None:
    """The matrix that was passed in must be unchanged after the call: eliminate in a copy, and return arrays of
    their own, also for whole numbers and lists."""
    A = rng.integers(-9, 10, size=(4, 4)).astype(float) + np.diag([20.0, 0.0, 30.0, 0.0])
    for matrix in (A, A.astype(np.int64), A.astype(np.float32), np.eye(3)):
        report = student.call("lu_factor", matrix, report=True)
        assert np.array_equal(report.args_after[0], matrix)
        assert not report.shares_memory[0]
        assert_factors(report.result, np.asarray(matrix, dtype=float))
    assert_factors(student.lu_factor(A.astype(int).tolist()), A)
