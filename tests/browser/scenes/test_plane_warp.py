"""Plane Warp: the arrows are dragged or stepped, and the sentence beside the picture says what the matrix does."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from coursekit.interactives.c1w3.plane_warp import PLANE_WARP
from tests.browser.scenes.conftest import OpenScene

pytestmark = pytest.mark.xdist_group("scenes")


def test_an_arrow_is_dragged(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(PLANE_WARP)
    unit = scene.page.locator("#scene svg").bounding_box()["width"] / 7  # type: ignore[index]
    scene.drag("Image of the first basis arrow", right=unit, down=-unit)
    assert scene.state == {"a": [2, 1], "b": [0, 1]}
    assert scene.words.startswith("(1, 0) goes to (2, 1) and (0, 1) to (0, 1). The unit square now has area 2.")


def test_an_arrow_is_stepped_and_stays_inside(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(PLANE_WARP)
    scene.handle("Image of the second basis arrow").focus()
    for _ in range(12):
        scene.page.keyboard.press("Shift+ArrowUp")
    assert scene.state["b"] == [0, 3]


@pytest.mark.parametrize(("a", "b"), [([2.0, 1.0], [-1.0, 1.0]), ([0.0, 1.0], [1.0, 0.0]), ([1.5, 0.25], [2.0, -1.0])])
def test_the_area_is_the_size_of_the_determinant(
    open_scene: Callable[..., OpenScene], a: list[float], b: list[float]
) -> None:
    scene = open_scene(PLANE_WARP)
    scene.show(a=a, b=b)
    determinant = np.linalg.det(np.column_stack([a, b]))
    assert f"area {abs(determinant):g}" in scene.words
    assert ("mirror" in scene.words) == (determinant < 0)


def test_a_flat_square_is_called_flat(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(PLANE_WARP)
    scene.show(a=[2, 1], b=[-1, -0.5])
    assert "flat" in scene.words and "lost a dimension" in scene.words
