"""The statistics agree with NumPy's, and say when there are too few learners for them."""

from __future__ import annotations

import numpy as np
import pytest

from coursegrader.hub.insight.measures import correlation, discrimination, interval, mean


@pytest.mark.parametrize("seed", range(5))
def test_correlation_is_numpys(seed: int) -> None:
    x, y = np.random.default_rng(seed).normal(size=(2, 40))
    assert correlation(list(x), list(x + y)) == pytest.approx(np.corrcoef(x, x + y)[0, 1], abs=1e-12)


def test_a_constant_series_correlates_with_nothing() -> None:
    assert correlation([1, 1, 1], [1, 2, 3]) is None
    assert correlation([1], [1]) is None


def test_series_of_different_lengths_are_an_error() -> None:
    with pytest.raises(ValueError, match="2 and 3"):
        correlation([1, 2], [1, 2, 3])


def test_the_interval_covers_the_true_correlation_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(0)
    covered = 0
    for _ in range(1000):
        x, noise = rng.normal(size=(2, 25))
        y = 0.6 * x + 0.8 * noise  # true correlation 0.6
        low, high = interval(float(np.corrcoef(x, y)[0, 1]), 25)
        covered += low <= 0.6 <= high
    assert 930 <= covered <= 970


def test_the_interval_of_a_perfect_correlation_and_of_three_learners() -> None:
    assert interval(1.0, 20) == (1.0, 1.0)
    assert interval(0.5, 3) == (-1.0, 1.0)


def test_too_few_learners_are_said_to_be_too_few() -> None:
    few = discrimination([0.1 * k for k in range(9)], [0.1 * k for k in range(9)])
    assert (few.n, few.value) == (9, None)
    assert few.why_not == "too few learners (9, at least 10 needed)"


def test_equal_scores_say_which_scores_are_equal() -> None:
    different = [0.1 * k for k in range(10)]
    assert discrimination([1.0] * 10, different).why_not == "everybody has the same score in this exercise"
    assert discrimination(different, [1.0] * 10).why_not == "everybody has the same score in the others"


def test_the_mean_of_nothing_is_none() -> None:
    assert mean([]) is None
    assert mean([0.1] * 10) == 0.1
