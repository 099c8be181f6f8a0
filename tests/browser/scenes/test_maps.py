"""Order Matters and Undo: both products are NumPy's, and a map is undone by dragging its inverse."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest

from coursekit.interactives.c1w3.order_matters import ORDER_MATTERS
from coursekit.interactives.c1w3.undo import MAPS, UNDO
from tests.browser.scenes.conftest import OpenScene

pytestmark = pytest.mark.xdist_group("scenes")


def points(words: str) -> list[list[float]]:
    """Every point that a sentence names."""
    found = re.findall(r"\(([-−\d., ]+)\)", words)
    return [[float(entry.replace("−", "-")) for entry in point.split(",")] for point in found]


@pytest.mark.parametrize(("angle", "shear"), [(90, 1.0), (30, -1.5), (150, 0.5)])
def test_both_orders_end_where_the_products_say(open_scene: Callable[..., OpenScene], angle: int, shear: float) -> None:
    scene = open_scene(ORDER_MATTERS)
    scene.show(angle=angle, shear=shear)
    t = np.radians(angle)
    turn, slant = np.array([[np.cos(t), -np.sin(t)], [np.sin(t), np.cos(t)]]), np.array([[1, shear], [0, 1]])
    _, first, second = points(scene.words)
    np.testing.assert_allclose(first, (slant @ turn)[:, 1], atol=0.006)
    np.testing.assert_allclose(second, (turn @ slant)[:, 1], atol=0.006)


def test_a_half_turn_can_be_made_before_or_after(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(ORDER_MATTERS)
    scene.show(angle=180, shear=1)
    assert "no difference" in scene.words


@pytest.mark.parametrize("name", ["stretch", "quarter turn", "shear", "turn and grow"])
def test_the_inverse_undoes_a_map(open_scene: Callable[..., OpenScene], name: str) -> None:
    scene = open_scene(UNDO)
    inverse = np.linalg.inv(np.array(MAPS[name]))
    scene.show(map=name, a=inverse[:, 0].tolist(), b=inverse[:, 1].tolist())
    assert "Undone" in scene.words
    scene.show(map=name, a=inverse[0].tolist(), b=inverse[1].tolist())
    assert ("Undone" in scene.words) == np.allclose(inverse, inverse.T)


def test_a_shear_is_undone_by_keyboard(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(UNDO)
    scene.page.get_by_label("shear", exact=True).check()
    scene.handle("Where your map sends (0, 1)").focus()
    scene.page.keyboard.press("Shift+ArrowLeft")
    assert scene.state["b"] == [-1, 1] and "Undone" in scene.words


def test_what_is_pressed_flat_stays_flat(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(UNDO)
    scene.show(map="press flat")
    assert "no map can tell them apart" in scene.words
