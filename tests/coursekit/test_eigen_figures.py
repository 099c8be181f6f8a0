"""The figures of the assignment on determinants, eigenvectors and long runs."""

from __future__ import annotations

import base64
import math
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from typing import Any

import pytest

from coursekit.eigen_figures import Network, areas, bars, directions, networks, steps_for_digits
from coursekit.shown import Shown

STEPS, TOLERANCES = [2, 4, 5], [1e-2, 1e-4, 1e-6]


def svg_of(shown: Shown) -> ET.Element:
    found = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', shown.html)
    assert found is not None
    return ET.fromstring(base64.b64decode(found[1]))


def test_the_lines_that_a_matrix_keeps_are_counted() -> None:
    said = directions(
        ("stretch", [[1.5, 0.5], [0.5, 1.5]]),
        ("diagonal", [[3, 0], [0, 1]]),
        ("double", [[2, 0], [0, 2]]),
        ("shear", [[1, 0], [1, 1]]),
        ("turn", [[0, -1], [1, 0]]),
    ).words
    counted = re.findall(r"(\w+), rows [^:]+: (\w+ lines? stays?)", said)
    assert counted == [
        ("stretch", "two lines stay"),
        ("diagonal", "two lines stay"),
        ("double", "every line stays"),
        ("shear", "one line stays"),
        ("turn", "no line stays"),
    ]


def test_an_area_has_a_sign() -> None:
    said = areas(("before", [[3, 1], [1, 2]]), ("after", [[1, 2], [3, 1]])).words
    assert "before: rows (3, 1) and (1, 2), row 0 to row 1 turns counter-clockwise, area 5." in said
    assert "after: rows (1, 2) and (3, 1), row 0 to row 1 turns clockwise, area -5." in said


def test_a_network_is_told_way_by_way() -> None:
    labelled = Network("ferries", ["Ank", "Bree"], [[0.5, 1], [0.5, 0]])
    bare = Network("links", ["A", "B"], [[0, 0], [1, 0]], labelled=False)
    assert networks(labelled, bare).words == (
        "ferries: from Ank to Ank 0.5, Bree 0.5; from Bree to Ank 1. links: from A to B; from B nowhere."
    )


def test_bars_are_as_long_as_their_values() -> None:
    shown = bars("ranks", ["page 1", "page 2"], [0.5, 0.25])
    assert shown.words == "ranks: page 1 0.5000, page 2 0.2500."
    widths = [float(bar.get("width", 0)) for bar in svg_of(shown).iter("{http://www.w3.org/2000/svg}rect")][1:]
    assert widths == [400.0, 200.0]


@pytest.mark.parametrize("odd", [math.nan, -math.inf, -0.5, None, "x", 1j])
def test_a_value_without_a_bar_is_said(odd: Any) -> None:
    shown = bars("ranks", ["page 1", "page 2"], [odd, 0.25])
    assert "page 1 no bar: " in shown.words and "page 2 0.2500" in shown.words
    assert len(svg_of(shown)) > 0


def test_steps_for_digits() -> None:
    shown = steps_for_digits(STEPS, TOLERANCES, "iris")
    assert shown.words == (
        "Tolerance on a logarithmic scale against steps, for iris: 1e-02 after 2, 1e-04 after 4, 1e-06 after 5."
    )
    assert "Each digit costs the same: iris" in " ".join(svg_of(shown).itertext())


@pytest.mark.parametrize("steps", [[2, 4], [2, 4, math.nan], [2, 4, None], []])
def test_no_picture_is_a_message(steps: Any) -> None:
    shown = steps_for_digits(steps, TOLERANCES, "iris")
    assert "<img" not in shown.html and "nothing to draw" in shown.words
    assert "nothing to draw" in bars("ranks", [], []).words


def test_what_a_learner_draws_needs_no_matplotlib() -> None:
    code = (
        "import sys\nfrom coursekit import eigen_figures as figures\n"
        f"figures.steps_for_digits({STEPS}, {TOLERANCES}, 'iris'), figures.bars('ranks', ['page 1'], [1.0])\n"
        "print([name for name in ('matplotlib', 'PIL', 'pandas', 'scipy', 'ipywidgets') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[0] == "[]"
