"""Rows of 8 x 8 pictures."""

from __future__ import annotations

import base64
import re
import xml.etree.ElementTree as ET
from typing import Any

import numpy as np
import pytest

from coursekit.pixel_pictures import pixels
from coursekit.shown import Shown

INK = np.zeros((2, 64))
INK[0, 9], INK[1, :4] = 16.0, 8.0


def paths_of(shown: Shown) -> list[dict[str, str]]:
    found = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', shown.html)
    assert found is not None
    return [
        element.attrib for element in ET.fromstring(base64.b64decode(found[1])).iter() if element.tag.endswith("path")
    ]


def test_each_pixel_has_its_place_and_grey() -> None:
    first, second = paths_of(pixels(("two", INK)))
    assert first["fill"] == "#000000" and first["d"] == "M5 5h5v5h-5z"
    assert second["fill"] == "#808080" and second["d"].count("z") == 4


def test_rows_are_compared_with_the_first_one_in_words() -> None:
    shown = pixels(("given", INK), ("restored", INK + 3.0))
    assert "given: 2 pictures of 8 by 8 pixels, on average 0.4 of 16 dark." in shown.words
    assert "restored: 2 pictures, typically 3.0 grey levels away from the first row." in shown.words


def test_mixed_signs_are_grey_around_zero() -> None:
    shown = pixels(("direction", np.linspace(-0.5, 0.25, 64)[None]), signed=True)
    assert "entries from -0.50 to 0.25" in shown.words
    assert "#404040" in {path["fill"] for path in paths_of(shown)}  # half as strong as the strongest, and dark


@pytest.mark.parametrize("odd", [np.ones((2, 10)), np.full((1, 64), np.nan), np.zeros((0, 64)), None, "picture", [1.0]])
def test_what_cannot_be_drawn_is_said(odd: Any) -> None:
    alone = pixels(("mine", odd))
    assert "<img" not in alone.html and "mine: nothing to draw" in alone.words
    beside = pixels(("given", INK), ("mine", odd))
    assert len(paths_of(beside)) == 2
    assert "<p>mine: nothing to draw" in beside.html
