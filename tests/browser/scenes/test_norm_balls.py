"""Norm Balls: lengths and distances are NumPy's, and walking about by keyboard changes the nearest neighbour."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from coursekit.interactives.c1w3.norm_balls import NORM_BALLS, POINTS
from tests.browser.scenes.conftest import OpenScene

pytestmark = pytest.mark.xdist_group("scenes")


@pytest.mark.parametrize("p", [1, 1.35, 2, 20, "inf"])
def test_lengths_and_the_nearest_are_those_of_numpy(open_scene: Callable[..., OpenScene], p: float | str) -> None:
    scene = open_scene(NORM_BALLS)
    scene.show(p=p, v=[-1.25, 0.5], here=[1.5, 0.0])
    length = np.linalg.norm([-1.25, 0.5], float(p))
    far = {name: np.linalg.norm(np.subtract(at, [1.5, 0.0]), float(p)) for name, at in POINTS.items()}
    nearest = min(far, key=lambda name: far[name])
    assert f"has length {np.round(length, 2):g}." in scene.words
    assert f"{nearest} is nearest, at distance {np.round(far[nearest], 2):g};" in scene.words


def test_sliding_p_changes_the_neighbour(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(NORM_BALLS)
    assert "B is nearest" in scene.words
    scene.page.get_by_label("p:").focus()
    scene.page.keyboard.press("End")
    assert scene.state["p"] == "inf" and "A is nearest, at distance 3" in scene.words


def test_you_are_dragged_and_stepped(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(NORM_BALLS)
    unit = scene.page.locator("#scene svg").nth(1).bounding_box()["width"] / 13  # type: ignore[index]
    scene.drag("Where you stand", right=2 * unit, down=3 * unit)
    assert scene.state["here"] == [2, -3] and "E is nearest, at distance 2" in scene.words
    scene.page.keyboard.press("Shift+ArrowLeft")
    assert scene.state["here"] == [0, -3]


def test_two_at_the_same_distance_are_both_named(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(NORM_BALLS)
    scene.show(p="inf", here=[1.0, 0.0])
    assert "A is nearest, at distance 3" in scene.words
    scene.show(p="inf", here=[2.0, 0.0])
    assert "A and B are equally near, at distance 3." in scene.words
