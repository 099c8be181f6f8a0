"""Difficulty against discrimination: numbered dots, which stand aside where they would hide one another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import floor, hypot

from coursegrader.hub.insight.plots.drawing import Drawing

WIDTH, HEIGHT = 360.0, 300.0
LEFT, RIGHT, TOP, BOTTOM = 34.0, 12.0, 26.0, 40.0
RADIUS = 9.0
WEAK = 0.2
_ROUNDS = 60


@dataclass(frozen=True)
class Dot:
    """One exercise: its number in the table beside, mean share of points (0 to 1), discrimination (-1 to 1)."""

    number: int
    share: float
    discrimination: float


def scatter(dots: Sequence[Dot], alternative: str) -> str:
    """The exercises as numbered dots; below 0.2, where an exercise hardly tells learners apart, is shaded."""
    drawing = Drawing(WIDTH, HEIGHT, "scatter", alternative)
    lowest = min(0.0, floor(5 * min((dot.discrimination for dot in dots), default=0.0)) / 5)

    def x(share: float) -> float:
        return LEFT + min(share, 1) * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return TOP + (1 - value) / (1 - lowest) * (HEIGHT - TOP - BOTTOM)

    drawing.rectangle(x(0), y(WEAK), x(1) - x(0), y(lowest) - y(WEAK), "plot-weak")
    _axes(drawing, x(0), x(1), y, lowest)
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        drawing.text(x(share), y(lowest) + 15, f"{100 * share:.0f} %", "plot-tick", "middle" if share < 1 else "end")
    drawing.text(x(1), HEIGHT - 8, "mean share of points: hard ← → easy", "plot-text", "end")
    drawing.text(0, 14, "discrimination")
    true = [(x(dot.share), y(dot.discrimination)) for dot in dots]
    shown = _apart(true, (x(0), y(1), x(1), y(lowest)))
    for (x_true, y_true), (x_shown, y_shown) in zip(true, shown, strict=True):
        drawing.line(x_true, y_true, x_shown, y_shown, "plot-leader")
        drawing.circle(x_true, y_true, 2, "plot-true")
    for dot, (x_shown, y_shown) in zip(dots, shown, strict=True):
        drawing.circle(x_shown, y_shown, RADIUS, "plot-dot")
        drawing.text(x_shown, y_shown + 4, str(dot.number), "plot-dot-number", "middle")
    return drawing.markup()


def _axes(drawing: Drawing, left: float, right: float, y: Callable[[float], float], lowest: float) -> None:
    for fifth in range(round(5 * lowest), 6):
        value = fifth / 5
        drawing.line(left, y(value), right, y(value), "plot-zero" if fifth == 0 else "plot-grid")
        drawing.text(left - 6, y(value) + 4, f"{value:.1f}".replace("-", "−"), "plot-tick", "end")


def _apart(points: Sequence[tuple[float, float]], box: tuple[float, float, float, float]) -> list[tuple[float, float]]:
    """Places near ``points``, none much closer than two radii to another, inside the box."""
    places = [list(point) for point in points]
    for _ in range(_ROUNDS):
        for one in range(len(places)):
            for other in range(one):
                _push(places[one], places[other], one)
        for place in places:
            place[0] = min(max(place[0], box[0] + RADIUS), box[2] - RADIUS)
            place[1] = min(max(place[1], box[1] + RADIUS), box[3] - RADIUS)
    return [(place[0], place[1]) for place in places]


def _push(one: list[float], other: list[float], order: int) -> None:
    dx, dy = one[0] - other[0], one[1] - other[1]
    distance = hypot(dx, dy)
    if distance >= 2 * RADIUS + 1:
        return
    if distance < 0.01:  # the same place: any direction will do, but not the same one for all
        dx, dy, distance = (1.0, 0.3 * (order % 3 - 1), hypot(1.0, 0.3 * (order % 3 - 1)))
        step = RADIUS
    else:
        step = (2 * RADIUS + 1 - distance) / 2
    one[0] += step * dx / distance
    one[1] += step * dy / distance
    other[0] -= step * dx / distance
    other[1] -= step * dy / distance
