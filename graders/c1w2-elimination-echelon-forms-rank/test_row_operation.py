"""row_operation: hidden tests."""

import numpy as np
import pytest

from coursegrader.suitekit import Reveal, Student, assert_close, shown, text

pytestmark = pytest.mark.blocked("numpy.linalg", "scipy.linalg")


def draw(rng: np.random.Generator) -> tuple[np.ndarray, int, int, float]:
    """A small integer table without repeated rows, two different row indices and a factor with a fraction."""
    m, n = int(rng.integers(3, 7)), int(rng.integers(1, 6))
    M = rng.integers(1, 10, size=(m, n)) + 10 * np.arange(m)[:, None]
    i, j = (int(k) for k in rng.permutation(m)[:2])
    return M.astype(float), i, j, float(rng.choice([-2.5, -0.75, 0.5, 1.25, 3.5]))


# Oracle cases: 50 of 100


@pytest.mark.weight(15)
def test_swap_exchanges_two_rows(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """After a swap both old rows are still there, each in the other's place; if one row appears twice, the
    first assignment overwrote what the second one needed (a slice of an array is a view, not a copy)."""
    for generator in (example_rng, rng, rng, rng):
        M, i, j, _ = draw(generator)
        expected = M.copy()
        expected[i], expected[j] = M[j], M[i]
        got = student.row_operation(M, "swap", i, j)
        with shown(
            reveal,
            generator is example_rng,
            f'row_operation({text(M)}, "swap", {i}, {j}) returned',
            text(got),
        ):
            assert_close(got, expected, 0.0)


@pytest.mark.weight(10)
def test_scale_multiplies_one_row(student: Student, rng: np.random.Generator) -> None:
    """Scaling multiplies row i by the factor and leaves every other row as it was."""
    for _ in range(4):
        M, i, _, factor = draw(rng)
        expected = M.copy()
        expected[i] = factor * M[i]
        assert_close(student.row_operation(M, "scale", i, factor=factor), expected, 1e-15)


@pytest.mark.weight(15)
def test_add_puts_a_multiple_onto_row_i(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """An "add" makes row i into row i plus factor times row j; check that the factor is used, and on which row."""
    for generator in (example_rng, rng, rng, rng):
        M, i, j, factor = draw(generator)
        got = student.row_operation(M, "add", i, j, factor)
        with shown(
            reveal,
            generator is example_rng,
            f'row_operation({text(M)}, "add", {i}, {j}, {factor}) returned',
            text(got),
        ):
            assert got.shape == M.shape
            assert_close(got[i], M[i] + factor * M[j], 1e-14)


@pytest.mark.weight(10)
def test_whole_numbers_may_become_fractions(student: Student, rng: np.random.Generator) -> None:
    """A table of whole numbers times a fractional factor gives fractions: work on a float64 copy, an integer
    array cuts them off."""
    for _ in range(3):
        M, i, j, factor = draw(rng)
        for table in (M.astype(np.int64), M.astype(int).tolist(), M.astype(np.float32)):
            scaled, added = M.copy(), M.copy()
            scaled[i] *= factor
            added[i] += factor * M[j]
            assert_close(student.row_operation(table, "scale", i, factor=factor), scaled, 1e-15)
            assert_close(student.row_operation(table, "add", i, j, factor), added, 1e-14)


# Properties and relations: 30 of 100


@pytest.mark.weight(15)
def test_only_row_i_changes(student: Student, rng: np.random.Generator) -> None:
    """An "add" or a "scale" changes row i and nothing else: row j only lends its numbers and keeps them."""
    for _ in range(4):
        M, i, j, factor = draw(rng)
        others = np.arange(len(M)) != i
        for got in (
            student.row_operation(M, "add", i, j, factor),
            student.row_operation(M, "scale", i, None, factor),
        ):
            assert_close(got[others], M[others], 0.0)
            assert (got[i] != M[i]).any()


@pytest.mark.weight(8)
def test_every_operation_can_be_undone(student: Student, rng: np.random.Generator) -> None:
    """Each operation is undone by another of its kind (swap again, scale by 1/factor, add the negative
    multiple), which is why none of them can lose a solution."""
    M, i, j, factor = draw(rng)
    for kind, partner, there, back in (
        ("swap", j, None, None),
        ("scale", None, factor, 1 / factor),
        ("add", j, factor, -factor),
    ):
        moved = student.row_operation(M, kind, i, partner, there)
        assert (moved != M).any()
        assert_close(student.row_operation(moved, kind, i, partner, back), M, 1e-12)


@pytest.mark.weight(7)
def test_the_common_point_stays(student: Student, rng: np.random.Generator) -> None:
    """A solution of the equations before the operation still solves them afterwards, so every entry of the row,
    the right-hand side included, must take part."""
    for _ in range(2):
        M, i, j, factor = draw(rng)
        x = rng.integers(-4, 5, size=M.shape[1]).astype(float)
        table = np.column_stack([M, M @ x])
        for kind in ("swap", "scale", "add"):
            got = student.row_operation(table, kind, i, j, factor)
            assert got.shape == table.shape and (got != table).any()
            assert (np.delete(got, i, axis=0)[:, 0] != 0.0).all()
            assert_close(got[:, :-1] @ x, got[:, -1], 1e-12)


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(4)
def test_factor_zero_is_refused(student: Student, rng: np.random.Generator) -> None:
    """Scaling by 0 wipes out an equation and cannot be undone, so it must raise ValueError."""
    M, i, _, factor = draw(rng)
    for zero in (0, 0.0, -0.0):
        with student.raises(ValueError):
            student.row_operation(M, "scale", i, factor=zero)
    assert student.row_operation(M, "scale", i, factor=1e-300 * factor).shape == M.shape


@pytest.mark.weight(4)
def test_rows_are_counted_from_zero_to_the_last(student: Student, rng: np.random.Generator) -> None:
    """A row index below 0 or past the last row must raise ValueError; NumPy counts -1 from the end, a system of
    equations has no such row."""
    M, _, _, factor = draw(rng)
    m = len(M)
    assert student.row_operation(M, "swap", m - 1, 0).shape == M.shape
    for kind, first, second in (
        ("swap", -1, 0),
        ("swap", 0, -2),
        ("scale", -1, None),
        ("add", -1, 0),
        ("add", 0, -1),
        ("swap", m, 0),
        ("add", 0, m),
        ("scale", m + 3, None),
    ):
        with student.raises(ValueError):
            student.row_operation(M, kind, first, second, factor)


@pytest.mark.weight(4)
def test_senseless_requests_are_refused(student: Student, rng: np.random.Generator) -> None:
    """An unknown kind, adding a row to itself, or a table that is not two-dimensional must raise ValueError."""
    M, i, _, factor = draw(rng)
    for table, kind, j in ((M, "add", i), (M, "multiply", 0), (M, "", 0), (M, "Swap", 0), (M[0], "swap", 0)):
        with student.raises(ValueError):
            student.row_operation(table, kind, i, j, factor)


@pytest.mark.weight(8)
def test_the_argument_stays_as_it_was(student: Student, rng: np.random.Generator) -> None:
    """The table that was passed in must be unchanged after the call, and the result must be a copy of its own:
    copy first, then change the copy."""
    M, i, j, factor = draw(rng)
    for kind in ("swap", "scale", "add"):
        report = student.call("row_operation", M, kind, i, j, factor, report=True)
        assert np.array_equal(report.args_after[0], M)
        assert not report.shares_memory[0]
        assert type(report.result) is np.ndarray and (report.result != M).any()
    unmoved = student.call("row_operation", M, "swap", i, i, report=True)
    assert np.array_equal(unmoved.result, M) and not unmoved.shares_memory[0]
