"""compose: hidden tests. Matrices of small whole numbers, so every right product is exact, in whatever order."""

from collections.abc import Sequence

import numpy as np
import pytest
from geometry_oracles import regular

from coursegrader.suitekit import Array, Reveal, Student, assert_array, assert_close, shown, text


def draw(rng: np.random.Generator, m: int, n: int) -> Array:
    """A matrix of whole numbers without zeros: two such matrices hardly ever commute."""
    return np.asarray(rng.integers(1, 5, size=(m, n)) * rng.choice([-1.0, 1.0], size=(m, n)), dtype=np.float64)


def product(maps: Sequence[Array]) -> Array:
    """The matrix of all the maps, by whole numbers: where each basis arrow ends, the last map first."""
    columns = [list(map(int, column)) for column in maps[-1].T.tolist()]
    for matrix in reversed(maps[:-1]):
        rows = matrix.astype(int).tolist()
        columns = [[sum(a * x for a, x in zip(row, column, strict=True)) for row in rows] for column in columns]
    return np.array(columns, dtype=np.float64).T


def two_that_do_not_commute(rng: np.random.Generator, d: int) -> tuple[Array, Array]:
    while True:
        A, B = draw(rng, d, d), draw(rng, d, d)
        if (A @ B != B @ A).any():
            return A, B


# Oracle cases: 50 of 100


@pytest.mark.weight(20)
def test_two_maps(student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal) -> None:
    """compose(A, B) is the matrix product A @ B, rows of A times columns of B, in this order: B @ A is another map, and
    a product entry by entry is no composition at all."""
    for generator, d in ((example_rng, 2), (rng, 2), (rng, 3), (rng, 5)):
        A, B = two_that_do_not_commute(generator, d)
        got = student.compose(A, B)
        with shown(reveal, generator is example_rng, f"compose({text(A)}, {text(B)}) returned {text(got)}"):
            assert_close(got, product([A, B]), 0.0)


