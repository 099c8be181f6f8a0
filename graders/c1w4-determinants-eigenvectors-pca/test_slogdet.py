"""slogdet: hidden tests."""

import math

import numpy as np
import pytest
from eigen_oracles import exact_slogdet, invertible, well_conditioned

from coursegrader.suitekit import SCALES, Array, Reveal, Student, shown, text

pytestmark = pytest.mark.blocked("numpy.linalg", "scipy.linalg")


def assert_slogdet(answer: object, sign: float, logabs: float) -> None:
    """`answer` is a pair of this sign and this logarithm, the latter up to round-off."""
    assert isinstance(answer, tuple) and len(answer) == 2
    got_sign, got_log = (float(part) for part in answer)
    assert got_sign == sign
    assert got_log == logabs or abs(got_log - logabs) <= 1e-9 * max(1.0, abs(logabs))


def numbers(rng: np.random.Generator, n: int) -> Array:
    """A matrix (n, n) of normal numbers that is not nearly singular."""
    while True:
        A = rng.standard_normal((n, n))
        if np.linalg.cond(A) < 1e5:
            return A


# Oracle cases: 50 of 100


@pytest.mark.weight(20)
def test_small_matrices(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """The sign is the product of the pivots' signs, flipped once for every exchange of two rows; logabs is the sum
    of the logarithms of the pivots' sizes, and nothing else."""
    for generator, n in ((example_rng, 2), (rng, 1), (rng, 2), (rng, 2), (rng, 3), (rng, 3), (rng, 4), (rng, 5)):
        A = invertible(generator, n)
        got = student.slogdet(A)
        with shown(reveal, generator is example_rng, f"slogdet({text(A)}) returned {text(got)}"):
            assert_slogdet(got, *exact_slogdet(A))


@pytest.mark.weight(20)
def test_larger_matrices(student: Student, rng: np.random.Generator) -> None:
    """For matrices of any size the sign and the logarithm must be those of the determinant: count every exchange,
    take each pivot with its sign, and undo any scaling of rows in the result."""
    for n in (6, 9, 9, 16, 40):
        A = numbers(rng, n)
        assert_slogdet(student.slogdet(A), *(float(part) for part in np.linalg.slogdet(A)))


@pytest.mark.weight(10)
def test_far_outside_the_range_of_numbers(student: Student, rng: np.random.Generator) -> None:
    """Here the determinant itself is too large or too small for a number: add logarithms from the first pivot to the
    last, leave no factor out, and keep the sign apart, flipped at every exchange. A tiny pivot is not zero."""
    A = rng.standard_normal((400, 400))
    sign, logabs = np.linalg.slogdet(A)
    assert_slogdet(student.slogdet(A), float(sign), float(logabs))
    sizes = 10.0 ** rng.uniform(20.0, 30.0, size=30)
    for diagonal in (sizes, 1.0 / sizes, np.array([1.0, 1e-300])):
        assert_slogdet(student.slogdet(np.diag(diagonal)), 1.0, float(np.log(diagonal).sum()))


# Properties and relations: 30 of 100


@pytest.mark.weight(10)
def test_an_exchange_flips_the_sign(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """The sign is 1.0 or -1.0 here, and two rows that change places flip it and leave the size: so does every exchange
    that your own elimination makes, wherever it happens."""
    for generator, n in ((example_rng, 2), (rng, 3), (rng, 5), (rng, 8)):
        A = well_conditioned(generator, n)
        i, j = (int(k) for k in generator.choice(n, size=2, replace=False))
        B = A.copy()
        B[[i, j]] = B[[j, i]]
        first, second = student.slogdet(A), student.slogdet(B)
        with shown(reveal, generator is example_rng, f"slogdet({text(A)}) returned {text(first)}",
                   f"slogdet({text(B)}) returned {text(second)}"):  # fmt: skip
            assert first[0] in (1.0, -1.0)
            assert_slogdet(second, -float(first[0]), float(first[1]))


@pytest.mark.weight(10)
def test_a_product_of_matrices(student: Student, rng: np.random.Generator) -> None:
    """det(AB) is det(A) times det(B): signs multiply, logarithms add."""
    for n in (2, 4, 7):
        A, B = well_conditioned(rng, n), -well_conditioned(rng, n)
        (sign_a, log_a), (sign_b, log_b) = student.slogdet(A), student.slogdet(B)
        assert abs(sign_a) == abs(sign_b) == 1.0
        assert_slogdet(student.slogdet(A @ B), float(sign_a * sign_b), float(log_a + log_b))
    A = well_conditioned(rng, 5)
    assert_slogdet(student.slogdet(A.T), *(float(part) for part in student.slogdet(A)))


@pytest.mark.weight(10)
def test_the_unit_of_measurement_counts(student: Student, rng: np.random.Generator) -> None:
    """Multiplying a matrix (n, n) by c multiplies its determinant by c to the power n, so logabs must grow by
    n * log|c|, and the sign must follow that of c when n is odd: whatever you scale, put it into the result."""
    for n in (3, 6):
        A = well_conditioned(rng, n)
        sign, logabs = student.slogdet(A)
        assert sign in (1.0, -1.0)
        for c in (-3.0, 0.01, *SCALES):
            flipped = c < 0.0 and n % 2 == 1
            expected = float(logabs) + n * math.log(abs(c))
            assert_slogdet(student.slogdet(c * A), -float(sign) if flipped else float(sign), expected)


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(7)
def test_a_singular_matrix_has_no_volume(student: Student, rng: np.random.Generator) -> None:
    """A column without any pivot means determinant 0: return (0.0, -inf), without an error and without NaN."""
    row = rng.integers(1, 9, size=4).astype(float)
    missing = invertible(rng, 4)
    missing[int(rng.integers(4))] = 0.0
    powers = 2.0 ** rng.integers(-2, 3, size=4)
    for A in (np.zeros((1, 1)), np.zeros((3, 3)), np.ones((3, 3)), missing, missing.T, np.outer(powers, row)):
        answer = student.slogdet(A)
        assert_slogdet(answer, 0.0, -math.inf)


@pytest.mark.weight(4)
def test_no_rows_at_all(student: Student) -> None:
    """The determinant of a matrix without rows is an empty product, 1: sign 1.0, logarithm 0.0."""
    assert_slogdet(student.slogdet(np.zeros((0, 0))), 1.0, 0.0)


@pytest.mark.weight(4)
def test_bad_input_is_refused(student: Student, rng: np.random.Generator) -> None:
    """Only a square matrix of finite numbers has a determinant: anything else must raise ValueError."""
    A = invertible(rng, 4)
    spoilt = [A.copy(), A.copy()]
    spoilt[0][int(rng.integers(4)), 1], spoilt[1][2, int(rng.integers(4))] = np.nan, -np.inf
    for wrong in (A[:3], A[:, :3], A[0], np.stack([A, A]), *spoilt):
        with student.raises(ValueError):
            student.slogdet(wrong)


@pytest.mark.weight(5)
def test_plain_floats_and_an_untouched_argument(student: Student, rng: np.random.Generator) -> None:
    """The result must be a tuple of two Python floats, whole numbers and lists are welcome, and the matrix that was
    passed in must be unchanged."""
    A = invertible(rng, 4)
    expected = student.slogdet(A)
    for matrix in (A, A.astype(np.int64), A.astype(np.float32), A.astype(int).tolist()):
        report = student.call("slogdet", matrix, report=True)
        assert type(report.result) is tuple and [type(part) for part in report.result] == [float, float]
        assert np.allclose(report.result, expected, rtol=1e-12, atol=0.0, equal_nan=True)
        assert np.array_equal(report.args_after[0], A)
