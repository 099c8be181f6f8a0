"""A figure with handles: PIC."""

import math

from coursekit.quiz.answers import Answer
from coursekit.quiz.forms.base import Form, State
from coursekit.quiz.forms.numbers import sequence
from coursekit.quiz.items import PublicItem
from coursekit.quiz.scene import TICKED, Handle, Point, Scene, answer_of, coordinate_text


class PictureForm(Form):
    """PIC: coordinates of the handles, or the ticked box."""

    def how(self, item: PublicItem) -> str:
        scene = scene_in(item)
        *others, last = (handle.name for handle in scene.handles)
        turning = all(handle.on_circle for handle in scene.handles)
        what = f"the points {', '.join(others)} and {last}" if others else f"point {last}"
        keys = "the left and right arrow keys turn it" if turning else "the arrow keys move it"
        tick = f" Or tick the box: {scene.tick}." if scene.tick else ""
        return f"Drag {what}; or go to a point with Tab, and {keys} (faster with Shift).{tick}"

    def example(self, item: PublicItem) -> str:
        return repr([[0] * 2] * len(scene_in(item).handles))

    def answer_from(self, item: PublicItem, value: object) -> Answer | None:
        scene = scene_in(item)
        if value == TICKED:
            if not scene.tick:
                raise ValueError("this figure has no box to tick")
            return TICKED
        wanted = f"{len(scene.handles)} points [x, y]"
        rows = [sequence(row, "two coordinates") for row in sequence(value, wanted)]
        if len(rows) != len(scene.handles) or any(len(row) != 2 for row in rows):
            names = ", ".join(handle.name for handle in scene.handles)
            raise ValueError(f"give {wanted}, one for each of {names}, not {value!r}")
        try:
            return answer_of([(float(str(x)), float(str(y))) for x, y in rows])
        except ValueError:
            raise ValueError(f"{value!r} holds something that is not a number") from None

    def state(self, item: PublicItem, answer: Answer) -> State:
        return State(True, self.plain_words(item, answer))

    def words(self, item: PublicItem, answer: Answer) -> str:
        return self.plain_words(item, answer)

    def plain_words(self, item: PublicItem, answer: Answer) -> str:
        """The answer in words: ``"P at (1, 2)"``."""
        scene = scene_in(item)
        if answer == TICKED:
            return f"ticked: {scene.tick}"
        return ", ".join(
            f"{handle.name} at {_place(handle, point)}"
            for handle, point in zip(scene.handles, scene.points(answer), strict=True)
        )


def _place(handle: Handle, point: Point) -> str:
    x, y = point
    if handle.on_circle:
        return f"an angle of {coordinate_text(round(math.degrees(math.atan2(y, x)), 1))}°"
    return f"({coordinate_text(x)}, {coordinate_text(y)})"


def scene_in(item: PublicItem) -> Scene:
    """The figure of a PIC question; ValueError if it has none."""
    if item.scene is None:
        raise ValueError(f"question {item.number} has no figure with handles")
    return item.scene
