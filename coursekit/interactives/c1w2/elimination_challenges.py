"""Checkpoints of the lab on row operations. Those answered in code reply at once and never raise."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isfinite

import ipywidgets as widgets

from coursekit.checkpoints import ask_choice, ask_number, feedback
from coursekit.figures import Shown
from coursekit.interactives.c1w2.elimination_scene import draw
from coursekit.interactives.c1w2.pivot_arithmetic import (
    ALL_DIGITS,
    Numbers,
    eliminate,
    exact_solution,
    fewest_digits,
)
from coursekit.interactives.c1w2.row_moves import UNKNOWNS, Game, IllegalMoveError, Move, System

LOST = 1  # digits or fewer: the answer is gone
SOUND = 12  # digits or more: the system itself is not to blame


def which_move_loses() -> widgets.Widget | Shown:
    """Ask which of four changes of a system can lose information."""
    return ask_choice(
        "One of these can lose information about the solution. Which?",
        {
            "R1 ↔ R3": "A swap only changes the order; swap again and you are back.",
            "R2 ← (−1/7)·R2": "A negative fraction is fine: scaling by −7 brings the row back.",
            "R1 ← R1 − R1": "It looks like an addition, but it leaves 0 = 0 in R1's place: it is a scaling by 0.",
            "R3 ← R3 + 100·R1": "However large the factor is, adding −100·R1 brings R3 back.",
        },
        answer="R1 ← R1 − R1",
    )


def which_factor_clears() -> widgets.Widget | Shown:
    """Ask for the factor of an addition that clears an entry."""
    return ask_number(
        "R1: 3x − y = 2 and R2: 4x + 5y = 9. Which c makes R2 ← R2 + c·R1 lose its x?",
        answer=Fraction(-4, 3),
        why="4 + (−4/3)·3 = 0: minus the entry to clear, divided by the pivot.",
        slips={
            Fraction(4, 3): "With 4/3 the x-entry becomes 4 + 4 = 8: the signs have to cancel.",
            Fraction(-3, 4): "Upside down: 4 − (3/4)·3 is not 0. Divide by the pivot, not by the entry to clear.",
            Fraction(3, 4): "Upside down, and the signs do not cancel: solve 4 + c·3 = 0.",
            Fraction(5): "That clears y: 5 + 5·(−1) = 0. Aim at x.",
        },
        otherwise="Put your number into the move and look at the entry it should clear.",
    )


def check_moves(start: System, moves: Sequence[object]) -> Shown:
    """Play `moves` on `start` and say whether they reach a staircase; the picture shows where they got to."""
    game = Game(start)
    before = start
    for number, move in enumerate(moves, start=1):
        if not isinstance(move, Move):
            return feedback(False, f"Item {number} of the list is not a move: write swap(...), scale(...) or add(...).")
        before = game.system
        try:
            game.play(move)
        except IllegalMoveError as error:
            return feedback(False, f"Move {number}, {move}, is not allowed. {error}", draw(game.system))
    if game.system.is_staircase():
        made = f"{len(moves)} move{'s' if len(moves) != 1 else ''}"
        return feedback(True, f"A staircase after {made}. {_rows(game.system)}", draw(game.system, before))
    return feedback(False, f"{_missing(game.system)} {_rows(game.system)}", draw(game.system, before))


def _rows(system: System) -> str:
    return "Now " + ", ".join(f"R{row}: {system.equation(row)}" for row in range(1, system.size + 1)) + "."


def _missing(system: System) -> str:
    for column in range(system.size):
        if system.rows[column][column] == 0:
            name = UNKNOWNS[column]
            return f"R{column + 1} should start with {name}, and its {name} is 0: which move helps?"
        for row in range(column + 1, system.size):
            if system.rows[row][column] != 0:
                return f"R{row + 1} still contains {UNKNOWNS[column]}: aim an addition at it."
    return "Not a staircase."


def check_break(first: Sequence[float], second: Sequence[float]) -> Shown:
    """Say whether the larger pivot loses all digits of this system while the other order keeps them."""
    rows = [tuple(float(value) for value in row) for row in (first, second)]
    if any(len(row) != 3 for row in rows) or not all(isfinite(value) for row in rows for value in row):
        return feedback(
            False,
            "Each row needs three finite numbers: the coefficients of x and y, and the right-hand side.",
        )
    one: Numbers = (rows[0][0], rows[0][1], rows[0][2])
    two: Numbers = (rows[1][0], rows[1][1], rows[1][2])
    truth = exact_solution(one, two)
    if truth is None:
        return feedback(False, "These two rows do not have exactly one common point, so no method could find it.")
    other = (one, two) if abs(two[0]) > abs(one[0]) else (two, one)
    by_rule = fewest_digits(eliminate(one, two, "larger pivot"), truth)
    against = fewest_digits(eliminate(*other, "never"), truth)
    score = f"The larger pivot keeps {by_rule} of {ALL_DIGITS} digits, the other order of the rows {against}."
    if by_rule > LOST:
        return feedback(False, f"{score} The rule survives: bring it down to {LOST} or fewer.")
    if against < SOUND:
        return feedback(
            False, f"{score} Both fail, so the system may be to blame: the other order has to keep {SOUND}."
        )
    return feedback(True, f"{score} Broken: the larger number was the worse pivot.")
