"""pca_fit: hidden tests.

The tables are planted (see `pca_oracles`). Only one test looks at signs: all others accept a component and its
negative alike.
"""

from typing import Any

import numpy as np
import pytest
from pca_oracles import SHORTCUTS, Planted, assert_table, planted

from coursegrader.suitekit import Array, Reveal, Student, assert_array, assert_close, assert_float, shown, text

pytestmark = pytest.mark.blocked(*SHORTCUTS)


def example(rng: np.random.Generator) -> Planted:
    """A small table that can be shown: the planted answer holds for it up to rounding to three decimals."""
    drawn = planted(rng, 4, 2)
    return drawn._replace(X=np.round(drawn.X, 3))


def assert_directions(components: object, expected: Array) -> None:
    """Rows equal to `expected` or to their negatives."""
    got = assert_array(components, expected.shape)
    signs = np.sign((got * expected).sum(axis=1))
    assert (np.abs(got * signs[:, None] - expected) <= 1e-7).all()


def rows_of(components: object, k: int, d: int) -> Array:
    """The k directions in rows: whether they were given in rows or in columns is one test's matter."""
    given = np.asarray(components)
    rows = assert_array(given if given.shape == (k, d) else given.T.copy(), (k, d))
    assert_table((rows**2).sum(axis=1), np.ones(k), 1e-6)
    return rows


def assert_alike(model: Any, other: Any, k: int, d: int, factor: float = 1.0) -> None:
    """Two models of the learner's have the same directions, and variances that differ by the square of a factor."""
    assert_close(model.variance, factor**2 * np.asarray(other.variance))
    assert_directions(rows_of(model.components, k, d), rows_of(other.components, k, d))


# Oracle cases: 50 of 100


@pytest.mark.weight(10)
def test_mean_and_total(student: Student, rng: np.random.Generator) -> None:
    """mean holds the mean of each column; total adds up the variances of all columns, with divisor n - 1, and does not
    depend on how many components are kept."""
    for n, d in ((4, 2), (9, 4), (5, 8)):
        data = planted(rng, n, d)
        for k in (1, min(n - 1, d)):
            model = student.pca_fit(data.X, k)
            assert_close(model.mean, data.mean)
            assert_float(model.total, data.total)


