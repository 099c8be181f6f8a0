"""The Impossible Four: corners are counted as NumPy counts them, and 'and' can be cut by hand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from coursekit.interactives.c1w3.impossible_four import CORNERS, IMPOSSIBLE_FOUR, PATTERNS
from tests.browser.scenes.conftest import OpenScene

pytestmark = pytest.mark.xdist_group("scenes")


def test_corners_are_counted_and_exclusive_or_is_never_cut(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(IMPOSSIBLE_FOUR)
    rng = np.random.default_rng(5)
    for name, filled in PATTERNS.items():
        most = 0
        for _ in range(25):
            p, q = rng.uniform(-0.7, 1.7, (2, 2)).round(2)
            turn = [(q - p)[0] * (c - p)[1] - (q - p)[1] * (c - p)[0] for c in np.array(CORNERS)]
            scene.show(pattern=name, p=p.tolist(), q=q.tolist(), over=True)
            right = int(((np.array(turn) > 0) == np.array(filled, dtype=bool)).sum())
            assert ("All 4 corners" if right == 4 else f"{right} of 4 corners are right") in scene.words
            most = max(most, right, 4 - right)  # the other way round all verdicts change
        assert most == (3 if name == "exclusive or" else 4)


def test_and_is_cut_by_dragging_one_point(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(IMPOSSIBLE_FOUR)
    unit = scene.page.locator("#scene svg").bounding_box()["width"] / 2.6  # type: ignore[index]
    scene.drag("First point of the line", right=0.5 * unit, down=-unit)
    assert scene.state["p"] == [0, 1.5] and "All 4 corners" in scene.words
    scene.page.get_by_role("radio", name="exclusive or").check()
    assert "3 of 4 corners are right" not in scene.words
    scene.page.get_by_role("button", name="Exchange the sides").click()
    assert scene.state["over"] is False


def test_a_line_needs_two_points(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(IMPOSSIBLE_FOUR)
    scene.show(p=[0.5, 0.5], q=[0.5, 0.5])
    assert "pull them apart" in scene.words
