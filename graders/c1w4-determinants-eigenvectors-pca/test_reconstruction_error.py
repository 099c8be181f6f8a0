"""reconstruction_error: hidden tests.

Rows are made of what lies along the components of a drawn model and what lies beside them, so their distance to the
restored row is known: it is the length of the second part.
"""

import numpy as np
import pytest
from pca_oracles import SHORTCUTS, model, named, planted, simple_model, with_variances

from coursegrader.suitekit import Array, Reveal, Student, assert_float, shown, text

pytestmark = pytest.mark.blocked(*SHORTCUTS)


def beside(rng: np.random.Generator, m: int, width: int) -> Array:
    """What the components miss of m rows: no mean squared length near 1, where a root changes nothing."""
    return np.asarray(
        rng.uniform(2.0, 6.0, size=(m, width)) * rng.choice([-1.0, 1.0], size=(m, width)), dtype=np.float64
    )


def squared_lengths(rows: Array) -> Array:
    return np.asarray((rows**2).sum(axis=1), dtype=np.float64)


# Oracle cases: 50 of 100


@pytest.mark.weight(35)
def test_the_mean_of_squared_distances(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """For the rows that are given, take the distance of each to its restored row, square it, and average over the
    rows: squares are added along a row, no root is taken, and the sum is divided by the number of rows alone."""
    kind = student.PCA
    small = simple_model(example_rng)
    off = np.array([[5.0], [-10.0], [0.0]])
    X = small.rows(np.array([[5.0], [10.0], [-5.0]]), off)
    got = student.reconstruction_error(small.made_by(kind), X)
    with shown(reveal, True, f"{named(small)}, reconstruction_error(model, {text(X)}) returned {text(got)}"):
        assert_float(got, float(squared_lengths(off).mean()))
    for d, k, m in ((4, 2, 7), (6, 3, 20), (5, 1, 2), (8, 6, 11)):
        drawn = with_variances(rng, model(rng, d, k))
        off = beside(rng, m, d - k)
        X = drawn.rows(10.0 * rng.standard_normal((m, k)), off)
        assert_float(student.reconstruction_error(drawn.made_by(kind), X), float(squared_lengths(off).mean()))


@pytest.mark.weight(15)
def test_rows_that_the_model_has_not_seen(student: Student, rng: np.random.Generator) -> None:
    """Measure the rows that are given: the variances in the model tell the error of the rows it was fitted to, and
    nothing about new ones. One model has a small error for rows near its components, and a large one for others."""
    kind = student.PCA
    for d, k in ((4, 2), (6, 3)):
        drawn = with_variances(rng, model(rng, d, k))
        theirs = drawn.made_by(kind)
        along, off = rng.standard_normal((9, k)), beside(rng, 9, d - k)
        near, usual, far = (student.reconstruction_error(theirs, drawn.rows(along, s * off)) for s in (0.01, 1.0, 30.0))
        assert near < usual < far


# Properties and relations: 30 of 100


@pytest.mark.weight(10)
def test_the_rows_that_the_model_was_fitted_to(student: Student, rng: np.random.Generator) -> None:
    """On the rows that the model was fitted to, the error must equal the variance that was not kept, times (n - 1) / n:
    the variance adds up squared distances and divides by n - 1, the error divides the same sum by n."""
    kind = student.PCA
    for n, d in ((6, 4), (15, 5)):
        data = planted(rng, n, d)
        for k in range(1, d):
            theirs = kind(data.mean, data.components[:k], data.variance[:k], data.total)
            expected = float(data.variance[k:].sum()) * (n - 1) / n
            assert_float(student.reconstruction_error(theirs, data.X), expected, 1e-7)


@pytest.mark.weight(10)
def test_rows_and_mean_move_together(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """If the rows and the mean of the model move by the same step, each row is as far from its restored row as before:
    the mean is subtracted once, and added once."""
    kind = student.PCA
    for generator, d, k in ((example_rng, 2, 1), (rng, 5, 2), (rng, 7, 4)):
        drawn = simple_model(generator) if generator is example_rng else model(generator, d, k)
        off = np.round(beside(generator, 3, d - k))
        X = drawn.rows(np.round(5.0 * generator.standard_normal((3, k))), off)
        step = generator.integers(20, 60, size=d).astype(np.float64)
        there = drawn._replace(mean=drawn.mean + step)
        before = student.reconstruction_error(drawn.made_by(kind), X)
        after = student.reconstruction_error(there.made_by(kind), X + step)
        lines = (
            f"{named(drawn)}, reconstruction_error(model, {text(X)}) was {text(before)};",
            f"{named(there)}, reconstruction_error(model, {text(X + step)}) was {text(after)}",
        )
        with shown(reveal, generator is example_rng, *lines):
            assert before >= 0.0 and abs(after - before) < 1e-7


@pytest.mark.weight(10)
def test_what_lies_beside_the_components(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Compare row and restored row as they are, with all d entries, so that what was lost counts: their coordinates
    along the components are always the same."""
    kind = student.PCA
    for generator, d, k in ((example_rng, 2, 1), (rng, 4, 1), (rng, 6, 4)):
        drawn = simple_model(generator) if generator is example_rng else model(generator, d, k)
        off = np.round(beside(generator, 3, d - k))
        X = drawn.rows(np.zeros((3, k)), off)
        got = student.reconstruction_error(drawn.made_by(kind), X)
        with shown(
            reveal, generator is example_rng, f"{named(drawn)}, reconstruction_error(model, {text(X)}) was {got}"
        ):
            assert got > 0.01 * squared_lengths(off).mean()


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(6)
def test_rows_that_nothing_is_lost_of(student: Student, rng: np.random.Generator) -> None:
    """Rows that lie on the components lose nothing, and with as many components as columns no row does: the restored
    row is the row itself, and the error is 0 up to round-off. A single row is a table as well."""
    kind = student.PCA
    for d, k in ((5, 2), (4, 4)):
        drawn = model(rng, d, k)
        theirs = drawn.made_by(kind)
        X = drawn.rows(rng.standard_normal((6, k)), np.zeros((6, d - k)))
        for rows in (X, X[:1]):
            got = student.reconstruction_error(theirs, rows)
            assert type(got) is float and abs(got) < 1e-6


@pytest.mark.weight(6)
def test_bad_input_is_refused(student: Student, rng: np.random.Generator) -> None:
    """The rows need exactly the d columns of the model and finite numbers; another width, a vector, an empty table, NaN
    or infinity must raise ValueError."""
    drawn = model(rng, 4, 2)
    theirs = drawn.made_by(student.PCA)
    X = drawn.rows(np.ones((5, 2)), beside(rng, 5, 2))
    spoilt = X.copy()
    spoilt[int(rng.integers(5)), int(rng.integers(4))] = rng.choice([np.nan, np.inf])
    for wrong in (X[:, :3], X[:, :1], np.column_stack([X, X]), X[0], X[:0], spoilt):
        with student.raises(ValueError):
            student.reconstruction_error(theirs, wrong)


@pytest.mark.weight(8)
def test_a_plain_float_and_untouched_arguments(student: Student, rng: np.random.Generator) -> None:
    """The result must be a Python float, whole numbers and lists are welcome, and rows and model must be unchanged
    after the call."""
    drawn = model(rng, 3, 1)
    theirs = drawn.made_by(student.PCA)
    X = rng.integers(-9, 10, size=(5, 3))
    floats = student.reconstruction_error(theirs, X.astype(np.float64))
    for given in (X.astype(np.float64), X, X.tolist()):
        report = student.call("reconstruction_error", theirs, given, report=True)
        assert type(report.result) is float
        assert abs(report.result - floats) <= 1e-9 * abs(floats)
        assert np.array_equal(report.args_after[1], given)
        after = report.args_after[0]
        assert np.array_equal(after.mean, drawn.mean) and np.array_equal(after.components, drawn.components)
