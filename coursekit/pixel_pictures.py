"""Pictures of 8 x 8 pixels in rows, such as the digits and what a model makes of them, as SVG.

They show what a learner's own code gives, so they are drawn without Matplotlib, and whatever may come.
"""

from __future__ import annotations

from html import escape
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.figures import Shown, image
from coursekit.interactives.svg import element, picture, text

Array = NDArray[np.float64]

SIDE: Final = 8  # pixels of a picture, across and down
LEVELS: Final = 16  # from white to black
DOT: Final = 5  # size of a pixel as it is drawn
GAP: Final = 10
LABEL_WIDTH: Final = 140


def pixels(*rows: tuple[str, ArrayLike], signed: bool = False) -> Shown:
    """Rows of 8 x 8 pictures, one row for each (label, pictures (m, 64)): 0 is white and 16 black.

    With `signed` zero is grey, and each picture is as strong as its largest entry allows. Pictures may be a learner's:
    what cannot be drawn is said.
    """
    parts, said = [], []
    step, first = DOT * SIDE + GAP, None
    most = 0
    for index, (label, given) in enumerate(rows):
        try:
            pictures = _pictures(given)
        except (TypeError, ValueError) as error:
            said.append(f"{label}: nothing to draw ({error}).")
            continue
        said.append(_described(label, pictures, first, signed))
        first = pictures if first is None else first
        most = max(most, len(pictures))
        parts.append(text(label, (LABEL_WIDTH - 10, index * step + step / 2 + 4), text_anchor="end", font_size=13))
        for place, grey in enumerate(pictures):
            levels = _levels(grey, signed)
            parts.append(_drawn_pixels(levels, LABEL_WIDTH + place * step, index * step + GAP / 2))
    words = " ".join(said)
    if not parts:
        return Shown(f"<p>{escape(words)}</p>", words)
    width, height = LABEL_WIDTH + most * step, len(rows) * step
    paper = element("rect", width=width, height=height, fill="#ffffff")
    inside = element("g", *parts, font_family="DejaVu Sans, Verdana, sans-serif")
    troubles = " ".join(words for words in said if "nothing to draw" in words)
    return image(picture(width, height, words, paper, inside), words, width, troubles)


def _pictures(given: ArrayLike) -> Array:
    pictures = np.asarray(given, dtype=np.float64)
    if pictures.ndim != 2 or pictures.shape[1] != SIDE * SIDE or len(pictures) == 0:
        raise ValueError(f"pictures need the shape (m, {SIDE * SIDE}), not {pictures.shape}")
    if not np.isfinite(pictures).all():
        raise ValueError("some pixels are no finite numbers")
    return pictures


def _described(label: str, pictures: Array, first: Array | None, signed: bool) -> str:
    count = f"{len(pictures)} picture{'s' * (len(pictures) > 1)}"
    if signed:
        return f"{label}: {count} of mixed sign, entries from {pictures.min():.2f} to {pictures.max():.2f}."
    if first is None or first.shape != pictures.shape:
        return f"{label}: {count} of 8 by 8 pixels, on average {pictures.mean():.1f} of {LEVELS} dark."
    off = float(np.sqrt(((pictures - first) ** 2).mean()))
    return f"{label}: {count}, typically {off:.1f} grey levels away from the first row."


def _levels(grey: Array, signed: bool) -> NDArray[np.int64]:
    """Pixels (64,) as whole grey levels, 0 for white."""
    if signed:
        grey = LEVELS / 2 * (1 + grey / (np.abs(grey).max() or 1.0))
    return np.clip(np.round(grey), 0, LEVELS).astype(np.int64)


def _drawn_pixels(levels: NDArray[np.int64], left: float, top: float) -> str:
    """One picture: a path for each grey level, which takes a tenth of the room of a square for each pixel."""
    parts = []
    for level in range(1, LEVELS + 1):
        squares = [
            f"M{place % SIDE * DOT} {place // SIDE * DOT}h{DOT}v{DOT}h-{DOT}z"
            for place in np.flatnonzero(levels == level)
        ]
        if squares:
            shade = f"{round(255 * (1 - level / LEVELS)):02x}"
            parts.append(element("path", d="".join(squares), fill=f"#{3 * shade}", shape_rendering="crispEdges"))
    frame = element("rect", width=DOT * SIDE, height=DOT * SIDE, fill="none", stroke="#999999", stroke_width=0.6)
    return element("g", *parts, frame, transform=f"translate({left:g} {top:g})")
