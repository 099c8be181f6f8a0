"""One SVG drawing, built as a tree, so that every text in it is escaped."""

from __future__ import annotations

from typing import Literal
from xml.etree import ElementTree

Anchor = Literal["start", "middle", "end"]


class Drawing:
    """Shapes on a canvas of ``width`` by ``height`` units, about a pixel each; y points down.

    Args:
        alternative: what the picture says, for those who do not see it; without one it is hidden from them,
            which is right only beside the same numbers as text.
    """

    def __init__(self, width: float, height: float, kind: str, alternative: str = "") -> None:
        self._root = ElementTree.Element("svg", viewBox=f"0 0 {_number(width)} {_number(height)}")
        self._root.set("class", f"plot plot-{kind}")
        if alternative:
            self._root.set("role", "img")
            self._root.set("aria-label", alternative)
        else:
            self._root.set("aria-hidden", "true")
        self._root.set("focusable", "false")

    def line(self, x1: float, y1: float, x2: float, y2: float, style: str) -> None:
        """A straight line."""
        self._add("line", style, x1=x1, y1=y1, x2=x2, y2=y2)

    def rectangle(self, x: float, y: float, width: float, height: float, style: str) -> None:
        """A rectangle by its upper left corner."""
        self._add("rect", style, x=x, y=y, width=max(width, 0), height=height)

    def circle(self, x: float, y: float, radius: float, style: str) -> None:
        """A circle by its centre."""
        self._add("circle", style, cx=x, cy=y, r=radius)

    def text(self, x: float, y: float, text: str, style: str = "plot-text", anchor: Anchor = "start") -> None:
        """Text on the base line ``y``."""
        element = self._add("text", style, x=x, y=y)
        element.set("text-anchor", anchor)
        element.text = text

    def markup(self) -> str:
        """The ``<svg>`` element, ready to stand in an HTML page."""
        return ElementTree.tostring(self._root, encoding="unicode")

    def _add(self, tag: str, style: str, **places: float) -> ElementTree.Element:
        attributes = {"class": style, **{name: _number(value) for name, value in places.items()}}
        return ElementTree.SubElement(self._root, tag, attributes)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def percent(share: float | None) -> str:
    """A share between 0 and 1 in words: "63 %", or a dash."""
    return "–" if share is None else f"{100 * share:.0f} %"
