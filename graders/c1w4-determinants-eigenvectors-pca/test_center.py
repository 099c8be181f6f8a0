"""center: hidden tests. The truth comes from sums without rounding; relations compare two answers of the learner's."""

import numpy as np
import pytest
from pca_oracles import SHORTCUTS, assert_table, column_means

from coursegrader.suitekit import Array, Reveal, Student, assert_array, shown, text

pytestmark = pytest.mark.blocked(*SHORTCUTS)

LOOSE = 1e-4  # round-off of float32 is another test's matter


def table(rng: np.random.Generator, n: int, d: int) -> Array:
    """Columns with different means and spreads, and rows with different means."""
    means = rng.uniform(2.0, 5.0, size=d) * np.array([(-2.0) ** j for j in range(d)])
    drawn = rng.standard_normal((n, d)) * rng.uniform(1.5, 4.0, size=d)
    return np.asarray(drawn + means, dtype=np.float64)


def parts(answer: object, n: int, d: int) -> tuple[Array, Array]:
    """The centred table (n, d) and the mean (d,), once they are known to be that."""
    assert isinstance(answer, tuple) and len(answer) == 2
    return assert_array(answer[0], (n, d)), assert_array(answer[1], (d,))


# Oracle cases: 50 of 100


@pytest.mark.weight(30)
def test_each_column_has_its_own_mean(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """The mean has one entry for each column, and every row loses that same typical row: one number for the whole
    table, or one for each row, leaves the columns off zero."""
    for generator, n, d in ((example_rng, 3, 2), (rng, 5, 3), (rng, 3, 6), (rng, 4, 4), (rng, 40, 5), (rng, 6, 2)):
        X = table(generator, n, d)
        X = np.round(X, 1) if generator is example_rng else X
        answer = student.center(X)
        with shown(reveal, generator is example_rng, f"center({text(X)}) returned", text(answer)):
            Xc, mean = parts(answer, n, d)
            assert_table(mean, column_means(X), LOOSE)
            assert_table(column_means(Xc), np.zeros(d), LOOSE)


@pytest.mark.weight(20)
def test_columns_near_a_million(student: Student, rng: np.random.Generator) -> None:
    """Add up in float64: near a million float32 keeps only steps of 1/16, and its sums lose far more. Centred columns
    must average to zero there, too, also if the table itself is float32."""
    values, places = 1e6 + rng.uniform(0.0, 5.0, size=60), np.arange(60)
    X = values[(places[:, None] + places) % 60]  # the same numbers in all rows and columns
    for given in (X, X.astype(np.float32)):
        Xc, mean = parts(student.center(given), 60, 60)
        assert_table(mean, column_means(given.astype(np.float64)), 1e-6)
        assert_table(column_means(Xc), np.zeros(60), 1e-6)


# Properties and relations: 30 of 100


@pytest.mark.weight(12)
def test_the_cloud_keeps_its_shape(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Centring takes one and the same row away from all rows, so differences between rows stay what they were;
    dividing by a spread would stretch them."""
    for generator, n, d in ((example_rng, 3, 2), (rng, 7, 4), (rng, 20, 2)):
        X = table(generator, n, d)
        X = np.round(X, 1) if generator is example_rng else X
        Xc = student.center(X)[0]
        with shown(reveal, generator is example_rng, f"center({text(X)})[0] was {text(Xc)}"):
            assert_table(assert_array(Xc, (n, d))[1:] - Xc[0], X[1:] - X[0], LOOSE)


@pytest.mark.weight(10)
def test_a_step_of_the_whole_table(student: Student, rng: np.random.Generator) -> None:
    """Adding a constant to one column moves that entry of the mean by the constant, and leaves all the rest as it
    was."""
    X, step = table(rng, 9, 4), rng.uniform(-50.0, 50.0, size=4)
    Xc, mean = parts(student.center(X), 9, 4)
    moved, moved_mean = parts(student.center(X + step), 9, 4)
    assert_table(moved, Xc, LOOSE)
    assert_table(moved_mean, mean + step, LOOSE)


@pytest.mark.weight(8)
def test_the_order_of_the_rows(student: Student, rng: np.random.Generator) -> None:
    """Listing the rows in another order leaves the mean of the columns as it was, and reorders the centred rows."""
    X, order = table(rng, 8, 3), np.roll(np.arange(8), int(rng.integers(1, 8)))
    Xc, mean = parts(student.center(X), 8, 3)
    reordered, same = parts(student.center(X[order]), 8, 3)
    assert_table(same, mean, LOOSE)
    assert_table(reordered, Xc[order], LOOSE)


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(7)
def test_whole_numbers(student: Student, rng: np.random.Generator) -> None:
    """A table of whole numbers has means with decimals: the results are float64, and no decimal may be cut off."""
    X = rng.integers(-20, 21, size=(6, 3))
    X[:, 0] = [1, 2, 2, 4, 5, 5]
    floats = student.center(X.astype(np.float64))
    for given in (X, X.tolist(), X.astype(np.int16)):
        for got, expected in zip(student.center(given), floats, strict=True):
            assert_table(got, expected, LOOSE)


@pytest.mark.weight(6)
def test_bad_input_is_refused(student: Student, rng: np.random.Generator) -> None:
    """Only a table with at least one row and one column of finite numbers has a mean; a vector, an empty table, NaN
    or infinity must raise ValueError. One row is a table."""
    X = table(rng, 4, 3)
    spoilt = X.copy()
    spoilt[int(rng.integers(4)), int(rng.integers(3))] = rng.choice([np.nan, np.inf])
    for wrong in (X[0], np.zeros((0, 3)), np.zeros((3, 0)), np.stack([X, X]), spoilt):
        with student.raises(ValueError):
            student.center(wrong)
    assert_array(student.center(X[:1])[0], (1, 3))


@pytest.mark.weight(7)
def test_the_argument_stays_as_it_was(student: Student, rng: np.random.Generator) -> None:
    """The table that was passed in must be unchanged after the call, and the results must be float64 arrays of their
    own."""
    for X in (table(rng, 5, 3), np.zeros((3, 2)), table(rng, 1, 4)):
        report = student.call("center", X, report=True)
        assert np.array_equal(report.args_after[0], X)
        assert not any(report.shares_memory)
        assert all(type(part) is np.ndarray and part.dtype == np.float64 for part in report.result)
