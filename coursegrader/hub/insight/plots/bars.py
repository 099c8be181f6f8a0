"""Horizontal bars of shares, each with its label and number above it, so that they fit on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coursegrader.hub.insight.plots.drawing import Drawing, percent

WIDTH, ROW, EDGE = 360.0, 36.0, 2.0


@dataclass(frozen=True)
class Bar:
    """``share`` is the wide bar, ``inner`` the narrow one inside it; from 0 to 1; more (extra credit) fills it."""

    label: str
    share: float | None
    inner: float | None = None


def bars(rows: Sequence[Bar], alternative: str) -> str:
    """One bar a row, over the whole width from 0 to 100 %."""
    drawing = Drawing(WIDTH, ROW * len(rows) + EDGE, "bars", alternative)
    for place, row in enumerate(rows):
        top = place * ROW
        drawing.text(0, top + 14, row.label)
        drawing.text(WIDTH, top + 14, percent(row.share), "plot-number", "end")
        drawing.rectangle(0, top + 19, WIDTH, 11, "plot-track")
        if row.share is not None:
            drawing.rectangle(0, top + 19, WIDTH * min(row.share, 1), 11, "plot-bar")
        if row.inner is not None:
            drawing.rectangle(0, top + 23, WIDTH * min(row.inner, 1), 3, "plot-inner")
    return drawing.markup()
