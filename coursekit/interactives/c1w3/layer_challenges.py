"""Checkpoints of the lab on one layer. Those answered in code reply at once and never raise."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import ipywidgets as widgets
import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.checkpoints import ask_choice, ask_number, feedback
from coursekit.shown import Shown

MOST = 8  # points in a group that the learner gives
CLEAR = 1e-6  # a gap, or a difference of distances, counts from this share of the picture's size on

Points = NDArray[np.float64]


def numbers_to_learn() -> widgets.Widget | Shown:
    """Ask how many numbers a layer holds."""
    return ask_number(
        "A layer takes 30 inputs and gives 4 outputs. How many numbers does it hold, weights and biases together?",
        answer=Fraction(124),
        why="30 weights for each of 4 outputs, and one bias for each output: 4 · 31.",
        slips={
            Fraction(120): "Those are the weights. Each output has a bias as well.",
            Fraction(150): "That would be a bias for each input. There is one for each output.",
            Fraction(34): "Inputs and outputs, added. But every output has a weight for every input.",
            Fraction(121): "One bias is not enough: each of the 4 outputs has its own.",
        },
    )


def which_cannot_be_cut() -> widgets.Widget | Shown:
    """Ask which of four patterns no line can cut."""
    return ask_choice(
        "Which of these patterns can no single line cut apart?",
        {
            "A filled point in the middle of a square, four hollow corners": "Both diagonals run through the middle: "
            "a side that holds all the corners holds the middle too.",
            "A square with one filled corner": "Cut that corner off.",
            "A square with two filled neighbours": "A line between the two sides does it.",
            "A triangle with any pattern of filled corners": "Take off one corner; the other two are left together.",
        },
        answer="A filled point in the middle of a square, four hollow corners",
    )


def check_line(w: ArrayLike, b: ArrayLike) -> Shown:
    """Say whether w and b put the line through (2, 0) and (0, 3), with (0, 0) on its negative side."""
    weights, bias = _finite(w, (2,)), _finite(b, ())
    if weights is None or bias is None:
        return feedback(False, "Give two finite weights and one finite bias.")
    if not weights.any():
        return feedback(False, "With both weights 0 every point has the same score: there is no line.")
    scale = max(float(np.abs(weights).max()), abs(float(bias)))
    for point in ((2.0, 0.0), (0.0, 3.0)):
        score = float(weights @ point + bias)
        if abs(score) > 1e-9 * scale:
            return feedback(False, f"({point[0]:g}, {point[1]:g}) has the score {_minus(score)} instead of 0.")
    if bias > 0:
        return feedback(False, f"The line is right, but (0, 0) has the score {bias:g}: exchange the sides.")
    told = f"({_minus(weights[0])}, {_minus(weights[1])}) and {_minus(float(bias))}"
    return feedback(True, f"{told}, or any positive multiple of them: all the same line, with the same sides.")


def check_means_mislead(hollow: ArrayLike, filled: ArrayLike) -> Shown:
    """Say whether a line separates two groups although the nearest mean puts a point into the wrong one."""
    groups = [_group(hollow), _group(filled)]
    if groups[0] is None or groups[1] is None:
        return feedback(False, f"Give two lists of 1 to {MOST} points, each of two finite numbers.")
    one, other = groups[0], groups[1]
    size = float(np.ptp(np.concatenate([one, other]), axis=0).max()) or 1.0
    if _gap(one, other) <= CLEAR * size:
        return feedback(False, "No line separates these two groups, so no method could: move them apart first.")
    means = [one.mean(axis=0), other.mean(axis=0)]
    for name, group, own, foreign in (("hollow", one, *means), ("filled", other, *means[::-1])):
        near, far = np.linalg.norm(group - foreign, axis=1), np.linalg.norm(group - own, axis=1)
        k = int((near - far).argmin())
        if near[k] < far[k] - CLEAR * size:
            point = f"({_minus(group[k, 0])}, {_minus(group[k, 1])})"
            return feedback(
                True,
                f"A line separates the groups, with a gap of {_gap(one, other):.2g}. But {point} is {name}, "
                f"{far[k]:.3g} from the mean of its own group and only {near[k]:.3g} from the other.",
            )
    return feedback(False, "A line separates them, and so does the nearest mean: every point is nearer to its own.")


def _gap(one: Points, other: Points) -> float:
    """How far two groups are apart at best, seen in one direction; negative if no line separates them.

    The best direction is at a right angle to a side of one group's hull, or leads from a corner to a corner.
    """
    across = [(p - q)[::-1] * (1, -1) for group in (one, other) for p, q in combinations(group, 2)]
    between = [q - p for p in one for q in other]
    best = -np.inf
    for direction in (*across, *between):
        length = float(np.hypot(*direction))
        if length > 0:
            for unit in (direction / length, -direction / length):
                best = max(best, float((other @ unit).min() - (one @ unit).max()))
    return best


def _group(values: ArrayLike) -> Points | None:
    try:
        found = np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        return None
    right = found.ndim == 2 and 1 <= len(found) <= MOST and found.shape[1] == 2 and np.isfinite(found).all()
    return found if right else None


def _finite(values: ArrayLike, shape: tuple[int, ...]) -> Points | None:
    try:
        found = np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        return None
    return found if found.shape == shape and np.isfinite(found).all() else None


def _minus(value: float) -> str:
    return f"{value:g}".replace("-", "−")
