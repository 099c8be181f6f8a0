"""Checkpoints of the lab on repeated data. Those answered in code reply at once and never raise."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

import ipywidgets as widgets
import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.checkpoints import ask_choice, ask_number, feedback
from coursekit.shown import Shown
from coursekit.tables import iris

RECIPE = (0.5, 2.0, 0.0, -1.0)  # of the column that nobody explained: so much of each measurement
APART = 40.0  # degrees: so far apart must every two arrows be in the task of breaking the test of pairs
FLAT = 1e-9  # of the volume that arrows of these lengths could span at most


def where_three_lines_are_parallel() -> widgets.Widget | Shown:
    """Ask what three planes share that meet two by two in parallel lines."""
    return ask_choice(
        "Every two of three planes meet in a line, and the three lines are parallel, and apart. What do the three "
        "planes have in common?",
        {
            "Nothing": "A point on all three would lie on all three lines, and parallel lines apart share none.",
            "Three lines": "A point of such a line is on two of the planes; the third passes by.",
            "One point": "One point needs three planes that bring something new each. Here one repeats, but shifted.",
            "A line": "For that the three lines would have to be one and the same.",
        },
        answer="Nothing",
    )


def which_reading_agrees() -> widgets.Widget | Shown:
    """Ask for the right-hand side that a repeated row needs."""
    return ask_number(
        "Row 3 of a table is 2 times row 1 minus row 2. The scale says 3 kg for row 1 and 4 kg for row 2. What must it "
        "say for row 3, so that there is a solution at all?",
        answer=Fraction(2),
        why="2·3 − 4 = 2: what holds for the left sides must hold for the right sides.",
        slips={
            Fraction(10): "The second row is taken away, not added.",
            Fraction(7): "That would be for the sum of rows 1 and 2.",
            Fraction(-1): "That would be for row 1 minus row 2: row 1 counts twice.",
            Fraction(5): "That is 2 times row 2 minus row 1: it is the other way round.",
        },
    )


def unexplained_table() -> NDArray[np.float64]:
    """The iris measurements, (150, 4), and a fifth column that is mixed from them."""
    X = iris().X
    return np.column_stack([X, X @ RECIPE])


def check_recipe(recipe: Sequence[float]) -> Shown:
    """Say whether `recipe`, four factors, gives the fifth column of the unexplained table."""
    found = _numbers(recipe)
    if found is None or found.shape != (4,):
        return feedback(False, "Give four finite numbers: one factor for each of the four measurements.")
    table = unexplained_table()
    off = np.abs(table[:, :4] @ found - table[:, 4])
    if off.max() > 1e-6:
        fitting = int((off <= 1e-6).sum())
        return feedback(False, f"It fits {fitting} of {len(table)} flowers; the farthest is off by {off.max():.3g}.")
    return feedback(True, f"It fits all {len(table)} flowers. The fifth column is a mix of the others: nothing new.")


def check_pairs_break(first: Sequence[float], second: Sequence[float], third: Sequence[float]) -> Shown:
    """Say whether every two of three columns are far apart in direction although the box of all three is flat."""
    arrows = [_numbers(column) for column in (first, second, third)]
    known = [arrow for arrow in arrows if arrow is not None and arrow.shape == (3,) and arrow.any()]
    if len(known) < 3:
        return feedback(False, "Give three columns of three finite numbers, none of them all zero.")
    units = [arrow / np.abs(arrow).max() for arrow in known]
    units = [unit / np.linalg.norm(unit) for unit in units]
    (one, other), angle = min(
        ((pair, _angle(units[pair[0]], units[pair[1]])) for pair in combinations(range(3), 2)),
        key=lambda found: found[1],
    )
    if angle < APART:
        return feedback(
            False, f"Columns {one + 1} and {other + 1} are only {angle:.0f}° apart: the test of pairs sounds the alarm."
        )
    volume = abs(float(np.linalg.det(np.column_stack(units))))
    if volume > FLAT:
        return feedback(
            False,
            f"The closest two are {angle:.0f}° apart, but the box is not flat: brought to length 1, the columns span "
            f"{volume:.3g}. Each brings something new.",
        )
    return feedback(True, f"The closest two columns are {angle:.0f}° apart, and yet the box of all three is flat.")


def _angle(u: NDArray[np.float64], v: NDArray[np.float64]) -> float:
    """Between the lines of two arrows of length 1, in degrees: an arrow and its opposite lie on one line."""
    return float(np.degrees(np.arccos(min(1.0, abs(float(u @ v))))))


def _numbers(value: ArrayLike) -> NDArray[np.float64] | None:
    try:
        found = np.array(value, dtype=np.float64)
    except (TypeError, ValueError):
        return None
    return found if np.isfinite(found).all() else None
