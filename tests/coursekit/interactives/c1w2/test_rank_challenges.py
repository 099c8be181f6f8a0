"""The checkpoints of the lab on rank accept right answers, and say of wrong ones what is wrong."""

from __future__ import annotations

import numpy as np
import pytest

from coursekit.interactives.c1w2.rank_challenges import check_null_vector, check_rank_break, count_pivots

A = [[1.0, 2.0, 0.0, -1.0], [0.0, 0.0, 1.0, 3.0]]


@pytest.mark.parametrize("vector", [[-2, 1, 0, 0], [1, 0, -3, 1], [-1, 1, -3, 1]])
def test_a_null_vector_is_accepted(vector: list[float]) -> None:
    assert check_null_vector(A, vector).words.startswith("Right.")


@pytest.mark.parametrize(
    ("vector", "said"),
    [
        ([0, 0, 0, 0], "zero vector always works"),
        ([1, 0, 0, 0], "sends it to (1, 0)"),
        ([1, 2], "Give 4 finite numbers"),
    ],
)
def test_another_vector_is_told_why(vector: list[float], said: str) -> None:
    assert said in check_null_vector(A, vector).words


def test_the_break_is_a_disturbance_between_the_two_zeros() -> None:
    assert check_rank_break(np.array([[1, 2, 3], [4, 5, 6], [5, 7, 9 + 1e-9]])).words.startswith("Right.")


@pytest.mark.parametrize(
    ("matrix", "said"),
    [
        ([[1, 2, 3], [4, 5, 6], [5, 7, 9.5]], "still agree"),
        ([[1e-9, 2, 3], [4, 5, 6], [5, 7, 9]], "nothing tiny"),
        ([[1, 2], [3, 4]], "three rows of three"),
        ("nonsense", "three rows of three"),
    ],
)
def test_what_breaks_nothing_is_told_so(matrix: object, said: str) -> None:
    assert said in check_rank_break(matrix).words  # type: ignore[arg-type]


def test_counting_pivots_agrees_with_the_library() -> None:
    rng = np.random.default_rng(1)
    for m, n, r in ((3, 5, 2), (6, 4, 3), (5, 5, 5), (4, 7, 1)):
        table = rng.integers(-3, 4, (m, r)) @ rng.integers(-3, 4, (r, n))
        assert count_pivots(table, 1e-9) == np.linalg.matrix_rank(table)
