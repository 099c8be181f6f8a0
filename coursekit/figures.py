"""Figures that can be read without seeing them: alternative text, strips of four frames, remarks."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from html import escape
from io import BytesIO
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from IPython.display import Markdown

from coursekit.interactives.style import notebook_style, print_style
from coursekit.interactives.svg import element, text
from coursekit.shown import Shown

if TYPE_CHECKING:  # a notebook without a Matplotlib figure should not wait for it
    from matplotlib.figure import Figure as MatplotlibFigure

__all__ = ["Frame", "Shown", "Strip", "drawing", "figure", "image", "remark"]

DPI = 150  # dots an inch: sharp on screens with more than one dot a CSS pixel
ROOM = 0.5  # inches around a figure in which labels may stand
BORDER = 12  # dots of white that stay around the picture


def figure(drawn: MatplotlibFigure, alt: str) -> Shown:
    """Take a finished Matplotlib figure and return it with `alt`, the text that says what there is to see.

    The figure is closed, so that the notebook shows it once. Raises ValueError for an empty `alt`.
    """
    if not alt.strip():
        raise ValueError("a figure needs alternative text: say in a sentence what there is to see in it")
    png, width = _cropped_png(drawn)
    return Shown(_picture("png", png, alt, width), alt, png)


def image(svg: str, alt: str, width: int, caption: str = "") -> Shown:
    """Return an SVG with `alt` as a picture `width` pixels wide, which is shown wherever pictures are.

    It takes no colours from the page around it, so it needs a ground of its own.
    """
    said = f"<p>{escape(caption)}</p>" if caption else ""
    return Shown(_picture("svg+xml", svg.encode(), alt, width) + said, f"{alt} {caption}".strip())


def _picture(kind: str, content: bytes, alt: str, width: int) -> str:
    # the width as an attribute: a style is lost where a page is made of what learners' processes showed
    data = base64.b64encode(content).decode("ascii")
    shown = f'<img alt="{escape(alt)}" width="{width}" style="max-width:100%" src="data:image/{kind};base64,{data}">'
    return f'<figure style="margin:0">{shown}</figure>'


def _cropped_png(drawn: MatplotlibFigure) -> tuple[bytes, int]:
    """The figure as a PNG without empty margins, and its width in CSS pixels at true size.

    `bbox_inches="tight"` would lay the figure out twice to find its edges, and all figures are drawn again whenever a
    notebook is graded. So it is drawn once, with room around it, and the white is cut off the picture.
    """
    # late: a notebook without a Matplotlib figure should not wait for these
    from matplotlib import pyplot
    from matplotlib.transforms import Bbox
    from PIL import Image, ImageOps

    width, height = drawn.get_size_inches()
    room = Bbox([[-ROOM, -ROOM], [width + ROOM, height + ROOM]])
    raw, png = BytesIO(), BytesIO()
    drawn.savefig(raw, format="tiff", dpi=DPI, bbox_inches=room, facecolor="white")  # not compressed: fast
    pyplot.close(drawn)
    picture = Image.open(raw).convert("RGB")
    drawing_only = picture.crop(ImageOps.invert(picture).getbbox())  # all of it if there is nothing but white
    cropped = ImageOps.expand(drawing_only, BORDER, "white")
    cropped.save(png, format="png", compress_level=3)
    return png.getvalue(), round(cropped.width / DPI * 96)


def drawing(svg: str, caption: str = "") -> Shown:
    """Return an inline SVG (which carries its own aria-label) as a figure with a caption."""
    said = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    words = svg.split('aria-label="', 1)[-1].split('"', 1)[0]
    return Shown(f'{notebook_style()}<figure class="ck ck-figure">{svg}{said}</figure>', f"{words} {caption}".strip())


def remark(words: str) -> Markdown:
    """Return one sentence on what to notice, as text: use an f-string, so that its numbers are computed."""
    return Markdown(words)  # type: ignore[no-untyped-call]


SIDE = 240  # width of a frame, in pixels
GAP = 16


@dataclass(frozen=True)
class Frame:
    """One picture of a strip: an SVG `SIDE` pixels wide and `height` high, and what it shows."""

    svg: str
    caption: str
    height: int = SIDE


@dataclass(frozen=True)
class Strip:
    """Four frames of an interactive, for print and for screen readers, with a text description."""

    title: str
    description: str
    frames: tuple[Frame, Frame, Frame, Frame]

    @property
    def alt(self) -> str:
        """The whole strip in words."""
        said = " ".join(f"Frame {n}: {frame.caption}" for n, frame in enumerate(self.frames, start=1))
        return f"{self.title}, four frames. {self.description} {said}"

    def markup(self) -> str:
        """Return the strip as HTML: the frames wrap on a narrow page; styles are the page's."""
        cells = "".join(
            f'<div style="flex:1 1 180px;max-width:{SIDE}px">{frame.svg}'
            f'<p style="margin:.3em 0"><strong>{n}.</strong> {escape(frame.caption)}</p></div>'
            for n, frame in enumerate(self.frames, start=1)
        )
        return (
            f'<figure class="ck ck-figure" role="group" aria-label="{escape(self.title)}, four frames">'
            f'<div style="display:flex;flex-wrap:wrap;gap:{GAP}px">{cells}</div>'
            f"<figcaption><strong>In words.</strong> {escape(self.description)}</figcaption></figure>"
        )

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": notebook_style() + self.markup(), "text/plain": self.alt}

    def svg(self) -> str:
        """Return the strip as one SVG file: title, description, four frames in a row, captions underneath."""
        lines = [wrap(f"{n}. {frame.caption}", 31) for n, frame in enumerate(self.frames, start=1)]
        width = 4 * SIDE + 5 * GAP
        below = max(frame.height for frame in self.frames) + 2 * GAP
        height = below + 19 * max(map(len, lines)) + 8
        parts = [
            element("title", escape(f"{self.title}, four frames")),
            element("desc", escape(self.alt)),
            element("style", print_style()),
            element("rect", width=width, height=height, fill="#ffffff"),
        ]
        for index, (frame, caption) in enumerate(zip(self.frames, lines, strict=True)):
            left = GAP + index * (SIDE + GAP)
            parts.append(frame.svg.replace("<svg ", f'<svg x="{left}" y="{GAP}" ', 1))
            for line, words in enumerate(caption):
                parts.append(text(words, (left, below + 14 + 19 * line), class_="ck-caption"))
        svg = element("svg", *parts, xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {width} {height}", class_="ck")
        return svg.replace("<svg ", f'<svg width="{width}" height="{height}" role="img" ', 1) + "\n"

    def save(self, path: Path) -> None:
        """Write the strip to `path` as an SVG file."""
        path.write_text(self.svg(), encoding="utf-8")
