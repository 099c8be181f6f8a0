"""Boundary Bender: mistakes are counted as NumPy counts them, and the line goes where it is dragged."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from coursekit.interactives.c1w3.boundary_bender import BOUNDARY_BENDER, TASKS
from coursekit.tables import iris
from tests.browser.scenes.conftest import OpenScene

pytestmark = pytest.mark.xdist_group("scenes")


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize(("w", "b"), [([1.0, 0.3], -5.0), ([-0.7, 2.0], 0.35), ([0.0, 0.0], 1.0)])
def test_mistakes_are_counted(open_scene: Callable[..., OpenScene], task: str, w: list[float], b: float) -> None:
    scene = open_scene(BOUNDARY_BENDER)
    scene.show(task=task, w=w, b=b)
    X, y, _, _ = iris()
    below, above = TASKS[task]
    asked = np.isin(y, below + above)
    wrong = ((X[asked, 2:] @ w + b > 0) != np.isin(y[asked], above)).sum()
    assert f"{wrong} of {asked.sum()} flowers" in scene.words
    assert scene.page.locator("#scene .ck-cross").count() == wrong
    assert ("no line" in scene.words) == (not any(w))


def test_the_line_is_dragged_and_the_weights_stay(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(BOUNDARY_BENDER)
    centimetre = scene.page.locator("#scene svg").bounding_box()["width"] / 8  # type: ignore[index]
    scene.drag("Point of the line", right=-1.5 * centimetre, down=0.4 * centimetre)
    assert scene.state["w"] == [1, 0] and scene.state["b"] == pytest.approx(-2.5, abs=0.051)
    assert "All 150 flowers are on their side." in scene.words


def test_the_arrow_turns_the_line_about_its_foot(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(BOUNDARY_BENDER)
    scene.handle("Tip of the arrow w").focus()
    for _ in range(3):
        scene.page.keyboard.press("ArrowUp")
    w, b = np.array(scene.state["w"]), scene.state["b"]
    assert w[1] > 0.3 and abs(w @ [4.0, 2.2] + b) < 0.2
    assert scene.page.get_by_label("w₂, for the width").input_value() == f"{w[1]:g}"


def test_doubling_everything_changes_no_verdict(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(BOUNDARY_BENDER)
    scene.show(w=[1.0, 0.5], b=-4.0)
    before = scene.words.split(". ", 1)[1]
    scene.show(w=[2.0, 1.0], b=-8.0)
    assert scene.words.split(". ", 1)[1] == before
