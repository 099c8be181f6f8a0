"""The figures of the first week's assignment: what they say in words must be what they show."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from coursekit import systems_figures as figures
from coursekit.shown import Shown


def says(shown: Shown, *words: str) -> bool:
    """Whether a picture was drawn, and its alternative text has all these words."""
    assert shown.png is not None
    assert shown.png.startswith(b"\x89PNG")
    assert "alt=" in shown.html
    return all(part in shown.words for part in words)


def test_a_receipt_becomes_a_row_in_the_order_of_the_variables() -> None:
    shown = figures.receipts([({"cake": 3, "coffee": 1}, 9)], ["coffee", "cake", "tea"])
    assert says(shown, "3 cake, 1 coffee for 9 coins becomes the row 1, 3, 0 with total 9")


def test_residuals_name_what_lies_above_the_limit() -> None:
    shown = figures.residuals(("A", [0.5, -0.5]), ("B", [0.5, -2.5]), limit=1.0)
    assert says(shown, "A: limit 1, average 0.50, all stay below", "B: limit 1, average 1.50, receipt 1 reaches 2.5")


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ([[2, 1, 4], [1, 2, 5]], "2x + y = 4 and x + 2y = 5, which cross at (1, 2)"),
        ([[1, 2, 5], [2, 4, 16]], "parallel lines"),
        ([[1, 2, 5], [2, 4, 10]], "the same line twice"),
    ],
)
def test_two_lines_meet_once_never_or_everywhere(table: list[list[int]], words: str) -> None:
    assert says(figures.pairs_of_lines(("some lines", table)), words)


def test_an_expansion_adds_up_to_the_determinant() -> None:
    matrix = [[2, 1, 3], [0, 4, 1], [5, 2, 6]]
    shown = figures.expansion(matrix)
    assert says(shown, "+ 2 times the determinant 22", "- 1 times the determinant -5", "+ 3 times the determinant -20")
    assert shown.words.endswith(f"together {round(float(np.linalg.det(matrix)))}.")


@pytest.mark.parametrize(("last", "words"), [(-1, "ends at the start again"), (1, "[10.0, 10.0], not the start")])
def test_a_walk_is_closed_only_by_a_dependence(last: int, words: str) -> None:
    assert says(figures.closed_walk([[1, 2], [3, 1], [5, 5]], [2, 1, last]), words)


def test_shapes_are_aligned_on_the_right() -> None:
    shown = figures.alignment(((5, 1), (3,)), ((2, 3), (2,)), ((0,), (1,)))
    assert says(shown, "(5, 1) with (3,)", "give (5, 3)", "(2, 3) with (2,), aligned on the right, do not fit", "(0,).")


def test_spreads_name_the_smallest_and_the_largest_column() -> None:
    shown = figures.spreads([[0.0, 10.0, 3.0], [1.0, 500.0, 9.0]], ["hue", "proline", "ash"])
    assert says(shown, "from 0.5 (hue) to 245 (proline)")


def test_loading_the_module_loads_no_matplotlib() -> None:
    code = (
        "import sys\nfrom coursekit import systems_figures\n"
        "print([name for name in ('matplotlib', 'PIL', 'pandas', 'scipy', 'ipywidgets') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
