"""Checkpoints of the lab on lengths and angles. Those answered in code reply at once and never raise."""

from __future__ import annotations

from fractions import Fraction

import ipywidgets as widgets
import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.checkpoints import ask_choice, ask_number, feedback
from coursekit.shown import Shown

GIVEN = (1.0, 2.0, 3.0)  # an arrow that the learner's has to be perpendicular to
NORMS = ((1, "p = 1"), (2, "p = 2"), (np.inf, "p = ∞"))
MARGIN = 1e-6  # how much nearer, relatively, the nearest must be than the next

Vector = NDArray[np.float64]


def longest_by_largest_entry() -> widgets.Widget | Shown:
    """Ask which of four vectors is the longest by its largest entry."""
    return ask_choice(
        "Which of these has the greatest length for p = ∞?",
        {
            "(3, 3, 3, 3)": "For p = 1 it would be: 12. For p = ∞ only one of the threes counts.",
            "(0, 4, 0, 1)": "Its largest entry is 4. Look for a larger one, whatever its sign.",
            "(1, 0, −5, 0)": "The largest entry in absolute value is 5; the sign does not shorten anything.",
            "(4, 4, 0, 0)": "For p = 2 it has √32, the longest but one. For p = ∞ it has only 4.",
        },
        answer="(1, 0, −5, 0)",
    )


def foot_on_a_line() -> widgets.Widget | Shown:
    """Ask which multiple of an arrow comes nearest to a point."""
    return ask_number(
        "Which number c makes c·u with u = (1, 2, 2) come as near as possible to v = (4, 1, 3)?",
        answer=Fraction(4, 3),
        why="u · v is 4 + 2 + 6 = 12, and u · u is 9.",
        slips={
            Fraction(12): "That is u · v. It still has to be divided by u · u.",
            Fraction(4): "That is u · v divided by the length 3 of u, once: the length of the shadow. "
            "As a multiple of u it has to be divided by the length again.",
            Fraction(6, 13): "That is u · v over v · v: it says which multiple of v comes nearest to u.",
            Fraction(3, 4): "The other way up: u · v stands on top.",
        },
    )


def check_perpendicular(v: ArrayLike) -> Shown:
    """Say whether v is perpendicular to `GIVEN`, with no entry 0."""
    found = _rows(v, (3,))
    if found is None:
        return feedback(False, "Give three finite numbers.")
    if not found.all():
        return feedback(False, "One entry is 0. Find one without a zero.")
    products = found * GIVEN
    sum_of_products = float(products.sum())
    terms = " ".join(f"{'−' if term < 0 else '+'} {abs(term):g}" for term in products).removeprefix("+ ")
    terms = "−" + terms[2:] if terms.startswith("− ") else terms
    if abs(sum_of_products) > 1e-9 * np.abs(products).sum():
        wide = "less" if sum_of_products > 0 else "more"
        return feedback(False, f"The dot product is {terms} = {_minus(sum_of_products)}: {wide} than a right angle.")
    return feedback(True, f"{terms} = 0. Two entries can be chosen freely; the third then has to balance them.")


def check_three_neighbours(points: ArrayLike) -> Shown:
    """Say whether another one of three points is nearest to (0, 0) under each of three norms."""
    found = _rows(points, (3, 2))
    if found is None:
        return feedback(False, "Give three points, each of two finite numbers.")
    winners, said = [], []
    for p, name in NORMS:
        lengths = np.linalg.norm(found, p, axis=1)
        first, second = np.sort(lengths)[:2]
        if second - first <= MARGIN * second:
            return feedback(False, f"For {name} two points are equally near, at {first:.4g}: make it a clear decision.")
        winners.append("ABC"[int(lengths.argmin())])
        said.append(f"{name}: {winners[-1]} at {first:.4g}, then {second:.4g}")
    told = "; ".join(said) + "."
    if len(set(winners)) < 3:
        return feedback(False, f"{told} {_losers(winners)} never nearest.")
    return feedback(True, f"{told} Three norms, three nearest neighbours: nobody is 'the' nearest.")


def _losers(winners: list[str]) -> str:
    losers = [name for name in "ABC" if name not in winners]
    return " and ".join(losers) + (" is" if len(losers) == 1 else " are")


def _minus(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def _rows(values: ArrayLike, shape: tuple[int, ...]) -> Vector | None:
    try:
        found = np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        return None
    return found if found.shape == shape and np.isfinite(found).all() else None
