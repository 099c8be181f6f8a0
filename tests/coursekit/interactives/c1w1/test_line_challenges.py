"""The checkpoints of the lab on two lines accept right answers, and say of wrong ones what is wrong."""

from __future__ import annotations

import numpy as np
import pytest

from coursekit.interactives.c1w1.line_challenges import check_reachable, check_safe_break, farthest

FLAT = [[2.0, -1.0], [-6.0, 3.0]]


@pytest.mark.parametrize("target", [[2, -6], [-1, 3], [0.5, -1.5]])
def test_a_target_on_the_line_of_the_arrows_is_accepted(target: list[float]) -> None:
    assert check_reachable(FLAT, target).words.startswith("Right.")


@pytest.mark.parametrize(
    ("target", "said"),
    [([1, 1], "does not lie on the line"), ([0, 0], "always works"), ([1], "two finite numbers"), ("ab", "two finite")],
)
def test_another_target_is_told_why(target: list[float], said: str) -> None:
    assert said in check_reachable(FLAT, target).words


@pytest.mark.parametrize(
    ("matrix", "right"), [([[10, 10], [10, 10.2]], [30, 30.4]), ([[100, 99], [99, 98.02]], [199, 197])]
)
def test_a_large_and_narrow_cell_breaks_the_rule(matrix: list[list[float]], right: list[float]) -> None:
    assert check_safe_break(matrix, right).words.startswith("Right.")


@pytest.mark.parametrize(
    ("matrix", "right", "said"),
    [
        ([[1, 1], [10, 11]], [3, 32], "The rule was right"),
        ([[1, 1], [1, 1.001]], [3, 3.002], "the rule warns"),
        ([[1, 1], [1, 1]], [3, 3], "the rule warns"),
        ([[1000, 1000], [1000, 1001]], [3000, 3002], "No coefficient may be larger than 100"),
        ([[1, 1], [10, 11]], [0, 1], "has no blur"),
        ([[1, 1]], [3], "two rows of two"),
    ],
)
def test_what_breaks_nothing_is_told_so(matrix: list[list[float]], right: list[float], said: str) -> None:
    assert said in check_safe_break(matrix, right).words


def test_the_farthest_answer_is_that_of_the_worst_readings() -> None:
    A, b = np.array([[1.0, 1.0], [10.0, 11.0]]), np.array([3.0, 32.0])
    x = np.linalg.solve(A, b)
    readings = b * (1 + 0.01 * np.array([[i, k] for i in (-1, 0, 1) for k in (-1, 0, 1)]))
    moved = max(np.abs(np.linalg.solve(A, reading) - x).max() for reading in readings)
    assert farthest(A, b) == pytest.approx(moved / np.abs(x).max())
