"""standardize_columns: hidden tests."""

from typing import Any

import numpy as np
import pytest
from system_oracles import exact_moments, whole

from coursegrader.suitekit import Array, Reveal, Student, assert_array, assert_close, shown, text


def table(rng: np.random.Generator, n: int, d: int) -> Array:
    """Columns of very different sizes and offsets; none is constant."""
    X = rng.uniform(-1.0, 1.0, size=(n, d))
    X[0], X[1] = -1.0, 1.0
    return X * 10.0 ** rng.integers(-2, 4, size=d) + whole(rng, (d,))


def parts(answer: Any, n: int, d: int) -> tuple[Array, Array, Array]:
    """Z, mean and scale of an answer, once their types and shapes are known to be right."""
    assert isinstance(answer, tuple) and len(answer) == 3
    return assert_array(answer[0], (n, d)), assert_array(answer[1], (d,)), assert_array(answer[2], (d,))


def assert_entries(got: Array, expected: Array, relative: float = 1e-9) -> None:
    """Every entry by its own size: a small column must not hide behind a large one."""
    assert (np.abs(got - expected) <= relative * np.maximum(np.abs(expected), 1e-3)).all()


# Oracle cases: 50 of 100


@pytest.mark.weight(30)
def test_every_column_by_itself(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Each column has its own mean and its own spread: average down the rows of one column, not along a row and not
    over the whole table."""
    for generator, n, d in ((example_rng, 3, 2), (rng, 4, 4), (rng, 6, 2), (rng, 30, 5), (rng, 9, 9)):
        X = np.round(table(generator, n, d), 2) if generator is example_rng else table(generator, n, d)
        answer = student.standardize_columns(X)
        with shown(reveal, generator is example_rng, f"standardize_columns({text(X)}) returned", text(answer)):
            Z, mean, scale = parts(answer, n, d)
            means, scales = exact_moments(X)
            assert_entries(mean, means)
            assert_entries(scale, scales)
            assert_close(Z, (X - means) / scales)


@pytest.mark.weight(10)
def test_ddof_is_taken_off_the_number_of_rows(student: Student, rng: np.random.Generator) -> None:
    """The sum of squared distances in a column is divided by n - ddof, so the spreads grow with ddof; 0 is only the
    default."""
    for n, d, ddof in ((5, 3, 1), (6, 2, 2), (4, 4, 3), (5, 2, 0)):
        X = table(rng, n, d)
        _, _, scale = parts(student.standardize_columns(X, ddof=ddof), n, d)
        assert_entries(scale, exact_moments(X, ddof)[1])
        assert_close(student.standardize_columns(X, ddof)[2], scale)


@pytest.mark.weight(10)
def test_whole_numbers_give_fractions(student: Student, rng: np.random.Generator) -> None:
    """A table of whole numbers must give what the same table gives as float64: distances written back into an integer
    array lose their fractions."""
    for n, d in ((4, 4), (7, 2)):
        X = rng.integers(-20, 21, size=(n, d))
        X[0], X[1] = -25, 26
        for got, expected in zip(
            student.standardize_columns(X), student.standardize_columns(X.astype(np.float64)), strict=True
        ):
            assert_close(got, expected)
            assert np.abs(got).max() > 0.0


# Properties and relations: 30 of 100


@pytest.mark.weight(8)
def test_columns_of_z_have_mean_0_and_spread_1(student: Student, rng: np.random.Generator) -> None:
    """Afterwards every single column must have mean 0 and standard deviation 1: subtract the mean of that column, and
    divide by its spread."""
    for n, d in ((3, 3), (12, 4)):
        Z, _, _ = parts(student.standardize_columns(table(rng, n, d)), n, d)
        assert np.abs(Z.mean(axis=0)).max() < 1e-9
        assert np.abs(Z.std(axis=0) - 1.0).max() < 1e-9


@pytest.mark.weight(8)
def test_the_unit_of_a_column_does_not_matter(student: Student, rng: np.random.Generator) -> None:
    """Writing one column in another unit, or counting it from another zero, must leave Z alone and change only that
    column's mean and scale: each column needs its own mean and its own spread."""
    n, d = 6, 6
    X = table(rng, n, d)
    Z, mean, scale = parts(student.standardize_columns(X), n, d)
    factor, shift = 2.0 ** rng.integers(-8, 9, size=d), whole(rng, (d,))
    other = parts(student.standardize_columns(factor * X + shift), n, d)
    assert_close(other[0], Z)
    assert_close(other[1] / factor, mean + shift / factor, 1e-7)
    assert_entries(other[2] / factor, scale, 1e-7)


@pytest.mark.weight(8)
def test_a_column_far_from_zero(student: Student, rng: np.random.Generator) -> None:
    """Numbers near a billion that differ by a little are not constant. Subtract the column's own mean, taken down the
    column, and square afterwards: the mean of the squares minus the square of the mean loses all digits here."""
    for n in (5, 12):
        near = 0.25 * rng.integers(0, 9, size=(n, 1))
        near[0], near[1] = 0.0, 2.0
        Z, mean, scale = parts(student.standardize_columns(1e9 + near), n, 1)
        means, scales = exact_moments(near)
        assert np.abs(mean - 1e9 - means).max() < 1e-5
        assert np.abs(scale / scales - 1.0).max() < 1e-5
        assert np.abs(Z - (near - means) / scales).max() < 1e-5


@pytest.mark.weight(6)
def test_the_way_back(student: Student, rng: np.random.Generator) -> None:
    """Z * scale + mean must give the table back, so mean and scale have one entry for each column."""
    for n, d, ddof in ((5, 5, 0), (8, 3, 1)):
        X = table(rng, n, d)
        Z, mean, scale = parts(student.standardize_columns(X, ddof), n, d)
        assert (np.abs(Z * scale + mean - X) <= 1e-9 * np.abs(X).max(axis=0)).all()
        assert np.abs(Z).max() > 0.0


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(7)
def test_a_constant_column_becomes_zeros(student: Student, rng: np.random.Generator) -> None:
    """A constant column becomes zeros (its own mean is subtracted) with scale 1, not NaN; it is constant if its largest
    entry is its smallest, while its computed spread may be round-off such as 1e-17."""
    for n in (3, 6, 10):
        X = table(rng, n, 4)
        X[:, 1], X[:, 3] = 7.0, float(rng.integers(1, 10)) / 10
        Z, mean, scale = parts(student.standardize_columns(X), n, 4)
        assert np.abs(Z[:, [1, 3]]).max() < 1e-12
        assert (scale[[1, 3]] == 1.0).all()
        assert np.abs(mean[[1, 3]] - X[0, [1, 3]]).max() < 1e-12
    one = parts(student.standardize_columns(X[:1]), 1, 4)  # a single row: every column is constant
    assert not one[0].any() and (one[2] == 1.0).all()


@pytest.mark.weight(5)
def test_bad_input_is_refused(student: Student, rng: np.random.Generator) -> None:
    """X must be two-dimensional with more than ddof rows: a flat list, a stack of tables, or too few rows must raise
    ValueError."""
    X = table(rng, 4, 3)
    for wrong, ddof in ((X[0], 0), (X[None], 0), (X, 4), (X[:1], 1), (X[:2], 3), (X[:0], 0)):
        with student.raises(ValueError):
            student.standardize_columns(wrong, ddof)


@pytest.mark.weight(8)
def test_the_argument_stays_as_it_was(student: Student, rng: np.random.Generator) -> None:
    """The table that was passed in must be unchanged after the call, also if it holds float64 numbers already, and
    Z must be an array of its own: work on a copy."""
    X = rng.integers(-9, 10, size=(5, 5)).astype(np.float64) + np.arange(5)[:, None]
    for values in (X, X.astype(np.float32), X.tolist()):
        report = student.call("standardize_columns", values, report=True)
        assert np.array_equal(report.args_after[0], X)
        assert not report.shares_memory[0]
        Z = report.result[0]
        assert type(Z) is np.ndarray and Z.dtype == np.float64 and Z.shape == X.shape
