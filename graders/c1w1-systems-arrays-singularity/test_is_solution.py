"""is_solution: hidden tests."""

import numpy as np
import pytest
from system_oracles import exact_product, limit_of, whole

from coursegrader.suitekit import Array, Reveal, Student, shown, text


def well_solved(rng: np.random.Generator, m: int, n: int) -> tuple[Array, Array, Array]:
    """A system of whole numbers and its solution: no rounding anywhere."""
    A, x = whole(rng, (m, n)), whole(rng, (n,))
    return A, A @ x, x


def missed(b: Array, place: int, by: float) -> Array:
    """b with one entry moved away from 0."""
    moved = b.copy()
    moved[place] += by if moved[place] >= 0 else -by
    return moved


# Oracle cases: 50 of 100


@pytest.mark.weight(15)
def test_a_rounded_solution_is_a_solution(student: Student, rng: np.random.Generator) -> None:
    """Numbers with fractions leave round-off such as 1e-16 where A @ x and b should agree: compare with the limit,
    never with exactly 0. An x that is clearly off is still no solution."""
    seen = 0
    while seen < 4:
        m, n = (int(size) for size in rng.integers(3, 9, size=2))
        A, x = rng.uniform(-1.0, 1.0, size=(m, n)), rng.uniform(0.5, 1.5, size=n)
        b = exact_product(A, x)
        if (A @ x != b).any():
            seen += 1
            assert student.is_solution(A, b, x) is True
            assert student.is_solution(A, b + np.abs(b).max(), x) is False


