"""PIC: handles of a figure moved into a region of right places."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, TypeAlias

from coursekit.quiz.answers import Answer
from coursekit.quiz.kinds.base import BadAnswer, Kind, Misconception
from coursekit.quiz.kinds.numbers import read_number
from coursekit.quiz.scene import TICKED, Point, Scene, answer_of

Places: TypeAlias = tuple[tuple[Fraction, Fraction], ...]
"""Where the handles are, in the order of the scene, exactly."""
Value: TypeAlias = Places | str


@dataclass(frozen=True)
class Region:
    """Wrong places of the handles that come from one misconception; ``example`` is one of them."""

    name: str
    holds: Callable[[Places], bool]
    example: tuple[Point, ...]
    why: str


@dataclass(frozen=True)
class Picture(Kind):
    """PIC: handles dragged until ``holds``.

    Attributes:
        holds: whether the handles are at a right place. With snapping, coordinates are exact multiples.
        example: a right place.
        regions: wrong places with an explanation; the first that holds is explained.
        tick_is_right: the scene's box is to be ticked, and no place of the handles is right.
        tick_why: the explanation for those who ticked it wrongly.
    """

    scene: Scene
    holds: Callable[[Places], bool]
    example: tuple[Point, ...] = ()
    regions: tuple[Region, ...] = ()
    tick_is_right: bool = False
    tick_why: str = ""
    name: ClassVar[str] = "PIC"

    def public(self) -> Mapping[str, Any]:
        return {"scene": self.scene.data()}

    def read(self, answer: object) -> Value:
        if answer == TICKED and isinstance(answer, str) and self.scene.tick:
            return TICKED
        handles = self.scene.handles
        if not isinstance(answer, list) or len(answer) != len(handles):
            raise BadAnswer("this question asks you to move what has handles in the figure")
        return tuple(self._place(row, handle.name) for row, handle in zip(answer, handles, strict=True))

    def is_right(self, value: Value) -> bool:
        if isinstance(value, str) or self.tick_is_right:
            return isinstance(value, str) and self.tick_is_right
        return self.holds(value)

    def same(self, one: Value, other: Value) -> bool:
        """The same places, or the same region of wrong ones."""
        if isinstance(one, str) or isinstance(other, str):
            return one == other
        region = self._region(one)
        return one == other or (region is not None and region is self._region(other))

    def reference(self) -> Answer:
        return TICKED if self.tick_is_right else answer_of(self.example)

    def misconceptions(self) -> tuple[Misconception, ...]:
        ticked = (Misconception("tick", TICKED, self.tick_why),) if self.scene.tick and not self.tick_is_right else ()
        return ticked + tuple(Misconception(r.name, answer_of(r.example), r.why) for r in self.regions)

    def _region(self, value: Places) -> Region | None:
        return next((region for region in self.regions if region.holds(value)), None)

    def _place(self, row: object, name: str) -> tuple[Fraction, Fraction]:
        if not isinstance(row, list) or len(row) != 2:
            raise BadAnswer(f"point {name} needs two coordinates")
        x, y = (read_number(entry, f"a coordinate of point {name}") for entry in row)
        left, right, bottom, top = self.scene.window
        if not (left <= x <= right and bottom <= y <= top):
            raise BadAnswer(f"point {name} lies outside the figure")
        return x, y
