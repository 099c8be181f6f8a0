"""Checkpoints of the lab on principal components. Those answered in code reply at once and never raise."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import ipywidgets as widgets
import numpy as np
from numpy.typing import ArrayLike

from coursekit.checkpoints import ask_choice, ask_number, feedback
from coursekit.interactives.c1w4.principal_components import Array, components_of, digit_components
from coursekit.shown import Shown

GOAL = 0.98  # of the variance of the digits
FEWEST, MOST = 20, 1000  # points in each of the two groups of the last task
WIDE, BLIND, CLEAR = 0.9, 0.7, 0.95  # share of the first component; right guesses along it; along the second


def what_the_line_misses() -> widgets.Widget | Shown:
    """Ask for the mean squared distance to a line from the mean square along it."""
    return ask_number(
        "The middle of a cloud in the plane is at (0, 0). Over all its points (x, y) the mean of x² is 6 and the mean "
        "of y² is 3. Each point has a foot on a slanted line through the middle, and the mean squared distance of the "
        "feet from the middle is 7. What is the mean squared distance from the points to the line?",
        answer=Fraction(2),
        why="By Pythagoras, the mean squared distance from the middle is 6 + 3 = 9: 7 along the line, and 2 across it. "
        "Variances, which divide by n − 1, split in the same way.",
        slips={
            Fraction(9): "That is everything together. How much of it is along the line?",
            Fraction(-1): "A squared distance cannot be negative. Both means count, not only the first.",
            Fraction(16): "Along and across share the total; they are not added to it.",
        },
    )


def which_table_needs_scaling() -> widgets.Widget | Shown:
    """Ask which table should be standardised before its components are looked for."""
    return ask_choice(
        "In which of these tables should each column be divided by its standard deviation first?",
        {
            "Temperatures at 12 stations, all in °C": "One unit for all columns: a station with wild weather really "
            "does vary more, and that is a finding.",
            "Height in cm, weight in kg, yearly income in coins": "Three units that have nothing to do with each "
            "other: without scaling, the currency decides.",
            "The 64 pixels of handwritten digits": "One unit. And a pixel that is white in all pictures has standard "
            "deviation 0: dividing by it gives no number at all.",
            "Length, width and thickness of bones, all in mm": "One unit, and the differences in size are what the "
            "table is about.",
        },
        answer="Height in cm, weight in kg, yearly income in coins",
    )


def check_fewest_components(k: object) -> Shown:
    """Say whether `k` is the smallest number of components that keeps `GOAL` of the digits' variance."""
    found = digit_components()
    most = len(found.variance)
    if isinstance(k, bool) or not isinstance(k, (int, np.integer)) or not 1 <= k <= most:
        return feedback(False, f"Give a whole number from 1 to {most}.")
    count = int(k)
    kept = f"{_components(count)} {100 * found.kept(count):.2f} %"
    if found.kept(count) < GOAL:
        return feedback(False, f"{kept}: not enough.")
    if found.kept(count - 1) >= GOAL:
        return feedback(False, f"{kept}: enough, and one component less would be enough as well.")
    return feedback(True, f"{kept}, and {count - 1} keep {100 * found.kept(count - 1):.2f} %.")


def _components(count: int) -> str:
    return "1 component keeps" if count == 1 else f"{count} components keep"


def check_rebuild(function: Callable[[Array, Array, Array], Any]) -> Shown:
    """Try a function of (x, mean, directions in rows) that draws x again from its components."""
    rng = np.random.default_rng(11)
    mean = rng.uniform(2, 6, 5)
    directions = np.linalg.qr(rng.standard_normal((5, 5)))[0]
    x = mean + rng.standard_normal(5)
    two = directions[:2]
    cases = (
        ("the mean itself, which should come back as it is", mean, two, mean),
        ("all five directions, which should give x back", x, directions, x),
        ("two directions of five", x, two, mean + (x - mean) @ two.T @ two),
    )
    for words, given, kept, expected in cases:
        try:
            found = np.asarray(function(given.copy(), mean.copy(), kept.copy()), dtype=np.float64)
        except Exception as error:  # noqa: BLE001 - whatever the learner's code raises is what the reply is about
            return feedback(False, f"On {words} it raised {type(error).__name__}: {error}.")
        if found.shape != expected.shape:
            return feedback(False, f"On {words} it gives shape {found.shape} instead of {expected.shape}.")
        gap = float(np.abs(found - expected).max())
        if not gap <= 1e-9:
            return feedback(False, f"Off by {gap:.2g} on {words}.")
    return feedback(True, "Take the mean away, measure along the directions, draw, put the mean back.")


def guessed_right(first: ArrayLike, second: ArrayLike) -> float:
    """The share of right guesses of the best single threshold between two groups of numbers, on either side."""
    values = np.concatenate([np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)])
    of_first = np.arange(len(values)) < np.size(first)
    cuts = np.append(np.sort(values), np.inf)
    right = np.array([np.mean((values < cut) == of_first) for cut in cuts])
    return float(max(right.max(), 1 - right.min()))


def check_useless_first(group_a: ArrayLike, group_b: ArrayLike) -> Shown:
    """Say whether the first component of both groups together is wide, and useless for telling them apart."""
    groups = [_points(group) for group in (group_a, group_b)]
    if any(group is None for group in groups):
        return feedback(
            False,
            f"Give two arrays of {FEWEST} to {MOST} points each, two finite numbers a point, equally many in both.",
        )
    a, b = (group for group in groups if group is not None)
    if len(a) != len(b):
        return feedback(False, f"{len(a)} and {len(b)} points: give equally many in both, so that guessing gets half.")
    found = components_of(np.vstack([a, b]))
    if not found.variance.sum() > 0:
        return feedback(False, "All points are the same: there is no direction at all.")
    first, second = (guessed_right(a @ direction, b @ direction) for direction in found.directions)
    said = (
        f"The first component keeps {100 * found.kept(1):.0f} % of the variance. A threshold along it guesses "
        f"{100 * first:.0f} % of the groups, along the second {100 * second:.0f} %."
    )
    if found.kept(1) < WIDE:
        return feedback(False, f"{said} Make the first component keep at least {100 * WIDE:.0f} %.")
    if first > BLIND:
        return feedback(False, f"{said} The first one is still useful: bring it to {100 * BLIND:.0f} % or less.")
    if second < CLEAR:
        return feedback(False, f"{said} The second one should get at least {100 * CLEAR:.0f} %.")
    return feedback(True, f"{said} Whoever kept only the first has thrown the answer away.")


def _points(group: ArrayLike) -> Array | None:
    try:
        table = np.array(group, dtype=np.float64)
    except (TypeError, ValueError):
        return None
    if table.ndim != 2 or table.shape[1] != 2 or not FEWEST <= len(table) <= MOST or not np.isfinite(table).all():
        return None
    return table
