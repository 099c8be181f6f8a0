"""classify_2x2: hidden tests."""

import numpy as np
import pytest
from system_oracles import crossing, parallel, whole

from coursegrader.suitekit import SCALES, Array, Reveal, Student, shown, text


def decimals(rng: np.random.Generator) -> tuple[Array, Array]:
    """One line written twice in decimals, such that the computed determinant is not exactly 0."""
    while True:
        row, factor = rng.integers(1, 10, size=2) / 10, int(rng.choice([3, 6, 7, 9]))
        A = np.stack([row, np.round(factor * row, 1)])
        if A[0, 0] * A[1, 1] - A[0, 1] * A[1, 0] != 0.0:
            c = int(rng.integers(1, 10))
            return A, np.array([c / 10, round(factor * c / 10, 1)])


# Oracle cases: 50 of 100


@pytest.mark.weight(15)
def test_lines_that_cross(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Two lines of different directions have exactly one point in common, whatever stands on the right-hand side; lines
    of the same direction never do."""
    for generator in (example_rng, *([rng] * 6)):
        A, b = crossing(generator)
        got = student.classify_2x2(A, b)
        with shown(reveal, generator is example_rng, f"classify_2x2({text(A)}, {text(b)}) returned {text(got)}"):
            assert got == "unique"
    assert student.classify_2x2(*parallel(rng, True)) != "unique"


@pytest.mark.weight(20)
def test_parallel_lines_need_a_look_at_b(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """If one left-hand side is a multiple of the other, the right-hand sides decide: the same multiple means one line
    written twice, any other means that no point lies on both."""
    cases = [(example_rng, False), *((rng, same) for same in (True, False, False, True, False, True))]
    for generator, same in cases:
        A, b = parallel(generator, same)
        got = student.classify_2x2(A, b)
        with shown(reveal, generator is example_rng, f"classify_2x2({text(A)}, {text(b)}) returned {text(got)}"):
            assert got == ("infinite" if same else "none")
    through_zero = parallel(rng, True)[0]
    assert student.classify_2x2(through_zero, np.zeros(2)) == "infinite"


@pytest.mark.weight(15)
def test_decimals_leave_round_off(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """The determinant of two parallel rows of decimals is rarely exactly 0: what is left is round-off. Compare with the
    size of the numbers instead of asking for `== 0`."""
    for generator in (example_rng, *([rng] * 6)):
        A, b = decimals(generator)
        got = student.classify_2x2(A, b)
        with shown(reveal, generator is example_rng, f"classify_2x2({text(A)}, {text(b)}) returned {text(got)}"):
            assert got == "infinite"


# Properties and relations: 30 of 100


@pytest.mark.weight(10)
def test_each_equation_may_have_its_own_unit(student: Student, rng: np.random.Generator) -> None:
    """Multiplying one equation by a number such as 1e-8 changes neither its line nor the verdict: bring each equation
    to the same size first, and then allow for round-off."""
    for A, b in (crossing(rng), parallel(rng, True), parallel(rng, False)):
        before = student.classify_2x2(A, b)
        for units in ((1e-8, 1.0), (1.0, -1e8), (1e-8, 1e-8), (1e8, 1e-8)):
            scale = np.array(units)
            assert student.classify_2x2(scale[:, None] * A, scale * b) == before
    A, b = crossing(rng)
    assert student.classify_2x2(1e-8 * A, 1e-8 * b) == "unique"
    assert student.classify_2x2(*parallel(rng, True)) != "unique"


@pytest.mark.weight(8)
def test_a_small_determinant_is_not_a_parallel_pair(student: Student, rng: np.random.Generator) -> None:
    """The determinant shrinks with the unit, even for lines at a right angle: 1e-6 times the identity is as far from
    parallel as the identity. Compare only after bringing the equations to the same size."""
    a, b = (float(number) for number in whole(rng, (2,)))
    for A in (np.eye(2), np.array([[a, b], [-b, a]])):
        for scale in (1e-6, 1e-12, *SCALES):
            assert student.classify_2x2(scale * A, scale * np.array([a, b])) == "unique"
    assert student.classify_2x2(*parallel(rng, True)) != "unique"


@pytest.mark.weight(6)
def test_names_and_order_do_not_matter(student: Student, rng: np.random.Generator) -> None:
    """Exchanging the two equations, or the names of the two unknowns, must not change how many answers there are."""
    systems = (crossing(rng), "unique"), (parallel(rng, True), "infinite"), (parallel(rng, False), None)
    for (A, b), expected in systems:
        before = student.classify_2x2(A, b)
        assert expected is None or before == expected
        assert student.classify_2x2(A[::-1], b[::-1]) == before
        assert student.classify_2x2(A[:, ::-1], b) == before


@pytest.mark.weight(6)
def test_lines_that_cross_on_an_axis(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Two lines may cut an axis in the same point and still have different directions; a right-hand side in the ratio
    of one column proves nothing. Ask first whether the lines are parallel at all."""
    for generator in (example_rng, rng, rng):
        A, _ = crossing(generator)
        distance = float(whole(generator, (1,))[0])
        for point in ([distance, 0.0], [0.0, distance], [0.0, 0.0]):
            b = A @ np.array(point)
            got = student.classify_2x2(A, b)
            with shown(reveal, generator is example_rng, f"classify_2x2({text(A)}, {text(b)}) returned {text(got)}"):
                assert got == "unique"
    assert student.classify_2x2(*parallel(rng, True)) != "unique"


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(6)
def test_lines_along_an_axis(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """A line parallel to an axis has a coefficient 0: do not divide by a coefficient that may be 0, and compare the
    right-hand sides of such lines as those of any other parallel lines."""
    for generator in (example_rng, rng, rng):
        p, c, factor = whole(generator, (3,))
        cases = [
            ([[0.0, p], [0.0, factor * p]], [c, factor * c], "infinite"),
            ([[p, 0.0], [factor * p, 0.0]], [c, factor * c], "infinite"),
            ([[0.0, p], [0.0, factor * p]], [c, factor * c + 1.0], "none"),
            ([[p, 0.0], [factor * p, 0.0]], [c, factor * c + 1.0], "none"),
            ([[0.0, p], [factor, 0.0]], [c, p], "unique"),
            ([[0.0, p], [factor, c]], [c, p], "unique"),
        ]
        for matrix, side, expected in cases:
            A, b = np.array(matrix), np.array(side)
            got = student.classify_2x2(A, b)
            with shown(reveal, generator is example_rng, f"classify_2x2({text(A)}, {text(b)}) returned {text(got)}"):
                assert got == expected


@pytest.mark.weight(4)
def test_zero_equals_three_has_no_answer(student: Student, rng: np.random.Generator) -> None:
    """A row of zeros with something else on the right, 0x + 0y = 3, can never be true, however small that something is
    and whatever the other equation says."""
    row, (c, d) = whole(rng, (2,)), whole(rng, (2,))
    zero = np.zeros(2)
    for A, b in (
        (np.stack([row, zero]), [c, d]),
        (np.stack([zero, row]), [1e-8 * c, d]),
        (np.zeros((2, 2)), [0.0, d]),
        (np.zeros((2, 2)), [c, d]),
    ):
        assert student.classify_2x2(A, np.array(b)) == "none"


@pytest.mark.weight(4)
def test_zero_equals_zero_says_nothing(student: Student, rng: np.random.Generator) -> None:
    """0x + 0y = 0 holds for every point: it forbids nothing, so what is left is one line, or the whole plane."""
    row, c = whole(rng, (2,)), float(whole(rng, (1,))[0])
    zero = np.zeros(2)
    for A, b in (
        (np.stack([row, zero]), [c, 0.0]),
        (np.stack([zero, row]), [0.0, c]),
        (np.stack([zero, row]), [0.0, 0.0]),
        (np.zeros((2, 2)), [0.0, 0.0]),
    ):
        assert student.classify_2x2(A, np.array(b)) == "infinite"


@pytest.mark.weight(3)
def test_bad_input_is_refused(student: Student, rng: np.random.Generator) -> None:
    """A must be (2, 2), b (2,), and every number finite; anything else must raise ValueError."""
    A, b = crossing(rng)
    spoilt_A, spoilt_b = A.copy(), b.copy()
    spoilt_A[int(rng.integers(2)), 1], spoilt_b[int(rng.integers(2))] = np.nan, np.inf
    for matrix, side in (
        (whole(rng, (2, 3)), b),
        (whole(rng, (3, 2)), b),
        (A[0], b),
        (A, b[:, None]),
        (A, whole(rng, (3,))),
        (spoilt_A, b),
        (A, spoilt_b),
    ):
        with student.raises(ValueError):
            student.classify_2x2(matrix, side)


@pytest.mark.weight(3)
def test_a_plain_string_and_untouched_arguments(student: Student, rng: np.random.Generator) -> None:
    """The answer must be a Python string, lists and whole numbers are welcome, and A and b must be unchanged after the
    call."""
    A, b = crossing(rng)
    for matrix, side in ((A, b), (A.astype(np.int64), b.astype(np.int64)), (A.tolist(), b.tolist())):
        report = student.call("classify_2x2", matrix, side, report=True)
        assert type(report.result) is str and report.result == "unique"
        assert np.array_equal(report.args_after[0], A) and np.array_equal(report.args_after[1], b)
