"""Rotate the Cloud, Component Scope and Units Trap: what they say and draw is what NumPy finds in the same tables."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from coursekit.interactives.c1w4.component_scope import COMPONENT_SCOPE
from coursekit.interactives.c1w4.principal_components import components_of, digit_components
from coursekit.interactives.c1w4.rotate_the_cloud import ROTATE_THE_CLOUD, flowers
from coursekit.interactives.c1w4.units_trap import UNITS_TRAP
from coursekit.tables import digits, wine
from tests.browser.scenes.conftest import OpenScene

pytestmark = pytest.mark.xdist_group("scenes")

# the grey values of the squares, three pictures of 64 one after the other
GREYS = """() => Array.from(document.querySelectorAll('#scene svg rect[fill^="rgb"]'),
  (node) => Number(node.getAttribute("fill").match(/\\d+/)[0]))"""


def said(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}".rstrip("0").rstrip(".")


@pytest.mark.parametrize("angle", [0, 31, 138, 300])
def test_the_cloud_tells_spread_and_distance(open_scene: Callable[..., OpenScene], angle: int) -> None:
    scene = open_scene(ROTATE_THE_CLOUD)
    scene.show(angle=angle)
    C = np.cov(flowers(), rowvar=False)
    u = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    assert f"along the line is {said(u @ C @ u, 3)} cm²" in scene.words
    assert f"the variance across it {said(np.trace(C) - u @ C @ u, 3)} cm²" in scene.words


def test_the_arrow_is_turned_by_hand_and_leaves_a_trail(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(ROTATE_THE_CLOUD)
    unit = scene.page.locator("#scene svg").first.bounding_box()["width"] / 3.2  # type: ignore[index]
    scene.drag("Direction of the line", right=-1.35 * unit, down=-1.35 * unit)
    assert scene.state["angle"] == 90
    scene.page.keyboard.press("ArrowRight")
    assert scene.state["angle"] == 89
    assert {0, 89, 90} < set(scene.state["seen"])
    scene.page.get_by_label("Compare").check()
    first = components_of(flowers()).directions[0]
    assert f"is at {said(np.degrees(np.arctan2(first[1], first[0])), 1)}°" in scene.words


@pytest.mark.parametrize(("digit", "k"), [(3, 0), (8, 1), (3, 29), (5, 61), (5, 64)])
def test_the_scope_adds_up_the_components(open_scene: Callable[..., OpenScene], digit: int, k: int) -> None:
    scene = open_scene(COMPONENT_SCOPE)
    scene.show(digit=digit, k=k)
    found, picture = digit_components(), digits().X[digit]
    directions = found.directions[:k]
    expected = found.mean + directions.T @ (directions @ (picture - found.mean))
    greys = np.array(scene.page.evaluate(GREYS)).reshape(3, 64)
    assert np.abs(greys[0] - (255 - 255 * picture / 16)).max() <= 0.5
    assert np.abs(greys[1] - np.clip(255 - 255 * expected / 16, 0, 255)).max() < 1
    if k >= 61:
        assert "every pixel is right" in scene.words
    else:
        assert f"off by {said(np.sqrt(np.mean((picture - expected) ** 2)), 1)} of 16" in scene.words
    assert k == 0 or f"digits: {said(100 * found.kept(k), 1)} %" in scene.words


@pytest.mark.parametrize(
    ("column", "unit", "standardised"),
    [("proline", 0, False), ("proline", -3, False), ("hue", 3, False), ("hue", 4, False), ("alcohol", 2, True)],
)
def test_the_trap_is_the_first_component_of_what_is_set(
    open_scene: Callable[..., OpenScene], column: str, unit: int, standardised: bool
) -> None:
    scene = open_scene(UNITS_TRAP)
    scene.page.get_by_label("divided by its standard deviation").set_checked(standardised)
    scene.page.get_by_label(column, exact=True).check()
    scene.page.get_by_role("slider", name="Its numbers").fill(str(unit))
    table = wine()
    X = table.X.copy()
    X[:, table.columns.index(column)] *= 10.0**unit
    found = components_of(X / X.std(axis=0) if standardised else X)
    parts = found.directions[0] ** 2
    assert f"takes {said(100 * found.kept(1), 1)} % of the variance" in scene.words
    assert f"is {table.columns[parts.argmax()]}, {said(100 * parts.max(), 1)} %" in scene.words
