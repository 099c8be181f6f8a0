"""The Pivot Duel's words and pictures."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from coursekit.interactives.c1w2.pivot_arithmetic import duel
from coursekit.interactives.c1w2.pivot_duel import PIVOT_DUEL, draw, live, outcome, scene


def test_the_slider_counts_digits_live() -> None:
    slider, view = live().children
    slider.value = 8
    assert outcome(8) in view.value
    slider.value = 17
    assert "0 of 16 digits survive without an exchange, 16 with one" in view.value


def test_correct_digits_are_marked_without_colour() -> None:
    assert '<span class="ck-right">1.0000000</span><span class="ck-wrong">050247593</span>' in scene(8)
    assert '<span class="ck-right"></span><span class="ck-wrong">0.0</span>' in scene(17)


def test_ring_and_cross_part_when_the_digits_are_lost() -> None:
    def gap(exponent: int) -> float:
        played = duel(exponent)
        root = ET.fromstring(draw(played.without, played))
        ring = next(node for node in root.iter() if node.get("class") == "ck-point")
        cross = next(node for node in root.iter() if node.get("class") == "ck-cross")
        return abs(float(ring.get("cx", "")) - (float(cross.get("d", "").split("M")[1].split()[0]) + 7))

    assert gap(4) < 1
    assert gap(17) > 50


def test_the_predicted_answer_is_what_the_arithmetic_gives() -> None:
    prediction = PIVOT_DUEL.prediction
    assert prediction.options[prediction.answer] == "8 of 16"
    assert outcome(8).startswith("Pivot 10⁻⁸: 8 of 16 digits")
