"""class_templates: hidden tests."""

import numpy as np
import pytest
from layer_oracles import draw_classes, templates

from coursegrader.suitekit import Array, Reveal, Student, assert_array, assert_close, shown, text


def assert_layer(answer: object, d: int, k: int) -> tuple[Array, Array]:
    """Weights (d, k) and bias (k,) of an answer that is a pair of arrays."""
    assert type(answer) is tuple and len(answer) == 2
    return assert_array(answer[0], (d, k)), assert_array(answer[1], (k,))


def long_and_short_classes(rng: np.random.Generator, d: int) -> tuple[Array, list[int], Array]:
    """Examples of three classes, their labels and their means, which point nearly the same way and are about 1, 5 and
    25 long: each example is much nearer to its own mean than to the others."""
    direction = rng.uniform(0.5, 1.0, size=d)
    direction /= np.sqrt(direction @ direction)
    examples, labels = [], []
    for label, (length, count) in enumerate(zip(rng.permutation([1.0, 5.0, 25.0]), (3, 8, 5), strict=True)):
        centre = length * direction
        examples.append(centre + 0.05 * rng.uniform(-1.0, 1.0, size=(count, d)))
        labels += [label] * count
    X = np.vstack(examples)
    means, _ = templates(X, labels, 3)
    return X, labels, means


# Oracle cases: 50 of 100


