"""p_norm: hidden tests."""

import math
from itertools import pairwise

import numpy as np
import pytest
from geometry_oracles import exact_norm

from coursegrader.suitekit import Array, Reveal, Student, assert_float, shown, text

pytestmark = pytest.mark.blocked("numpy.linalg", "scipy.linalg")


def draw(rng: np.random.Generator, n: int) -> Array:
    """A vector of sizes 2 to 9 with one decimal, with entries of both signs from two entries on, the larger part of
    them negative."""
    sizes = np.round(rng.uniform(2.0, 9.0, size=n), 1)
    signs = np.where(np.arange(n) <= n // 2, -1.0, 1.0)
    return np.asarray(rng.permutation(sizes * signs), dtype=np.float64)


def assert_fits_its_unit(student: Student, x: Array, unit: float, p: float, reveal: Reveal, is_example: bool) -> None:
    """The length of `unit * x` is that of x in another unit, and lies between the largest size and the sum of all."""
    got = student.p_norm(unit * x, p)
    with shown(reveal, is_example, f"p_norm({text(unit * x)}, {p}) returned {text(got)}"):
        assert 0.999 * unit * x.max() <= got <= unit * x.sum()
        assert_float(got, unit * student.p_norm(x, p))


# Oracle cases: 50 of 100


@pytest.mark.weight(12)
def test_whole_powers(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Add the p-th powers of the absolute values, then take the p-th root of the sum: an odd power keeps a minus sign,
    and without the root the result is not in the unit of the entries."""
    for generator, n, p in ((example_rng, 2, 3), (rng, 3, 1), (rng, 5, 2), (rng, 4, 3), (rng, 6, 5), (rng, 40, 2)):
        x = draw(generator, n)
        got = student.p_norm(x, p)
        with shown(reveal, generator is example_rng, f"p_norm({text(x)}, {p}) returned {text(got)}"):
            assert_float(got, exact_norm(x, p))


@pytest.mark.weight(12)
def test_any_real_power(student: Student, rng: np.random.Generator) -> None:
    """The power p is any real number from 1 up, not only a whole one, and the sum of p-th powers still needs its
    p-th root."""
    for n, p in ((2, 1.5), (4, 2.5), (7, 1.0625), (3, 12.25)):
        x = np.abs(draw(rng, n))
        assert_float(student.p_norm(x, p), exact_norm(x, p))
    x = np.abs(draw(rng, 5))
    assert_float(student.p_norm(x), exact_norm(x, 2.0))


@pytest.mark.weight(8)
def test_the_largest_entry_for_infinite_p(student: Student, rng: np.random.Generator) -> None:
    """For infinite p the norm is the largest absolute entry; the plain formula with powers and a root gives 1
    there, whatever the entries, so it is a case of its own."""
    for n in (1, 3, 8):
        x = draw(rng, n)
        assert_float(student.p_norm(x, math.inf), exact_norm(x, math.inf))
        assert_float(student.p_norm(x / 50.0, np.inf), exact_norm(x / 50.0, math.inf))


@pytest.mark.weight(9)
def test_huge_entries(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """A length that is an ordinary number must not become infinite on the way: squares of entries such as 1e200
    overflow, so divide by the largest size before you raise to a power."""
    for generator, p in ((example_rng, 2), (rng, 2), (rng, 3.5), (rng, 40)):
        assert_fits_its_unit(student, np.abs(draw(generator, 3)), 2.0**664, p, reveal, generator is example_rng)


@pytest.mark.weight(9)
def test_tiny_entries(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """A vector that is not zero has a length that is not zero: squares of entries such as 1e-200 underflow to 0, so
    divide by the largest size before you raise to a power."""
    for generator, p in ((example_rng, 2), (rng, 2), (rng, 3.5), (rng, 40)):
        assert_fits_its_unit(student, np.abs(draw(generator, 3)), 2.0**-664, p, reveal, generator is example_rng)


# Properties and relations: 30 of 100


@pytest.mark.weight(10)
def test_another_unit_another_number(student: Student, rng: np.random.Generator) -> None:
    """Multiplying a vector by c multiplies its length by the size of c: the sign has no say, and neither have the
    limits of the squares of huge and tiny numbers."""
    for p in (1, 2, 3, 4.5):
        x = draw(rng, 4)
        plain = student.p_norm(x, p)
        assert exact_norm(x, math.inf) * 0.999 <= plain
        for c in (-1.0, -2.5, 2.0**-664, 2.0**498):
            assert_float(student.p_norm(c * x, p), abs(c) * plain)


@pytest.mark.weight(10)
def test_a_larger_power_gives_a_smaller_length(student: Student, rng: np.random.Generator) -> None:
    """As p grows the length falls, from the sum of all sizes at p = 1 to the largest size alone at infinite p."""
    for n in (2, 5):
        x = draw(rng, n)
        lengths = [student.p_norm(x, p) for p in (1, 1.25, 2, 4, 9, math.inf)]
        assert all(larger > smaller for larger, smaller in pairwise(lengths))
        assert_float(lengths[0], float(np.abs(x).sum()))
        assert_float(lengths[-1], float(np.abs(x).max()))


@pytest.mark.weight(10)
def test_a_long_vector_in_two_parts(student: Student, rng: np.random.Generator) -> None:
    """The length of a whole is the length of the lengths of its parts, whatever the order of the entries: the sum of
    all powers must be complete, and the root must undo the power."""
    for p in (1.0, 2.0, 3.0, 7.5):
        x, y = draw(rng, 3), draw(rng, 4)
        parts = np.array([student.p_norm(x, p), student.p_norm(y, p)])
        assert (parts > 2.0).all()
        whole = student.p_norm(rng.permutation(np.concatenate([x, y, [0.0]])), p)
        assert whole > parts.max()
        assert_float(student.p_norm(parts, p), whole)


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(4)
def test_nothing_has_no_length(student: Student) -> None:
    """A vector without entries, or of zeros only, has length 0.0 for every p: mind the division by the largest size,
    and the largest of nothing."""
    for p in (1, 2, 3.5, math.inf):
        for x in (np.zeros(0), np.zeros(3)):
            assert_float(student.p_norm(x, p), 0.0)
        assert_float(student.p_norm(np.array([0.0, 1.0, 0.0]), p), 1.0)


@pytest.mark.weight(4)
def test_powers_below_one_are_refused(student: Student, rng: np.random.Generator) -> None:
    """Below p = 1 the formula is no length (a detour could be shorter than the straight way), so it must raise
    ValueError; NaN is no power either."""
    x = np.abs(draw(rng, 3))
    for p in (0.5, 0.999, 0, -1, -math.inf, math.nan):
        with student.raises(ValueError):
            student.p_norm(x, p)
    assert student.p_norm(x, 1.0) > x.max()


@pytest.mark.weight(4)
def test_bad_vectors_are_refused(student: Student, rng: np.random.Generator) -> None:
    """A vector has one dimension and finite numbers in it: a matrix, a single number, NaN or infinity must raise
    ValueError, also for infinite p."""
    x = draw(rng, 4)
    spoilt = x.copy()
    spoilt[int(rng.integers(4))] = np.nan
    for wrong in (x.reshape(2, 2), x[:, None], 3.0, spoilt, np.append(x, np.inf)):
        for p in (2, math.inf):
            with student.raises(ValueError):
                student.p_norm(wrong, p)


@pytest.mark.weight(4)
def test_whole_numbers_do_not_wrap_around(student: Student, rng: np.random.Generator) -> None:
    """Integer types have a largest number and start again from below: in uint8, 16 * 16 is 0. Convert to float64
    before you compute anything."""
    for dtype, low, high in ((np.uint8, 100, 250), (np.int8, 60, 120), (np.int32, 10**6, 10**9), (np.int64, 4e9, 9e9)):
        x = rng.integers(int(low), int(high), size=3).astype(dtype)
        for p in (2, 3):
            got = student.p_norm(x, p)
            assert 0.999 * x.max() <= got
            assert_float(got, student.p_norm(x.astype(np.float64), p))
    assert_float(student.p_norm(np.array([-128, 0], dtype=np.int8), 2), student.p_norm(np.array([-128.0, 0.0]), 2))


@pytest.mark.weight(4)
def test_a_plain_float_and_an_untouched_argument(student: Student, rng: np.random.Generator) -> None:
    """The result must be a Python float for every p, lists are welcome, and the vector that was passed in must be
    unchanged."""
    x = np.abs(np.round(draw(rng, 3)))
    for vector in (x, x.astype(np.float32), x.astype(int).tolist()):
        for p in (1, 2, math.inf):
            report = student.call("p_norm", vector, p, report=True)
            assert type(report.result) is float and report.result > 0.0
            assert_float(report.result, student.p_norm(x, p))
            assert np.array_equal(report.args_after[0], x)
