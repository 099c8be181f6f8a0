"""Two shares on one line: an open ring for before, a full dot for after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coursegrader.hub.insight.plots.drawing import Drawing, percent

WIDTH, ROW = 360.0, 40.0
STRIP_WIDTH, STRIP_HEIGHT, RADIUS = 120.0, 16.0, 5.0


@dataclass(frozen=True)
class Pair:
    """Shares between 0 and 1; None is not drawn."""

    label: str
    before: float | None
    after: float | None


def dots(rows: Sequence[Pair], alternative: str) -> str:
    """One labelled line a row."""
    drawing = Drawing(WIDTH, ROW * len(rows), "dots", alternative)
    for place, row in enumerate(rows):
        top = place * ROW
        drawing.text(0, top + 14, row.label)
        numbers = percent(row.after) if row.before is None else f"{percent(row.before)} → {percent(row.after)}"
        drawing.text(WIDTH, top + 14, numbers, "plot-number", "end")
        _pair(drawing, row.before, row.after, WIDTH, top + 27)
    return drawing.markup()


def strip(before: float | None, after: float | None) -> str:
    """One line without words, for a table that has the numbers."""
    drawing = Drawing(STRIP_WIDTH, STRIP_HEIGHT, "strip")
    _pair(drawing, before, after, STRIP_WIDTH, STRIP_HEIGHT / 2)
    return drawing.markup()


def _pair(drawing: Drawing, before: float | None, after: float | None, width: float, y: float) -> None:
    def x(share: float) -> float:
        return RADIUS + 1 + min(share, 1) * (width - 2 * (RADIUS + 1))

    drawing.line(x(0), y, x(1), y, "plot-axis")
    if before is not None and after is not None:
        drawing.line(x(before), y, x(after), y, "plot-change")
    if before is not None:
        drawing.circle(x(before), y, RADIUS, "plot-before")
    if after is not None:
        drawing.circle(x(after), y, RADIUS - 1, "plot-after")
