"""cosine_similarity: hidden tests."""

import numpy as np
import pytest
from geometry_oracles import cosines, orthogonal

from coursegrader.suitekit import Array, Reveal, Student, assert_array, assert_close, shown, text


def two_tables(rng: np.random.Generator, n: int, m: int, d: int) -> tuple[Array, Array]:
    """Rows of different lengths, of both signs, rounded to two decimals."""
    X, Y = (np.round(rng.standard_normal((k, d)) * rng.uniform(1.0, 9.0, size=(k, 1)), 2) for k in (n, m))
    return X + 0.01, Y - 0.01  # no row is zero


def close(value: object, expected: Array) -> Array:
    """A table of cosines, up to an absolute 1e-9."""
    got = assert_array(value, expected.shape)
    assert (np.abs(got - expected) <= 1e-9).all()
    return got


# Oracle cases: 50 of 100


@pytest.mark.weight(25)
def test_every_pair_of_rows(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Entry [i, j] compares row i of X with row j of Y: their dot product, divided once by the length of each of the
    two rows. Nothing is subtracted from a row, and columns are not scaled."""
    cases = ((example_rng, 2, 1, 2), (rng, 3, 5, 4), (rng, 6, 2, 3), (rng, 4, 4, 2), (rng, 1, 1, 9), (rng, 12, 9, 30))
    for generator, n, m, d in cases:
        X, Y = two_tables(generator, n, m, d)
        got = student.cosine_similarity(X, Y)
        with shown(reveal, generator is example_rng, f"cosine_similarity({text(X)}, {text(Y)}) returned {text(got)}"):
            close(got, cosines(X, Y))


@pytest.mark.weight(15)
def test_pictures(student: Student, rng: np.random.Generator) -> None:
    """Grey values are never negative, so no two pictures are opposite: compare the rows as they are (subtracting
    their means would give the correlation), with one length of each row in the denominator."""
    pictures = rng.integers(0, 17, size=(9, 16)) * (rng.random((9, 16)) < 0.7)
    pictures[:, 0] = rng.integers(1, 17, size=9)
    pictures = pictures * rng.choice([0.1, 1.0, 3.0], size=(9, 1))
    got = student.cosine_similarity(pictures[:4], pictures)
    close(got, cosines(pictures[:4], pictures))
    got = student.cosine_similarity(pictures[:3], pictures[3:6])
    close(got, cosines(pictures[:3], pictures[3:6]))


@pytest.mark.weight(10)
def test_rows_of_zeros(student: Student, rng: np.random.Generator) -> None:
    """A row of zeros has no direction: its similarity with every row is 0, also with another row of zeros. Divide
    only by lengths that are not 0, and leave the other rows as they were."""
    X, Y = two_tables(rng, 3, 3, 4)
    plain = assert_array(student.cosine_similarity(X, Y), (3, 3))
    assert np.abs(plain).max() > 0.0
    got = assert_array(student.cosine_similarity(*(np.insert(table, 1, 0.0, axis=0) for table in (X, Y))), (4, 4))
    assert (got[1] == 0.0).all() and (got[:, 1] == 0.0).all()
    assert np.abs(np.delete(np.delete(got, 1, axis=0), 1, axis=1) - plain).max() <= 1e-12
    assert (assert_array(student.cosine_similarity(np.zeros((2, 3)), np.zeros((2, 3))), (2, 2)) == 0.0).all()


# Properties and relations: 30 of 100


@pytest.mark.weight(8)
def test_only_the_direction_counts(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Making single rows longer or shorter changes no angle: scale each row by itself, before anything is squared, so
    that entries such as 1e-180 survive."""
    for generator, n in ((example_rng, 2), (rng, 4), (rng, 5)):
        X, Y = two_tables(generator, n, n, 3)
        plain = student.cosine_similarity(X, Y)
        assert np.abs(plain).max() > 1e-3
        factors = generator.permutation([2.0**-598, 2.0**498, 4.0, 2.0**-598, 0.25][:n])[:, None]
        got = student.cosine_similarity(factors * X, Y * 2.0**-598)
        with shown(
            reveal,
            generator is example_rng,
            f"cosine_similarity({text(X)}, {text(Y)}) returned {text(plain)},",
            f"with the rows of X times {text(factors[:, 0])} and Y times {2.0**-598} it returned {text(got)}",
        ):
            close(got, plain)


@pytest.mark.weight(7)
def test_turning_everything_changes_nothing(student: Student, rng: np.random.Generator) -> None:
    """If all rows of X and Y are turned together, lengths and angles stay, and so must every similarity: it is built
    from lengths and dot products of whole rows alone."""
    for d in (2, 5):
        X, Y = two_tables(rng, 4, 3, d)
        Q = orthogonal(rng, d)
        plain = student.cosine_similarity(X, Y)
        assert np.abs(plain).max() > 1e-3
        close(student.cosine_similarity(X @ Q, Y @ Q), plain)
    Q = orthogonal(rng, 4)
    close(student.cosine_similarity(Q, Q), np.eye(4))


@pytest.mark.weight(15)
def test_each_pair_on_its_own(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Row i of the result belongs to row i of X, column j to row j of Y, and the other rows of the tables have no
    influence on entry [i, j]: it must not matter which rows are handed in together, or in which order."""
    for generator, n, m in ((example_rng, 2, 3), (rng, 4, 2), (rng, 3, 3)):
        X, Y = two_tables(generator, n, m, 3)
        got = student.cosine_similarity(X, Y)
        with shown(
            reveal,
            generator is example_rng,
            f"cosine_similarity({text(X)}, {text(Y)}) returned an array of shape {np.shape(got)}:",
            text(got),
        ):
            got = assert_array(got, (n, m))
            assert np.abs(got).max() > 1e-3
            close(student.cosine_similarity(X[[1]], Y), got[[1]])
            close(student.cosine_similarity(X, Y[[0]]), got[:, [0]])
            order = generator.permutation(n)
            close(student.cosine_similarity(X[order], Y), got[order])


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(5)
def test_never_beyond_one(student: Student, rng: np.random.Generator) -> None:
    """No cosine is larger than 1 or smaller than -1, but round-off gives such values for rows of the same or the
    opposite direction, and arccos makes NaN of them: clip."""
    for factor in rng.uniform(0.5, 2.0, size=16) * rng.choice([-1.0, 1.0], size=16):
        X = rng.uniform(0.1, 1.0, size=(8, int(rng.integers(3, 9))))
        got = assert_array(student.cosine_similarity(X, factor * X), (8, 8))
        assert 0.0 < np.abs(got).max() <= 1.0


@pytest.mark.weight(5)
def test_unsigned_pixels(student: Student, rng: np.random.Generator) -> None:
    """Pixels of type uint8 count from 0 to 255 and then start again, so 16 * 16 is 0: convert to float64 before you
    multiply, and the result is the same as for floats."""
    for dtype, top in ((np.uint8, 256), (np.int8, 128), (np.uint16, 65536)):
        X, Y = (rng.integers(top // 4, top, size=(k, 6)).astype(dtype) for k in (3, 4))
        plain = student.cosine_similarity(X.astype(np.float64), Y.astype(np.float64))
        assert np.abs(plain).max() > 0.0
        close(student.cosine_similarity(X, Y), plain)


@pytest.mark.weight(5)
def test_bad_input_is_refused(student: Student, rng: np.random.Generator) -> None:
    """Rows of different lengths cannot be compared, and each argument must be a two-dimensional table of finite
    numbers: anything else must raise ValueError."""
    X, Y = two_tables(rng, 3, 3, 4)
    spoilt, endless = X.copy(), Y.copy()
    spoilt[int(rng.integers(3)), 0], endless[0, int(rng.integers(4))] = np.nan, np.inf
    for left, right in ((X, Y[:, :3]), (X[:, :1], Y), (X, Y.T), (X[0], Y), (X, Y[0]), (spoilt, Y), (X, endless)):
        with student.raises(ValueError):
            student.cosine_similarity(left, right)


@pytest.mark.weight(5)
def test_tables_of_any_kind_stay_as_they_were(student: Student, rng: np.random.Generator) -> None:
    """Lists and whole numbers are welcome, tables without rows give a result without entries, X and Y must be
    unchanged, and the result must be a float64 array of its own."""
    X, Y = (np.round(table) + 20.0 for table in two_tables(rng, 3, 3, 2))
    plain = student.cosine_similarity(X, Y)
    assert np.abs(plain).max() > 0.0
    for left, right in ((X, Y), (X.tolist(), Y.astype(int).tolist()), (X.astype(np.float32), Y.astype(np.int64))):
        report = student.call("cosine_similarity", left, right, report=True)
        close(report.result, plain)
        assert np.array_equal(report.args_after[0], X) and np.array_equal(report.args_after[1], Y)
        assert not any(report.shares_memory)
    assert_array(student.cosine_similarity(np.zeros((0, 3)), np.zeros((0, 3))), (0, 0))
    assert_close(student.cosine_similarity(np.zeros((2, 0)), np.zeros((2, 0))), np.zeros((2, 2)))
