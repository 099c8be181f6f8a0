"""Three Planes: what is said of the common points agrees with NumPy."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest

from coursekit.interactives.c1w1.three_planes import FIXED, THREE_PLANES
from tests.browser.scenes.conftest import OpenScene

pytestmark = pytest.mark.xdist_group("scenes")


@pytest.mark.parametrize(("a", "b", "t", "shift"), [(1, 1, 1, 1), (1, -1, -2, 1), (0, 0, 0.5, -1), (2, -2, 0.5, 2)])
def test_the_point_solves_the_system_and_the_determinant_is_right(
    open_scene: Callable[..., OpenScene], a: float, b: float, t: float, shift: float
) -> None:
    scene = open_scene(THREE_PLANES)
    scene.show(a=a, b=b, t=t, shift=shift)
    (n, c), (m, e) = FIXED
    matrix = np.array([n, m, a * np.array(n) + b * np.array(m) + [0, 0, t]])
    point = np.linalg.solve(matrix, [c, e, a * c + b * e + shift])
    found = re.search(r"A point: \(([^)]*)\)(, outside the cube)?\. Determinant ([−\d.]+):", scene.words)
    assert found is not None
    np.testing.assert_allclose([float(x.replace("−", "-")) for x in found[1].split(",")], point, atol=0.0051)
    assert bool(found[2]) == bool(np.abs(point).max() > 3)
    assert float(found[3].replace("−", "-")) == pytest.approx(np.linalg.det(matrix))


def test_a_repeated_row_gives_a_line_or_nothing(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(THREE_PLANES)
    assert scene.words.startswith("A line of points. Determinant 0")
    assert scene.page.locator("#scene line.ck-solved").count() == 1
    shift = scene.page.get_by_role("slider", name="Shift")
    shift.focus()
    scene.page.keyboard.press("ArrowRight")
    assert scene.state["shift"] == 0.5
    assert scene.words.startswith("Nothing: no point lies on all three.")
    assert scene.page.locator("#scene line.ck-solved, #scene .ck-point").count() == 0
