"""A few words of SVG: elements as text, and the map from coordinates to pixels."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

Point = tuple[float, float]


def element(tag: str, *inside: str, **attributes: str | float) -> str:
    """Return `<tag attributes>inside</tag>`; class_ stands for class, stroke_width for stroke-width."""
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(_short(value))}"' for name, value in attributes.items()
    )
    return f"<{tag}{written}>{''.join(inside)}</{tag}>"


def text(content: str, at: Point, **attributes: str | float) -> str:
    """Return a text element with escaped content."""
    return element("text", escape(content), x=at[0], y=at[1], **attributes)


def _short(value: str | float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


@dataclass(frozen=True)
class Window:
    """A rectangle of the plane drawn on `width` × `height` pixels."""

    left: float
    right: float
    bottom: float
    top: float
    width: float
    height: float

    def at(self, point: Point) -> Point:
        """Pixel position of a point."""
        x, y = point
        return (
            (x - self.left) / (self.right - self.left) * self.width,
            (self.top - y) / (self.top - self.bottom) * self.height,
        )

    def segment(self, a: float, b: float, c: float) -> tuple[Point, Point] | None:
        """The visible ends of the line a·x + b·y = c, left (or lower) first; None if it passes by."""
        # The visible ends are where the line crosses the four sides: solve for the other coordinate on each
        # side.
        if a == 0 and b == 0:
            return None
        ends: list[Point] = []
        if b != 0:
            ends += [(x, (c - a * x) / b) for x in (self.left, self.right)]
        if a != 0:
            ends += [((c - b * y) / a, y) for y in (self.bottom, self.top)]
        slack = 1e-9 * (self.right - self.left + self.top - self.bottom)
        seen = sorted(
            (x, y)
            for x, y in ends
            if self.left - slack <= x <= self.right + slack and self.bottom - slack <= y <= self.top + slack
        )
        return (seen[0], seen[-1]) if len(seen) > 1 else None

    def line(self, coefficients: tuple[float, float, float], **attributes: str | float) -> str:
        """Draw the line a·x + b·y = c, or nothing if it does not cross the rectangle."""
        found = self.segment(*coefficients)
        if found is None:
            return ""
        (x1, y1), (x2, y2) = self.at(found[0]), self.at(found[1])
        return element("line", x1=x1, y1=y1, x2=x2, y2=y2, **attributes)

    def grid(self) -> str:
        """Grid lines at the whole numbers, the two axes, and a few numbers on them."""
        parts = []
        for x in range(int(self.left), int(self.right) + 1):
            parts.append(self.line((1, 0, x), class_="ck-axis" if x == 0 else "ck-grid"))
        for y in range(int(self.bottom), int(self.top) + 1):
            parts.append(self.line((0, 1, y), class_="ck-axis" if y == 0 else "ck-grid"))
        for value in (-2, 2, 4):
            if self.left < value < self.right:
                px, py = self.at((value, 0))
                parts.append(text(str(value).replace("-", "−"), (px, py + 13), class_="ck-tick", text_anchor="middle"))
            if self.bottom < value < self.top:
                px, py = self.at((0, value))
                parts.append(text(str(value).replace("-", "−"), (px - 5, py + 4), class_="ck-tick", text_anchor="end"))
        return "".join(parts)


def picture(width: float, height: float, label: str, *inside: str) -> str:
    """Return a whole inline SVG that scales with its container and is read out as `label`."""
    return element(
        "svg",
        *inside,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_short(width)} {_short(height)}",
        width=width,
        height=height,
        role="img",
        aria_label=label,
        class_="ck-picture",
    )
