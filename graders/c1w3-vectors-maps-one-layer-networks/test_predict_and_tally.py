"""predict_and_tally: hidden tests."""

from collections.abc import Sequence

import numpy as np
import pytest
from layer_oracles import assert_counts, draw_scores, tally, winners

from coursegrader.suitekit import Array, Reveal, Student, shown, text


def pair_of(answer: object) -> tuple[object, object]:
    assert type(answer) is tuple and len(answer) == 2
    return answer


def draw(rng: np.random.Generator, n: int, k: int) -> tuple[Array, list[int]]:
    """Scores and true labels, with every class among the true and the predicted ones and a tally that is not
    symmetric."""
    while True:
        scores, y = draw_scores(rng, n, k), [int(label) for label in rng.integers(0, k, size=n)]
        table = tally(y, winners(scores), k)
        if table.sum(axis=0).all() and table.sum(axis=1).all() and (table != table.T).any() and table.max() > 1:
            return scores, y


def scores_for(rng: np.random.Generator, labels: Sequence[int], k: int) -> Array:
    """Scores by which these labels win."""
    scores = draw_scores(rng, len(labels), k)
    scores[np.arange(len(labels)), list(labels)] = scores.max() + 1.0 + np.arange(len(labels))
    return scores


# Oracle cases: 50 of 100


