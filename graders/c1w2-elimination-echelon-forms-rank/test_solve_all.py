"""solve_all: hidden tests.

Neither the particular solution nor the basis is unique, so they are checked by what they must do: A @ x gives
b, A @ N gives zeros, and the columns of N are independent. The kind is compared with exact rational arithmetic.
"""

from typing import Any

import numpy as np
import pytest
from oracles import exact_kind, planted

from coursegrader.suitekit import SCALES, Array, Reveal, Student, assert_array, shown, text

pytestmark = pytest.mark.blocked("numpy.linalg", "scipy.linalg")


def right_hand_side(rng: np.random.Generator, A: Array) -> Array:
    """A reachable right-hand side of whole numbers, with no equation that says 0 = 0 by accident of a zero
    solution."""
    x = rng.integers(1, 5, size=A.shape[1]) * rng.choice([-1.0, 1.0], size=A.shape[1])
    return np.asarray(A @ x, dtype=np.float64)


def contradiction(rng: np.random.Generator, A: Array) -> Array:
    """A right-hand side that no x reaches, by far; the rows of A must be dependent."""
    while True:
        b = right_hand_side(rng, A)
        b[int(rng.integers(len(b)))] += float(rng.choice([-3.0, -2.0, 2.0, 3.0]))
        nearest = A @ np.linalg.lstsq(A, b, rcond=None)[0]
        if exact_kind(A, b) == "none" and np.abs(b - nearest).max() > 1e-3 * np.abs(b).max():
            return b


def tall(rng: np.random.Generator, m: int, n: int) -> Array:
    """An (m, n) matrix of full column rank, m > n."""
    return planted(rng, m, n, n)[0]


def assert_solves(A: Array, b: Array, x: object) -> None:
    x = assert_array(x, (A.shape[1],))
    size = np.abs(A).max(initial=0.0) * np.abs(x).max(initial=0.0) * len(x) + np.abs(b).max(initial=0.0)
    assert (np.abs(A @ x - b) <= 1e-9 * size).all()


def assert_null_vectors(A: Array, N: object, count: int) -> Array:
    columns = assert_array(N, (A.shape[1], count))
    sizes = np.abs(columns).max(axis=0)
    assert (sizes > 0).all()
    columns = np.asarray(columns / sizes, dtype=np.float64)
    assert np.abs(A @ columns).max(initial=0.0) <= 1e-9 * np.abs(A).max(initial=0.0) * A.shape[1]
    return columns


def assert_basis(A: Array, N: object, count: int) -> None:
    columns = assert_null_vectors(A, N, count)
    assert count == 0 or np.linalg.svd(columns, compute_uv=False)[-1] > 1e-6


def assert_right(solution: Any, A: Array, b: Array, kind: str, r: int) -> None:
    """The whole contract for one system of rank r."""
    assert solution.kind == kind
    if kind == "none":
        assert solution.x is None
    else:
        assert_solves(A, b, solution.x)
    assert_basis(A, solution.N, A.shape[1] - r)


# Oracle cases: 50 of 100


@pytest.mark.weight(10)
def test_square_systems(student: Student, rng: np.random.Generator) -> None:
    """A square system of full rank has exactly one solution, and one with redundant but agreeing equations has
    infinitely many: count pivots, and look at what is left of b in the rows without a pivot."""
    for n, r in ((2, 2), (3, 3), (5, 5), (3, 2), (5, 3)):
        A, _, _ = planted(rng, n, n, r)
        b = right_hand_side(rng, A)
        assert_right(student.solve_all(A, b), A, b, "unique" if r == n else "infinite", r)


