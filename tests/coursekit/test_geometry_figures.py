"""The figures of the geometry assignment: what they say, and what they do with a learner's odd results."""

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

from coursekit import geometry_figures as figures
from coursekit.shown import Shown

TRIANGLE = np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 3.0]])


def svg_of(shown: Shown) -> ET.Element:
    found = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', shown.html)
    assert found is not None
    return ET.fromstring(base64.b64decode(found[1]))


def polygons(shown: Shown) -> list[list[tuple[float, float]]]:
    found = [part.attrib["points"] for part in svg_of(shown).iter() if part.tag.endswith("polygon")]
    return [[(float(x), float(y)) for x, y in (point.split(",") for point in points.split())] for points in found]


def test_outlines_share_one_scale() -> None:
    shown = figures.outlines(("small", TRIANGLE), ("large", 2 * TRIANGLE))
    small, large = polygons(shown)
    widths = [max(x for x, _ in points) - min(x for x, _ in points) for points in (small, large)]
    assert widths[1] == pytest.approx(2 * widths[0], abs=0.3)
    assert "small: from 0 to 4 across and from 0 to 3 upwards" in shown.words
    assert f'alt="{shown.words}"' in shown.html


@pytest.mark.parametrize(
    "odd", [None, "x", np.zeros((0, 2)), np.zeros((3, 3)), np.full((3, 2), math.nan), np.full((3, 2), 1e300), [[1, 2]]]
)
def test_an_outline_that_cannot_be_drawn_is_said(odd: Any) -> None:
    shown = figures.outlines(("mine", odd), ("right", TRIANGLE))
    assert len(polygons(shown)) == 1
    assert "mine: nothing to draw" in shown.words
    alone = figures.outlines(("mine", odd))
    assert "<img" not in alone.html
    assert "nothing to draw" in alone.html


def test_a_single_point_is_an_outline() -> None:
    assert len(polygons(figures.outlines(("point", np.zeros((1, 2)))))) == 1


def test_pictures_are_drawn_in_grey_and_named() -> None:
    shown = figures.pictures(("a dot", [[0, 0], [0, 9]]), ("blank", np.zeros((2, 2))))
    fills = [part.attrib["fill"] for part in svg_of(shown).iter() if part.tag.endswith("rect")]
    assert fills.count("rgb(0,0,0)") == 1
    assert shown.words == "Pictures of digits: a dot; blank."


def test_the_outline_of_a_picture_is_its_border() -> None:
    ring = figures.outline([[0, 9, 9], [0, 0, 9]], 5)  # an L of three pixels: x to the right, y up
    assert ring.shape == (9, 2)
    assert (ring[0] == ring[-1]).all()
    assert (ring.min(axis=0) == [1, 0]).all() and (ring.max(axis=0) == [3, 2]).all()
    x, y = ring.T
    area = (x[:-1] * y[1:] - x[1:] * y[:-1]).sum() / 2
    assert area == 3.0  # positive: counter-clockwise
    with pytest.raises(ValueError, match="no pixel is above 9"):
        figures.outline([[9.0]], 9)


def test_what_learners_draw_needs_no_matplotlib() -> None:
    code = (
        "import sys, numpy as np\nfrom coursekit import geometry_figures as figures\n"
        "figures.outlines(('a', figures.outline(np.eye(3), 0.5))), figures.pictures(('b', np.eye(3)))\n"
        "print([name for name in ('matplotlib', 'PIL', 'pandas', 'scipy', 'ipywidgets') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[0] == "[]"


def test_the_figures_of_the_stories_say_their_numbers() -> None:
    balls = figures.unit_balls((3.0, 4.0), [1.0, 2.0, 4.0, math.inf])
    assert "length 7 for p = 1, 5 for p = 2, 4.28 for p = 4, 4 for p = ∞" in balls.words
    arrows = figures.distance_and_angle((1.0, 0.0), [("far", (3.0, 0.0)), ("near", (1.0, 1.0))])
    assert "far is 2.00 away and 0 degrees off; near is 1.00 away and 45 degrees off" in arrows.words
    shadows = figures.shadows((3.0, 2.0, 2.5), [[4.0, 2.0], [0.5, 3.0], [0.0, 0.0]])
    assert "the dot at (3, 2)" in shadows.words
    warps = figures.warps(figures.Warp("shift", np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 0.5], [0.0, 0.0, 1.0]])))
    assert "shift: the solid arrow ends at (3, 0.5), the dashed one at (2, 1.5)" in warps.words
    assert all(shown.png is not None for shown in (balls, arrows, shadows, warps))