@pytest.mark.weight(15)
def test_longer_chains(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Any number of maps can be chained, and all of them take part, each with what the one to its right has made:
    compose(A, B, C) @ x must be A @ (B @ (C @ x))."""
    for generator, d, count in ((example_rng, 2, 3), (rng, 2, 3), (rng, 3, 4), (rng, 2, 7)):
        maps = [*two_that_do_not_commute(generator, d), *(draw(generator, d, d) for _ in range(count - 2))]
        got = student.compose(*maps)
        with shown(reveal, generator is example_rng, f"compose({', '.join(map(text, maps))}) returned {text(got)}"):
            assert_close(got, product(maps), 0.0)


@pytest.mark.weight(15)
def test_maps_between_spaces(student: Student, rng: np.random.Generator) -> None:
    """A map may take vectors of one size and give another, so matrices need not be square: the number of columns of the
    left one must be the number of rows of the right one, and the product takes what the right one takes."""
    for m, k, n in ((2, 3, 4), (1, 4, 1), (3, 1, 3), (5, 2, 3)):
        A, B = draw(rng, m, k), draw(rng, k, n)
        assert_close(student.compose(A, B), product([A, B]), 0.0)


# Properties and relations: 30 of 100


@pytest.mark.weight(12)
def test_the_last_map_acts_first(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """The map that is written last acts first: compose(A, B) @ x must be what A makes of B @ x. Try it with a quarter
    turn and a stretch: the order shows."""
    turn = np.array([[0.0, -1.0], [1.0, 0.0]])
    for generator in (example_rng, rng, rng):
        stretch = np.diag(generator.permutation([float(generator.integers(2, 6)), 1.0]))
        x = generator.integers(1, 9, size=2).astype(float)
        for A, B in ((stretch, turn), (turn, stretch)):
            got = student.compose(A, B)
            with shown(reveal, generator is example_rng, f"compose({text(A)}, {text(B)}) returned {text(got)}"):
                assert_close(assert_array(got, (2, 2)) @ x, A @ (B @ x), 0.0)


@pytest.mark.weight(9)
def test_steps_may_be_grouped(student: Student, rng: np.random.Generator) -> None:
    """Composing some of the maps beforehand changes nothing as long as the order stays: a chain of three is a chain of
    two whose first or last part is composed already, so no map of it may be left out."""
    for d in (2, 4):
        A, B, C = (draw(rng, d, d) + 7.0 * np.eye(d) for _ in range(3))
        whole = student.compose(A, B, C)
        assert np.abs(assert_array(whole, (d, d))).max() > 0.5
        assert_close(student.compose(A, student.compose(B, C)), whole, 0.0)
        assert_close(student.compose(student.compose(A, B), C), whole, 0.0)


@pytest.mark.weight(9)
def test_the_identity_does_nothing(student: Student, rng: np.random.Generator) -> None:
    """The identity matrix leaves every vector alone, so composing a map with it, before or after, gives the same map:
    zeros away from the diagonal must not wipe out entries."""
    for d in (2, 3):
        A, nothing = draw(rng, d, d), np.eye(d)
        assert_close(student.compose(A, nothing), A, 0.0)
        assert_close(student.compose(nothing, A), A, 0.0)
        assert_close(student.compose(3.0 * nothing, A), 3.0 * A, 0.0)


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(4)
def test_nothing_to_compose(student: Student, rng: np.random.Generator) -> None:
    """Without any map there is no size to tell, and a vector, a number or a matrix with NaN is no map: all of this must
    raise ValueError."""
    A = draw(rng, 2, 2)
    spoilt = A.copy()
    spoilt[0, int(rng.integers(2))] = np.nan
    for maps in ((), (A[0],), (A, A[0]), (spoilt,), (A, spoilt), (3.0, A)):
        with student.raises(ValueError):
            student.compose(*maps)
    assert student.compose(A, A).shape == (2, 2)


@pytest.mark.weight(6)
def test_inner_sizes_must_agree(student: Student, rng: np.random.Generator) -> None:
    """If a map gives vectors of a size that the next one does not take, there is no composition, and ValueError must be
    raised: a matrix that has been transposed to fit is another map, and matrices of one shape need not fit."""
    A, B, C = draw(rng, 2, 3), draw(rng, 2, 3), draw(rng, 4, 5)
    for maps in ((A, B), (A, C), (A.T, B.T), (draw(rng, 3, 3), draw(rng, 2, 2))):
        with student.raises(ValueError):
            student.compose(*maps)
    assert student.compose(draw(rng, 2, 2), draw(rng, 2, 2)).shape == (2, 2)


@pytest.mark.weight(5)
def test_a_single_map_is_copied(student: Student, rng: np.random.Generator) -> None:
    """A chain of one map is that map, but as an array of its own: whoever changes the result must not change the
    matrix that was handed in."""
    for shape in ((2, 2), (3, 2)):
        A = draw(rng, *shape)
        report = student.call("compose", A, report=True)
        assert_close(report.result, A, 0.0)
        assert not report.shares_memory[0]


@pytest.mark.weight(5)
def test_arguments_stay_as_they_were(student: Student, rng: np.random.Generator) -> None:
    """Lists and small integer types are welcome (they must not overflow: compute in float64), and the matrices must be
    unchanged after the call."""
    A, B = (regular(rng, 2) + 50.0 for _ in range(2))
    plain = student.compose(A, B)
    assert np.abs(assert_array(plain, (2, 2))).max() > 0.5
    for left, right in ((A, B), (A.astype(np.int8), B.astype(np.int8)), (A.tolist(), B.astype(int).tolist())):
        report = student.call("compose", left, right, report=True)
        assert_close(report.result, plain, 0.0)
        assert np.array_equal(report.args_after[0], A) and np.array_equal(report.args_after[1], B)
        assert not any(report.shares_memory)
