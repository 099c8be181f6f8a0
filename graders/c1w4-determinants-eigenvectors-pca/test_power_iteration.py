"""power_iteration: hidden tests."""

from typing import Any

import numpy as np
import pytest
from eigen_oracles import ConvergenceError, Run, assert_same_line, run

from coursegrader.suitekit import Array, Reveal, Student, assert_array, shown, text

pytestmark = pytest.mark.blocked("numpy.linalg", "scipy.linalg")


def spectrum(rng: np.random.Generator, n: int, largest: float, ratio: float = 0.6) -> list[float]:
    """Eigenvalues of either sign, the first of largest size, the others at most `ratio` times it, and not all small."""
    rest = abs(largest) * rng.uniform(0.1, ratio, size=n - 1) * rng.choice([-1.0, 1.0], size=n - 1)
    rest[0] = ratio * abs(largest) * float(rng.choice([-1.0, 1.0]))
    return [largest, *(float(value) for value in rest)]


def assert_eigenpair(answer: Any, known: Run) -> None:
    """Value and vector, the latter up to its sign; the steps are another test's."""
    assert isinstance(answer, tuple) and len(answer) == 3
    assert abs(answer[0] - known.value) <= 1e-8 * max(1.0, abs(known.value))
    assert_same_line(assert_array(answer[1], known.x0.shape), known.vector, 1e-7)


def said(known: Run, answer: Any) -> tuple[str, str]:
    return f"power_iteration({text(known.A)}, {text(known.x0)})", f"returned {text(answer)}"


# Oracle cases: 50 of 100


