"""Checkpoints of the lab on pivots, free variables and rank. Those answered in code reply at once and never raise."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import ipywidgets as widgets
import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.checkpoints import ask_choice, ask_number, feedback
from coursekit.shown import Shown

LOOSE, STRICT = 1e-6, 1e-12  # the two ideas of "zero" of the last task
SIZES = (0.1, 10.0)  # its entries have sizes between these


def which_unknowns_are_free() -> widgets.Widget | Shown:
    """Ask which unknowns of a staircase are free."""
    return ask_choice(
        "A staircase in a, b, c, d has its pivots in the columns of a and c, and its third row says 0 = 0. What can "
        "you choose freely?",
        {
            "Nothing: there are as many equations as are needed": "Two rows can fix two unknowns, and there are four.",
            "One unknown: the third row is the one that is missing": "A row 0 = 0 says nothing; it does not count "
            "unknowns. Look for columns without a pivot.",
            "b and d": "Choose b and d as you like; row 2 then gives c, and row 1 gives a.",
            "a and c": "Those have pivots: their rows tell them once the others are chosen.",
        },
        answer="b and d",
    )


def which_entry_drops_the_rank() -> widgets.Widget | Shown:
    """Ask for the entry that makes three rows dependent."""
    return ask_number(
        "Rows (1, 2, 1), (2, 5, 0) and (3, 7, k): for which k is the rank 2?",
        answer=Fraction(1),
        why="Row 3 then is row 1 plus row 2, and elimination leaves it empty.",
        slips={
            Fraction(3): "3 times row 1 ends in 3, but it has 6 in the middle. Which mix of both rows gives 3 and 7?",
            Fraction(0): "The middle column is right with one of each row; now do the same in the last column.",
            Fraction(2): "Row 3 is not twice row 1. Look for a mix of rows 1 and 2 that gives the 3 and the 7.",
        },
    )


def check_null_vector(A: ArrayLike, vector: Sequence[float]) -> Shown:
    """Say whether `vector` is non-zero and A sends it to 0."""
    matrix = np.asarray(A, dtype=np.float64)
    found = _numbers(vector)
    if found is None or found.shape != (matrix.shape[1],):
        return feedback(False, f"Give {matrix.shape[1]} finite numbers, one for each column of A.")
    if not found.any():
        return feedback(False, "The zero vector always works, and so tells nothing. Choose a free unknown to be 1.")
    image = matrix @ found
    if np.abs(image).max() > 1e-9 * np.abs(found).max():
        return feedback(False, f"A sends it to ({', '.join(f'{value:g}' for value in image)}), not to zero.")
    return feedback(True, "A sends it to zero: add any multiple of it to a solution, and it stays a solution.")


def check_rank_break(A: ArrayLike) -> Shown:
    """Say whether counting pivots gives different ranks for two reasonable ideas of zero."""
    matrix = _numbers(A)
    if matrix is None or matrix.shape != (3, 3):
        return feedback(False, "Give three rows of three finite numbers.")
    sizes = np.abs(matrix)
    if sizes.min() < SIZES[0] or sizes.max() > SIZES[1]:
        return feedback(
            False, f"Every entry must have a size from {SIZES[0]:g} to {SIZES[1]:g}: nothing tiny to be seen."
        )
    loose, strict = count_pivots(matrix, LOOSE), count_pivots(matrix, STRICT)
    said = f"With zero below {LOOSE:g} the rank is {loose}, with zero below {STRICT:g} it is {strict}."
    if loose == strict:
        return feedback(False, f"{said} They still agree.")
    return feedback(True, f"{said} Both are honest answers; the matrix alone does not say which one you need.")


def count_pivots(A: ArrayLike, zero: float) -> int:
    """Rank by elimination with partial pivoting, with everything up to `zero` counted as zero."""
    U = np.array(A, dtype=np.float64)
    rank = 0
    for column in range(U.shape[1]):
        if rank == U.shape[0]:
            break
        best = rank + int(np.argmax(np.abs(U[rank:, column])))
        if abs(U[best, column]) <= zero:
            continue
        U[[rank, best]] = U[[best, rank]]
        U[rank + 1 :] -= np.outer(U[rank + 1 :, column] / U[rank, column], U[rank])
        rank += 1
    return rank


def _numbers(value: ArrayLike) -> NDArray[np.float64] | None:
    try:
        found = np.array(value, dtype=np.float64)
    except (TypeError, ValueError):
        return None
    return found if np.isfinite(found).all() else None
