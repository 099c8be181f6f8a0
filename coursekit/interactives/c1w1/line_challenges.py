"""Checkpoints of the lab on two lines. Those answered in code reply at once and never raise."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import ipywidgets as widgets
import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.checkpoints import ask_choice, ask_number, feedback
from coursekit.shown import Shown

SHARE = 0.01  # of each right-hand side: so far may it be off
SAFE = 1.0  # a determinant of at least this size, says the method that is to be broken, is safe
LARGEST = 100.0  # entry allowed in the task of breaking it
FAR = 0.5  # the answer must move by more than this share of its larger number


def how_many_common_points() -> widgets.Widget | Shown:
    """Ask how many solutions two equations with proportional left sides have."""
    return ask_choice(
        "2x + 3y = 6 and 4x + 6y = 9: how many points do the two lines share?",
        {
            "None": "The second left side is twice the first, and 9 is not twice 6: the lines are parallel, and apart.",
            "One": "Lines that cross have rows that are not proportional. Compare (2, 3) with (4, 6).",
            "All points of one line": "For that, the right-hand sides would have to be in the same proportion as well.",
            "Two": "Two different straight lines never share two points.",
        },
        answer="None",
    )


def which_entry_flattens() -> widgets.Widget | Shown:
    """Ask for the entry that makes a 2 by 2 determinant zero."""
    return ask_number(
        "The columns of a matrix are (2, 3) and (4, k). For which k is the cell between them flat?",
        answer=Fraction(6),
        why="2·k − 4·3 = 0. The second arrow is then twice the first.",
        slips={
            Fraction(-6): "That solves 2·k + 4·3 = 0: the two products are subtracted, not added.",
            Fraction(8, 3): "That solves 3·k − 2·4 = 0. Multiply along the diagonals: 2 with k, and 4 with 3.",
            Fraction(5): "Adding 2 to both entries turns the arrow. It has to be a multiple of (2, 3).",
        },
    )


def check_reachable(A: ArrayLike, b: Sequence[float]) -> Shown:
    """Say whether the singular 2 by 2 system has solutions for the right-hand sides `b`."""
    matrix = np.asarray(A, dtype=np.float64)
    found = _numbers(b)
    if found is None or found.shape != (2,):
        return feedback(False, "Give two finite numbers, one for each equation.")
    if not found.any():
        return feedback(False, "(0, 0) always works: take nothing of either column. Give another one.")
    column = matrix[:, int(np.argmax(np.abs(matrix).sum(axis=0)))]
    off = column[0] * found[1] - column[1] * found[0]
    shown = f"({found[0]:g}, {found[1]:g})"
    if abs(off) > 1e-9 * np.abs(column).max() * np.abs(found).max():
        return feedback(False, f"No mix of the columns gives {shown}: it does not lie on the line of both arrows.")
    times = found[np.argmax(np.abs(column))] / column[np.argmax(np.abs(column))]
    return feedback(
        True,
        f"{shown} is {times:g} times ({column[0]:g}, {column[1]:g}), so it can be reached, in infinitely many ways.",
    )


def check_safe_break(A: ArrayLike, b: Sequence[float]) -> Shown:
    """Say whether the determinant looks safe although a small change of `b` moves the answer far."""
    matrix, right = _numbers(A), _numbers(b)
    if matrix is None or right is None or matrix.shape != (2, 2) or right.shape != (2,):
        return feedback(False, "Give two rows of two finite numbers, and two right-hand sides.")
    if np.abs(matrix).max() > LARGEST:
        return feedback(False, f"No coefficient may be larger than {LARGEST:g}.")
    if not right.all():
        return feedback(False, "A right-hand side of 0 has no blur. Choose two that are not 0.")
    determinant = matrix[0, 0] * matrix[1, 1] - matrix[0, 1] * matrix[1, 0]
    if abs(determinant) < SAFE:
        return feedback(False, f"The determinant is {determinant:.3g}: the rule warns, so it has not been fooled.")
    moved = farthest(matrix, right)
    said = f"Determinant {determinant:.3g}, and the answer moves by up to {100 * moved:.0f} % of its larger number."
    if moved <= FAR:
        return feedback(False, f"{said} The rule was right: get beyond {100 * FAR:.0f} %.")
    return feedback(True, f"{said} The rule called it safe: a large cell can be very narrow.")


def farthest(A: ArrayLike, b: ArrayLike, share: float = SHARE) -> float:
    """How far the answer moves at most, compared with its larger number, if both `b` are off by up to `share`."""
    matrix, right = np.asarray(A, dtype=np.float64), np.asarray(b, dtype=np.float64)
    x = np.linalg.solve(matrix, right)
    moves = [np.linalg.solve(matrix, share * right * signs) for signs in ((1, 1), (1, -1))]
    return float(np.abs(moves).max() / np.abs(x).max())


def _numbers(value: ArrayLike) -> NDArray[np.float64] | None:
    try:
        found = np.array(value, dtype=np.float64)
    except (TypeError, ValueError):
        return None
    return found if np.isfinite(found).all() else None
