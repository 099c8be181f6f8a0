"""pca_transform and pca_restore: hidden tests. The models are drawn here, so nobody's pca_fit is needed."""

import numpy as np
import pytest
from pca_oracles import (
    SHORTCUTS,
    assert_table,
    centred_coordinates,
    model,
    named,
    simple_model,
    with_variances,
)

from coursegrader.suitekit import Array, Reveal, Student, assert_array, shown, text

pytestmark = pytest.mark.blocked(*SHORTCUTS)


def coordinates(rng: np.random.Generator, m: int, k: int) -> Array:
    """Coordinates (m, k) of new rows that lie far from the model's mean, all on one side."""
    return np.asarray(rng.uniform(6.0, 9.0, size=(m, k)) * rng.choice([-1.0, 1.0], size=k), dtype=np.float64)


# Oracle cases: 50 of 100


@pytest.mark.weight(15)
def test_coordinates_along_the_components(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Z[i, j] is how far row i lies from the mean along component j, in the units of the data: the dot product with
    the component, not divided by any standard deviation."""
    kind = student.PCA
    small = with_variances(example_rng, simple_model(example_rng))
    X = small.rows(np.array([[5.0], [-10.0], [5.0]]), np.array([[0.0], [5.0], [-5.0]]))
    Z = student.pca_transform(small.made_by(kind), X)
    with shown(reveal, True, f"{named(small)}, pca_transform(model, {text(X)}) returned {text(Z)}"):
        assert_table(Z, np.array([[5.0], [-10.0], [5.0]]), 1e-9)
    for d, k, m in ((4, 2, 12), (6, 3, 30), (3, 3, 9), (5, 1, 8)):
        drawn = with_variances(rng, model(rng, d, k))
        both = 20.0 * centred_coordinates(rng, m, d)  # rows whose own mean is the model's
        Z = student.pca_transform(drawn.made_by(kind), drawn.rows(both[:, :k], both[:, k:]))
        assert_table(Z, both[:, :k], 1e-9)


@pytest.mark.weight(15)
def test_new_rows_and_the_mean_of_the_model(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """New rows are centred with the mean of the model: their own mean says nothing about the data that the model was
    fitted to, and would move every batch of rows to another place."""
    kind = student.PCA
    small = simple_model(example_rng)
    X = small.rows(np.array([[10.0], [15.0], [20.0]]), np.zeros((3, 1)))
    Z = student.pca_transform(small.made_by(kind), X)
    with shown(reveal, True, f"{named(small)}, pca_transform(model, {text(X)}) returned {text(Z)}"):
        assert_table(Z, np.array([[10.0], [15.0], [20.0]]), 1e-9)
    for d, k, m in ((4, 2, 12), (6, 3, 30), (5, 1, 8)):
        drawn = model(rng, d, k)
        along = coordinates(rng, m, k)
        X = drawn.rows(along, coordinates(rng, m, d - k))
        assert_table(student.pca_transform(drawn.made_by(kind), X), along, 1e-9)


@pytest.mark.weight(20)
def test_restored_rows(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """A restored row is the mean of the model plus each component times its coordinate: Z (n, k) times components
    (k, d), which are not transposed on this way, and then the mean."""
    kind = student.PCA
    small = simple_model(example_rng)
    Z = np.array([[5.0], [-10.0]])
    X = student.pca_restore(small.made_by(kind), Z)
    with shown(reveal, True, f"{named(small)}, pca_restore(model, {text(Z)}) returned {text(X)}"):
        assert_table(X, small.rows(Z, np.zeros((2, 1))), 1e-9)
    for d, k, m in ((4, 2, 7), (6, 3, 12), (3, 3, 5), (5, 1, 1)):
        drawn = model(rng, d, k)
        along = coordinates(rng, m, k)
        X = student.pca_restore(drawn.made_by(kind), along)
        assert_table(X, drawn.rows(along, np.zeros((m, d - k))), 1e-9)


# Properties and relations: 30 of 100


@pytest.mark.weight(8)
def test_all_directions_give_the_data_back(student: Student, rng: np.random.Generator) -> None:
    """With as many components as columns nothing is lost: restoring the coordinates must give the rows back, wherever
    they lie."""
    for d, m in ((3, 7), (6, 20)):
        theirs = model(rng, d, d).made_by(student.PCA)
        X = coordinates(rng, m, d)
        Z = assert_array(student.pca_transform(theirs, X), (m, d))
        assert_table(student.pca_restore(theirs, Z), X, 1e-9)


@pytest.mark.weight(8)
def test_back_and_there_again(student: Student, rng: np.random.Generator) -> None:
    """Restored rows are the mean plus multiples of the components, so transforming them must give exactly the
    coordinates that they were restored from."""
    for d, k in ((5, 2), (7, 4)):
        theirs = model(rng, d, k).made_by(student.PCA)
        Z = coordinates(rng, 15, k)
        X = assert_array(student.pca_restore(theirs, Z), (15, d))
        assert_table(student.pca_transform(theirs, X), Z, 1e-9)


@pytest.mark.weight(14)
def test_any_number_of_rows(student: Student, rng: np.random.Generator) -> None:
    """Each row is transformed and restored for itself: one row, a few, or many at once give the same numbers, and no
    batch is too small."""
    for d, k in ((5, 3), (4, 4)):
        theirs = model(rng, d, k).made_by(student.PCA)
        X = coordinates(rng, 12, d)
        Z = assert_array(student.pca_transform(theirs, X), (12, k))
        assert Z.any()
        for part in (slice(0, 1), slice(3, 5), slice(5, 8)):
            assert_table(student.pca_transform(theirs, X[part]), Z[part], 1e-9)
    Z = coordinates(rng, 12, 4)
    rows = assert_array(student.pca_restore(theirs, Z), (12, 4))
    for part in (slice(0, 1), slice(5, 8)):
        assert_table(student.pca_restore(theirs, Z[part]), rows[part], 1e-9)


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(6)
def test_the_wrong_width_is_refused(student: Student, rng: np.random.Generator) -> None:
    """pca_transform needs exactly the d columns of the model, and pca_restore exactly k coordinates; anything else must
    raise ValueError, also where NumPy would stretch a single column."""
    for d, k in ((4, 2), (3, 3)):
        theirs = model(rng, d, k).made_by(student.PCA)
        X = coordinates(rng, 6, d + 1)
        for width in (1, d - 1, d + 1):
            with student.raises(ValueError):
                student.pca_transform(theirs, X[:, :width])
        for width in (1, k + 1):
            with student.raises(ValueError):
                student.pca_restore(theirs, X[:, :width])
        assert_array(student.pca_transform(theirs, X[:, :d]), (6, k))


@pytest.mark.weight(6)
def test_a_vector_is_no_table(student: Student, rng: np.random.Generator) -> None:
    """A single row must come as (1, d), single coordinates as (1, k): a vector must raise ValueError instead of being
    stretched silently, and so must an empty table, NaN and infinity."""
    theirs = model(rng, 4, 4).made_by(student.PCA)
    row = coordinates(rng, 5, 4)
    for name in ("pca_transform", "pca_restore"):
        for wrong in (row[0], np.zeros((0, 4)), row * rng.choice([np.nan, np.inf]), row[None]):
            with student.raises(ValueError):
                student.call(name, theirs, wrong)
        assert_array(student.call(name, theirs, row), (5, 4))


@pytest.mark.weight(8)
def test_rows_and_model_stay_as_they_were(student: Student, rng: np.random.Generator) -> None:
    """Rows, coordinates and the model must be unchanged after the call; whole numbers and lists are welcome, and the
    results are float64 arrays of their own."""
    drawn = model(rng, 3, 3)._replace(components=np.eye(3))
    theirs = drawn.made_by(student.PCA)
    X = rng.integers(-9, 10, size=(4, 3))
    for name in ("pca_transform", "pca_restore"):
        floats = student.call(name, theirs, X.astype(np.float64))
        for given in (X.astype(np.float64), X, X.tolist()):
            report = student.call(name, theirs, given, report=True)
            assert np.array_equal(report.args_after[1], given)
            assert not any(report.shares_memory)
            assert_table(report.result, floats, 1e-12)
            after = report.args_after[0]
            assert np.array_equal(after.mean, drawn.mean)
            assert np.array_equal(after.components, drawn.components)
