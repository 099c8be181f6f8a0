"""eig_2x2: hidden tests."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from eigen_oracles import defective, exact_values, plane_matrix

from coursegrader.suitekit import SCALES, Array, Reveal, Student, assert_array, shown, text

pytestmark = pytest.mark.blocked("numpy.linalg", "scipy.linalg")


def assert_values(answer: Any, expected: Sequence[float], slack: float) -> None:
    assert (np.abs(assert_array(answer.values, (2,)) - np.array(expected)) <= slack).all()


def assert_vectors(answer: Any, A: Array, count: int) -> list[Array]:
    """So many unit vectors, each mapped to its value times itself, with the sign of the contract."""
    vectors = answer.vectors
    assert isinstance(vectors, list) and len(vectors) == count
    size = np.abs(A).max(initial=0.0)
    for value, vector in zip(answer.values, vectors, strict=False):
        v = assert_array(vector, (2,))
        assert abs(float(np.hypot(*v)) - 1.0) <= 1e-12
        assert np.abs(A @ v - value * v).max() <= 1e-9 * size
        if abs(abs(v[0]) - abs(v[1])) > 1e-9:
            assert v[np.argmax(np.abs(v))] > 0.0
    return vectors


def assert_same_directions(vectors: Any, others: Any) -> None:
    """Two lists of vectors, equal one by one up to sign."""
    assert isinstance(vectors, list) and isinstance(others, list) and len(vectors) == len(others)
    for v, w in zip(vectors, others, strict=True):
        assert abs(abs(float(assert_array(v, (2,)) @ assert_array(w, (2,)))) - 1.0) <= 1e-9


def said(A: Array, answer: Any) -> str:
    return f"eig_2x2({text(A)}) has kind {answer.kind!r}, values {text(answer.values)}, vectors {text(answer.vectors)}"


def rounded(rng: np.random.Generator) -> Array:
    """A shear in disguise whose entries are rounded, so that D is not exactly 0."""
    return defective(rng) * float(rng.choice([0.1, 0.3, 1 / 3, 1 / 7]))


# Oracle cases: 50 of 100


@pytest.mark.weight(15)
def test_two_real_values(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """With D above 0 there are two real values, m + sqrt(D) and m - sqrt(D), and the larger one comes first, whatever
    their sizes."""
    symmetric = np.array([[1.0, 2.0], [2.0, 5.0]]) * float(rng.integers(1, 9)) - 3.0 * np.eye(2)
    cases = [(A, False) for A in (symmetric, *(plane_matrix(rng, +1) for _ in range(8)))]
    for A, is_example in ((plane_matrix(example_rng, +1), True), *cases):
        answer = student.eig_2x2(A)
        with shown(reveal, is_example, said(A, answer)):
            assert answer.kind == "distinct"
            assert_values(answer, exact_values(A)[:2], 1e-11 * np.abs(A).max())


@pytest.mark.weight(15)
def test_a_direction_for_each_value(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """A times the k-th vector must be the k-th value times that vector; each vector has length 1, and its entry of
    larger size is positive."""
    cases = [(plane_matrix(rng, +1), False) for _ in range(8)]
    for A, is_example in ((plane_matrix(example_rng, +1), True), *cases):
        answer = student.eig_2x2(A)
        with shown(reveal, is_example, said(A, answer)):
            first, second = assert_vectors(answer, A, 2)
            assert abs(first[0] * second[1] - first[1] * second[0]) > 1e-6


@pytest.mark.weight(10)
def test_turning_matrices(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """With D below 0 every direction is turned: the values are complex, m plus and minus i times sqrt(-D), the one
    with positive imaginary part first, and no real vector belongs to them."""
    cases = [(plane_matrix(rng, -1), False) for _ in range(5)]
    for A, is_example in ((plane_matrix(example_rng, -1), True), *cases):
        answer = student.eig_2x2(A)
        with shown(reveal, is_example, said(A, answer)):
            assert answer.kind == "complex" and answer.vectors == []
            real, _, imaginary = exact_values(A)
            values = answer.values
            assert type(values) is np.ndarray and values.dtype == np.complex128 and values.shape == (2,)
            expected = np.array([real + 1j * imaginary, real - 1j * imaginary])
            assert (np.abs(values - expected) <= 1e-11 * np.abs(A).max()).all()


@pytest.mark.weight(10)
def test_how_many_directions_stay(student: Student, rng: np.random.Generator) -> None:
    """A double value has either every direction (a multiple of the identity, "scalar": two vectors) or a single one
    ("defective": one vector). D counts as 0 when it is round-off next to h*h and b*c."""
    factor = float(rng.integers(2, 9))
    for A in (defective(rng), defective(rng), rounded(rng), rounded(rng), np.array([[1.0, factor], [0.0, 1.0]])):
        answer = student.eig_2x2(A)
        assert answer.kind == "defective"
        assert_values(answer, [A.trace() / 2.0] * 2, 1e-11 * np.abs(A).max())
        assert len(answer.vectors) == 1
    for A in (-factor * np.eye(2), 0.1 * factor * np.eye(2)):
        answer = student.eig_2x2(A)
        assert answer.kind == "scalar"
        assert_values(answer, [A[0, 0]] * 2, 1e-12 * factor)
        first, second = assert_vectors(answer, A, 2)
        assert abs(first @ second) <= 1e-12


# Properties and relations: 30 of 100


@pytest.mark.weight(8)
def test_a_small_value_beside_a_large_one(student: Student, rng: np.random.Generator) -> None:
    """The product of the two values is the determinant, to nearly all digits: where m and sqrt(D) agree in their
    first digits, subtracting them leaves noise. Compute the value of larger size, then divide the determinant by
    it."""
    for sign in (1.0, -1.0):
        trace, p, q = 1e8 * float(rng.integers(1, 9)), float(rng.integers(1, 9)), float(rng.integers(1, 9))
        A = np.array([[sign * trace, p], [-q, 0.0]])
        A = A if rng.random() < 0.5 else A[::-1, ::-1]
        answer = student.eig_2x2(A)
        assert answer.kind == "distinct"
        values, expected = np.sort(assert_array(answer.values, (2,))), np.sort(exact_values(A)[:2])
        assert (np.abs(values - expected) <= 1e-9 * np.abs(expected)).all()


@pytest.mark.weight(8)
def test_the_unit_of_measurement_does_not_matter(student: Student, rng: np.random.Generator) -> None:
    """Multiplying the matrix by a positive constant must multiply the values and leave the kind and the directions
    alone, also where h*h would leave the range of numbers: scale the matrix before you square."""
    for A in (3.0 * np.eye(2), plane_matrix(rng, +1), plane_matrix(rng, -1), defective(rng)):
        plain = student.eig_2x2(A)
        values, vectors = plain.values, plain.vectors
        assert np.abs(values).max() > 0.0 or A.trace() == 0.0
        for scale in SCALES:
            answer = student.eig_2x2(scale * A)
            assert answer.kind == plain.kind
            assert (np.abs(answer.values / scale - values) <= 1e-11 * np.abs(A).max()).all()
            assert_same_directions(answer.vectors, vectors)


@pytest.mark.weight(7)
def test_adding_a_multiple_of_the_identity(student: Student, rng: np.random.Generator) -> None:
    """A + t*I maps every vector as A does and adds t times it: both values grow by t, and the vectors, each with its
    value, stay. Adding changes m, not h and D."""
    for A in (plane_matrix(rng, +1), plane_matrix(rng, +1), plane_matrix(rng, -1)):
        t = float(rng.integers(10, 20))
        before, after = student.eig_2x2(A), student.eig_2x2(A + t * np.eye(2))
        assert after.kind == before.kind
        assert before.values.shape == after.values.shape == (2,)
        assert (np.abs(after.values - before.values - t) <= 1e-9).all()
        assert_same_directions(after.vectors, before.vectors)


@pytest.mark.weight(7)
def test_diagonal_and_triangular_matrices(student: Student, rng: np.random.Generator) -> None:
    """The values of these matrices stand on the diagonal, and A times a vector must be its value times it. One of the
    two candidates, (b, value - a) and (value - d, c), may be (0, 0) here: take the other one."""
    p, q = sorted((float(part) for part in rng.choice(np.arange(-9, 10), size=2, replace=False)), reverse=True)
    x = float(rng.integers(1, 9))
    for a, d in ((p, q), (q, p)):
        for b, c in ((0.0, 0.0), (x, 0.0), (0.0, -x)):
            A = np.array([[a, b], [c, d]])
            answer = student.eig_2x2(A)
            assert answer.kind == "distinct"
            assert (np.abs(np.sort(assert_array(answer.values, (2,))) - (q, p)) <= 1e-10).all()
            assert_vectors(answer, A, 2)


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(6)
def test_zeros_and_multiples_of_the_identity(student: Student, rng: np.random.Generator) -> None:
    """A multiple of the identity, the zero matrix included, keeps every direction: kind "scalar", two perpendicular
    vectors. Mind that the zero matrix has no largest entry to divide by."""
    for factor in (0.0, float(rng.integers(1, 9)), -0.3):
        answer = student.eig_2x2(factor * np.eye(2))
        assert answer.kind == "scalar"
        assert_values(answer, [factor, factor], 1e-12)
        first, second = assert_vectors(answer, factor * np.eye(2), 2)
        assert abs(first @ second) <= 1e-12


@pytest.mark.weight(5)
def test_a_shear_has_one_direction(student: Student, rng: np.random.Generator) -> None:
    """A shear moves everything along one line and keeps only that line: kind "defective", and vectors holds a single
    vector (not the same one twice) that A maps to its value times it."""
    k = float(rng.integers(1, 5)) * float(rng.choice([-1.0, 1.0]))
    for A, along in ((np.array([[1.0, k], [0.0, 1.0]]), 0), (np.array([[0.0, 0.0], [k, 0.0]]), 1)):
        answer = student.eig_2x2(A)
        assert answer.kind == "defective"
        assert_values(answer, [A[0, 0]] * 2, 1e-12)
        (v,) = assert_vectors(answer, A, 1)
        assert np.abs(v - np.eye(2)[along]).max() <= 1e-12


@pytest.mark.weight(4)
def test_bad_input_is_refused(student: Student, rng: np.random.Generator) -> None:
    """Only a real, finite matrix of shape (2, 2) will do: another shape, complex entries, NaN or infinity must raise
    ValueError."""
    A = plane_matrix(rng, +1)
    spoilt = [A.copy(), A.copy()]
    spoilt[0][int(rng.integers(2)), 1], spoilt[1][1, int(rng.integers(2))] = np.nan, np.inf
    for wrong in (np.eye(3), A[:1], A[0], np.zeros((0, 0)), A + 1j, *spoilt):
        with student.raises(ValueError):
            student.eig_2x2(wrong)


@pytest.mark.weight(5)
def test_an_eig2_and_an_untouched_argument(student: Student, rng: np.random.Generator) -> None:
    """The result must be an Eig2, whole numbers and lists are welcome, and the matrix that was passed in must be
    unchanged."""
    for A in (plane_matrix(rng, +1), plane_matrix(rng, -1)):
        for matrix in (A, A.astype(np.int64), A.astype(int).tolist()):
            report = student.call("eig_2x2", matrix, report=True)
            assert student.type_name(report.result) == "Eig2"
            assert np.allclose(report.result.values, student.eig_2x2(A).values, rtol=1e-12, atol=0.0)
            assert np.array_equal(report.args_after[0], A)
