"""Checkpoints answered in code: feedback for every kind of try."""

from __future__ import annotations

from typing import Any

import pytest

from coursekit.interactives.c1w2.elimination_challenges import check_break, check_moves
from coursekit.interactives.c1w2.row_moves import System, add, swap

PUZZLE = System.of([[0, 1, 2, 7], [1, 1, 1, 6], [2, 1, 1, 7]])


@pytest.mark.parametrize(
    ("moves", "said"),
    [
        ([], "R1 should start with x"),
        ([swap(1, 2)], "R3 still contains x"),
        ([swap(1, 2), add(3, 1, -2)], "R3 still contains y"),
        ([add(1, 1, 2)], "Move 1, R1 ← R1 \\+ 2·R1, is not allowed"),
        (["swap"], "Item 1 of the list is not a move"),
    ],
    ids=["none", "swapped", "x cleared", "illegal", "not a move"],
)
def test_an_unfinished_list_of_moves_is_told_what_is_missing(moves: Any, said: str) -> None:
    words = check_moves(PUZZLE, moves).words
    assert words.startswith("Not yet.")
    assert said.replace("\\", "") in words


def test_any_way_to_a_staircase_is_right() -> None:
    for moves in (
        [swap(1, 2), add(3, 1, -2), add(3, 2, 1)],
        [swap(1, 3), add(2, 1, "-1/2"), swap(2, 3), add(3, 2, "-1/2")],
    ):
        assert check_moves(PUZZLE, moves).words.startswith("Right.")


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ((1e-3, 1, 1), (1, 1, 2), "The rule survives"),
        ((1e-20, 1, 1), (1, 1, 2), "The rule survives"),
        ((0.1, 0.3, 0.7), (0.3, 0.9, 0.2), "Both fail"),
        ((1, 2, 3), (2, 4, 6), "exactly one common point"),
        ((1, 2), (2, 4, 6), "three finite numbers"),
        ((1, 2, float("inf")), (2, 4, 6), "three finite numbers"),
    ],
)
def test_a_system_that_does_not_break_the_rule_is_told_why(first: Any, second: Any, said: str) -> None:
    words = check_break(first, second).words
    assert words.startswith("Not yet.")
    assert said in words


@pytest.mark.parametrize("order", [1, -1])
def test_the_duel_with_its_first_row_scaled_up_breaks_the_rule(order: int) -> None:
    rows = ((1e1, 1e21, 1e21), (1.0, 1.0, 2.0))[::order]
    assert check_break(*rows).words.startswith("Right.")
