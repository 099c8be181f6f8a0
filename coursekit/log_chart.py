"""Curves on a logarithmic scale, as SVG: drawn in a millisecond, where loading Matplotlib takes half a second.

For the few figures that show what a learner's own solution gives: each learner has another, so none can be kept (see
`coursekit.pictures`), and any value may come. What has no place on such a scale is left out and said.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from numbers import Real
from typing import Any, Final, NamedTuple, TypeGuard

import numpy as np

from coursekit.interactives.svg import Point, Window, element, picture, text

WIDTH: Final = 630  # of the whole picture, in pixels
LEFT, TOP, INNER_WIDTH, INNER_HEIGHT = 74, 62, 540, 252  # of the frame
HEIGHT: Final = TOP + INNER_HEIGHT + 50
ZERO_ROOM: Final = 30  # pixels below the scale in which zeros stand, if there are any
MARGIN: Final = 0.05  # of the range of the values, kept free on all sides
STEPS: Final = (1, 2, 5, 10, 20, 50, 100)  # powers of ten from one tick to the next
MOST_TICKS: Final = 8
MOST_TOLD: Final = 6  # of the values that cannot be shown
DEFAULT_POWERS: Final = (-16.0, 0.0)  # where there are only zeros to show
INK, GRID, EDGE = "#000000", "#e4e4e4", "#cccccc"
FONT: Final = "DejaVu Sans, Verdana, sans-serif"  # Matplotlib's, and the one that it was made after


class Curve(NamedTuple):
    """What a line shows, its values, and its looks: two curves differ in dash and marker as well as in hue."""

    label: str
    values: Sequence[object]
    colour: str
    square: bool = False
    dashed: bool = False


@dataclass(frozen=True)
class LogChart:
    """Curves over the same places on a linear horizontal axis; values on a logarithmic one, with a row for zeros.

    Args:
        places: numbers, one for each value of every curve.

    Raises:
        ValueError: places that are no finite numbers, or more or fewer than a curve's values.
    """

    title: str
    x_label: str
    y_label: str
    places: Sequence[float]
    curves: Sequence[Curve]

    def __post_init__(self) -> None:
        if not all(math.isfinite(_number(place)) for place in self.places):
            raise ValueError(f"{self.x_label}: every place must be a finite number")
        for curve in self.curves:
            if len(curve.values) != len(self.places):
                raise ValueError(f"there are {len(self.places)} places and {len(curve.values)} values of {curve.label}")

    @cached_property
    def _numbers(self) -> list[list[float]]:
        """Each curve's values, NaN for those that cannot be shown."""
        return [[shown_number(value) for value in curve.values] for curve in self.curves]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return all(math.isnan(number) for numbers in self._numbers for number in numbers)

    def left_out(self) -> str:
        """A sentence that tells which values cannot be shown, and where; empty if there is none."""
        missing = [
            f"{curve.label} at {place:g} ({describe(value)})"
            for curve, numbers in zip(self.curves, self._numbers, strict=True)
            for place, value, number in zip(self.places, curve.values, numbers, strict=True)
            if math.isnan(number)
        ]
        if not missing:
            return ""
        more = [f"and {len(missing) - MOST_TOLD} more"] if len(missing) > MOST_TOLD else []
        return f"Not shown, for want of a place on the logarithmic scale: {', '.join(missing[:MOST_TOLD] + more)}."

    def svg(self, label: str) -> str:
        """The whole picture, on white, which says `label` to screen readers."""
        style: dict[str, str | float] = {"font_family": FONT, "font_size": 13, "fill": INK}
        inside = element("g", self._grid(), *self._drawn_curves(), transform=f"translate({LEFT} {TOP})")
        paper = element("rect", width=WIDTH, height=HEIGHT, fill="#ffffff")
        return picture(WIDTH, HEIGHT, label, paper, element("g", self._words(), inside, **style))

    @cached_property
    def _zero_room(self) -> int:
        return ZERO_ROOM if any(number == 0 for numbers in self._numbers for number in numbers) else 0

    @cached_property
    def _window(self) -> Window:
        """Places and powers of ten on the part of the frame that is the scale."""
        powers = [math.log10(number) for numbers in self._numbers for number in numbers if number > 0]
        bottom, top = _widened(powers or DEFAULT_POWERS, least=2.0)
        left, right = _widened(self.places, least=1.0)
        return Window(left, right, bottom, top, INNER_WIDTH, INNER_HEIGHT - self._zero_room)

    def _at(self, place: float, number: float) -> Point:
        if number == 0:
            return self._window.at((place, 0.0))[0], INNER_HEIGHT - 0.4 * ZERO_ROOM
        return self._window.at((place, math.log10(number)))

    def _grid(self) -> str:
        parts = []
        for place in _thinned(sorted(set(self.places)), 2 * MOST_TICKS):
            x = self._window.at((place, 0.0))[0]
            parts.append(element("line", x1=x, x2=x, y1=0, y2=INNER_HEIGHT, stroke=GRID))
            parts.append(element("line", x1=x, x2=x, y1=INNER_HEIGHT, y2=INNER_HEIGHT + 4, stroke=INK))
            parts.append(text(_minus(f"{place:g}"), (x, INNER_HEIGHT + 18), text_anchor="middle"))
        for power in ticks(self._window.bottom, self._window.top):
            y = self._window.at((0.0, float(power)))[1]
            parts.append(_tick(y, "10", _minus(str(power))))
        if self._zero_room:
            parts.append(_tick(INNER_HEIGHT - 0.4 * ZERO_ROOM, "0"))
            edge = float(INNER_HEIGHT - ZERO_ROOM)
            parts.append(element("line", x1=0, x2=INNER_WIDTH, y1=edge, y2=edge, stroke=INK, stroke_width=0.6))
        frame = element("rect", width=INNER_WIDTH, height=INNER_HEIGHT, fill="none", stroke=INK)
        return "".join(parts) + frame

    def _drawn_curves(self) -> Iterable[str]:
        # the first is on top: its dashes show what lies under them
        for curve, numbers in reversed(list(zip(self.curves, self._numbers, strict=True))):
            points = sorted(zip(self.places, numbers, strict=True))
            for has_place, run in groupby(points, key=lambda point: point[1] > 0):
                if has_place:
                    yield _line(curve, [self._at(x, y) for x, y in run])
            yield from (_mark(curve, self._at(x, y), hollow=y == 0) for x, y in points if not math.isnan(y))

    def _words(self) -> str:
        middle = LEFT + INNER_WIDTH / 2
        y = TOP + INNER_HEIGHT / 2
        return "".join(
            (
                text(self.title, (middle, 22), text_anchor="middle", font_size=16),
                text(self.x_label, (middle, HEIGHT - 12), text_anchor="middle"),
                text(self.y_label, (0, 0), text_anchor="middle", transform=f"translate(18 {y:g}) rotate(-90)"),
                *self._legend(),
            )
        )

    def _legend(self) -> Iterable[str]:
        share = INNER_WIDTH / len(self.curves)
        for index, curve in enumerate(self.curves):
            x, y = LEFT + index * share + share / 2 - 60, 44
            yield _line(curve, [(x, y), (x + 42, y)]) + _mark(curve, (x + 21, y)) + text(curve.label, (x + 50, y + 5))


