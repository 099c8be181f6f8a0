"""Checkpoints of the lab on pictures by rank. Those answered in code reply at once and never raise."""

from __future__ import annotations

from fractions import Fraction

import ipywidgets as widgets
import numpy as np
from numpy.typing import ArrayLike

from coursekit.checkpoints import ask_choice, ask_number, feedback
from coursekit.interactives.c1w2.photo_layers import layers_of, photograph
from coursekit.shown import Shown

SIDE = 12  # rows and columns of the picture to break with
LAYERS, MOST = 6, 0.6  # so many layers must keep less than this share of its squared intensity
GOAL = 0.95  # of the squared intensity of the photograph


def how_many_numbers() -> widgets.Widget | Shown:
    """Ask what a few layers of a picture cost."""
    return ask_number(
        "A picture has 100 rows and 200 columns. How many numbers are stored for 10 layers (with a size for each)?",
        answer=Fraction(3010),
        why="Each layer is a column of 100, a row of 200 and one size: 301 numbers, ten times.",
        slips={
            Fraction(3000): "Nearly: each layer also has one number that says how large it is.",
            Fraction(20000): "That is the picture itself, pixel by pixel.",
            Fraction(200000): "A layer is not stored pixel by pixel: keep its column and its row instead.",
            Fraction(301): "That is one layer; there are ten.",
        },
    )


def rank_of_a_sum() -> widgets.Widget | Shown:
    """Ask for the rank of a sum of layers."""
    return ask_choice(
        "You add three pictures of rank 1. What can you say about the rank of the sum?",
        {
            "It is 3": "Usually. But the same layer three times adds up to rank 1; and a layer, the same again, and "
            "minus two times that layer add up to nothing at all, rank 0.",
            "It is at most 3": "Every column of the sum is a mix of three columns: at most three directions. "
            "Two layers that share a row or a column count once.",
            "It is 1": "A second plaid with another pattern of rows is no multiple of the first.",
            "Nothing": "Something can be said: all columns of the sum are mixes of only three columns.",
        },
        answer="It is at most 3",
    )


def check_fewest_layers(k: object) -> Shown:
    """Say whether `k` is the smallest number of layers that keeps `GOAL` of the photograph."""
    if isinstance(k, bool) or not isinstance(k, (int, np.integer)) or not 1 <= k <= len(photograph().sizes):
        return feedback(False, f"Give a whole number from 1 to {len(photograph().sizes)}.")
    layers, count = photograph(), int(k)
    kept = f"{count} {'layer keeps' if count == 1 else 'layers keep'} {100 * layers.kept(count):.2f} %"
    if layers.kept(count) < GOAL:
        return feedback(False, f"{kept}: not enough.")
    if layers.kept(count - 1) >= GOAL:
        return feedback(False, f"{kept}: enough, and one layer less would be enough as well.")
    return feedback(True, f"{kept}, and {count - 1} keep {100 * layers.kept(count - 1):.2f} %.")


def check_stubborn(picture: ArrayLike) -> Shown:
    """Say whether a small picture of zeros and ones resists being stored in a few layers."""
    try:
        A = np.array(picture, dtype=np.float64)
    except (TypeError, ValueError):
        return feedback(False, f"Give {SIDE} rows of {SIDE} numbers.")
    if A.shape != (SIDE, SIDE) or not np.isin(A, (0.0, 1.0)).all():
        return feedback(False, f"Give {SIDE} rows of {SIDE} numbers, each 0 or 1.")
    if not A.any():
        return feedback(False, "An empty picture needs no layer at all.")
    layers = layers_of(A)
    rank = int((layers.sizes > 1e-9 * layers.sizes[0]).sum())
    said = f"Its rank is {rank}; {LAYERS} layers keep {100 * layers.kept(LAYERS):.0f} % of it."
    if layers.kept(LAYERS) >= MOST:
        return feedback(False, f"{said} Bring that below {100 * MOST:.0f} %.")
    return feedback(True, f"{said} Simple to the eye, and no layer stands for more than a little of it.")
