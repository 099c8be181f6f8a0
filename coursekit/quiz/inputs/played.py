"""Answers that are given by moving things: ORD (steps in a list) and PIC (handles in a figure).

Both are drawn by a script in the browser that stands on the scene kit of the interactives. The kernel shares one
``state`` with it: what has been moved where, and whether anything has been moved at all.
"""

from pathlib import Path
from typing import Any

import ipywidgets as widgets

from coursekit.interactives.scene import kit_script
from coursekit.interactives.scene_widget import START, SceneWidget
from coursekit.interactives.style import notebook_css, template
from coursekit.quiz.answers import Answer
from coursekit.quiz.forms.choices import ordered
from coursekit.quiz.forms.picture import scene_in
from coursekit.quiz.inputs.base import Input
from coursekit.quiz.scene import TICKED, answer_of

_CSS = notebook_css() + template("kit.css") + Path(__file__).with_name("played.css").read_text(encoding="utf-8")


def _script(name: str) -> str:
    own = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return f"{kit_script()}\n{own}\n{START}"


class OrderWidget(SceneWidget):
    """A list whose entries are moved up and down."""

    _esm = _script("order.js")
    _css = _CSS


class PictureWidget(SceneWidget):
    """A figure with handles."""

    _esm = _script("picture.js")
    _css = _CSS


class OrderInput(Input):
    """Steps, each with buttons that move it. Nothing is an answer before the first move."""

    trait = "state"

    def read(self) -> Answer | None:
        state = self.fields[0].state
        return list(state["order"]) if state["moved"] else None

    def _make(self) -> list[Any]:
        texts = {option.letter: option.text for option in self.item.options}
        return [OrderWidget(state=self._state(None), data={"texts": texts, "number": self.item.number})]

    def _arranged(self) -> Any:
        return widgets.VBox(self.fields)

    def _fill(self, answer: Answer | None) -> None:
        self.fields[0].state = self._state(answer)

    def _state(self, answer: Answer | None) -> dict[str, Any]:
        return {"order": [option.letter for option in ordered(self.item, answer)], "moved": answer is not None}


class PictureInput(Input):
    """A figure with handles, and perhaps a box to tick. Nothing is an answer before the first move."""

    trait = "state"

    def read(self) -> Answer | None:
        state = self.fields[0].state
        if state["ticked"]:
            return TICKED
        return answer_of(state["points"]) if state["moved"] else None

    def _make(self) -> list[Any]:
        data = {**scene_in(self.item).data(), "number": self.item.number}
        return [PictureWidget(state=self._state(None), data=data)]

    def _arranged(self) -> Any:
        return widgets.VBox(self.fields)

    def _fill(self, answer: Answer | None) -> None:
        self.fields[0].state = self._state(answer)

    def _state(self, answer: Answer | None) -> dict[str, Any]:
        points = scene_in(self.item).points(answer)
        moved = isinstance(answer, list)
        return {"points": [list(point) for point in points], "moved": moved, "ticked": answer == TICKED}
