"""Checkpoints of the lab on matrices as moves of the plane. Those answered in code reply at once and never raise."""

from __future__ import annotations

from fractions import Fraction

import ipywidgets as widgets
import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.checkpoints import ask_choice, ask_number, feedback
from coursekit.shown import Shown

Matrix = NDArray[np.float64]


def what_a_column_says() -> widgets.Widget | Shown:
    """Ask what a matrix says about the second basis arrow."""
    return ask_choice(
        "A move has the matrix with rows (3, −1) and (0, 2). Where does it take (0, 1)?",
        {
            "To (0, 2)": "That is the second row. Images of the basis arrows stand in the columns.",
            "To (3, 0)": "That is where (1, 0) goes: the first column.",
            "To (−1, 2)": "The second column. Times (0, 1), each row gives its second entry.",
            "To (2, 2)": "That is where (1, 1) goes: both columns together.",
        },
        answer="To (−1, 2)",
    )


def entry_of_a_product() -> widgets.Widget | Shown:
    """Ask for an entry of the matrix of two moves in a row."""
    return ask_number(
        "First B, with rows (1, 2) and (0, 1), then A, with rows (0, −1) and (1, 3). "
        "What stands at the bottom right of the matrix of both?",
        answer=Fraction(5),
        why="B takes (0, 1) to (2, 1), and A takes that to (−1, 5): the second column of AB.",
        slips={
            Fraction(3): "That is entry times entry, or BA. Follow the arrow (0, 1): first through B, then through A.",
            Fraction(1): "That is the entry of B alone. B takes the arrow (0, 1) to (2, 1); where does A take that?",
            Fraction(-1): "That is the top right entry: the first coordinate of where (0, 1) ends.",
        },
    )


def check_mirror(A: ArrayLike) -> Shown:
    """Say whether A is the mirror in the line y = x."""
    found = _square(A)
    if found is None:
        return feedback(False, "Give two rows of two finite numbers.")
    for start, end, words in (((1, 0), (0, 1), "(1, 0)"), ((0, 1), (1, 0), "(0, 1)")):
        image = found @ start
        if not np.allclose(image, end):
            return feedback(
                False,
                f"Yours takes {words} to ({image[0]:g}, {image[1]:g}). Fold the paper along y = x: where does it land?",
            )
    return feedback(
        True, "(1, 0) and (0, 1) change places, and with them the coordinates of every point: (x, y) to (y, x)."
    )


def check_cannot_be_undone(A: ArrayLike) -> Shown:
    """Say whether A keeps the four corners of the unit square apart and still cannot be undone."""
    found = _square(A)
    if found is None:
        return feedback(False, "Give two rows of two finite numbers.")
    if not found.all():
        return feedback(False, "One entry is 0. Make it less obvious: four entries that are not 0.")
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) @ found.T
    gaps = [np.abs(p - q).max() for k, p in enumerate(corners) for q in corners[k + 1 :]]
    if min(gaps) < 1e-9:
        return feedback(False, "Two corners of the unit square land on the same point: anyone would notice.")
    determinant = found[0, 0] * found[1, 1] - found[0, 1] * found[1, 0]
    if abs(determinant) > 1e-12 * np.abs(found).max() ** 2:
        return feedback(
            False, f"The unit square has area {abs(determinant):g} afterwards, so every point can find its way back."
        )
    meet = np.array([-found[0, 1], found[0, 0]])
    return feedback(
        True,
        f"The four corners are apart, and yet ({meet[0]:g}, {meet[1]:g}) lands on (0, 0), where (0, 0) is already. "
        "No map can send one point back to two places.",
    )


def _square(A: ArrayLike) -> Matrix | None:
    try:
        found = np.array(A, dtype=np.float64)
    except (TypeError, ValueError):
        return None
    return found if found.shape == (2, 2) and np.isfinite(found).all() else None
