"""mse: hidden tests."""

import numpy as np
import pytest
from layer_oracles import as_number, assert_number, mean_square, quarters

from coursegrader.suitekit import Array, Reveal, Student, assert_float, shown, text


def draw(rng: np.random.Generator, *shape: int) -> tuple[Array, Array]:
    """Targets, and predictions that miss them by different amounts, more than 1 each."""
    target = rng.integers(-9, 10, size=shape).astype(np.float64)
    misses = quarters(rng, *shape)
    return target + misses + np.sign(misses), target


# Oracle cases: 50 of 100


@pytest.mark.weight(30)
def test_the_mean_of_the_squared_differences(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Subtract, square each difference, add up, and divide by how many there are: no half, no root, no absolute values
    in place of squares, and no sum in place of the mean."""
    for generator, n in ((example_rng, 3), (rng, 1), (rng, 2), (rng, 6), (rng, 50)):
        pred, target = draw(generator, n)
        got = student.mse(pred, target)
        with shown(reveal, generator is example_rng, f"mse({text(pred)}, {text(target)}) returned {text(got)}"):
            assert_number(got, mean_square(pred, target))


@pytest.mark.weight(20)
def test_tables_of_predictions(student: Student, rng: np.random.Generator) -> None:
    """With several outputs, or a column of predictions, all entries of the table count alike: the sum of all squares,
    divided by the number of all entries."""
    for shape in ((4, 1), (1, 4), (5, 3), (2, 3, 4)):
        pred, target = draw(rng, *shape)
        assert_number(student.mse(pred, target), mean_square(pred, target))


# Properties and relations: 30 of 100


@pytest.mark.weight(8)
def test_only_a_perfect_prediction_has_error_zero(student: Student, rng: np.random.Generator) -> None:
    """The error is 0 for a perfect prediction and positive for any other, and it does not matter which of the two
    arrays is called the prediction."""
    for shape in ((5,), (3, 2)):
        pred, target = draw(rng, *shape)
        assert as_number(student.mse(target, target)) == 0.0
        error = as_number(student.mse(pred, target))
        assert error > 0.0
        assert_number(student.mse(target, pred), error)


@pytest.mark.weight(12)
def test_twice_the_misses_and_twice_the_data(student: Student, rng: np.random.Generator) -> None:
    """If every prediction misses by three times as much, the error is nine times as large; if the same data come
    twice, it stays what it was, because it is a mean."""
    for shape in ((4,), (3, 2)):
        pred, target = draw(rng, *shape)
        error = as_number(student.mse(pred, target))
        assert error > 0.0
        assert_number(student.mse(target + 3.0 * (pred - target), target), 9.0 * error)
        assert_number(student.mse(np.concatenate([pred, pred]), np.concatenate([target, target])), error)


@pytest.mark.weight(10)
def test_always_off_by_the_same_amount(student: Student, rng: np.random.Generator) -> None:
    """A prediction that is off by the same amount everywhere has the square of this amount as its mean squared
    error, neither half of it nor its root."""
    for shape, amount in (((6,), 1.5), ((2, 3), -4.0), ((3, 1), 0.5)):
        target = quarters(rng, *shape)
        assert_number(student.mse(target + amount, target), amount * amount)


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(8)
def test_the_shapes_must_be_identical(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """A column minus a vector is a table of all differences, and its mean is a plausible wrong number: shapes that are
    not identical must raise ValueError, even where NumPy could stretch one of them."""
    for generator, n in ((example_rng, 3), (rng, 5), (rng, 2)):
        pred, target = draw(generator, n)
        assert as_number(student.mse(pred, target)) > 0.0
        with shown(reveal, generator is example_rng, f"for example mse({text(pred[:, None])}, {text(target)})"):
            for first, second in (
                (pred[:, None], target),
                (pred, target[:, None]),
                (pred, target[None, :]),
                (pred, target[:1]),
                (np.vstack([pred, pred]), target),
                (pred, float(target[0])),
                (pred[:-1], target),
            ):
                with student.raises(ValueError):
                    student.mse(first, second)


@pytest.mark.weight(6)
def test_whole_numbers_do_not_wrap(student: Student, rng: np.random.Generator) -> None:
    """In whole numbers of few bits a difference below zero, or a square, starts again at the other end: convert both
    arguments to float64 before you subtract, so that they give what the same numbers give as float64."""
    for kind, low, high in (
        (np.uint8, 0, 255),
        (np.int8, -120, 120),
        (np.int32, -(2**30), 2**30),
        (np.int64, -(2**40), 2**40),
    ):
        pred, target = rng.integers(low, high, size=(2, 4)).astype(kind)
        pred[0], target[0] = low, high
        expected = as_number(student.mse(pred.astype(np.float64), target.astype(np.float64)))
        assert expected > 0.0
        assert_number(student.mse(pred, target), expected)


@pytest.mark.weight(3)
def test_the_mean_of_nothing(student: Student, rng: np.random.Generator) -> None:
    """Nothing has no mean: arrays without entries must raise ValueError instead of giving NaN."""
    pred, target = draw(rng, 2)
    assert as_number(student.mse(pred, target)) > 0.0
    for shape in ((0,), (0, 3), (3, 0)):
        with student.raises(ValueError):
            student.mse(np.zeros(shape), np.zeros(shape))


@pytest.mark.weight(3)
def test_a_python_float_and_untouched_arguments(student: Student, rng: np.random.Generator) -> None:
    """The result must be a Python float (not a NumPy number), lists give the same as arrays, and both arguments must be
    unchanged after the call."""
    pred, target = draw(rng, 4)
    call = student.call("mse", pred, target, report=True)
    assert as_number(call.result) > 0.0
    assert np.array_equal(call.args_after[0], pred) and np.array_equal(call.args_after[1], target)
    assert_float(student.mse(pred.tolist(), target.tolist()), call.result)
