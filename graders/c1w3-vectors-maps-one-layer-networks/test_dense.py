"""dense: hidden tests."""

import numpy as np
import pytest
from layer_oracles import draw_layer, layer, quarters

from coursegrader.suitekit import Reveal, Student, assert_array, assert_close, shown, text

# Oracle cases: 50 of 100


@pytest.mark.weight(20)
def test_each_output_is_a_row_times_a_column_plus_its_bias(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Output c of example i is row i of X times column c of W, entry by entry, all added up, plus b[c] once: added, not
    subtracted and not forgotten."""
    cases = [(example_rng, 2, 3, 1), (rng, 5, 3, 2), (rng, 3, 7, 4), (rng, 1, 4, 6), (rng, 6, 1, 3), (rng, 30, 64, 10)]
    for generator, n, d, k in cases:
        X, W, b = draw_layer(generator, n, d, k)
        got = student.dense(X, W, b)
        with shown(reveal, generator is example_rng, f"dense({text(X)}, {text(W)}, {text(b)}) returned", text(got)):
            assert_close(got, layer(X, W, b), 1e-12)


@pytest.mark.weight(15)
def test_as_many_outputs_as_inputs(student: Student, rng: np.random.Generator) -> None:
    """With as many outputs as inputs, W and its transpose have the same shape, and no error warns you: the weights of
    output c are column c of W, not row c."""
    for n, d in ((4, 3), (2, 5), (7, 4)):
        X, W, _ = draw_layer(rng, n, d, d)
        assert_close(student.dense(X, W, np.zeros(d)), layer(X, W, np.zeros(d)), 1e-12)


@pytest.mark.weight(15)
def test_all_shapes_equal(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Where X and W have the same shape, X * W works too and is something else: every output needs all inputs of its
    example, the whole row of X times a whole column of W."""
    for generator, n in ((example_rng, 2), (rng, 2), (rng, 4), (rng, 5)):
        X, W, _ = draw_layer(generator, n, n, n)
        got = student.dense(X, W, np.zeros(n))
        with shown(reveal, generator is example_rng, f"dense({text(X)}, {text(W)}, {[0.0] * n}) returned", text(got)):
            assert_close(got, layer(X, W, np.zeros(n)), 1e-12)


# Properties and relations: 30 of 100


@pytest.mark.weight(10)
def test_without_weights_only_the_bias_is_left(student: Student, rng: np.random.Generator) -> None:
    """If all weights are 0, every row of the result is b itself: b[c] belongs to output c, each example gets all of b,
    with its sign, also when there are as many examples as outputs."""
    for n, d, k in ((4, 2, 4), (3, 5, 3), (6, 3, 2), (2, 2, 2)):
        X, W, b = draw_layer(rng, n, d, k)
        assert_close(student.dense(X, 0.0 * W, b), np.array([b] * n), 1e-12)


@pytest.mark.weight(10)
def test_examples_do_not_know_of_each_other(student: Student, rng: np.random.Generator) -> None:
    """An example gets the same outputs alone, in a batch, and in a batch of another order."""
    for n, d, k in ((4, 4, 4), (5, 2, 5), (3, 6, 2)):
        X, W, b = draw_layer(rng, n, d, k)
        together = assert_array(student.dense(X, W, b), (n, k))
        assert (together[0] != together[1]).any()
        assert_close(student.dense(X[::-1], W, b), together[::-1], 1e-12)
        for i in (0, n - 1):
            assert_close(student.dense(X[i : i + 1], W, b), together[i : i + 1], 1e-12)


@pytest.mark.weight(10)
def test_two_layers_with_nothing_between_are_one(student: Student, rng: np.random.Generator) -> None:
    """Two layers in a row, with nothing between them, are one layer with weights W1 @ W2 and bias b1 @ W2 + b2."""
    for n, d in ((3, 4), (6, 2)):
        X, first, b1 = draw_layer(rng, n, d, d)
        _, second, b2 = draw_layer(rng, n, d, d)
        twice = assert_array(student.dense(student.dense(X, first, b1), second, b2), (n, d))
        assert (twice[0] != twice[1]).any()
        assert_close(student.dense(X, first @ second, b1 @ second + b2), twice, 1e-12)


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(4)
def test_an_empty_batch(student: Student, rng: np.random.Generator) -> None:
    """A batch without examples is no error: the result has no rows, and still one column for each output."""
    for d, k in ((3, 2), (4, 4), (1, 5)):
        _, W, b = draw_layer(rng, 1, d, k)
        assert_array(student.dense(np.zeros((0, d)), W, b), (0, k))


@pytest.mark.weight(6)
def test_a_bias_must_have_one_number_for_each_output(student: Student, rng: np.random.Generator) -> None:
    """The bias has exactly one dimension and one number for each output; a scalar, a column, a row in two brackets, or
    one number for each example must raise ValueError, although NumPy could stretch them."""
    for n, d, k in ((4, 3, 2), (3, 2, 1), (5, 5, 3)):
        X, W, b = draw_layer(rng, n, d, k)
        assert_array(student.dense(X, W, b), (n, k))
        wrong = (quarters(rng, n), b[:, None], b[None, :], float(b[0]), quarters(rng, n, 1), quarters(rng, k + 1))
        for bias in wrong:
            with student.raises(ValueError):
                student.dense(X, W, bias)


@pytest.mark.weight(3)
def test_the_sizes_must_fit(student: Student, rng: np.random.Generator) -> None:
    """X needs one column for each row of W, and both need two dimensions; anything else must raise ValueError, also
    where turning W round would make it fit."""
    X, W, b = draw_layer(rng, 4, 3, 2)
    assert_array(student.dense(X, W, b), (4, 2))
    for batch, weights, bias in (
        (X, W[:2], b),
        (X[:, :2], W, b),
        (X, W.T, quarters(rng, 3)),
        (X[:, :2], W, quarters(rng, 3)),
        (X[0], W, b),
        (X, W[:, 0], b),
        (X[None], W, b),
    ):
        with student.raises(ValueError):
            student.dense(batch, weights, bias)


@pytest.mark.weight(4)
def test_pixels_do_not_wrap(student: Student, rng: np.random.Generator) -> None:
    """Whole numbers of few bits, such as uint8 pixels, cannot hold the sums: convert to float64 before multiplying, so
    that they give what the same numbers give as float64."""
    X, W = rng.integers(100, 256, size=(4, 6)), rng.integers(1, 4, size=(6, 3))
    b = rng.integers(1, 100, size=3)
    expected = assert_array(student.dense(X * 1.0, W * 1.0, b * 1.0), (4, 3))
    assert expected.any()
    for kind in (np.uint8, np.int16, np.int64, np.float32):
        assert_close(student.dense(X.astype(kind), W.astype(kind), b.astype(kind)), expected, 1e-12)


@pytest.mark.weight(3)
def test_the_arguments_stay_as_they_were(student: Student, rng: np.random.Generator) -> None:
    """Lists are welcome, and X, W and b must be unchanged after the call: the result is an array of its own."""
    X, W, b = draw_layer(rng, 3, 4, 2)
    call = student.call("dense", X, W, b, report=True)
    assert assert_array(call.result, (3, 2)).any()
    assert all(np.array_equal(after, given) for after, given in zip(call.args_after, (X, W, b), strict=True))
    assert not any(call.shares_memory)
    assert_close(student.dense(X.tolist(), W.tolist(), b.tolist()), call.result, 1e-12)