def shown_number(value: object) -> float:
    """The value as a number from 0 up; NaN where it is none, and has no place on a logarithmic scale."""
    number = _number(value)
    return number if 0 <= number < math.inf else math.nan


def describe(value: object) -> str:
    """A value that is no place on the scale, in a word or two."""
    number = _number(value)
    if math.isnan(number) and not (isinstance(value, Real) or _is_scalar_array(value)):
        return f"no number but {type(value).__name__}"
    return _minus(f"{number:.0e}" if math.isfinite(number) else str(number).replace("inf", "infinity"))


def _number(value: object) -> float:
    if _is_scalar_array(value):
        value = value[()]
    if not isinstance(value, Real):
        return math.nan
    try:
        return float(value)
    except OverflowError:  # a whole number of more than 308 digits
        return math.inf if value == abs(value) else -math.inf


def _is_scalar_array(value: object) -> TypeGuard[np.ndarray[Any, Any]]:
    return isinstance(value, np.ndarray) and value.ndim == 0 and value.dtype.kind in "biuf"


def ticks(bottom: float, top: float) -> list[int]:
    """The powers of ten between two, as many as can be labelled."""
    first, last = math.ceil(bottom), math.floor(top)
    step = next((step for step in STEPS if (last - first) // step < MOST_TICKS), STEPS[-1])
    return list(range(math.ceil(bottom / step) * step, last + 1, step))


def _widened(numbers: Sequence[float], least: float) -> tuple[float, float]:
    """The range of some numbers, at least `least` wide, and a margin on both sides."""
    low, high = min(numbers), max(numbers)
    room = max(least - (high - low), 0.0) / 2 + MARGIN * max(high - low, least)
    return low - room, high + room


def _thinned(numbers: Sequence[float], most: int) -> Sequence[float]:
    return numbers[:: -(-len(numbers) // most)]


def _minus(words: str) -> str:
    return words.replace("-", "−")


def _tick(y: float, number: str, power: str = "") -> str:
    """A grid line with its number, and a power above the number's shoulder."""
    raised = element("tspan", power, dy=-5, font_size=9.5) if power else ""
    return "".join(
        (
            element("line", x1=0, x2=INNER_WIDTH, y1=y, y2=y, stroke=GRID),
            element("line", x1=-4, x2=0, y1=y, y2=y, stroke=INK),
            element("text", number, raised, x=-8, y=y + 5, text_anchor="end"),
        )
    )


def _line(curve: Curve, through: Sequence[Point]) -> str:
    dash = {"stroke_dasharray": "9 4"} if curve.dashed else {}
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in through)
    return element("polyline", points=points, fill="none", stroke=curve.colour, stroke_width=2.6, **dash)


def _mark(curve: Curve, at: Point, *, hollow: bool = False) -> str:
    looks: dict[str, str | float] = {"fill": "#ffffff" if hollow else curve.colour}
    looks |= {"stroke": curve.colour, "stroke_width": 1.6}
    x, y = at
    if curve.square:
        return element("rect", x=x - 4, y=y - 4, width=8, height=8, **looks)
    return element("circle", cx=x, cy=y, r=4.2, **looks)
