"""Row moves: what each does, what it keeps, and what is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

from coursekit.interactives.c1w2.row_moves import Game, IllegalMoveError, Move, System, add, scale, swap

LINES = System.of([[1, 2, 5], [3, 1, 5]])
PLANES = System.of([[1, 1, 1, 4], [2, 3, 1, 9], [1, -1, 2, 1]])
MOVES = [swap(1, 2), scale(2, "-3/7"), scale(1, 5), add(2, 1, -3), add(1, 2, "2/3"), add(1, 2, 0)]


@pytest.mark.parametrize("move", MOVES, ids=str)
@pytest.mark.parametrize("system", [LINES, PLANES], ids=["lines", "planes"])
def test_a_move_keeps_the_common_point_and_its_inverse_restores_the_rows(system: System, move: Move) -> None:
    moved = system.after(move)
    assert moved.common_point() == system.common_point()
    assert moved.after(move.inverse()) == system


def test_an_addition_aimed_by_the_clearing_factor_clears_the_entry() -> None:
    factor = PLANES.clearing_factor(row=2, source=1)
    assert factor == -2
    assert PLANES.after(add(2, 1, factor)).equation(2) == "y − z = 1"


@pytest.mark.parametrize(
    ("move", "reason"),
    [
        (scale(1, 0), "not a move"),
        (add(2, 2, -1), "two different rows: .* is a scaling"),
        (swap(1, 1), "two different rows: .* changes nothing"),
        (swap(1, 3), "no row R3"),
        (add(0, 1, 2), "no row R0"),
    ],
    ids=str,
)
def test_an_illegal_move_is_refused_with_its_reason(move: Move, reason: str) -> None:
    with pytest.raises(IllegalMoveError, match=reason):
        LINES.after(move)


def test_moves_and_equations_read_as_in_the_text() -> None:
    assert [str(move) for move in MOVES[1:5]] == [
        "R2 ← (−3/7)·R2",
        "R1 ← 5·R1",
        "R2 ← R2 − 3·R1",
        "R1 ← R1 + (2/3)·R2",
    ]
    assert System.of([[0, -1, "1/2"], [0, 0, 3]]).equation(1) == "−y = 1/2"
    assert System.of([[0, -1, "1/2"], [0, 0, 3]]).equation(2) == "0 = 3"


def test_a_game_reaches_a_staircase_and_the_solution_and_goes_back() -> None:
    game = Game(LINES)
    game.play(add(2, 1, -3))
    assert "Staircase" in game.report()
    game.play(scale(2, "-1/5"))
    game.play(add(1, 2, -2))
    assert "Solved in 3 moves" in game.report()
    assert game.system.rows == System.of([[1, 0, 1], [0, 1, 2]]).rows
    game.undo()
    assert not game.system.is_solved()
    game.restart()
    assert game.system == LINES
    game.undo()
    assert game.moves == ()


def test_a_refused_move_leaves_the_game_as_it_was() -> None:
    game = Game(LINES)
    with pytest.raises(IllegalMoveError):
        game.play(scale(1, 0))
    assert game.moves == ()


def test_parallel_or_equal_lines_have_no_single_common_point() -> None:
    assert System.of([[1, 1, 1], [1, 1, 2]]).common_point() is None
    assert System.of([[1, 1, 1], [2, 2, 2]]).common_point() is None


def test_floats_become_the_fractions_they_stand_for() -> None:
    assert System.of([[0.1, 1, 0], [1, 1, 1]]).rows[0][0] == Fraction(1, 10)


def test_a_ragged_system_is_refused() -> None:
    with pytest.raises(ValueError, match="2 rows of 3 numbers"):
        System.of([[1, 2], [3, 4]])