@pytest.mark.weight(20)
def test_the_k_largest_variances(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """variance holds the k largest variances of the centred data, from large to small: eigenvalues of the covariance
    matrix with divisor n - 1. A singular value is the root of n - 1 such variances, and eigh lists the smallest
    first."""
    small = example(example_rng)
    for k in (1, 2):
        variance = student.pca_fit(small.X, k).variance
        with shown(reveal, True, f"pca_fit({text(small.X)}, {k}).variance was {text(variance)}"):
            assert_close(variance, small.variance[:k], 0.01)
    for n, d, k in ((10, 4, 2), (7, 5, 3), (30, 6, 6), (5, 8, 4)):
        data = planted(rng, n, d)
        assert_close(student.pca_fit(data.X, k).variance, data.variance[:k])


@pytest.mark.weight(20)
def test_the_widest_directions(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """components[i] is the direction with the i-th largest variance of the centred data, given as a row: sort first,
    from large to small, then keep k."""
    small = example(example_rng)
    components = student.pca_fit(small.X, 1).components
    with shown(reveal, True, f"pca_fit({text(small.X)}, 1).components was {text(components)}"):
        got = assert_array(components, (1, 2))
        assert abs(float(got[0] @ small.components[0])) > 0.99
    for n, d, k in ((10, 4, 2), (7, 5, 3), (30, 6, 6), (5, 8, 4)):
        data = planted(rng, n, d)
        assert_directions(student.pca_fit(data.X, k).components, data.components[:k])


# Properties and relations: 30 of 100


@pytest.mark.weight(8)
def test_one_direction_in_each_row(student: Student, rng: np.random.Generator) -> None:
    """components has the shape (k, d), one direction in each row; the rows have length 1 and stand at right angles
    (numpy.linalg.eigh gives directions in columns)."""
    for n, d, k in ((12, 5, 2), (6, 4, 3), (9, 3, 1)):
        components = student.pca_fit(rng.standard_normal((n, d)) + 2.0, k).components
        V = assert_array(components, (k, d))
        assert_table(V @ V.T, np.eye(k), 1e-10)


@pytest.mark.weight(8)
def test_the_sign_of_a_component(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """In each component the entry of largest size must be positive: a library may return a direction or its negative,
    so look at that entry and turn the row around if need be."""
    for generator, n, d, k in ((example_rng, 4, 2, 1), *((rng, 9 + d, d, d - 1) for d in (4, 5, 6, 7, 8, 9))):
        data = example(generator) if generator is example_rng else planted(generator, n, d)
        components = student.pca_fit(data.X, k).components
        with shown(reveal, generator is example_rng, f"pca_fit({text(data.X)}, 1).components was {text(components)}"):
            for row in rows_of(components, k, d):
                assert row.max() > 0.999 * np.abs(row).max()


@pytest.mark.weight(7)
def test_the_place_of_the_cloud(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Adding a constant to each column moves the mean and nothing else: components and variances belong to the centred
    table."""
    for generator in (example_rng, rng):
        X = example(generator).X if generator is example_rng else planted(generator, 12, 4).X
        d = X.shape[1]
        before = student.pca_fit(X, 2)
        for step in (40.0, -90.0):
            after = student.pca_fit(X + step, 2)
            lines = (
                f"pca_fit({text(X)}, 2).variance was {text(before.variance)}",
                f"pca_fit({text(X + step)}, 2).variance was {text(after.variance)}",
            )
            with shown(reveal, generator is example_rng, *lines):
                assert_alike(after, before, 2, d)
                assert_table(after.mean, np.asarray(before.mean) + step, 1e-9)


@pytest.mark.weight(7)
def test_units_and_order_of_the_rows(student: Student, rng: np.random.Generator) -> None:
    """Multiplying the table by a factor multiplies the variances by its square and leaves the directions alone; listing
    the rows in another order changes nothing."""
    X = planted(rng, 11, 5).X
    before = student.pca_fit(X, 3)
    assert_alike(student.pca_fit(X[rng.permutation(11)], 3), before, 3, 5)
    for factor in (2.0**-40, 2.0**20, -1.0):
        assert_alike(student.pca_fit(factor * X, 3), before, 3, 5, factor)


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(5)
def test_how_many_components_there_can_be(student: Student, rng: np.random.Generator) -> None:
    """n points span at most n - 1 directions, and d columns at most d: a k below 1 or above the smaller of the two must
    raise ValueError, and that smaller one itself is allowed."""
    for n, d in ((8, 3), (4, 6)):
        X = planted(rng, n, d).X
        most = min(n - 1, d)
        for k in (0, -1, most + 1):
            with student.raises(ValueError):
                student.pca_fit(X, k)
        assert_array(student.pca_fit(X, most).variance, (most,))
    with student.raises(ValueError):
        student.pca_fit(X[:1], 1)


@pytest.mark.weight(5)
def test_constant_and_repeated_columns(student: Student, rng: np.random.Generator) -> None:
    """A column that never changes stays in the model: mean and components keep all d entries, and the components have
    0 in its place, since nothing varies there. Directions without variance are still directions, at right angles to
    the others."""
    varied = planted(rng, 10, 3).X
    before = student.pca_fit(varied, 2)
    after = student.pca_fit(np.column_stack([np.full(10, 7.0), varied[:, :2], np.zeros(10), varied[:, 2]]), 2)
    assert_table(after.mean, np.array([7.0, *before.mean[:2], 0.0, before.mean[2]]), 1e-9)
    V = rows_of(after.components, 2, 5)
    assert_directions(V[:, [1, 2, 4]].copy(), rows_of(before.components, 2, 3))
    assert_table(V[:, [0, 3]].copy(), np.zeros((2, 2)), 1e-9)
    V = rows_of(student.pca_fit(planted(rng, 10, 5, rank=2).X, 4).components, 4, 5)
    assert_table(V @ V.T, np.eye(4), 1e-8)


@pytest.mark.weight(4)
def test_bad_input_is_refused(student: Student, rng: np.random.Generator) -> None:
    """A table has two dimensions and finite numbers in it; anything else must raise ValueError."""
    X = planted(rng, 6, 3).X
    spoilt = X.copy()
    spoilt[int(rng.integers(6)), int(rng.integers(3))] = rng.choice([np.nan, np.inf])
    for wrong in (X[:, 0], np.zeros((0, 3)), np.stack([X, X]), spoilt):
        with student.raises(ValueError):
            student.pca_fit(wrong, 1)


@pytest.mark.weight(6)
def test_a_model_of_its_own(student: Student, rng: np.random.Generator) -> None:
    """The result must be a PCA whose total is a Python float, lists are welcome, and the table that was passed in must
    be unchanged and share no memory with the model."""
    X = rng.integers(-30, 31, size=(8, 3)) + np.outer(np.arange(8), [0, 20, 50])
    floats = student.pca_fit(X.astype(np.float64), 2)
    for given in (X.astype(np.float64), X, X.tolist(), np.asfortranarray(X)):
        report = student.call("pca_fit", given, 2, report=True)
        model = report.result
        assert student.type_name(model) == "PCA" and type(model.total) is float
        assert all(type(part) is np.ndarray and part.dtype == np.float64 for part in (model.mean, model.variance))
        assert_alike(model, floats, 2, 3)
        assert np.array_equal(report.args_after[0], given)
        assert not any(report.shares_memory)
