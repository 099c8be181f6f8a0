"""covariance: hidden tests. The truth comes from whole numbers, without any rounding on the way; relations compare two
answers of the learner's."""

import numpy as np
import pytest
from pca_oracles import SHORTCUTS, assert_table, eighths, exact_covariance

from coursegrader.suitekit import Array, Reveal, Student, assert_array, assert_close, shown, text

pytestmark = pytest.mark.blocked(*SHORTCUTS)


def with_spread(C: object, X: Array) -> Array:
    """A matrix whose diagonal is positive, as the variances of columns that do change are. Whether it has an entry for
    each pair of rows or of columns is another test's matter."""
    assert type(C) is np.ndarray and C.shape in [(size, size) for size in X.shape]
    assert (np.diag(C) > 0.0).all()
    return C


# Oracle cases: 50 of 100


@pytest.mark.weight(25)
def test_one_entry_for_each_pair_of_columns(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Entry [i, j] belongs to columns i and j, so the matrix is (d, d): the deviation from the mean in column i times
    that in column j, added up over all rows and divided by n - ddof (n rows, ddof 1 unless given), and by nothing
    else."""
    for generator, n, d in ((example_rng, 3, 2), (rng, 6, 3), (rng, 4, 7), (rng, 30, 5), (rng, 2, 4)):
        X = eighths(generator, n, d)
        C = student.covariance(X)
        with shown(reveal, generator is example_rng, f"covariance({text(X)}) returned {text(C)}"):
            assert_close(C, exact_covariance(X))


@pytest.mark.weight(10)
def test_the_divisor(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """The sum of products is divided by n - ddof, where n counts rows: by n - 1 unless ddof is given, and by n only for
    ddof=0. So answers for different ddof differ by a known factor."""
    for generator, n, d in ((example_rng, 4, 2), (rng, 5, 7), (rng, 9, 4)):
        X = eighths(generator, n, d)
        C = with_spread(student.covariance(X), X)
        for ddof in (0, 1, 2):
            other = student.covariance(X, ddof=ddof)
            with shown(reveal, generator is example_rng, f"covariance({text(X)}, ddof={ddof}) returned {text(other)}"):
                assert_close(other, C * (n - 1) / (n - ddof))


@pytest.mark.weight(15)
def test_columns_far_from_zero(student: Student, rng: np.random.Generator) -> None:
    """Centre first, then multiply: the difference of a mean product and a product of means loses all its digits when
    the columns lie near a hundred million, and should not notice where they lie."""
    X = eighths(rng, 40, 3)
    C = with_spread(student.covariance(X), X)
    for offsets in ((1e8, 0.0, 0.0), (1e8, -1e8, 1e8)):
        assert_close(student.covariance(X + np.array(offsets)), C, 1e-6)


# Properties and relations: 30 of 100


@pytest.mark.weight(10)
def test_a_constant_changes_nothing(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Covariance measures spread around the mean: adding a constant to a column must change nothing, so take the
    column means away before you multiply."""
    for generator, n, d in ((example_rng, 3, 2), (rng, 7, 4)):
        X = eighths(generator, n, d)
        moved = X + generator.integers(5, 30, size=d) * generator.choice([-1.0, 1.0], size=d)
        before, after = student.covariance(X), student.covariance(moved)
        lines = (f"covariance({text(X)}) was {text(before)}", f"covariance({text(moved)}) was {text(after)}")
        with shown(reveal, generator is example_rng, *lines):
            assert_close(after, with_spread(before, X))


@pytest.mark.weight(10)
def test_the_unit_of_a_column(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """A covariance has the units of both its columns: if column i is multiplied by a factor, so are row i and column i
    of the matrix, and the variance by its square. A correlation would not notice."""
    for generator, n, d in ((example_rng, 3, 2), (rng, 8, 4), (rng, 5, 3)):
        X = eighths(generator, n, d)
        factors = 2.0 ** generator.integers(1, 4, size=d)
        before, after = student.covariance(X), student.covariance(X * factors)
        lines = (f"covariance({text(X)}) was {text(before)}", f"covariance({text(X * factors)}) was {text(after)}")
        with shown(reveal, generator is example_rng, *lines):
            assert_array(before, (d, d))
            assert_close(after, with_spread(before, X) * np.outer(factors, factors))
    assert_close(student.covariance(2.0**-40 * X), np.asarray(before) * 2.0**-80)


@pytest.mark.weight(10)
def test_symmetric_to_the_last_bit(student: Student, rng: np.random.Generator) -> None:
    """C[i, j] and C[j, i] are sums of the same products and must be equal to the last bit, and no variance may be
    negative: give both places the same number."""
    for n, d in ((7, 5), (23, 8), (60, 6)):
        X = rng.standard_normal((n, d)) @ rng.standard_normal((d, d)) / 3.0 + rng.uniform(-5.0, 5.0, size=d)
        C = student.covariance(X)
        assert (with_spread(C, X) == C.T).all()


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(6)
def test_too_few_rows(student: Student, rng: np.random.Generator) -> None:
    """With n <= ddof there is nothing to divide by: raise ValueError instead of giving NaN or infinity. One row more is
    enough."""
    X = eighths(rng, 5, 2)
    for n, ddof in ((1, 1), (2, 2), (2, 3)):
        with student.raises(ValueError):
            student.covariance(X[:n], ddof=ddof)
    assert np.isfinite(student.covariance(X[:2])).all()
    assert np.isfinite(student.covariance(X[:1], ddof=0)).all()


@pytest.mark.weight(4)
def test_bad_input_is_refused(student: Student, rng: np.random.Generator) -> None:
    """A table has two dimensions, at least one column, and finite numbers in it; anything else must raise
    ValueError."""
    X = eighths(rng, 5, 3)
    spoilt = X.copy()
    spoilt[int(rng.integers(5)), int(rng.integers(3))] = rng.choice([np.nan, np.inf])
    for wrong in (X[:, 0], np.zeros((0, 3)), np.zeros((4, 0)), np.stack([X, X]), spoilt):
        with student.raises(ValueError):
            student.covariance(wrong)


@pytest.mark.weight(4)
def test_one_column_and_a_constant_one(student: Student, rng: np.random.Generator) -> None:
    """One column gives a matrix (1, 1), not a number; a column that never changes has no deviation from its mean, so
    its covariance with all others is 0."""
    X = eighths(rng, 6, 3)
    assert_array(student.covariance(X[:, :1]), (1, 1))
    X[:, 1] = 3.0
    assert_table(assert_array(student.covariance(X), (3, 3))[1], np.zeros(3), 1e-12)


@pytest.mark.weight(6)
def test_the_argument_stays_as_it_was(student: Student, rng: np.random.Generator) -> None:
    """The table that was passed in must be unchanged after the call; whole numbers, lists and float32 are welcome, and
    the result is a float64 array of its own."""
    X = 8.0 * eighths(rng, 5, 3)
    C = with_spread(student.covariance(X), X)
    for given in (X, X.astype(np.int64), X.tolist(), X.astype(np.float32), np.zeros((2, 2))):
        report = student.call("covariance", given, report=True)
        assert np.array_equal(report.args_after[0], given)
        assert not any(report.shares_memory)
        assert type(report.result) is np.ndarray and report.result.dtype == np.float64
        if np.shape(given) == X.shape:
            assert_close(report.result, C)