@pytest.mark.weight(20)
def test_one_bad_equation_among_many(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Every single equation has to hold, so the largest residual decides: an average hides one bad equation among
    many good ones, and looking at the first equation hides all the others."""
    for generator, m, n in ((example_rng, 4, 2), (rng, 8, 3), (rng, 20, 2), (rng, 12, 6)):
        A, b, x = well_solved(generator, m, n)
        assert student.is_solution(A, b, x, rtol=1e-3) is True
        b = missed(b, int(generator.integers(1, m)), 2.0 * limit_of(A, b, x, 1e-3))
        got = student.is_solution(A, b, x, rtol=1e-3)
        call = f"is_solution({text(A)}, {text(b)}, {text(x)}, rtol=0.001) returned {text(got)}"
        with shown(reveal, generator is example_rng, call):
            assert got is False


@pytest.mark.weight(15)
def test_opposite_misses_do_not_cancel(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Two equations that miss by opposite amounts are two misses, not none: take magnitudes before you put residuals
    together."""
    for generator, m, n in ((example_rng, 2, 2), (rng, 3, 3), (rng, 6, 2), (rng, 4, 5)):
        A, b, x = well_solved(generator, m, n)
        assert student.is_solution(A, b, x) is True
        other = int(generator.integers(1, m))
        step = float(generator.integers(20, 60))
        b[0], b[other] = b[0] + step, b[other] - step
        got = student.is_solution(A, b, x)
        with shown(
            reveal,
            generator is example_rng,
            f"is_solution({text(A)}, {text(b)}, {text(x)}) returned {text(got)}",
        ):
            assert got is False


# Properties and relations: 30 of 100


@pytest.mark.weight(12)
def test_the_limit_is_the_stated_one(student: Student, rng: np.random.Generator) -> None:
    """The largest residual of all equations may be as large as rtol * (max|A| * max|x| * n + max|b|) and no larger:
    check each part of that limit, and that rtol is used."""
    for rtol in (1e-2, 1e-4, 1e-7):
        for part, expected in ((0.8, True), (1.3, False)):
            m, n = int(rng.integers(3, 7)), int(rng.integers(2, 6))
            A, b, x = well_solved(rng, m, n)
            A, b, x = A / 8.0, b / 4.0, 2.0 * x  # the three sizes differ
            b = missed(b, int(rng.integers(1, m)), part * limit_of(A, b, x, rtol))
            residual = float(np.abs(A @ x - b).max()) / limit_of(A, b, x, rtol)
            assert (residual < 0.9) if expected else (residual > 1.1)  # of this test: it leaves no doubt
            assert student.is_solution(A, b, x, rtol) is expected


@pytest.mark.weight(12)
def test_the_unit_does_not_matter(student: Student, rng: np.random.Generator) -> None:
    """Writing A and b in another unit must not change the verdict: a fixed limit such as 1e-9 forgives everything where
    all numbers are tiny, and nothing where they are huge."""
    for m, n in ((2, 2), (4, 3)):
        A, b, x = well_solved(rng, m, n)
        bad = missed(b, 0, 0.1 * float(np.abs(b).max() + 1.0))
        for unit in (2.0**-40, 1.0, 2.0**40):
            assert student.is_solution(unit * A, unit * b, x) is True
            assert student.is_solution(unit * A, unit * bad, x) is False


@pytest.mark.weight(6)
def test_the_order_of_the_equations_does_not_matter(student: Student, rng: np.random.Generator) -> None:
    """The same equations in another order are the same system with the same solutions: a bad one counts wherever it
    stands."""
    m, n = 4, 3
    A, b, x = well_solved(rng, m, n)
    bad = missed(b, 0, 50.0)
    for turn in range(m):
        matrix = np.roll(A, turn, axis=0)
        assert student.is_solution(matrix, np.roll(b, turn), x) is True
        assert student.is_solution(matrix, np.roll(bad, turn), x) is False


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(4)
def test_a_system_of_zeros(student: Student, rng: np.random.Generator) -> None:
    """0 <= 0: a system of zeros is solved by x = 0, and a right-hand side of zeros by x = 0 too."""
    A = whole(rng, (3, 2))
    assert student.is_solution(np.zeros((3, 2)), np.zeros(3), np.zeros(2)) is True
    assert student.is_solution(A, np.zeros(3), np.zeros(2)) is True
    assert student.is_solution(A, np.array([1.0, 0.0, 0.0]), np.zeros(2)) is False


@pytest.mark.weight(6)
def test_nan_and_infinity_solve_nothing(student: Student, rng: np.random.Generator) -> None:
    """NaN compares as neither smaller nor larger, so `not (residual > limit)` lets it pass, and an infinite x makes the
    limit infinite: ask whether x is finite first, and answer False if not."""
    A, b, x = well_solved(rng, 3, 3)
    for value in (np.nan, np.inf, -np.inf):
        spoilt = x.copy()
        spoilt[int(rng.integers(3))] = value
        assert student.is_solution(A, b, spoilt) is False
    assert student.is_solution(A, b, np.full(3, np.nan)) is False


@pytest.mark.weight(6)
def test_shapes_that_do_not_fit_are_refused(student: Student, rng: np.random.Generator) -> None:
    """A is (m, n), b (m,) and x (n,), nothing else; a column (n, 1) would be broadcast into a table of differences,
    so it must raise ValueError like every other shape that does not fit."""
    A, b, x = well_solved(rng, 3, 3)
    for matrix, side, point in (
        (A, b, x[:, None]),
        (A, b[:, None], x[:, None]),
        (A[:2], b[:2], x[:, None]),
        (A, b[:, None], x),
        (A, b[:2], x),
        (A, b, x[:2]),
        (A[0], b, x),
        (A, b[0], x),
    ):
        with student.raises(ValueError):
            student.is_solution(matrix, side, point)


@pytest.mark.weight(4)
def test_a_python_bool_and_untouched_arguments(student: Student, rng: np.random.Generator) -> None:
    """The verdict must be a Python bool (bool(...) makes one), lists and whole numbers are welcome, and A, b and x must
    be unchanged after the call."""
    A, b, x = well_solved(rng, 3, 2)
    for matrix, side, point in (
        (A, b, x),
        (A.astype(np.int64), b.astype(np.int64), x),
        (A.tolist(), b.tolist(), x.tolist()),
    ):
        report = student.call("is_solution", matrix, side, point, report=True)
        assert report.result is True
        assert all(np.array_equal(now, then) for now, then in zip(report.args_after, (A, b, x), strict=True))
