"""Call-backs: which templates of earlier weeks a learner meets again."""

import hashlib
from collections.abc import Callable

import numpy as np
import pytest

from coursegrader.errors import SuiteError
from coursegrader.grader_side.graded_quiz import Rngs, call_backs, week_words
from coursekit.quiz.kinds import Integer
from coursekit.quiz.questions import Question

WEEK = "c1w2-second"


def rngs(seed: int) -> Rngs:
    def stream(name: str) -> np.random.Generator:
        return np.random.default_rng([seed, hashlib.sha256(name.encode()).digest()[0]])

    return stream


def template(name: str) -> Callable[[np.random.Generator], Question]:
    return lambda rng: Question(name, f"Type {rng.integers(1000)}.", Integer(1), "")


def templates(names: str) -> dict[str, Callable[[np.random.Generator], Question]]:
    return {f"c1w1-first/{name}": template(name) for name in names}


def test_what_was_missed_comes_first() -> None:
    for seed in range(20):
        drawn = call_backs(rngs(seed), templates("abcdef"), WEEK, 2, missed=["c1w1-first/e"])
        assert drawn[0].template == "e" and drawn[1].template != "e"


def test_without_a_history_all_are_drawn_evenly() -> None:
    first = [call_backs(rngs(seed), templates("abcd"), WEEK, 2)[0].template for seed in range(200)]
    assert all(first.count(name) > 20 for name in "abcd")


def test_a_call_back_says_where_it_comes_from() -> None:
    (drawn,) = call_backs(rngs(1), templates("a"), WEEK, 1)
    assert drawn.text.startswith("*From week 1.*\n\nType ")


@pytest.mark.parametrize(
    ("earlier", "week", "words"),
    [
        ("c1w3-vectors/a", "c1w4-pca", "week 3"),
        ("c1w3-vectors/a", "c2w1-derivatives", "course 1, week 3"),
        ("introduction/a", "c2w1-derivatives", "introduction"),
    ],
)
def test_weeks_are_called_by_their_number(earlier: str, week: str, words: str) -> None:
    assert week_words(earlier, week) == words


def test_too_few_templates() -> None:
    with pytest.raises(SuiteError, match="2 call-backs asked for, 1 templates given"):
        call_backs(rngs(0), templates("a"), WEEK, 2)
