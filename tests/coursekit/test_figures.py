"""Figures that can be read without seeing them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from matplotlib import pyplot

from coursekit.figures import figure
from coursekit.interactives.base import Interactive
from coursekit.interactives.catalogue import CATALOGUE
from coursekit.interactives.elimination_figures import digits_plot, proof_picture, system_picture

SVG = "{http://www.w3.org/2000/svg}"


def test_a_figure_carries_its_text_and_is_closed() -> None:
    drawn, _ = pyplot.subplots()
    shown = figure(drawn, 'Two "lines" & a point')
    assert 'alt="Two &quot;lines&quot; &amp; a point"' in shown.html
    assert shown.words == 'Two "lines" & a point'
    assert not pyplot.fignum_exists(drawn.number)


def test_a_figure_without_text_is_refused() -> None:
    drawn, _ = pyplot.subplots()
    with pytest.raises(ValueError, match="alternative text"):
        figure(drawn, " ")
    pyplot.close(drawn)


@pytest.mark.parametrize("thing", CATALOGUE, ids=lambda thing: thing.slug)
def test_a_strip_has_four_different_frames_and_says_them(thing: Interactive, tmp_path: Path) -> None:
    strip = thing.strip()
    assert len({frame.svg for frame in strip.frames}) == 4
    strip.save(tmp_path / "strip.svg")
    root = ET.parse(tmp_path / "strip.svg").getroot()
    assert len(root.findall(f"{SVG}svg")) == 4
    described = root.findtext(f"{SVG}desc") or ""
    for frame in strip.frames:
        assert frame.caption in described
        assert frame.caption in strip.alt


def test_the_figures_of_the_lab_say_what_they_show() -> None:
    assert "They meet at (1, 2)" in system_picture([[1, 2, 5], [3, 1, 5]]).words
    assert "all through p" in proof_picture().words
    assert "a: from 16 digits down to 3" in digits_plot([1, 2], {"a": [16, 3]}).words
