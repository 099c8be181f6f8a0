"""The figures of the assignment on principal components: what they say, and what a learner's odd results do to them."""

from __future__ import annotations

import math
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from coursekit import pca_figures as figures

SHELLS = [[4.0, 18.0], [13.0, 31.0], [26.0, 22.0], [22.0, 44.0], [35.0, 35.0]]
NEW = [[33.0, 46.0], [43.0, 41.0], [44.0, 48.0]]


def test_what_is_drawn_for_everybody_is_said_in_words() -> None:
    assert "right it is at (0, 0)" in figures.centring(SHELLS).words
    assert "their sum is 240" in figures.products_and_offsets(SHELLS).words
    widest = figures.widest_direction(SHELLS).words
    assert "(0.8, 0.6)" in widest and "peak of 187.5" in widest and "valley of 62.5" in widest
    feet = figures.feet(SHELLS, NEW).words
    assert "20, 25, 30 with the model's mean, but -5, 0, 5 with their own mean" in feet
    assert "0, 25, 100, 100, 25, their mean is 50" in figures.squares_on_the_misses(SHELLS).words
    assert "ten hold 74 %" in figures.digit_shares().words


def test_errors_are_told_and_drawn() -> None:
    shown = figures.errors_by_components(range(1, 4), [900.0, 40.0, 2.0], [950.0, 50.0, 4.0])
    assert "fitted rows from 900 to 2, unseen rows from 950 to 4" in shown.words
    assert f'alt="{shown.words}"' in shown.html


@pytest.mark.parametrize(
    ("counts", "fitted", "unseen", "why"),
    [
        ([1], [math.nan], [None], "nothing to draw"),
        ([], [], [], "nothing to draw"),
        ([1, 2], [1.0], [1.0, 2.0], "2 places and 1 values of fitted rows"),
    ],
)
def test_no_chart_is_a_message(counts: Any, fitted: Any, unseen: Any, why: str) -> None:
    shown = figures.errors_by_components(counts, fitted, unseen)
    assert "<img" not in shown.html
    assert why in shown.words


def test_what_a_learner_draws_needs_no_matplotlib() -> None:
    code = (
        "import sys\nimport numpy as np\nfrom coursekit import pca_figures as figures\n"
        "figures.errors_by_components([1, 2], [3.0, 2.0], [4.0, 3.0])\n"
        "figures.pixels(('one', np.ones((1, 64))))\n"
        "print([name for name in ('matplotlib', 'PIL', 'pandas', 'scipy', 'ipywidgets') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_error_that_is_no_number_is_said() -> None:
    shown = figures.errors_by_components([1, 2], [3.0, np.nan], [4.0, 3.0])
    assert "Not shown" in shown.html
    assert "fitted rows from 3 to not shown" in shown.words
