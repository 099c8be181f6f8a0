"""Angle or Distance?: numbers are NumPy's; the tip of the arrow slides along its own direction."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from coursekit.interactives.c1w3.angle_or_distance import ANGLE_OR_DISTANCE, FIRST, OTHERS
from coursekit.tables import digits
from tests.browser.scenes.conftest import OpenScene

pytestmark = pytest.mark.xdist_group("scenes")


@pytest.mark.parametrize("other", OTHERS)
def test_ink_changes_the_distance_and_not_the_angle(open_scene: Callable[..., OpenScene], other: str) -> None:
    scene = open_scene(ANGLE_OR_DISTANCE)
    X = digits().X
    a, b = X[FIRST], X[OTHERS[other]]
    angle = np.degrees(np.arccos(a @ b / np.linalg.norm(a) / np.linalg.norm(b)))
    for ink in (1.0, 0.3):
        scene.show(other=other, ink=ink)
        distance = np.linalg.norm(a - ink * b)
        assert f"distance {np.round(distance, 1):g}, angle {np.round(angle, 1):g}°" in scene.words


def test_the_nearest_is_where_the_error_is_perpendicular(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(ANGLE_OR_DISTANCE)
    X = digits().X
    a, b = X[FIRST], X[OTHERS["an 8"]]
    best = round(20 * (a @ b) / (b @ b)) / 20
    for ink, said in ((best, True), (best - 0.05, False), (best + 0.05, False)):
        scene.show(other="an 8", ink=ink)
        assert ("No step of the slider comes nearer" in scene.words) == said


def test_the_tip_moves_along_its_arrow_only(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(ANGLE_OR_DISTANCE)
    scene.drag("Tip of the second arrow", right=-80, down=0)
    ink = scene.state["ink"]
    assert 0.4 < ink < 0.9 and f"× {ink:g}:" in scene.words
    assert scene.page.get_by_label("Ink of the second picture").input_value() == f"{ink:g}"
    scene.page.get_by_label("a 4", exact=True).check()
    assert scene.state == {"other": "a 4", "ink": ink}
