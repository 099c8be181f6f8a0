"""The plots: numbers at their places, words for those who do not see them, nothing that the page's rules forbid."""

from __future__ import annotations

from itertools import combinations
from math import hypot
from xml.etree import ElementTree

import pytest

from coursegrader.hub.insight.plots.bars import Bar, bars
from coursegrader.hub.insight.plots.dots import Pair, dots, strip
from coursegrader.hub.insight.plots.scatter import HEIGHT, WIDTH, Dot, scatter

NASTY = '<script>alert("x")</script>'
PLOTS = [
    bars([Bar(NASTY, 0.25, 0.1), Bar("b", None)], f"bars {NASTY}"),
    dots([Pair(NASTY, None, 0.5), Pair("b", 0.2, 0.7)], f"dots {NASTY}"),
    scatter([Dot(1, 0.5, 0.4), Dot(2, 1.0, -0.3)], f"scatter {NASTY}"),
    strip(0.1, 0.9),
]


def shapes(svg: str, style: str) -> list[ElementTree.Element]:
    return [shape for shape in ElementTree.fromstring(svg).iter() if shape.get("class") == style]


def numbers(shape: ElementTree.Element, *names: str) -> tuple[float, ...]:
    return tuple(float(shape.get(name, "nan")) for name in names)


@pytest.mark.parametrize("svg", PLOTS)
def test_nothing_inline_and_every_text_escaped(svg: str) -> None:
    root = ElementTree.fromstring(svg)
    assert "<script" not in svg
    assert {element.tag for element in root.iter()} <= {"svg", "line", "rect", "circle", "text"}
    assert not [name for element in root.iter() for name in element.attrib if name == "style" or name.startswith("on")]


@pytest.mark.parametrize("svg", PLOTS[:3])
def test_a_plot_says_in_words_what_it_shows(svg: str) -> None:
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    assert NASTY in (root.get("aria-label") or "")


def test_a_strip_beside_its_numbers_is_hidden_from_readers_of_text() -> None:
    assert ElementTree.fromstring(strip(None, 0.5)).get("aria-hidden") == "true"
    assert shapes(strip(None, None), "plot-after") == []


def test_a_bar_is_as_long_as_its_share() -> None:
    svg = bars([Bar("a", 0.25, 0.1), Bar("b", 1.0)], "")
    assert [numbers(bar, "width") for bar in shapes(svg, "plot-bar")] == [(90.0,), (360.0,)]
    assert [numbers(bar, "width") for bar in shapes(svg, "plot-inner")] == [(36.0,)]
    assert [text.text for text in shapes(svg, "plot-number")] == ["25 %", "100 %"]


def test_dots_lie_between_the_ends_of_their_line() -> None:
    svg = dots([Pair("a", 0.0, 1.0)], "")
    (line,), (ring,), (dot,) = (shapes(svg, style) for style in ("plot-axis", "plot-before", "plot-after"))
    assert numbers(line, "x1", "x2") == numbers(ring, "cx") + numbers(dot, "cx")
    assert shapes(svg, "plot-number")[0].text == "0 % → 100 %"


def test_exercises_with_the_same_figures_do_not_hide_one_another() -> None:
    svg = scatter([Dot(k, 0.9, 0.5) for k in range(1, 13)], "")
    places = [numbers(dot, "cx", "cy") for dot in shapes(svg, "plot-dot")]
    assert len(places) == 12
    assert min(hypot(a[0] - b[0], a[1] - b[1]) for a, b in combinations(places, 2)) > 15
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in places)
    assert len({numbers(dot, "cx", "cy") for dot in shapes(svg, "plot-true")}) == 1


def test_a_negative_discrimination_is_inside_the_plot() -> None:
    svg = scatter([Dot(1, 0.5, -0.35)], "")
    (dot,), (zero,) = shapes(svg, "plot-dot"), shapes(svg, "plot-zero")
    assert numbers(zero, "y1")[0] < numbers(dot, "cy")[0] < HEIGHT - 40
    assert "−0.4" in [text.text for text in shapes(svg, "plot-tick")]
