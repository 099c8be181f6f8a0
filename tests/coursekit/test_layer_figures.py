"""The figures of the assignment on one layer: what they say, and what they make of a learner's odd results."""

from __future__ import annotations

import base64
import math
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from typing import Any

import numpy as np
import pytest

from coursekit import layer_figures as figures
from coursekit.shown import Shown


def svg_of(shown: Shown) -> ET.Element:
    found = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', shown.html)
    assert found is not None
    return ET.fromstring(base64.b64decode(found[1]))


def test_the_layer_says_how_the_framed_entry_comes_about() -> None:
    shown = figures.layer(
        [[2, 1], [0, 3]], [[0.5, 1.0], [2.0, 4.0]], [1, 7], ["apples", "jars"], ["kg", "price"], (1, 0)
    )
    assert "X (2, 2) (columns apples, jars): 2, 1; 0, 3." in shown.words
    assert shown.words.endswith("Framed: row 1 of the result, kg: 0 times 0.5 + 3 times 2 + 1 = 7.")
    assert shown.png is not None


def test_the_regions_say_who_owns_each_mean() -> None:
    words = figures.regions([[1.0, 1.0], [4.0, 0.5], [3.0, 4.0]]).words
    with_bias, without = words.split("without a bias: ")
    assert all(f"mean {c} lies in the region of class {c}" in with_bias for c in range(3))
    assert "mean 0 lies in the region of class 2" in without


def test_the_tables_say_what_is_framed() -> None:
    said = figures.differences(np.arange(3.0)[:, None], np.arange(3.0)).words
    assert said.endswith("the mean square of these 3 is 0, that of all 9 is 1.33333.")
    assert "1 of class 1 predicted as 0" in figures.tally_steps([[3, 1], [2, 0], [0, 1]], [0, 1, 1]).words


def test_one_spread_of_three_keeps_the_signal() -> None:
    words = figures.signal_through_layers(width=32, depth=20).words
    sizes = [float(size) for size in re.findall(r"it is (\S+)[,.]", words)]
    assert sizes[0] > 1e6
    assert 0.05 < sizes[1] < 20
    assert sizes[2] < 1e-6


def test_the_learner_s_figures_need_no_matplotlib() -> None:
    code = (
        "import sys, numpy as np\nfrom coursekit import layer_figures as figures\n"
        "shown = [figures.spread_by_layer({'a': [1.0, 2.0], 'b': [1.0, 0.5]}), figures.templates(np.eye(64)[:, :3]),"
        " figures.tally(np.eye(3))]\n"
        "print(all(len(one.html) > 200 for one in shown))\n"
        "print([name for name in ('matplotlib', 'PIL', 'pandas', 'scipy', 'ipywidgets') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["True", "[]"]


def test_the_spread_is_told_from_first_to_last_layer() -> None:
    shown = figures.spread_by_layer({"gain 2": [1.0, 2.0, 3.0], "gain 1": [1.0, 0.1, math.inf]})
    assert "gain 2 from 1.0e+00 to 3.0e+00, gain 1 from 1.0e+00 to not shown" in shown.words
    assert "<p>Not shown" in shown.html
    assert len(svg_of(shown)) > 0


@pytest.mark.parametrize(
    "curves", [{}, {"gain 2": []}, {"gain 2": [1.0], "gain 1": []}, {"gain 2": [math.nan, math.inf]}]
)
def test_no_spread_is_a_message(curves: dict[str, list[float]]) -> None:
    shown = figures.spread_by_layer(curves)
    assert "nothing to draw" in shown.words
    assert "<img" not in shown.html


def test_a_template_is_dark_where_its_weights_are_large() -> None:
    W = np.zeros((64, 2))
    W[27, 1] = 4.0  # row 3, column 3: one of the four pixels in the middle
    shown = figures.templates(W)
    assert "template 0 0, template 1 25." in shown.words
    fills = [pixel.attrib["fill"] for pixel in svg_of(shown).iter("{http://www.w3.org/2000/svg}rect")]
    assert fills.count("#000000") == 1


@pytest.mark.parametrize("odd", [None, "x", [[1], [2, 3]], np.zeros((10, 64)), np.full((64, 3), np.nan), np.ones(64)])
def test_what_is_no_table_of_templates_is_a_message(odd: Any) -> None:
    assert "nothing to draw" in figures.templates(odd).words


def test_a_tally_is_a_table_that_can_be_read_out() -> None:
    shown = figures.tally(np.array([[5, 2], [0, 9]]))
    assert shown.words.endswith("0: 5, 2; 1: 0, 9.")
    assert shown.html.count('<th scope="row">') == shown.html.count('<th scope="col">') == 2
    assert "<strong>9</strong>" in shown.html
    assert "<strong>2</strong>" not in shown.html


@pytest.mark.parametrize("odd", [None, [[1], [2, 3]], np.ones(3), [["a"]], np.ones((50, 50))])
def test_what_is_no_tally_is_a_message(odd: Any) -> None:
    assert "nothing to show" in figures.tally(odd).words