@pytest.mark.weight(15)
def test_the_largest_score_of_each_example_wins(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Each example has its own row of scores, and its label is the place of the largest one in this row: one label for
    each example, not one for each class."""
    for generator, n, k in ((example_rng, 4, 2), (rng, 5, 3), (rng, 9, 4), (rng, 3, 7), (rng, 1, 2)):
        scores, y = draw_scores(generator, n, k), [int(label) for label in generator.integers(0, k, size=n)]
        labels, _ = pair_of(student.predict_and_tally(scores, y, k))
        with shown(reveal, generator is example_rng, f"for scores {text(scores)} the labels were", text(labels)):
            assert_counts(labels, winners(scores))


@pytest.mark.weight(20)
def test_rows_are_the_truth_and_columns_the_prediction(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """table[i, j] is how many examples of class i were predicted as j: a count, for right and wrong predictions alike,
    with the truth in the row, and with each of several equal pairs counted."""
    for generator, n, k in ((example_rng, 5, 2), (rng, 8, 2), (rng, 14, 3), (rng, 40, 4)):
        scores, y = draw(generator, n, k)
        _, table = pair_of(student.predict_and_tally(scores, y, k))
        with shown(
            reveal,
            generator is example_rng,
            f"for scores {text(scores)} and true labels {y} the table was",
            text(table),
        ):
            assert_counts(table, tally(y, winners(scores), k))


@pytest.mark.weight(15)
def test_classes_that_nobody_saw(student: Student, rng: np.random.Generator) -> None:
    """The table always has k rows and k columns of counts: a class that is neither true nor predicted anywhere, at the
    end or in the middle, has zeros in its row and column."""
    for seen, k in (((0, 1), 4), ((1, 3), 5), ((0, 2), 3), ((1,), 3)):
        y = [*seen, *(int(label) for label in rng.choice(seen, size=5))]
        _, table = pair_of(student.predict_and_tally(scores_for(rng, y, k), y, k))
        assert_counts(table, tally(y, y, k))


# Properties and relations: 30 of 100


@pytest.mark.weight(10)
def test_rows_add_up_to_the_true_labels(student: Student, rng: np.random.Generator) -> None:
    """Every example is counted once: a row of the table adds up to how many examples have this true label, a column to
    how many were predicted as it."""
    for n, k in ((12, 3), (30, 5)):
        while True:
            scores, y = draw(rng, n, k)
            true, predicted = np.bincount(y, minlength=k), np.bincount(winners(scores), minlength=k)
            if (true != predicted).any() and (np.diag(tally(y, winners(scores), k)) != true).any():
                break
        _, table = pair_of(student.predict_and_tally(scores, y, k))
        assert type(table) is np.ndarray and table.shape == (k, k)
        assert_counts(table.sum(axis=1), true)
        assert_counts(table.sum(axis=0), predicted)


@pytest.mark.weight(10)
def test_order_and_repetition_of_the_examples(student: Student, rng: np.random.Generator) -> None:
    """In another order the examples give the same table, and their labels in that order; if all of them come twice,
    every count is doubled."""
    for n, k in ((9, 3), (13, 4)):
        scores, y = draw(rng, n, k)
        order = rng.permutation(n)
        labels, table = pair_of(student.predict_and_tally(scores, y, k))
        assert type(labels) is np.ndarray and labels.shape == (n,) and (labels != labels[0]).any()
        assert type(table) is np.ndarray and table.shape == (k, k) and (table != 0).any()
        other_labels, other_table = pair_of(student.predict_and_tally(scores[order], np.array(y)[order], k))
        assert_counts(other_labels, labels[order])
        assert_counts(other_table, table)
        _, doubled = pair_of(student.predict_and_tally(np.vstack([scores, scores]), y + y, k))
        assert_counts(doubled, 2 * table)


@pytest.mark.weight(10)
def test_names_of_classes_and_size_of_scores(student: Student, rng: np.random.Generator) -> None:
    """Only the order of the scores counts: ten more or twice as much for every score changes nothing. If the classes
    get other numbers, rows and columns of the table move along."""
    for n, k in ((11, 3), (18, 4)):
        scores, y = draw(rng, n, k)
        labels, table = pair_of(student.predict_and_tally(scores, y, k))
        assert type(labels) is np.ndarray and (labels != labels[0]).any()
        assert type(table) is np.ndarray and table.shape == (k, k) and (table != 0).any()
        for changed in (scores + 10.0, 2.0 * scores, 1e-150 * scores):
            again_labels, again = pair_of(student.predict_and_tally(changed, y, k))
            assert_counts(again_labels, labels)
            assert_counts(again, table)
        names = (np.arange(k) + int(rng.integers(1, k))) % k
        renamed = np.empty_like(scores)
        renamed[:, names] = scores
        new_labels, moved = pair_of(student.predict_and_tally(renamed, names[y], k))
        assert_counts(new_labels, names[labels.astype(np.int64)])
        assert type(moved) is np.ndarray and moved.shape == (k, k)
        assert_counts(moved[np.ix_(names, names)], table)


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(6)
def test_a_tie_goes_to_the_first(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """If several scores of an example are the largest, the first of them wins, also when all scores are equal."""
    for generator, k in ((example_rng, 3), (rng, 3), (rng, 6)):
        scores = np.vstack([draw_scores(generator, 4, k), np.zeros((2, k)), np.full((1, k), -3.5)])
        for row in scores[:4]:
            first, second = sorted(int(place) for place in generator.choice(k, size=2, replace=False))
            row[[first, second]] = row.max() + 1.0
        labels, _ = pair_of(student.predict_and_tally(scores, [0] * 7, k))
        with shown(reveal, generator is example_rng, f"for scores {text(scores)} the labels were", text(labels)):
            assert_counts(labels, winners(scores))


@pytest.mark.weight(6)
def test_a_score_that_is_no_number_is_refused(student: Student, rng: np.random.Generator) -> None:
    """NaN is neither larger nor smaller than anything, so it cannot win: one NaN among the scores must raise
    ValueError."""
    scores, y = draw(rng, 8, 3)
    assert_counts(pair_of(student.predict_and_tally(scores, y, 3))[0], winners(scores))
    for i, j in ((0, 0), (7, 2), (int(rng.integers(8)), 1)):
        spoilt = scores.copy()
        spoilt[i, j] = np.nan
        with student.raises(ValueError):
            student.predict_and_tally(spoilt, y, 3)


@pytest.mark.weight(4)
def test_labels_and_scores_must_fit(student: Student, rng: np.random.Generator) -> None:
    """A true label below 0 or above k - 1, scores of another number of classes, and labels of another number of
    examples must raise ValueError; NumPy would count -1 from the end."""
    scores, y = draw(rng, 8, 3)
    assert_counts(pair_of(student.predict_and_tally(scores, y, 3))[0], winners(scores))
    for label in (-1, 3, 12):
        with student.raises(ValueError):
            student.predict_and_tally(scores, [*y[:-1], label], 3)
    for table, labels, k in (
        (scores[:, :2], [0] * 8, 3),
        (scores, [0] * 8, 2),
        (scores, [0] * 8, 4),
        (scores, y[:-1], 3),
        (scores, [[label] for label in y], 3),
        (scores[:, 0], y, 3),
    ):
        with student.raises(ValueError):
            student.predict_and_tally(table, labels, k)


@pytest.mark.weight(4)
def test_whole_numbers_and_untouched_arguments(student: Student, rng: np.random.Generator) -> None:
    """Labels and table are arrays of an integer type, lists give the same as arrays, no examples give no labels and a
    table of k rows of zeros, and both arguments must be unchanged after the call."""
    scores, y = draw(rng, 9, 4)
    call = student.call("predict_and_tally", scores, np.array(y), 4, report=True)
    for part, of_lists in zip(
        pair_of(call.result), pair_of(student.predict_and_tally(scores.tolist(), y, 4)), strict=True
    ):
        assert type(part) is np.ndarray and part.dtype.kind in "iu" and part.any()
        assert_counts(of_lists, part)
    assert np.array_equal(call.args_after[0], scores) and np.array_equal(call.args_after[1], y)
    assert not any(call.shares_memory)
    labels, table = pair_of(student.predict_and_tally(np.zeros((0, 3)), np.zeros(0, dtype=np.int64), 3))
    assert_counts(labels, np.zeros(0))
    assert_counts(table, np.zeros((3, 3)))
