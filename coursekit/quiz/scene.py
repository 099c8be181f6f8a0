"""The figure of a PIC question as plain data: a window of the plane, shapes, and handles that the learner moves.

A shape's points are either fixed coordinates, or move with the handles: ``"P"`` is handle P, ``"P+Q"`` the sum of two,
and ``Image(((2, 1), (0, 1)), "P")`` what a matrix makes of one.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from coursekit.quiz.answers import Answer

Point: TypeAlias = tuple[float, float]
TICKED = "ticked"
"""The answer of a learner who ticked the scene's box."""
SHAPES = ("line", "segment", "arrow", "polygon", "point", "cross")
STYLES = range(4)
"""0 is a quiet grey; 1 (solid), 2 (dashed) and 3 (dotted) are told apart by dash and lightness as well as by hue."""


@dataclass(frozen=True)
class Image:
    """What a 2x2 matrix makes of a handle."""

    matrix: tuple[tuple[float, float], tuple[float, float]]
    of: str


Spot: TypeAlias = Point | str | Image


@dataclass(frozen=True)
class Handle:
    """A point that can be moved: its name (one capital letter), and where it stands at first.

    With ``on_circle`` it keeps its distance to the origin, and only turns.
    """

    name: str
    at: Point
    on_circle: bool = False


@dataclass(frozen=True)
class Shape:
    """``what`` is drawn through ``spots``: a ``line`` or ``segment`` through two, an ``arrow`` from the first to the
    second, a ``polygon`` with all as corners, a ``point`` (disc) or ``cross`` at each."""

    what: str
    spots: tuple[Spot, ...]
    style: int = 1
    label: str = ""


@dataclass(frozen=True)
class Scene:
    """The figure.

    Attributes:
        window: left, right, bottom, top.
        description: the figure in words, for those who do not see it: everything that is needed to answer.
        snap: handles move to multiples of this; 0 lets them move freely.
        tick: what a box below the figure says that may be ticked instead of moving handles; empty for no box.
    """

    window: tuple[float, float, float, float]
    shapes: tuple[Shape, ...]
    handles: tuple[Handle, ...]
    description: str
    snap: float = 1.0
    tick: str = ""

    def data(self) -> dict[str, Any]:
        """The same as plain data, for files and for the browser."""
        return {
            "window": list(self.window),
            "shapes": [_shape_data(shape) for shape in self.shapes],
            "handles": [{"name": h.name, "at": list(h.at), "on_circle": h.on_circle} for h in self.handles],
            "description": self.description,
            "snap": self.snap,
            "tick": self.tick,
        }

    @property
    def start(self) -> tuple[Point, ...]:
        """Where the handles stand at first."""
        return tuple(handle.at for handle in self.handles)

    def points(self, answer: Answer | None) -> tuple[Point, ...]:
        """Where an answer puts the handles; their start if it does not say so."""
        if not isinstance(answer, list) or len(answer) != len(self.handles):
            return self.start
        try:
            return tuple(_point(row) for row in answer)
        except (TypeError, ValueError):
            return self.start

    def spot(self, spot: Spot, points: Sequence[Point]) -> Point:
        """The coordinates of a spot while the handles are at ``points``."""
        if isinstance(spot, tuple):
            return spot
        at = {handle.name: point for handle, point in zip(self.handles, points, strict=True)}
        if isinstance(spot, Image):
            (a, b), (c, d) = spot.matrix
            x, y = at[spot.of]
            return a * x + b * y, c * x + d * y
        summands = [at[name] for name in spot.split("+")]
        return sum(x for x, _ in summands), sum(y for _, y in summands)


def answer_of(points: Sequence[Point]) -> Answer:
    """The kept form of handles at ``points``."""
    return [[coordinate_text(x), coordinate_text(y)] for x, y in points]


def coordinate_text(value: float) -> str:
    """A coordinate as it is kept: at most four decimals, no ``-0``."""
    return f"{round(value, 4) + 0.0:.4f}".rstrip("0").rstrip(".")


def scene_of(data: Mapping[str, Any]) -> Scene:
    """A scene from plain data. Raises KeyError, TypeError or ValueError if it is not one."""
    left, right, bottom, top = (float(side) for side in data["window"])
    if not (left < right and bottom < top and all(map(math.isfinite, (left, right, bottom, top)))):
        raise ValueError("the window has no area")
    handles = tuple(Handle(str(h["name"]), _point(h["at"]), bool(h["on_circle"])) for h in data["handles"])
    shapes = tuple(_shape(shape) for shape in data["shapes"])
    scene = Scene(
        (left, right, bottom, top), shapes, handles, str(data["description"]), float(data["snap"]), str(data["tick"])
    )
    for shape in shapes:
        for spot in shape.spots:
            scene.spot(spot, scene.start)  # every name must be a handle's
    return scene


def _shape_data(shape: Shape) -> dict[str, Any]:
    spots = [_spot_data(spot) for spot in shape.spots]
    return {"what": shape.what, "spots": spots, "style": shape.style, "label": shape.label}


def _spot_data(spot: Spot) -> Any:
    if isinstance(spot, Image):
        return {"matrix": [list(row) for row in spot.matrix], "of": spot.of}
    return spot if isinstance(spot, str) else list(spot)


def _shape(data: Mapping[str, Any]) -> Shape:
    if data["what"] not in SHAPES or data["style"] not in STYLES:
        raise ValueError(f"unknown shape {data['what']!r} in style {data['style']!r}")
    spots = tuple(_spot(spot) for spot in data["spots"])
    return Shape(str(data["what"]), spots, int(data["style"]), str(data["label"]))


def _spot(data: Any) -> Spot:
    if isinstance(data, str):
        return data
    if isinstance(data, Mapping):
        first, second = (_point(row) for row in data["matrix"])
        return Image((first, second), str(data["of"]))
    return _point(data)


def _point(data: Any) -> Point:
    x, y = (float(value) for value in data)
    return x, y