@pytest.mark.weight(20)
def test_the_strongest_direction(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """The value must be the eigenvalue of largest size and the vector a unit vector along its direction, for symmetric
    matrices and for others; the value is v @ A @ v for the unit vector v."""
    cases = [(run(example_rng, [3.0, 1.0], symmetric=True), True)]
    cases += [
        (run(rng, spectrum(rng, n, float(rng.uniform(2.0, 9.0))), symmetric=n % 2 == 0), False) for n in (2, 3, 4, 5, 8)
    ]
    for known, is_example in cases:
        answer = student.power_iteration(known.A, known.x0)
        with shown(reveal, is_example, *said(known, answer)):
            assert_eigenpair(answer, known)


@pytest.mark.weight(15)
def test_a_negative_value_of_largest_size(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """If the value of largest size is negative, the vector flips in every step and only its line settles: stop when
    A @ v - value * v is short, and take the value with its sign, which no length can have."""
    cases = [(run(example_rng, [-3.0, 1.0], symmetric=True), True)]
    cases += [(run(rng, spectrum(rng, n, -float(rng.uniform(2.0, 9.0))), symmetric=n != 3), False) for n in (2, 3, 6)]
    for known, is_example in cases:
        answer = student.power_iteration(known.A, known.x0)
        with shown(reveal, is_example, *said(known, answer)):
            assert_eigenpair(answer, known)


@pytest.mark.weight(15)
def test_the_number_of_updates(student: Student, rng: np.random.Generator) -> None:
    """n_iter counts how often v, from x0 on, was replaced by A @ v brought to length 1, until length(A v - value v)
    came down to tol * max(1, |value|): test first, then update, then count."""
    for n, largest, tol in ((2, 5.0, 1e-10), (3, 4.0, 1e-10), (4, 3.0, 1e-6), (3, 0.5, 1e-8), (2, -3.0, 1e-10)):
        known = run(rng, spectrum(rng, n, largest), symmetric=n != 3, tol=tol)
        assert student.power_iteration(known.A, known.x0, tol)[2] == known.steps


# Properties and relations: 30 of 100


@pytest.mark.weight(8)
def test_the_start_matters(student: Student, rng: np.random.Generator) -> None:
    """The iteration starts at x0: if that is an eigenvector already, even of a smaller value, it is the answer, and no
    update is counted."""
    values = rng.permutation(np.array([5.0, 3.0, 2.0, 1.0])) * float(rng.integers(1, 4))
    for k, value in enumerate(values):
        got, v, steps = student.power_iteration(np.diag(values), float(rng.integers(2, 9)) * np.eye(4)[k])
        assert abs(got - value) <= 1e-10 and steps == 0
        assert_same_line(assert_array(v, (4,)), np.eye(4)[k], 1e-10)


@pytest.mark.weight(8)
def test_as_exact_as_asked_for(student: Student, rng: np.random.Generator) -> None:
    """Whatever tol is, the iteration must end as soon as v is a unit vector with length(A v - value v) at most
    tol * max(1, |value|), and not wait for anything else; a looser tol takes no more updates than a stricter one."""
    for largest in (6.0, -4.0):
        known = run(rng, spectrum(rng, 4, largest, 0.8), symmetric=True)
        counts = []
        for tol in (1e-2, 1e-5, 1e-8, 1e-11):
            value, vector, steps = student.power_iteration(known.A, known.x0, tol=tol)
            v = assert_array(vector, (4,))
            assert abs(np.linalg.norm(v) - 1.0) <= 1e-12
            assert abs(value - v @ known.A @ v) <= 1e-10
            assert np.linalg.norm(known.A @ v - value * v) <= 1.0001 * tol * max(1.0, abs(value))
            counts.append(steps)
        assert counts == sorted(counts) and counts[0] < counts[-1]


@pytest.mark.weight(7)
def test_only_the_direction_of_the_start_counts(student: Student, rng: np.random.Generator) -> None:
    """A start that is longer, shorter or turned round has the same line, so the value, the line and the number of
    updates must stay, also where squaring the entries would leave the range of numbers."""
    known = run(rng, spectrum(rng, 3, 4.0, 0.7), symmetric=True)
    steps = student.power_iteration(known.A, known.x0)[2]
    for factor in (2.0**60, 2.0**-600, -1.0, 2.0**600):
        answer = student.power_iteration(known.A, factor * known.x0)
        assert_eigenpair(answer, known)
        assert answer[2] == steps


@pytest.mark.weight(7)
def test_long_runs_stay_in_range(student: Student, rng: np.random.Generator) -> None:
    """Hundreds of multiplications by a large (or a small) factor leave the range of numbers, unless v is brought back
    to length 1 each time."""
    for largest in (1e5, 1e4, 1e-3):
        # symmetric, with eigenvectors (1, 1) and (1, -1): the second value is 0.9 times the first
        A = largest * np.array([[0.95, 0.05], [0.05, 0.95]])
        tol = 1e-12 if largest < 1.0 else 1e-9
        value, vector, _ = student.power_iteration(A, np.array([1.0, float(rng.uniform(-0.7, -0.3))]), tol=tol)
        assert abs(value - largest) <= 1e-8 * largest
        assert_same_line(assert_array(vector, (2,)), np.array([1.0, 1.0]) / np.sqrt(2.0), 1e-6)


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(8)
def test_what_does_not_settle_is_not_returned(student: Student, rng: np.random.Generator) -> None:
    """A rotation, or two values of equal size, has no strongest direction: once max_iter updates are used up, raise
    ConvergenceError instead of returning a vector that is no eigenvector."""
    turn = float(rng.uniform(0.5, 2.5))
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    cases: tuple[tuple[Array, dict[str, int]], ...] = (
        (rotation, {}),
        (3.0 * rotation, {"max_iter": 50}),
        (np.diag([2.0, -2.0]), {"max_iter": 60}),
    )
    for A, options in cases:
        with student.raises(ConvergenceError):
            student.power_iteration(A, np.array([1.0, 0.5]), **options)


@pytest.mark.weight(4)
def test_the_limit_on_updates(student: Student, rng: np.random.Generator) -> None:
    """max_iter updates are allowed, as n_iter counts them, and the vector after the last one is still tested; needing
    one more must raise ConvergenceError."""
    known = run(rng, spectrum(rng, 3, 4.0), symmetric=True)
    steps = student.power_iteration(known.A, known.x0)[2]
    assert type(steps) is int and steps > 0
    assert student.power_iteration(known.A, known.x0, max_iter=steps)[2] == steps
    for fewer in (steps - 1, 0):
        with student.raises(ConvergenceError):
            student.power_iteration(known.A, known.x0, max_iter=fewer)


@pytest.mark.weight(4)
def test_bad_input_is_refused(student: Student, rng: np.random.Generator) -> None:
    """A must be square, x0 a vector of fitting length that is not zero, and all numbers finite: anything else must
    raise ValueError."""
    A, x0 = np.diag([3.0, 2.0, 1.0]), rng.uniform(1.0, 2.0, size=3)
    spoilt, matrix = x0.copy(), A.copy()
    spoilt[int(rng.integers(3))], matrix[1, int(rng.integers(3))] = np.nan, np.inf
    cases = ((A, np.zeros(3)), (A, x0[:2]), (A, x0[:, None]), (A[:2], x0), (A, spoilt), (matrix, x0))
    for bad_matrix, bad_start in cases:
        with student.raises(ValueError):
            student.power_iteration(bad_matrix, bad_start)


@pytest.mark.weight(4)
def test_plain_numbers_and_untouched_arguments(student: Student, rng: np.random.Generator) -> None:
    """The result must be a tuple of a Python float, a float64 array and a Python int; whole numbers and lists are
    welcome, and A and x0 must be unchanged after the call."""
    A, x0 = np.array([[4.0, 1.0], [1.0, 2.0]]), rng.integers(1, 5, size=2).astype(float)
    for matrix, start in ((A, x0), (A.astype(np.int64), x0.astype(np.int64)), (A.tolist(), x0.tolist())):
        report = student.call("power_iteration", matrix, start, report=True)
        value, vector, steps = report.result
        assert type(report.result) is tuple and type(value) is float and type(steps) is int and steps > 0
        assert abs(value - (3.0 + np.sqrt(2.0))) <= 1e-8 and assert_array(vector, (2,)).all()
        assert np.array_equal(report.args_after[0], A) and np.array_equal(report.args_after[1], x0)
        assert not any(report.shares_memory)
