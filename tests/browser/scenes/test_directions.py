"""Eigen Hunt, Power Trail, Wandering Reader: lines, angles and shares are NumPy's."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest

from coursekit.interactives.c1w4.eigen_hunt import EIGEN_HUNT, MATRICES
from coursekit.interactives.c1w4.power_trail import POWER_TRAIL
from coursekit.interactives.c1w4.wandering_reader import LINKS, WANDERING_READER
from tests.browser.scenes.conftest import OpenScene

pytestmark = pytest.mark.xdist_group("scenes")

SLIDER = "Direction of the arrow"
# the slider goes through all its values
TURN = """slider => {
  for (let angle = 0; angle <= 180; angle += 1) {
    slider.value = angle;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    slider.dispatchEvent(new Event("change", { bubbles: true }));
  }
}"""


def numbers(words: str) -> list[float]:
    """Every number in a sentence."""
    return [float(found.replace("−", "-")) for found in re.findall(r"[−]?\d+(?:\.\d+)?", words)]


@pytest.mark.parametrize("name", list(MATRICES))
def test_a_turn_of_the_arrow_finds_the_lines_that_numpy_finds(open_scene: Callable[..., OpenScene], name: str) -> None:
    scene = open_scene(EIGEN_HUNT)
    scene.page.get_by_label(name, exact=True).check()
    scene.page.get_by_label(SLIDER).evaluate(TURN)
    found = scene.state["found"].get(name, [])
    if name == "twice as large":
        assert "does that to every arrow" in scene.words and not found
        return
    values, vectors = np.linalg.eig(np.array(MATRICES[name]))
    real = np.abs(values.imag) < 1e-6
    lines = np.degrees(np.arctan2(vectors[1, real].real, vectors[0, real].real)) % 180
    # the shear has one line, for which NumPy gives two vectors that differ by rounding
    np.testing.assert_allclose(sorted(found), sorted(set(np.round(lines, 2) % 180)), atol=0.006)


def test_an_arrow_dragged_near_a_line_is_caught_by_it(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(EIGEN_HUNT)
    box = scene.page.locator("#scene svg").first.bounding_box()
    assert box is not None
    unit = box["width"] / 5.2  # the picture reaches from -2.6 to 2.6
    start, end = (np.array([np.cos(angle), np.sin(angle)]) for angle in np.radians([80, 28]))
    scene.drag("Tip of the arrow", *(unit * (end - start) * [1, -1]))
    assert scene.state["angle"] == 26.57 and "Ax = 2·x" in scene.words
    scene.page.get_by_label("mirror", exact=True).check()
    assert "Not on one line" in scene.words


def test_the_angle_that_is_left_is_numpys(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(POWER_TRAIL)
    x = np.array([-1.5, 0.75])
    line = np.array([2, 1]) / np.sqrt(5)
    for second in (-1.0, 1.5, 0.25):
        A = np.array([[4 + second, 4 - 2 * second], [2 - second, 2 + 2 * second]]) / 3
        for steps in (1, 4, 9):
            scene.show(start=x.tolist(), second=second, steps=steps)
            y = np.linalg.matrix_power(A, steps) @ x
            angle = np.degrees(np.arccos(abs(y @ line) / np.linalg.norm(y)))
            assert numbers(scene.words)[1] == pytest.approx(angle, abs=0.006)


def test_a_start_without_a_part_along_the_strong_line_never_comes_near_it(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(POWER_TRAIL)
    scene.handle("Start").focus()
    for _ in range(3):
        scene.page.keyboard.press("ArrowLeft")
    assert scene.state["start"] == [-1.25, 1.25]
    for _ in range(5):
        scene.page.get_by_role("button", name="One more step").click()
    assert scene.state["steps"] == 5 and "still on the other line" in scene.words
    scene.show(second=-2, steps=7)
    assert "to and fro for ever" in scene.words


@pytest.mark.parametrize("begin", ["A", "D", "all"])
def test_the_crowd_is_where_the_matrix_sends_it(open_scene: Callable[..., OpenScene], begin: str) -> None:
    scene = open_scene(WANDERING_READER)
    P = np.zeros((5, 5))
    for page, targets in enumerate(LINKS):
        P[list(targets), page] = 1 / len(targets)
    shares = np.full(5, 0.2) if begin == "all" else np.eye(5)["ABCDE".index(begin)]
    for web, last in (
        ("five pages", P[:, 4]),
        ("E is a dead end", np.zeros(5)),
        ("from E to any page", np.full(5, 0.2)),
    ):
        Q = np.column_stack([P[:, :4], last])
        scene.show(web=web, clicks=6, **{"from": begin})
        seen = [float(share) for share in re.findall(r"[A-E] ([\d.]+)\s%", scene.words)]
        np.testing.assert_allclose(seen, 100 * np.linalg.matrix_power(Q, 6) @ shares, atol=0.06)


def test_a_dead_end_leaks_and_the_repaired_web_settles(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(WANDERING_READER)
    scene.page.get_by_label("E is a dead end").check()
    scene.page.get_by_role("slider", name="Clicks").fill("40")
    assert numbers(scene.words.split("Still reading")[1])[0] < 5
    scene.page.get_by_label("from E to any page").check()
    assert "another click changes nothing" in scene.words
