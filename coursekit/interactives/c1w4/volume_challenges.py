"""Checkpoints of the lab on signed volume. Those answered in code reply at once and never raise."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import ipywidgets as widgets
import numpy as np
from numpy.typing import ArrayLike

from coursekit.checkpoints import ask_choice, ask_number, feedback
from coursekit.shown import Shown

SMALL = 1e-6  # the determinant that the last task asks to stay below
HARMLESS = 10.0  # condition number up to which a system is easy to solve


def determinant_of_a_multiple() -> widgets.Widget | Shown:
    """Ask for det(2A)."""
    return ask_number(
        "A is 3 × 3 with determinant 5. What is the determinant of 2A?",
        answer=Fraction(40),
        why="Every one of the three arrows is twice as long: 2·2·2·5.",
        slips={
            Fraction(10): "That would be one arrow twice as long. In 2A all three are.",
            Fraction(20): "Two arrows doubled; there are three.",
            Fraction(5): "All arrows grow, and with them the volume.",
        },
    )


def determinant_after_elimination() -> widgets.Widget | Shown:
    """Ask for a determinant from its ledger."""
    return ask_number(
        "Elimination made one swap, some additions, and one scaling by 3. It ended with 2, 3, −1 on the diagonal. "
        "What was the determinant of the matrix at the beginning?",
        answer=Fraction(2),
        why="The staircase has 2·3·(−1) = −6. The swap had put a −1 on it and the scaling a 3: −6 / (−3) = 2.",
        slips={
            Fraction(-6): "That is the determinant of the staircase. Now take back what was booked on the way.",
            Fraction(18): "The scaling made it 3 times as large on the way: divide by 3 to go back.",
            Fraction(-2): "The scaling is taken back, the swap is not.",
            Fraction(6): "The swap is taken back, the scaling is not.",
        },
    )


def which_exchange_flips_the_sign() -> widgets.Widget | Shown:
    """Ask which rearrangement of three arrows turns the box inside out and keeps its volume."""
    return ask_choice(
        "Three arrows u, v, w span a box with determinant 4. Which of these spans one with determinant −4?",
        {
            "v, w, u": "Each arrow moves on by one place. That is two swaps, and the sign is back.",
            "u, v, −w with w doubled": "That has −8: the factor −2 goes straight into the determinant.",
            "v, u, w": "One swap turns the box inside out and leaves its volume.",
            "u + 3v, v, w": "Sliding u along v changes neither floor nor height.",
        },
        answer="v, u, w",
    )


def check_determinant(function: Callable[[Any], Any]) -> Shown:
    """Try a determinant function on matrices that need swaps, that need none, and that are singular."""
    cases: tuple[tuple[str, ArrayLike], ...] = (
        ("a matrix that needs no swap", [[2.0, 1.0], [1.0, 3.0]]),
        ("a matrix that needs one swap", [[0.0, 2.0], [3.0, 1.0]]),
        ("a matrix that needs two swaps", [[0.0, 0.0, 2.0], [3.0, 0.0, 0.0], [0.0, 5.0, 0.0]]),
        ("a singular matrix", [[1.0, 2.0], [2.0, 4.0]]),
    )
    for words, entries in cases:
        matrix = np.array(entries)
        try:
            found = float(function(matrix.copy()))
        except Exception as error:  # noqa: BLE001 - whatever the learner's code raises is what the reply is about
            return feedback(False, f"On {words} it raised {type(error).__name__}: {error}.")
        expected = float(np.linalg.det(matrix))
        if not abs(found - expected) <= 1e-9 * max(1.0, abs(expected)):
            return feedback(False, f"On {words}, {matrix.tolist()}, it gives {found:g}.")
    return feedback(True, "With swaps, without, and for a singular matrix: the sign is booked.")


def check_small_but_harmless(A: ArrayLike) -> Shown:
    """Say whether A has a tiny determinant and is nevertheless easy to invert."""
    try:
        found = np.array(A, dtype=np.float64)
    except (TypeError, ValueError):
        found = np.zeros(0)
    if found.shape != (3, 3) or not np.isfinite(found).all():
        return feedback(False, "Give three rows of three finite numbers.")
    determinant = float(np.linalg.det(found))
    if determinant == 0:
        return feedback(False, "Its determinant is 0: that one really has no inverse.")
    if abs(determinant) >= SMALL:
        return feedback(False, f"Its determinant is {determinant:.1e}: not below {SMALL:g}.")
    condition = float(np.linalg.cond(found))
    said = f"Determinant {determinant:.1e}, condition number {condition:.1f}"
    if condition > HARMLESS:
        return feedback(False, f"{said}: this box is really flat. Keep its three sides about equally long and upright.")
    return feedback(True, f"{said}: the box is small, not flat. A system with it can be solved to the last digit.")