@pytest.mark.weight(10)
def test_zero_rows_need_a_look_at_b(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """A row of zeros is harmless only if its right-hand side vanishes too: 0 = 0 says nothing, 0 = 3 is a
    contradiction and leaves no solution at all."""
    for generator, n, r in ((example_rng, 3, 2), (rng, 2, 1), (rng, 3, 2), (rng, 5, 3)):
        A, _, _ = planted(generator, n, n, r)
        b = contradiction(generator, A)
        solution = student.solve_all(A, b)
        with shown(
            reveal,
            generator is example_rng,
            f"solve_all({text(A)}, {text(b)}).kind was {text(solution.kind)}",
        ):
            assert solution.kind == "none" and solution.x is None


@pytest.mark.weight(10)
def test_more_unknowns_than_equations(student: Student, rng: np.random.Generator) -> None:
    """With more unknowns than equations a solution is never unique, but the system need not be square to be
    solved: the unknowns without a pivot are free."""
    for m, n, r in ((2, 4, 2), (3, 5, 3), (1, 3, 1), (3, 6, 2)):
        A, _, _ = planted(rng, m, n, r)
        b = right_hand_side(rng, A)
        assert_right(student.solve_all(A, b), A, b, "infinite", r)


@pytest.mark.weight(10)
def test_more_unknowns_can_still_contradict(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Many unknowns do not protect against two equations that contradict each other: check for a contradiction
    before you count free unknowns."""
    for generator, m, n, r in ((example_rng, 2, 3, 1), (rng, 3, 5, 2), (rng, 4, 6, 2), (rng, 2, 5, 1)):
        A, _, _ = planted(generator, m, n, r)
        b = contradiction(generator, A)
        solution = student.solve_all(A, b)
        with shown(
            reveal,
            generator is example_rng,
            f"solve_all({text(A)}, {text(b)}).kind was {text(solution.kind)}",
        ):
            assert_right(solution, A, b, "none", r)


@pytest.mark.weight(10)
def test_more_equations_than_unknowns(student: Student, rng: np.random.Generator) -> None:
    """More equations than unknowns can agree, and then have a solution like any others; only what elimination
    leaves in b tells."""
    for m, n in ((4, 2), (5, 3), (7, 4)):
        A = tall(rng, m, n)
        b = right_hand_side(rng, A)
        assert_right(student.solve_all(A, b), A, b, "unique", n)
        b = contradiction(rng, A)
        assert_right(student.solve_all(A, b), A, b, "none", n)


# Properties and relations: 30 of 100


@pytest.mark.weight(6)
def test_x_is_a_solution(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """The particular solution must satisfy A @ x = b: free unknowns may take any value, but the other unknowns
    have to answer for it (with all free unknowns 0 there is nothing to correct)."""
    for generator, m, n, r in ((example_rng, 2, 3, 2), (rng, 3, 5, 2), (rng, 4, 6, 3), (rng, 3, 3, 2)):
        A, _, _ = planted(generator, m, n, r)
        b = right_hand_side(generator, A)
        x = student.solve_all(A, b).x
        with shown(reveal, generator is example_rng, f"solve_all({text(A)}, {text(b)}).x was {text(x)}"):
            assert_solves(A, b, x)


@pytest.mark.weight(6)
def test_null_vectors_are_annihilated(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Every column of N must give A @ column = 0: move a free column to the other side of the equation and its
    entries change sign."""
    for generator, m, n, r in ((example_rng, 2, 3, 2), (rng, 3, 5, 2), (rng, 4, 6, 3), (rng, 4, 3, 2)):
        A, _, _ = planted(generator, m, n, r)
        N = student.solve_all(A, np.zeros(m)).N
        with shown(reveal, generator is example_rng, f"solve_all({text(A)}, {[0.0] * m}).N was {text(N)}"):
            assert_null_vectors(A, N, n - r)
    positive = rng.integers(1, 9, size=(1, 3)).astype(float)
    assert_null_vectors(positive, student.solve_all(positive, np.zeros(1)).N, 2)


@pytest.mark.weight(6)
def test_the_basis_is_independent(student: Student, rng: np.random.Generator) -> None:
    """N needs one independent column for each free unknown; set one free unknown to 1 and the other free ones
    to 0, in turn."""
    for m, n, r in ((2, 5, 2), (3, 6, 2), (4, 4, 1), (2, 4, 1)):
        A, _, _ = planted(rng, m, n, r)
        assert_basis(A, student.solve_all(A, right_hand_side(rng, A)).N, n - r)


@pytest.mark.weight(6)
def test_rounding_is_no_contradiction(student: Student, rng: np.random.Generator) -> None:
    """Agreeing equations with decimals leave round-off such as 1e-16 where elimination should leave 0 in b:
    compare with a tolerance, never with == 0."""
    for m, n in ((4, 2), (6, 3), (8, 3), (12, 4)):
        A = rng.integers(-30, 31, size=(m, n)) / 10 + np.vstack([3.0 * np.eye(n), np.zeros((m - n, n))])
        b = A @ rng.uniform(1.0, 2.0, size=n)
        if np.linalg.cond(A) < 50 and np.abs(b).max() > 1.0:
            assert_right(student.solve_all(A, b), A, b, "unique", n)
    third = np.array([[0.1, 0.3], [0.2, 0.7], [0.3, 1.1]])
    assert student.solve_all(third, third @ np.array([1 / 3, 1 / 7])).kind == "unique"


@pytest.mark.weight(6)
def test_the_unit_of_measurement_does_not_matter(student: Student, rng: np.random.Generator) -> None:
    """Multiplying both sides by a constant changes neither the kind nor the solutions: what counts as zero must
    be measured against the numbers in the system."""
    for m, n, r in ((3, 3, 3), (4, 4, 2), (3, 5, 2)):
        A, _, _ = planted(rng, m, n, r)
        b = right_hand_side(rng, A)
        bad = contradiction(rng, A) if r < m else b
        for scale in SCALES:
            solution = student.solve_all(scale * A, scale * b)
            assert solution.kind == ("unique" if r == n else "infinite")
            assert_solves(A, b, solution.x)
            assert student.solve_all(scale * A, scale * bad).kind == exact_kind(A, bad)


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(5)
def test_bad_input_is_refused(student: Student, rng: np.random.Generator) -> None:
    """b must hold one number per equation, as a vector of shape (m,), and every number must be finite; anything
    else must raise ValueError."""
    A, _, _ = planted(rng, 3, 4, 2)
    b = right_hand_side(rng, A)
    spoilt_b, spoilt_A = b.copy(), A.copy()
    spoilt_b[int(rng.integers(3))], spoilt_A[1, int(rng.integers(4))] = np.nan, np.inf
    for matrix, side in (
        (A, b[:2]),
        (A, b[:, None]),
        (A, np.ones(4)),
        (A, spoilt_b),
        (spoilt_A, b),
        (A[0], b),
    ):
        with student.raises(ValueError):
            student.solve_all(matrix, side)
    assert student.solve_all(A, b).kind == "infinite"


@pytest.mark.weight(5)
def test_zeros_and_no_equations(student: Student) -> None:
    """Without an equation, or with equations that all say 0 = 0, every x is a solution; 0 = 1 has none; no free
    unknown means a basis of shape (n, 0). A given tol decides which pivots of A count."""
    for m, n in ((0, 3), (2, 2), (3, 1)):
        A = np.zeros((m, n))
        assert_right(student.solve_all(A, np.zeros(m)), A, np.zeros(m), "infinite", 0)
    assert_right(student.solve_all(np.zeros((2, 2)), np.array([0.0, 1.0])), np.zeros((2, 2)), np.zeros(2), "none", 0)
    identity = np.eye(3)
    assert_right(student.solve_all(identity, np.zeros(3)), identity, np.zeros(3), "unique", 3)
    nearly = np.diag([1.0, 1e-5])
    assert student.solve_all(nearly, np.array([2.0, 0.0])).kind == "unique"
    assert student.solve_all(nearly, np.array([2.0, 0.0]), tol=1e-3).kind == "infinite"


@pytest.mark.weight(5)
def test_balanced_reactions(student: Student, rng: np.random.Generator) -> None:
    """Burning an alkane balances in exactly one way up to a multiple, so its homogeneous system has one null
    vector, whose entries all share one sign."""
    for carbon in (int(c) for c in rng.integers(1, 12, size=3)):
        hydrogen = 2 * carbon + 2
        atoms = np.array([[carbon, 0, -1, 0], [hydrogen, 0, 0, -2], [0, 2, -2, -1]])
        solution = student.solve_all(atoms, [0, 0, 0])
        assert_right(solution, atoms.astype(float), np.zeros(3), "infinite", 3)
        counts = 2.0 * solution.N[:, 0] / solution.N[0, 0]
        assert np.allclose(counts, [2, 3 * carbon + 1, 2 * carbon, 2 * carbon + 2], rtol=1e-9, atol=0.0)


@pytest.mark.weight(5)
def test_the_arguments_stay_as_they_were(student: Student, rng: np.random.Generator) -> None:
    """A and b must be unchanged after the call, the result must be a Solution, and its arrays must be float64
    arrays of their own."""
    A, _, _ = planted(rng, 3, 4, 3)
    b = right_hand_side(rng, A)
    for matrix, side in ((A, b), (A.astype(np.int64), b.astype(np.int64)), (np.eye(3), np.ones(3))):
        report = student.call("solve_all", matrix, side, report=True)
        assert student.type_name(report.result) == "Solution"
        assert np.array_equal(report.args_after[0], matrix) and np.array_equal(report.args_after[1], side)
        assert not any(report.shares_memory)
        assert_solves(np.asarray(matrix, dtype=float), np.asarray(side, dtype=float), report.result.x)
