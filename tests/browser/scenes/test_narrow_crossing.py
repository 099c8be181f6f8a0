"""Narrow Crossing: the region that is named is the one that the blurred right-hand sides allow."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest

from coursekit.interactives.c1w1.narrow_crossing import ANSWER, NARROW_CROSSING
from tests.browser.scenes.conftest import OpenScene

pytestmark = pytest.mark.xdist_group("scenes")


@pytest.mark.parametrize(("angle", "blur"), [(60, 1), (5, 1), (-20, 2.5), (30, 0)])
def test_the_region_is_that_of_the_worst_readings(
    open_scene: Callable[..., OpenScene], angle: float, blur: float
) -> None:
    scene = open_scene(NARROW_CROSSING)
    scene.show(angle=angle, blur=blur)
    turned = np.radians(45 + angle)
    A = np.array([[1.0, 1.0], [np.cos(turned), np.sin(turned)]])
    readings = (A @ ANSWER) * (1 + blur / 100 * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]))
    corners = np.array([np.linalg.solve(A, reading) for reading in readings])
    expected = [*zip(corners.min(axis=0), corners.max(axis=0), strict=True)]
    found = re.search(
        r"from ([−\d.]+) to ([−\d.]+), and y from ([−\d.]+) to ([−\d.]+): off by up to ([\d.]+)", scene.words
    )
    assert found is not None
    numbers = [float(words.replace("−", "-")) for words in found.groups()]
    np.testing.assert_allclose(numbers[:4], np.ravel(expected), atol=0.0051)
    assert numbers[4] == pytest.approx(100 * np.abs(corners - ANSWER).max() / 2, abs=0.051)


def test_line_2_is_dragged_onto_line_1(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(NARROW_CROSSING)
    unit = scene.page.locator("#scene svg").first.bounding_box()["width"] / 5.5  # type: ignore[index]
    start = np.radians(60 - 45)
    end = np.radians(-45)
    move = 2.5 * unit * np.array([np.cos(end) - np.cos(start), np.sin(end) - np.sin(start)])
    scene.drag("Turn line 2", right=move[0], down=-move[1])
    assert scene.state["angle"] == 0
    assert "nothing holds x or y" in scene.words
