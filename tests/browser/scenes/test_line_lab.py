"""Line Lab: lines are shifted and turned, and the sentence agrees with NumPy about both pictures."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from coursekit.interactives.c1w1.line_lab import LINE_LAB
from tests.browser.scenes.conftest import OpenScene

pytestmark = pytest.mark.xdist_group("scenes")


def test_a_shift_changes_the_right_hand_side_only(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(LINE_LAB)
    unit = scene.page.locator("#scene svg").first.bounding_box()["width"] / 9  # type: ignore[index]
    scene.drag("Line 1: shift", right=-unit, down=0)
    assert scene.state == {"A": [[2, 1], [1, 2]], "p": [[1, 0], [3, 1]]}
    assert scene.page.locator("#scene td").first.inner_text() == "2x + y = 2"
    assert scene.words.startswith("The lines cross at (−0.33, 2.67)")


def test_a_turn_by_keyboard_makes_the_lines_parallel_and_the_cell_flat(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(LINE_LAB)
    scene.handle("Line 2: turn").focus()
    for key in ("ArrowLeft", "ArrowDown"):
        scene.page.keyboard.press(key)
    assert scene.state["A"] == [[2, 1], [2, 1]]
    assert scene.words.startswith("Parallel lines") and "(4, 7) lies off it" in scene.words
    scene.show(A=[[2, 1], [-4, -2]], p=[[2, 0], [1, 2]])
    assert scene.words.startswith("One line, drawn twice")


@pytest.mark.parametrize("A", [[[2, 1], [1, 2]], [[1, 2], [2, 1]], [[0, 3], [-1, 1]], [[3, -2], [-2, 1]]])
def test_the_crossing_and_the_area_are_those_of_the_matrix(
    open_scene: Callable[..., OpenScene], A: list[list[int]]
) -> None:
    scene = open_scene(LINE_LAB)
    p = [[2, 0], [3, 1]]
    scene.show(A=A, p=p)
    x = np.linalg.solve(A, (np.array(A) * p).sum(axis=1))
    point = ", ".join(f"{np.round(value, 2) + 0:g}" for value in x).replace("-", "−")
    assert f"cross at ({point})" in scene.words
    assert f"the cell has area {abs(np.linalg.det(A)):g}" in scene.words
    assert ("clockwise" in scene.words) == (np.linalg.det(A) < 0)
