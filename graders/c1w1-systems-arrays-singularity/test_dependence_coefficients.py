"""dependence_coefficients: hidden tests.

Coefficients are checked by what they must do, c @ V = 0; size and sign have tests of their own.
"""

import numpy as np
import pytest
from system_oracles import assert_dependence, independent_rows, is_clearly_dependent, mixed_rows, whole

from coursegrader.suitekit import SCALES, Array, Reveal, Student, shown, text


def proportional(rng: np.random.Generator, d: int, factor: float) -> Array:
    """Two rows, the second `factor` times the first, without round-off."""
    row = whole(rng, (d,))
    return np.stack([row, factor * row])


# Oracle cases: 50 of 100


@pytest.mark.weight(15)
def test_a_mix_of_two_rows(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Three rows can be dependent although no two of them are multiples of each other: find coefficients, not all
    zero, for which the mix c @ V is zero."""
    for generator in (example_rng, rng, rng, rng):
        V = mixed_rows(generator, 3)
        got = student.dependence_coefficients(V)
        with shown(reveal, generator is example_rng, f"dependence_coefficients({text(V)}) returned {text(got)}"):
            assert_dependence(got, V)


@pytest.mark.weight(15)
def test_rows_of_any_length(student: Student, rng: np.random.Generator) -> None:
    """The rows may have any length, and a determinant exists only where there are as many rows as columns. Three rows
    are dependent if a mix with coefficients that are not all zero is zero, although no two of them are proportional."""
    for d in (4, 6, 11):
        V = mixed_rows(rng, d)
        assert_dependence(student.dependence_coefficients(V), V)


@pytest.mark.weight(20)
def test_independent_rows(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """If only c = 0 makes the mix zero, the answer is None, for one, two or three rows of any length (no determinant is
    needed to see it); a c of zeros is never an answer."""
    cases = ((example_rng, 2, 2), (rng, 1, 3), (rng, 2, 2), (rng, 2, 5), (rng, 3, 3), (rng, 3, 3), (rng, 3, 8))
    for generator, k, d in cases:
        V = independent_rows(generator, k, d)
        got = student.dependence_coefficients(V)
        with shown(reveal, generator is example_rng, f"dependence_coefficients({text(V)}) returned {text(got)}"):
            assert got is None
    twice = proportional(rng, 2, 2.0)
    assert_dependence(student.dependence_coefficients(twice), twice)


# Properties and relations: 30 of 100


@pytest.mark.weight(8)
def test_the_largest_magnitude_is_one(student: Student, rng: np.random.Generator) -> None:
    """The largest magnitude in c must be exactly 1: divide by the largest magnitude, never by the sum, which is 0 for
    the coefficients 1 and -1."""
    for factor in (1.0, 0.5, -2.0, 4.0):
        c = student.dependence_coefficients(proportional(rng, 2, factor))
        assert type(c) is np.ndarray and c.shape == (2,)
        assert abs(np.abs(c).max() - 1.0) <= 1e-12


@pytest.mark.weight(7)
def test_the_first_entry_is_positive(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """c and -c are equally right, so the contract chooses: the first entry that is more than round-off must be
    positive, even if it is not the largest."""
    for generator in (example_rng, rng, rng):
        small, large = (float(factor) for factor in generator.choice([0.25, 0.5, 2.0, 4.0], size=2, replace=False))
        for V in (proportional(generator, 2, small), proportional(generator, 2, -large)):
            c = student.dependence_coefficients(V)
            call = f"dependence_coefficients({text(V)}) returned {text(c)}"
            with shown(reveal, generator is example_rng, call):
                assert type(c) is np.ndarray and c.shape == (2,)
                assert c[0] > 0.0
    V = np.vstack([np.eye(3)[0], [0.0, 1.0, 2.0], [0.0, 0.5, 1.0]])  # row 0 takes no part
    c = student.dependence_coefficients(V)
    assert type(c) is np.ndarray and c.shape == (3,)
    assert c[1] > 0.0


@pytest.mark.weight(8)
def test_the_unit_does_not_matter(student: Student, rng: np.random.Generator) -> None:
    """Writing all rows in another unit must not change the verdict: what counts as zero has to grow and shrink with the
    largest entry, or small independent rows are called dependent. And the square of a very small number is computed as
    0: divide V by its largest magnitude before you multiply its entries with each other."""
    V, twice = independent_rows(rng, 3, 3), proportional(rng, 2, 2.0)
    pair = independent_rows(rng, 2, 2)
    for scale in (1e-9, *SCALES):
        assert student.dependence_coefficients(scale * V) is None
        assert student.dependence_coefficients(scale * pair) is None
        assert student.dependence_coefficients(scale * twice) is not None


@pytest.mark.weight(7)
def test_a_blend_of_two_bottles(student: Student, rng: np.random.Generator) -> None:
    """A watered blend of two bottles, 13 measurements each, is dependent on them although round-off keeps the mix from
    being exactly zero and no two of the three rows are proportional; the coefficients must tell the recipe."""
    centres = np.array([13, 2.3, 2.4, 19, 100, 2.3, 2, 0.4, 1.6, 5, 1, 2.6, 750])
    seen = 0
    while seen < 3:
        bottles = np.round(centres * rng.uniform(0.6, 1.4, size=(2, 13)), 2)
        p, q = (float(share) / 100 for share in rng.integers(15, 45, size=2))  # the rest is water
        V = np.vstack([bottles, p * bottles[0] + q * bottles[1]])
        if is_clearly_dependent(V):
            seen += 1
            c = assert_dependence(student.dependence_coefficients(V), V)
            assert np.abs(c / c[2] + np.array([p, q, -1.0])).max() < 1e-7


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(6)
def test_a_row_of_zeros_is_dependent(student: Student, rng: np.random.Generator) -> None:
    """A row of zeros is dependent on its own: with 1 for it and 0 for the others the mix is zero, and not all
    coefficients are."""
    V = independent_rows(rng, 3, 3)
    V[int(rng.integers(3))] = 0.0
    pair = np.stack([np.zeros(2), whole(rng, (2,))])
    for rows in (V, pair, pair[::-1], np.zeros((1, 1)), np.zeros((3, 3))):
        assert_dependence(student.dependence_coefficients(rows), rows)


@pytest.mark.weight(4)
def test_more_rows_than_columns(student: Student, rng: np.random.Generator) -> None:
    """Three rows of two numbers, or two rows of one, are always dependent, even if no two of them are proportional:
    there are coefficients, not all zero, to be found, and no determinant to ask, since the table is not square."""
    V = whole(rng, (3, 2))
    V[:2] = independent_rows(rng, 2, 2)
    for rows in (V, whole(rng, (2, 1))):
        assert_dependence(student.dependence_coefficients(rows), rows)


@pytest.mark.weight(4)
def test_bad_input_is_refused(student: Student, rng: np.random.Generator) -> None:
    """One to three rows in a two-dimensional table; no row, four rows, a flat list or a stack of tables must raise
    ValueError."""
    V = whole(rng, (4, 4))
    for wrong in (np.zeros((0, 3)), V, V[0], V[None, :2]):
        with student.raises(ValueError):
            student.dependence_coefficients(wrong)


@pytest.mark.weight(3)
def test_the_tolerance_can_be_chosen(student: Student) -> None:
    """A given tol replaces the rule: what is no larger counts as zero, what is larger does not."""
    nearly = np.array([[1.0, 0.0], [1.0, 1e-6]])
    assert student.dependence_coefficients(nearly) is None
    assert student.dependence_coefficients(nearly, tol=1e-9) is None
    c = student.dependence_coefficients(nearly, tol=1e-3)
    assert type(c) is np.ndarray and c.shape == (2,)


@pytest.mark.weight(3)
def test_the_argument_stays_as_it_was(student: Student, rng: np.random.Generator) -> None:
    """V must be unchanged after the call, lists and whole numbers are welcome, and c must be a float64 array of its
    own."""
    V = proportional(rng, 2, 2.0)
    for rows in (V, V.astype(np.int64), V.tolist(), np.eye(2)):
        report = student.call("dependence_coefficients", rows, report=True)
        assert np.array_equal(report.args_after[0], rows)
        assert not report.shares_memory[0]
        assert report.result is None or report.result.dtype == np.float64
