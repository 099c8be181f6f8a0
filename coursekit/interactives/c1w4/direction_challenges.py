"""Checkpoints of the lab on directions that only scale. Those answered in code reply at once and never raise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import gcd, isfinite
from typing import Any

import ipywidgets as widgets
import numpy as np

from coursekit.checkpoints import ask_choice, ask_number, feedback
from coursekit.shown import Shown

LEFT = 1e-3  # what the task on steps asks to get below
FEWEST_PAGES = 3
LONG = 300  # clicks after which the shares of a chain that settles stand still

Web = list[list[int]]


def which_is_an_eigenvector() -> widgets.Widget | Shown:
    """Ask which arrow a matrix only scales."""
    return ask_choice(
        "A has the rows (3, 1) and (0, 2). Which arrow does it only scale?",
        {
            "(0, 1)": "Its image is the second column, (1, 2): not on the line of (0, 1).",
            "(1, 1)": "3·1 + 1·1 = 4 and 2·1 = 2: the image (4, 2) has turned.",
            "(1, −1)": "3 − 1 = 2 and −2: the image is (2, −2), twice the arrow.",
            "(0, 0)": "It goes to itself under every matrix and has no direction: the zero arrow does not count.",
        },
        answer="(1, −1)",
    )


def the_other_eigenvalue() -> widgets.Widget | Shown:
    """Ask for an eigenvalue from trace and determinant."""
    return ask_number(
        "A has the rows (4, 1) and (2, 3), and one of its eigenvalues is 5. What is the other one?",
        answer=Fraction(2),
        why="λ² − 7λ + 10 = (λ − 5)(λ − 2): they add up to the diagonal's 7 and multiply to the determinant 10.",
        slips={
            Fraction(-2): "Look at the signs: λ² − 7λ + 10 is 0 at 5, and where else?",
            Fraction(4): "The diagonal shows the eigenvalues only if everything on one side of it is 0.",
            Fraction(3): "The diagonal shows the eigenvalues only if everything on one side of it is 0.",
            Fraction(10): "That is the determinant: the product of both eigenvalues.",
            Fraction(7): "That is the sum of both eigenvalues.",
        },
    )


def check_steps(steps: object, first: float, second: float) -> Shown:
    """Say whether `steps` is the fewest steps after which a thousandth of the second part is left."""
    needed = 0
    while abs(second / first) ** needed > LEFT:
        needed += 1
    try:
        count = _whole(steps)
    except (TypeError, ValueError):
        return feedback(False, f"A number of steps is a whole number; this is {steps}.")
    if count < 0:
        return feedback(False, "Count steps forward: 0 or more.")
    left = abs(second / first) ** count
    said = f"After {count} steps {left:.2g} of the second part is left, measured by the first"
    if left > LEFT:
        return feedback(False, f"{said}: more than {LEFT:g}.")
    if count > needed:
        return feedback(False, f"{said}: that is enough, and fewer steps would do.")
    return feedback(True, f"{said}; a step earlier it was {abs(second / first) ** (needed - 1):.2g}.")


def check_never_settles(links: Sequence[Iterable[int]]) -> Shown:
    """Say whether a reader of this web can get everywhere, and her shares nevertheless never stand still."""
    web = _web(links)
    if web is None:
        return feedback(False, "Give one list of page numbers for each page, such as [[1], [2], [0]].")
    if len(web) < FEWEST_PAGES:
        return feedback(False, f"Give at least {FEWEST_PAGES} pages.")
    for page, targets in enumerate(web):
        if not targets:
            return feedback(False, f"Page {page} is a dead end. Give it a link.")
    for page in range(len(web)):
        missed = [other for other, far in enumerate(_clicks_from(web, page)) if far is None]
        if missed:
            return feedback(
                False, f"From page {page} nobody ever comes to page {missed[0]}: those are two webs in one."
            )
    trips = _round_trips(web)
    shares = _shares(web)
    if trips == 1:
        change = float(np.abs(shares[1] - shares[0]).max())
        return feedback(
            False,
            f"After {LONG} clicks from page 0 the shares are {_said(shares[0])}, and the next click changes them by "
            f"{change:.0e}: it settles. Which lengths do the round trips in your web have?",
        )
    return feedback(
        True,
        f"After {LONG} clicks from page 0 the shares are {_said(shares[0])}, after one more "
        f"{_said(shares[1])}, and so for ever. Every round trip in your web takes a multiple of {trips} clicks.",
    )


def _web(links: Any) -> Web | None:
    try:
        found = [sorted({_whole(target) for target in targets}) for targets in links]
    except (TypeError, ValueError):
        return None
    return found if all(0 <= target < len(found) for targets in found for target in targets) else None


def _whole(value: Any) -> int:
    number = float(value)
    if not isfinite(number) or number != int(number):
        raise ValueError(f"{value} is not a whole number")
    return int(number)


def _clicks_from(web: Web, page: int) -> list[int | None]:
    """The fewest clicks from a page to every page; None where no way leads."""
    clicks: list[int | None] = [None] * len(web)
    clicks[page] = 0
    queue = [(page, 0)]
    for now, far in queue:
        for target in web[now]:
            if clicks[target] is None:
                clicks[target] = far + 1
                queue.append((target, far + 1))
    return clicks


def _round_trips(web: Web) -> int:
    """The largest number that divides the length of every round trip, in a web where every page is reached."""
    clicks = _clicks_from(web, 0)
    common = 0
    for page, targets in enumerate(web):
        for target in targets:
            common = gcd(common, (clicks[page] or 0) + 1 - (clicks[target] or 0))
    return common


def _shares(web: Web) -> tuple[Any, Any]:
    """The shares after many clicks from page 0, and after one more."""
    moves = np.zeros((len(web), len(web)))
    for page, targets in enumerate(web):
        moves[targets, page] = 1 / len(targets)
    many = np.linalg.matrix_power(moves, LONG)
    return many[:, 0], moves @ many[:, 0]


def _said(shares: Any) -> str:
    return "(" + ", ".join(f"{share:.3g}" for share in shares) + ")"
