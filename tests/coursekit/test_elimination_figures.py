"""The figure of the elimination week that each learner's own solution draws."""

from __future__ import annotations

import base64
import math
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from typing import Any

import pytest

from coursekit.elimination_figures import residual_and_error
from coursekit.shown import Shown

ORDERS = range(4, 8)
RESIDUALS, ERRORS = [0.0, 2e-16, 4e-16, 2e-16], [7e-14, 3e-12, 2e-10, 1e-8]


def svg_of(shown: Shown) -> ET.Element:
    found = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', shown.html)
    assert found is not None
    return ET.fromstring(base64.b64decode(found[1]))


def test_it_says_and_shows_residual_and_error() -> None:
    shown = residual_and_error(ORDERS, RESIDUALS, ERRORS)
    assert shown.words == (
        "Two curves on a logarithmic scale over the orders 4 to 7: the residual stays near 2e-16, the error climbs "
        "from 7e-14 to 1e-08."
    )
    assert f'alt="{shown.words}"' in shown.html
    said = " ".join("".join(svg_of(shown).itertext()).split())
    for words in ("The equations hold, the answer drifts", "order of the Hilbert matrix", "error of x", "residual"):
        assert words in said


def test_it_needs_no_matplotlib() -> None:
    code = (
        "import sys\nfrom coursekit import elimination_figures as figures\n"
        f"print(len(figures.residual_and_error({ORDERS}, {RESIDUALS}, {ERRORS}).html) > 1000)\n"
        "print([name for name in ('matplotlib', 'PIL', 'pandas', 'scipy', 'ipywidgets') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["True", "[]"]


@pytest.mark.parametrize("odd", [math.nan, math.inf, -1e-16, None, "x"])
def test_what_cannot_be_drawn_is_said_below(odd: Any) -> None:
    shown = residual_and_error(ORDERS, [1e-16, odd, 1e-16, 1e-16], ERRORS)
    assert len(svg_of(shown)) > 0
    assert "<p>Not shown" in shown.html
    assert "residual at 5 (" in shown.html
    assert "residual 1e-16, not shown, 1e-16, 1e-16" in shown.words


@pytest.mark.parametrize(
    ("orders", "residuals", "errors", "why"),
    [
        ([], [], [], "nothing to draw"),
        ([4], [math.nan], [None], "residual at 4 (nan)"),
        (ORDERS, RESIDUALS[1:], ERRORS, "4 places and 3 values of residual"),
        ([4, math.nan], [1, 1], [1, 1], "must be a finite number"),
    ],
)
def test_no_picture_is_a_message(orders: Any, residuals: Any, errors: Any, why: str) -> None:
    shown = residual_and_error(orders, residuals, errors)
    assert "<img" not in shown.html
    assert why in shown.html
    assert shown.words in shown.html


def test_one_order_is_enough() -> None:
    assert "the error climbs from 3e-13 to 3e-13" in residual_and_error([4], [0], [3e-13]).words
