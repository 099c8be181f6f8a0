"""solve_report: hidden tests."""

from typing import Any

import numpy as np
import pytest
from oracles import planted

from coursegrader.suitekit import EPS, SCALES, Array, Reveal, Student, assert_array, shown, text

pytestmark = pytest.mark.blocked("numpy.linalg", "scipy.linalg")


def well_conditioned(rng: np.random.Generator, n: int) -> Array:
    """A random square matrix whose rows need exchanging and whose condition number stays below 1000."""
    while True:
        A = rng.permutation(rng.standard_normal((n, n)) + 3.0 * np.eye(n))
        if np.linalg.cond(A) < 1e3:
            return A


def hilbert(n: int) -> Array:
    return np.array([[1.0 / (i + j + 1) for j in range(n)] for i in range(n)])


def size_of(A: Array, x: Array, b: Array) -> float:
    """The denominator of the backward error: maximum row sum of A times max|x|, plus max|b|."""
    return float(np.abs(A).sum(axis=1).max() * np.abs(x).max() + np.abs(b).max())


def assert_solution(x: object, A: Array, b: Array) -> None:
    assert np.abs(assert_array(x, b.shape) - np.linalg.solve(A, b)).max() <= 1e-10 * np.abs(np.linalg.solve(A, b)).max()


def assert_consistent(report: Any, A: Array, b: Array) -> None:
    """residual belongs to x, and backward_error to residual and x."""
    x = assert_array(report.x, b.shape)
    slack = 4 * len(b) * EPS * size_of(A, x, b)
    assert abs(report.residual - np.abs(b - A @ x).max()) <= slack
    assert np.isclose(report.backward_error * size_of(A, x, b), report.residual, rtol=1e-9, atol=0.0)


# Oracle cases: 50 of 100


