"""Curves on a logarithmic scale."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest

from coursekit.log_chart import HEIGHT, WIDTH, Curve, LogChart, ticks

SVG = "{http://www.w3.org/2000/svg}"
ODD = (math.nan, math.inf, -math.inf, -1e-16, 10**400, -(10**400), None, "1", 1j, np.array([1.0]), object())


def chart(*values: Sequence[object], places: Sequence[float] | None = None) -> LogChart:
    curves = [Curve(f"curve {n}", v, f"#00000{n}", square=n == 1, dashed=n == 1) for n, v in enumerate(values)]
    return LogChart("a title", "across", "up", places or range(4, 4 + len(values[0])), curves)


def drawn(what: LogChart) -> ET.Element:
    return ET.fromstring(what.svg("label"))


def words(what: LogChart) -> list[str]:
    return ["".join(node.itertext()) for node in drawn(what).iter(f"{SVG}text")]


def circles(what: LogChart) -> list[tuple[float, float]]:
    """The places of the marks, without the one in the legend, from left to right."""
    found = [(float(c.attrib["cx"]), float(c.attrib["cy"])) for c in drawn(what).iter(f"{SVG}circle")]
    return sorted(found[1:])


def runs(what: LogChart) -> list[int]:
    """How many points each line goes through, without the one in the legend."""
    return [len(line.attrib["points"].split()) for line in drawn(what).iter(f"{SVG}polyline")][1:]


def test_words_and_numbers_are_on_the_picture() -> None:
    what = chart([1e-16, 1e-15], [1e-3, 1.0])
    assert {"a title", "across", "up", "curve 0", "curve 1", "4", "5", "10−15", "100"} <= set(words(what))
    assert drawn(what).attrib["aria-label"] == "label"


def test_a_factor_is_the_same_distance_everywhere() -> None:
    (x1, y1), (x2, y2), (x3, y3) = circles(chart([1e-300, 1.0, 1e300]))
    assert x2 - x1 == pytest.approx(x3 - x2, abs=0.02)
    assert y1 - y2 == pytest.approx(y2 - y3, abs=0.02)
    assert y1 > y2 > y3


def test_curves_differ_in_more_than_hue() -> None:
    picture = drawn(chart([1.0, 2.0], [3.0, 4.0]))
    dashed = {line.attrib["stroke"] for line in picture.iter(f"{SVG}polyline") if "stroke-dasharray" in line.attrib}
    square = {mark.attrib["stroke"] for mark in picture.iter(f"{SVG}rect") if mark.attrib["width"] == "8"}
    assert dashed == square == {"#000001"}
    assert {circle.attrib["stroke"] for circle in picture.iter(f"{SVG}circle")} == {"#000000"}


def test_zeros_stand_below_the_scale_and_end_the_line() -> None:
    what = chart([1e-16, 0, 0.0, 1e-16, 1e-14])
    (_, first), (_, zero), (_, other), *_ = circles(what)
    assert zero == other > first
    assert "0" in words(what)
    assert sorted(runs(what)) == [1, 2]
    assert what.left_out() == ""


def test_only_zeros_are_shown_as_well() -> None:
    assert len(circles(chart([0, 0.0, np.float64(0)]))) == 3


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: type(odd).__name__)
def test_what_has_no_place_is_left_out_and_said(odd: object) -> None:
    what = chart([1e-3, odd, 1e-2])
    assert len(circles(what)) == 2
    assert "curve 0 at 5 (" in what.left_out()
    assert not what.is_empty


@pytest.mark.parametrize("number", [5e-324, 1e308, Fraction(1, 3), True, np.float32(2), np.int64(3), np.array(2.0)])
def test_every_positive_number_has_a_place_inside(number: object) -> None:
    ((x, y),) = circles(chart([number]))
    assert 0 < x < WIDTH
    assert 0 < y < HEIGHT


def test_nothing_to_show_is_told() -> None:
    assert chart([], []).is_empty
    assert chart([math.nan], [None]).is_empty


def test_a_long_list_of_what_is_left_out_is_cut() -> None:
    assert "and 94 more" in chart([math.nan] * 100).left_out()


def test_lengths_and_places_that_make_no_picture_are_refused() -> None:
    with pytest.raises(ValueError, match="1 places and 2 values of curve 0"):
        chart([1.0, 2.0], places=[1])
    for place in (math.nan, math.inf):
        with pytest.raises(ValueError, match="across: every place must be a finite number"):
            chart([1.0], places=[place])


@pytest.mark.parametrize("bottom", [-323.3, -16.4, 0.2])
@pytest.mark.parametrize("height", [2.2, 13.0, 120.0, 620.0])
def test_there_are_ticks_and_not_too_many(bottom: float, height: float) -> None:
    found = ticks(bottom, bottom + height)
    assert 2 <= len(found) <= 9
    assert bottom <= found[0] < found[-1] <= bottom + height


def test_many_places_are_not_all_named() -> None:
    named = [word for word in words(chart([1.0] * 200)) if word.isdigit() and not word.startswith("10")]
    assert 5 < len(named) < 20
