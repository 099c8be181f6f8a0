"""Checkpoints of the lab on arrays. Those answered in code reply at once and never raise."""

from __future__ import annotations

from fractions import Fraction

import ipywidgets as widgets
import numpy as np
from numpy.typing import ArrayLike

from coursekit.checkpoints import ask_choice, ask_number, feedback
from coursekit.shown import Shown

LARGEST = 1_000_000  # numbers up to this size may be used to break the product


def what_a_view_shows() -> widgets.Widget | Shown:
    """Ask what a table holds after its slice was changed."""
    return ask_number(
        "t = np.array([[1, 2, 3], [4, 5, 6]]), then c = t[:, 1], then c[0] = 9. What is t.sum() now?",
        answer=Fraction(28),
        why="c is a window on the second column, so the 2 in t has become 9: 21 − 2 + 9.",
        slips={
            Fraction(21): "That is the sum before. c is a slice, and a slice is a window on t.",
            Fraction(30): "30 would be 9 added. The 2 is replaced.",
            Fraction(26): "c[0] is the entry of the second column in the first row, the 2.",
        },
    )


def which_difference_centres_rows() -> widgets.Widget | Shown:
    """Ask how to take each row's mean off its row."""
    return ask_choice(
        "X has shape (7, 3). How do you subtract from each row its own mean?",
        {
            "X − X.mean(axis=1)": "(7, 3) against (7,): aligned at the ends, 3 stands against 7. NumPy refuses.",
            "X − X.mean(axis=0)": "That takes off the mean of each column: (3,) is stretched downwards.",
            "X − X.mean(axis=1)[:, None]": "The means get the shape (7, 1) and are stretched along each row.",
            "X − X.mean()": "One mean for the whole table: the rows keep their differences.",
        },
        answer="X − X.mean(axis=1)[:, None]",
    )


def check_multiplication_table(table: ArrayLike) -> Shown:
    """Say whether `table` is the table of products of 1 to 9."""
    found = np.asarray(table)
    if found.dtype.kind not in "iuf":
        return feedback(False, "Make an array of numbers.")
    if found.shape != (9, 9):
        return feedback(False, f"Its shape is {found.shape}; the table of products needs (9, 9).")
    numbers = np.arange(1, 10)
    if not np.array_equal(found, np.outer(numbers, numbers)):
        i, j = (int(k) for k in np.argwhere(found != np.outer(numbers, numbers))[0])
        return feedback(
            False, f"In row {i + 1}, column {j + 1} stands {found[i, j]:g}, and {i + 1} × {j + 1} is not that."
        )
    return feedback(True, "A column of 1 to 9 against a row of 1 to 9: 81 products without a loop.")


def check_overflow(a: ArrayLike, b: ArrayLike) -> Shown:
    """Say whether the product of two integer arrays is silently wrong."""
    first, second = np.asarray(a), np.asarray(b)
    if first.dtype.kind != "i" or second.dtype.kind != "i" or not first.size or not second.size:
        return feedback(False, "Both must be arrays of integers, such as np.array([3], dtype=np.int32).")
    if max(abs(int(first.min())), abs(int(first.max())), abs(int(second.min())), abs(int(second.max()))) > LARGEST:
        return feedback(False, f"Keep all numbers up to {LARGEST:,}: the factors should look harmless.")
    if first.dtype.itemsize < 4 or second.dtype.itemsize < 4:
        return feedback(False, f"{np.result_type(first, second)} is short on purpose; break it with int32 or int64.")
    try:
        product = first * second
    except ValueError:
        return feedback(False, f"The shapes {first.shape} and {second.shape} do not go together.")
    exact = first.astype(object) * second.astype(object)
    wrong = np.argwhere(np.atleast_1d(product.astype(object) != exact))
    if not len(wrong):
        return feedback(False, f"All products are right. How large a number fits into {product.dtype}?")
    place = tuple(int(k) for k in wrong[0])
    claimed, truth = np.atleast_1d(product)[place], np.atleast_1d(exact)[place]
    return feedback(
        True, f"In {product.dtype} the product comes out as {claimed:,}; it is {truth:,}. No error, no warning."
    )
