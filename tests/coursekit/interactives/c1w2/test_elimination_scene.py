"""Pictures of systems: what is drawn and what is read out."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from coursekit.interactives.c1w2.elimination_scene import draw
from coursekit.interactives.c1w2.elimination_stepper import LINES, PLANES
from coursekit.interactives.c1w2.row_moves import System, add, scale, swap


def classes(svg: str) -> list[str]:
    return [node.get("class", "") for node in ET.fromstring(svg).iter()]


@pytest.mark.parametrize("system", [LINES, PLANES], ids=["lines", "planes"])
def test_a_picture_is_well_formed_and_says_its_equations_and_its_point(system: System) -> None:
    root = ET.fromstring(draw(system))
    assert root.get("role") == "img"
    label = root.get("aria-label", "")
    assert system.equation(2) in label
    assert "They meet at (1, 2" in label


def test_only_a_line_that_turned_leaves_a_ghost() -> None:
    assert "ck-ghost" in classes(draw(LINES.after(add(2, 1, -3)), LINES))
    assert "ck-ghost" not in classes(draw(LINES.after(scale(2, -7)), LINES))
    assert "ck-ghost" not in classes(draw(LINES.after(swap(1, 2)), LINES))


def test_lines_are_drawn_through_the_pixel_of_the_common_point() -> None:
    root = ET.fromstring(draw(LINES.after(add(2, 1, "1/2")), side=400))
    point = next(node for node in root.iter() if node.get("class") == "ck-point")
    px, py = float(point.get("cx", "")), float(point.get("cy", ""))
    for line in (node for node in root.iter() if node.get("class", "").startswith("ck-line")):
        x1, y1, x2, y2 = (float(line.get(name, "")) for name in ("x1", "y1", "x2", "y2"))
        assert abs((x2 - x1) * (py - y1) - (y2 - y1) * (px - x1)) < 20  # twice the area, in square pixels


def test_a_row_scaled_by_zero_disappears_and_there_is_no_common_point() -> None:
    gone = System.of([[1, 2, 5], [0, 0, 0]])
    assert "ck-point" not in classes(draw(gone))
    assert "no single point" in draw(gone)


def test_every_plane_is_drawn_from_every_side() -> None:
    for turn in range(0, 181, 15):
        drawn = classes(draw(PLANES, turn=turn))
        assert {f"ck-outline ck-r{row}" for row in (1, 2, 3)} <= set(drawn)