@pytest.mark.weight(20)
def test_each_column_is_a_class_mean(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Column c of W is the mean of the examples with label c: their sum divided by how many there are, not their sum,
    not the middle one, not stretched to another length, and in the order of the labels."""
    cases = [(example_rng, (3, 1), 2), (rng, (4, 3, 6), 2), (rng, (5, 3), 6), (rng, (3, 9, 4, 3, 5), 3), (rng, (4,), 3)]
    for generator, counts, d in cases:
        X, y, k = *draw_classes(generator, counts, d), len(counts)
        answer = student.class_templates(X, y, k)
        given = f"class_templates({text(X)}, {text(y)}, {k})"
        with shown(reveal, generator is example_rng, f"{given} returned", text(answer)):
            W, _ = assert_layer(answer, d, k)
            assert_close(W, templates(X, y, k)[0], 1e-10)


@pytest.mark.weight(20)
def test_one_example_of_each_class(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """With one example of each class the templates are the examples themselves, at their full length, and each bias is
    minus half the squared length of its template: the minus, the half and the square all count."""
    for generator, k, d in ((example_rng, 2, 2), (rng, 2, 3), (rng, 4, 2), (rng, 5, 6)):
        X = (generator.integers(2, 10, size=(k, d)) * generator.choice([-1.0, 1.0], size=(k, d))).astype(np.float64)
        answer = student.class_templates(X, np.arange(k), k)
        given = f"class_templates({text(X)}, {list(range(k))}, {k})"
        with shown(reveal, generator is example_rng, f"{given} returned", text(answer)):
            W, b = assert_layer(answer, d, k)
            assert_close(W, X.T, 1e-12)
            assert_close(b, templates(X, range(k), k)[1], 1e-12)


@pytest.mark.weight(10)
def test_the_largest_score_belongs_to_the_nearest_mean(student: Student, rng: np.random.Generator) -> None:
    """The largest score must belong to the class whose mean is nearest. Some classes here are much longer vectors than
    others: without just the right bias, and the true means, a long template wins or loses everywhere."""
    for d in (2, 4, 7):
        X, y, means = long_and_short_classes(rng, d)
        W, b = assert_layer(student.class_templates(X, y, 3), d, 3)
        near = means.T + 0.05 * rng.uniform(-1.0, 1.0, size=(3, d))
        assert (np.argmax(near @ W + b, axis=1) == np.arange(3)).all()


# Properties and relations: 30 of 100


@pytest.mark.weight(10)
def test_renaming_the_classes_moves_the_columns(student: Student, rng: np.random.Generator) -> None:
    """If the classes get other numbers, the columns of W and the entries of b move along: column c belongs to label c,
    not to the c-th label that happens to turn up."""
    for counts, d in (((3, 5, 4), 2), ((4, 3, 3, 6), 5)):
        X, y = draw_classes(rng, counts, d)
        k = len(counts)
        names = (np.arange(k) + int(rng.integers(1, k))) % k
        W, b = assert_layer(student.class_templates(X, y, k), d, k)
        moved_W, moved_b = assert_layer(student.class_templates(X, names[y], k), d, k)
        assert (W[:, 0] != W[:, 1]).any()
        assert_close(moved_W[:, names], W, 1e-10)
        assert_close(moved_b[names], b, 1e-10)


@pytest.mark.weight(10)
def test_order_and_repetition_do_not_matter(student: Student, rng: np.random.Generator) -> None:
    """A mean does not change when the examples come in another order, or when each of them comes twice."""
    for counts, d in (((3, 5, 4), 2), ((4, 3), 5)):
        X, y = draw_classes(rng, counts, d)
        k = len(counts)
        W, b = assert_layer(student.class_templates(X, y, k), d, k)
        assert (W[:, 0] != W[:, 1]).any()
        in_order = np.argsort(y, kind="stable")
        for examples, labels in ((X[in_order], y[in_order]), (np.vstack([X, X]), np.append(y, y))):
            again, bias = assert_layer(student.class_templates(examples, labels, k), d, k)
            assert_close(again, W, 1e-10)
            assert_close(bias, b, 1e-10)


@pytest.mark.weight(10)
def test_templates_move_and_grow_with_the_data(student: Student, rng: np.random.Generator) -> None:
    """If all examples move by the same step, so does every template; if all are four times as long, so are the
    templates, and the biases are sixteen times what they were."""
    for counts, d in (((3, 5, 4), 2), ((1, 6), 4)):
        X, y = draw_classes(rng, counts, d)
        k, step = len(counts), rng.integers(1, 9, size=d).astype(np.float64)
        W, b = assert_layer(student.class_templates(X, y, k), d, k)
        assert_close(assert_layer(student.class_templates(X + step, y, k), d, k)[0], W + step[:, None], 1e-10)
        longer, bias = assert_layer(student.class_templates(4.0 * X, y, k), d, k)
        assert_close(longer, 4.0 * W, 1e-10)
        assert_close(bias, 16.0 * b, 1e-10)


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(6)
def test_a_class_without_an_example_is_refused(student: Student, rng: np.random.Generator) -> None:
    """A class that nobody belongs to has no mean, wherever its number lies: raise ValueError."""
    X, y = draw_classes(rng, (3, 4, 3), 2)
    assert_layer(student.class_templates(X, y, 3), 2, 3)
    for absent in range(3):
        with student.raises(ValueError):
            student.class_templates(X[y != absent], y[y != absent], 3)
    with student.raises(ValueError):
        student.class_templates(X, y, 4)
    with student.raises(ValueError):
        student.class_templates(np.zeros((0, 2)), np.zeros(0, dtype=np.int64), 2)


@pytest.mark.weight(6)
def test_a_label_out_of_range_is_refused(student: Student, rng: np.random.Generator) -> None:
    """A label below 0 or above k - 1 belongs to no class and must raise ValueError, also if all classes have examples:
    NumPy would count -1 from the end, and a loop over the classes would not notice."""
    X, y = draw_classes(rng, (4, 4, 5), 3)
    assert_layer(student.class_templates(X, y, 3), 3, 3)
    for label in (-1, 3, 17, -3):
        spoilt = np.append(y, label)
        with student.raises(ValueError):
            student.class_templates(np.vstack([X, X[:1]]), spoilt, 3)
    with student.raises(ValueError):
        student.class_templates(X, y, 2)


@pytest.mark.weight(3)
def test_one_label_for_each_row(student: Student, rng: np.random.Generator) -> None:
    """X has two dimensions, y has one, and one label for each row of X; anything else must raise ValueError."""
    X, y = draw_classes(rng, (4, 4), 3)
    assert_layer(student.class_templates(X, y, 2), 3, 2)
    for examples, labels in ((X[1:], y), (X, y[1:]), (X, y[:, None]), (X[:, 0], y), (X[None], y)):
        with student.raises(ValueError):
            student.class_templates(examples, labels, 2)


@pytest.mark.weight(5)
def test_pixels_lists_and_untouched_arguments(student: Student, rng: np.random.Generator) -> None:
    """Lists and whole numbers of few bits are welcome (their sums and squares must not wrap) and give what the same
    numbers give as float64; X and y must be unchanged after the call, and the result shares no memory with them."""
    y = np.array([0, 1, 2] * 4)
    X = rng.integers(100, 256, size=(12, 5)).astype(np.uint8)
    W, b = assert_layer(student.class_templates(X.astype(np.float64), y, 3), 5, 3)
    assert W.any()
    for examples, labels in ((X, y), (X.astype(np.float32), y.astype(np.uint8)), (X.tolist(), y.tolist())):
        call = student.call("class_templates", examples, labels, 3, report=True)
        same_W, same_b = assert_layer(call.result, 5, 3)
        assert_close(same_W, W, 1e-10)
        assert_close(same_b, b, 1e-10)
        assert np.array_equal(call.args_after[0], examples) and np.array_equal(call.args_after[1], labels)
        assert not any(call.shares_memory)
