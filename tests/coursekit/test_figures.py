"""Figures that can be read without seeing them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from io import BytesIO
from pathlib import Path

import pytest
from matplotlib import pyplot
from PIL import Image

from coursegrader.nbgrader_plugins.clean_outputs import clean_output
from coursekit.figures import DPI, figure, image
from coursekit.interactives.base import Interactive
from coursekit.interactives.c1w2.elimination_figures import digits_plot, proof_picture, system_picture
from coursekit.interactives.catalogue import CATALOGUE

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


def test_a_figure_keeps_labels_that_stand_outside_and_loses_empty_margins() -> None:
    drawn, axis = pyplot.subplots(figsize=(4, 3))
    axis.set_axis_off()
    drawn.text(-0.1, 0.5, "■")  # left of the figure
    drawn.text(0.2, 0.5, "■")
    shown = figure(drawn, "Two squares")
    assert shown.png is not None
    picture = Image.open(BytesIO(shown.png)).convert("L")
    assert 1.2 < picture.width / DPI < 1.7  # inches: from square to square, and no further
    assert picture.height / DPI < 0.5
    ends = [picture.crop((left, 0, left + 40, picture.height)).getextrema()[0] for left in (0, picture.width - 40)]
    assert ends == [0, 0]  # black at both ends
    assert f'width="{round(picture.width / DPI * 96)}"' in shown.html


def test_a_picture_keeps_its_size_and_text_where_outputs_are_made_harmless() -> None:
    drawn, _ = pyplot.subplots()
    for shown in (figure(drawn, "Two lines"), image("<svg></svg>", "Two lines", 630, "One is hidden.")):
        output = {"output_type": "display_data", "data": shown._repr_mimebundle_(), "metadata": {}}
        cleaned = clean_output(output)
        assert cleaned is not None
        assert re.search(
            r'<img alt="Two lines" width="\d+" src="data:image/[a-z+]+;base64,', cleaned["data"]["text/html"]
        )
    assert cleaned is not None and "One is hidden." in cleaned["data"]["text/html"]
    assert cleaned["data"]["text/plain"] == "Two lines One is hidden."


def test_an_upright_line_stays_upright_in_a_figure_of_any_size() -> None:
    for width in (3.01, 9.9, 6.8):  # inches; times the resolution, not whole numbers
        drawn, axis = pyplot.subplots(figsize=(width, 2.003))
        axis.set_axis_off()
        axis.axvline(0.5, color="black", linewidth=4)
        png = figure(drawn, "A line").png
        assert png is not None
        assert Image.open(BytesIO(png)).width < 40


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