@pytest.mark.weight(15)
def test_the_triangles_are_solved_in_order(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Back substitution starts with the last equation, the only one with a single unknown, and works upwards;
    each new unknown needs those below it."""
    for generator, n in ((example_rng, 2), (rng, 2), (rng, 4), (rng, 6)):
        A = np.triu(generator.integers(1, 5, size=(n, n)).astype(float))
        b = A @ generator.integers(1, 9, size=n).astype(float)
        x = student.solve_report(A, b).x
        with shown(reveal, generator is example_rng, f"solve_report({text(A)}, {text(b)}).x was {text(x)}"):
            assert_solution(x, A, b)


@pytest.mark.weight(25)
def test_exchanged_rows_take_their_right_hand_side_along(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """An equation has two sides: if its row is exchanged, its entry of b goes with it, so solve with b[perm]."""
    swapped = np.array([[0.0, float(example_rng.integers(2, 5))], [float(example_rng.integers(2, 5)), 1.0]])
    known = np.array([1.0, 3.0])
    x = student.solve_report(swapped, swapped @ known).x
    with shown(reveal, True, f"solve_report({text(swapped)}, {text(swapped @ known)}).x was {text(x)}"):
        assert_solution(x, swapped, swapped @ known)
    for n in (3, 5, 8, 30):
        A, b = well_conditioned(rng, n), rng.uniform(1.0, 2.0, size=n) * rng.choice([-1.0, 1.0], size=n)
        assert_solution(student.solve_report(A, b).x, A, b)


@pytest.mark.weight(10)
def test_a_small_residual_for_hilbert_matrices(student: Student, rng: np.random.Generator) -> None:
    """Elimination with exchange leaves a backward error near 1e-16 even where x itself is off in the fourth
    digit: backward_error measures how well the equations hold, not how close x is to the truth."""
    for n in (4, 7, 10):
        A = hilbert(n)
        b = A @ rng.uniform(0.5, 1.5, size=n)
        report = student.solve_report(A, b)
        assert_consistent(report, A, b)
        assert 0.0 <= report.backward_error < 1e-14
        assert np.abs(b - A @ assert_array(report.x, (n,))).max() < 1e-13


# Properties and relations: 30 of 100


@pytest.mark.weight(14)
def test_backward_error_follows_its_formula(student: Student, rng: np.random.Generator) -> None:
    """backward_error must be residual / (norm of A * max|x| + max|b|), where the norm of A is its largest row
    sum of absolute values: add along each row first, then take the largest."""
    reports = []
    for n in (3, 10, 30, 30):
        A, b = well_conditioned(rng, n), rng.standard_normal(n) * 10.0 ** rng.integers(-3, 4)
        reports.append(student.solve_report(A, b))
        assert_solution(reports[-1].x, A, b)
        assert_consistent(reports[-1], A, b)
    assert max(report.residual for report in reports) > 0.0
    assert min(report.backward_error for report in reports) < 1e-13


@pytest.mark.weight(8)
def test_the_unit_of_measurement_does_not_matter(student: Student, rng: np.random.Generator) -> None:
    """Multiplying both sides by a constant must leave x and the backward error alone and multiply the residual:
    a pivot is "zero" only compared with the largest entry of the matrix."""
    A = well_conditioned(rng, 6)
    b = rng.standard_normal(6)
    plain = student.solve_report(A, b)
    assert_solution(plain.x, A, b)
    for scale in SCALES:
        scaled = student.solve_report(scale * A, scale * b)
        assert_solution(scaled.x, A, b)
        assert np.isclose(scaled.residual / scale, plain.residual, rtol=0.0, atol=24 * EPS * size_of(A, plain.x, b))
        assert 0.0 <= scaled.backward_error < 1e-14


@pytest.mark.weight(8)
def test_the_order_of_the_equations_does_not_matter(student: Student, rng: np.random.Generator) -> None:
    """Listing the equations in another order, each with its right-hand side, must not change the solution."""
    n = int(rng.integers(3, 8))
    A, b, order = well_conditioned(rng, n), rng.standard_normal(n), rng.permutation(n)
    for matrix, side in ((A, b), (A[order], b[order]), (A[::-1], b[::-1])):
        assert_solution(student.solve_report(matrix, side).x, A, b)


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(8)
def test_a_singular_matrix_is_refused(student: Student, rng: np.random.Generator) -> None:
    """A pivot that is zero up to round-off means there is no single solution to report: raise
    numpy.linalg.LinAlgError instead of dividing by it."""
    twice, _, _ = planted(rng, 3, 3, 2)
    counted = np.arange(1.0, 10.0).reshape(3, 3)
    for singular in (
        twice,
        counted,
        2.0**-40 * counted,
        2.0**498 * twice,
        np.zeros((2, 2)),
        np.ones((2, 2)) / 3,
    ):
        with student.raises(np.linalg.LinAlgError):
            student.solve_report(singular, np.ones(len(singular)))
    assert_solution(student.solve_report(np.diag([1.0, 1e-9]), np.ones(2)).x, np.diag([1.0, 1e-9]), np.ones(2))


@pytest.mark.weight(4)
def test_a_right_hand_side_of_zeros(student: Student, rng: np.random.Generator) -> None:
    """With b = 0 the solution is 0 and fits perfectly: residual and backward error are both 0, so do not divide
    0 by 0."""
    for n in (1, 4):
        report = student.solve_report(well_conditioned(rng, n), np.zeros(n))
        assert (assert_array(report.x, (n,)) == 0.0).all()
        assert report.residual == 0.0 and report.backward_error == 0.0


@pytest.mark.weight(4)
def test_bad_input_is_refused(student: Student, rng: np.random.Generator) -> None:
    """The matrix must be square, b a vector with one finite number per equation; anything else must raise
    ValueError."""
    A, b = well_conditioned(rng, 4), rng.standard_normal(4)
    spoilt = b.copy()
    spoilt[int(rng.integers(4))] = np.nan
    for matrix, side in ((A[:3], b[:3]), (A, b[:3]), (A, b[:, None]), (A, spoilt), (A[0], b)):
        with student.raises(ValueError):
            student.solve_report(matrix, side)


@pytest.mark.weight(4)
def test_a_report_of_plain_numbers(student: Student, rng: np.random.Generator) -> None:
    """The result must be a Report whose residual and backward_error are Python floats, whole numbers and lists
    are welcome, and A and b must be unchanged after the call."""
    A = rng.integers(1, 5, size=(3, 3)) + 20.0 * np.eye(3)[[1, 2, 0]]
    b = A @ np.array([1.0, -2.0, 3.0])
    for matrix, side in ((A, b), (A.astype(np.int64), b.astype(np.int64)), (A.tolist(), b.tolist())):
        call = student.call("solve_report", matrix, side, report=True)
        assert student.type_name(call.result) == "Report"
        assert type(call.result.residual) is float and type(call.result.backward_error) is float
        assert_solution(call.result.x, A, b)
        assert np.array_equal(call.args_after[0], A) and np.array_equal(call.args_after[1], b)
        assert not any(call.shares_memory)
