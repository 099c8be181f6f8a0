"""broadcast_shape: hidden tests."""

import itertools

import numpy as np
import pytest

from coursegrader.suitekit import Reveal, Student, shown, text

pytestmark = pytest.mark.blocked("numpy.lib._stride_tricks_impl")  # broadcast_shapes, broadcast_to, broadcast_arrays

Shape = tuple[int, ...]


def fitting(rng: np.random.Generator, lengths: tuple[int, ...]) -> list[Shape]:
    """Shapes of these lengths that fit together, with at least one 1 to be stretched; no size is 0."""
    longest = max(lengths)
    while True:
        sizes = [int(size) for size in rng.integers(2, 8, size=longest)]
        shapes = [tuple(1 if rng.random() < 0.4 else size for size in sizes[longest - length :]) for length in lengths]
        if any(1 in shape for shape in shapes) and len(set(shapes)) > 1:
            return shapes


# Oracle cases: 50 of 100


@pytest.mark.weight(15)
def test_shapes_of_equal_length(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Place by place: equal sizes stay, and a 1 takes the size of its partner."""
    for generator, n in ((example_rng, 2), (rng, 1), (rng, 2), (rng, 3), (rng, 5)):
        shapes = fitting(generator, (n, n))
        got = student.broadcast_shape(*shapes)
        with shown(reveal, generator is example_rng, f"broadcast_shape{text(tuple(shapes))} returned {text(got)}"):
            assert got == np.broadcast_shapes(*shapes)


@pytest.mark.weight(15)
def test_shapes_of_different_length(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Shapes end together on the right: the last sizes meet, and the shorter shape lacks places on the left, which
    count as 1."""
    for generator, lengths in ((example_rng, (3, 1)), (rng, (1, 3)), (rng, (4, 2)), (rng, (2, 5)), (rng, (3, 2))):
        shapes = fitting(generator, lengths)
        got = student.broadcast_shape(*shapes)
        with shown(reveal, generator is example_rng, f"broadcast_shape{text(tuple(shapes))} returned {text(got)}"):
            assert got == np.broadcast_shapes(*shapes)


@pytest.mark.weight(20)
def test_one_shape_or_many(student: Student, rng: np.random.Generator) -> None:
    """The rule holds for any number of shapes at once: one alone stays as it is, and of many every one counts."""
    for number in (3, 4, 6):
        for n in (1, 3):
            shapes = fitting(rng, (n,) * number)
            assert student.broadcast_shape(*shapes) == np.broadcast_shapes(*shapes)
    last = int(rng.integers(2, 9))
    assert student.broadcast_shape((1, 1), (1, 1), (4, last)) == (4, last)
    assert student.broadcast_shape((4, last)) == (4, last)


# Properties and relations: 30 of 100


@pytest.mark.weight(15)
def test_sizes_that_clash_are_refused(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Two different sizes, neither of them 1, do not fit, in whatever place they meet: raise ValueError instead of
    choosing one."""
    for generator, n in ((example_rng, 2), (rng, 1), (rng, 2), (rng, 3), (rng, 4)):
        first = [int(size) for size in generator.integers(2, 6, size=n)]
        place = int(generator.integers(n))
        second = [1 if j % 2 else size for j, size in enumerate(first)]
        second[place] = first[place] + int(generator.integers(1, 5))
        for shapes in ((first, second), (second, first)):
            call = f"broadcast_shape({tuple(shapes[0])}, {tuple(shapes[1])}) raised no ValueError"
            with shown(reveal, generator is example_rng, call), student.raises(ValueError):
                student.broadcast_shape(*map(tuple, shapes))


@pytest.mark.weight(7)
def test_the_order_of_the_shapes_does_not_matter(student: Student, rng: np.random.Generator) -> None:
    """a + b and b + a have the same shape, so the order of the shapes must not matter."""
    for n in (2, 4):
        first, second = fitting(rng, (n, n))
        assert student.broadcast_shape(first, second) == student.broadcast_shape(second, first)
        assert student.broadcast_shape(second, first) == np.broadcast_shapes(first, second)


@pytest.mark.weight(8)
def test_two_at_a_time_is_all_at_once(student: Student, rng: np.random.Generator) -> None:
    """(a + b) + c has the shape of a, b and c taken together: any number of shapes must work, in any grouping."""
    for n in (2, 3):
        shapes = fitting(rng, (n, n, n))
        together = student.broadcast_shape(*shapes)
        for first, second, third in itertools.islice(itertools.permutations(shapes), 0, 6, 2):
            assert student.broadcast_shape(student.broadcast_shape(first, second), third) == together


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(4)
def test_a_single_number_fits_everything(student: Student, rng: np.random.Generator) -> None:
    """The shape of a single number is (); it fits every other shape and changes nothing, and no shape at all gives
    () too."""
    shape = fitting(rng, (3, 3))[0]
    assert student.broadcast_shape(shape, ()) == shape
    assert student.broadcast_shape((), shape) == shape
    for none in ((), ((),), ((), ())):
        assert student.broadcast_shape(*none) == ()


@pytest.mark.weight(4)
def test_one_gives_way_to_zero(student: Student, rng: np.random.Generator) -> None:
    """A 1 is stretched to whatever it meets, also to 0: an axis of length 0 stays empty, so the larger size is not
    always the answer."""
    n = int(rng.integers(2, 9))
    assert student.broadcast_shape((0,), (1,)) == (0,)
    assert student.broadcast_shape((1, n), (0, 1)) == (0, n)
    assert student.broadcast_shape((n, 0), (n, 1)) == (n, 0)
    assert student.broadcast_shape((0, n), (0, n)) == (0, n)


@pytest.mark.weight(4)
def test_zero_does_not_fit_three(student: Student, rng: np.random.Generator) -> None:
    """Only a 1 can be stretched: 0 against 3 is as incompatible as 2 against 3, so raise ValueError."""
    n = int(rng.integers(2, 9))
    for shapes in (((0,), (n,)), ((n, 4), (0, 4)), ((2, n), (2, 0))):
        with student.raises(ValueError):
            student.broadcast_shape(*shapes)


@pytest.mark.weight(6)
def test_shapes_too_large_for_any_array(student: Student, rng: np.random.Generator) -> None:
    """A shape is only a few numbers: work with those, and no array of that shape needs to exist."""
    many = 10**12 + int(rng.integers(10**6))
    assert student.broadcast_shape((many, 1), (1, many)) == (many, many)
    assert student.broadcast_shape((many, 1, 1), (many, many, 1)) == (many, many, 1)


@pytest.mark.weight(2)
def test_a_tuple_of_plain_ints(student: Student, rng: np.random.Generator) -> None:
    """The answer must be a tuple of Python ints, like the shape of an array."""
    first, second = fitting(rng, (3, 3))
    got = student.broadcast_shape(first, second)
    assert type(got) is tuple and len(got) == 3
    assert all(type(size) is int for size in got)
