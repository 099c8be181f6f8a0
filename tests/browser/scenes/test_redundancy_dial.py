"""Redundancy Dial: the volume is the determinant's size, and only the share of something new changes it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from coursekit.interactives.c1w1.redundancy_dial import FIRST, NEW, REDUNDANCY_DIAL, SECOND
from tests.browser.scenes.conftest import OpenScene

pytestmark = pytest.mark.xdist_group("scenes")


@pytest.mark.parametrize(("new", "a", "b"), [(1, 0, 0), (1, 1, 0.5), (0.3, 0.25, 1), (-0.6, 0.5, 0.5)])
def test_the_volume_is_the_size_of_the_determinant(
    open_scene: Callable[..., OpenScene], new: float, a: float, b: float
) -> None:
    scene = open_scene(REDUNDANCY_DIAL)
    scene.show(new=new, a=a, b=b)
    u, v, fresh = (np.array(column, dtype=float) for column in (FIRST, SECOND, NEW))
    determinant = np.linalg.det(np.column_stack([u, v, a * u + b * v + new * fresh]))
    assert f"volume {abs(determinant):.3g}" in scene.words
    assert ("inside out" in scene.words) == (determinant < 0)


def test_the_dial_at_zero_makes_the_box_flat_whatever_is_mixed(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(REDUNDANCY_DIAL)
    scene.page.get_by_role("slider", name="Dial").fill("0")
    scene.page.get_by_role("slider", name="First column").fill("0.75")
    assert scene.state["new"] == 0 and scene.state["a"] == 0.75
    assert "the box is flat, its volume is 0" in scene.words
    assert "= (1.5, 0, 0)" in scene.words
