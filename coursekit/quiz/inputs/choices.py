"""Radio buttons and tick boxes: ONE, BUG, SET."""

from typing import Any

import ipywidgets as widgets

from coursekit.quiz.answers import Answer
from coursekit.quiz.inputs.base import Input

_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


class RadioInput(Input):
    """One of the options, or one of the lines."""

    def read(self) -> Answer | None:
        value: Answer | None = self.fields[0].value
        return value

    def _make(self) -> list[Any]:
        choices: list[tuple[str, Any]]
        if self.item.kind == "BUG":
            choices = [(_code_label(k, line), k) for k, line in enumerate(self.item.lines, start=1)]
        else:
            choices = [(f"{option.letter}.  {option.text}", option.letter) for option in self.item.options]
        return [widgets.RadioButtons(options=choices, value=None, description=f"Answer to question {self.item.number}")]

    def _arranged(self) -> Any:
        box = widgets.VBox(self.fields)
        if self.item.kind == "BUG":
            box.add_class("quiz-code")
        return box

    def _fill(self, answer: Answer | None) -> None:
        known = {value for _, value in self.fields[0].options}
        self.fields[0].value = answer if isinstance(answer, str | int) and answer in known else None


class TicksInput(Input):
    """Any number of the options."""

    def read(self) -> Answer | None:
        pairs = zip(self.item.options, self.fields, strict=True)
        return [option.letter for option, box in pairs if box.value] or None

    def _make(self) -> list[Any]:
        return [widgets.Checkbox(description=option.text, indent=False) for option in self.item.options]

    def _arranged(self) -> Any:
        return widgets.VBox(self.fields)

    def _fill(self, answer: Answer | None) -> None:
        for option, box in zip(self.item.options, self.fields, strict=True):
            box.value = isinstance(answer, list) and option.letter in answer


def _code_label(number: int, line: str) -> str:
    # Labels collapse ordinary runs of spaces, and indentation is what Python code means.
    return f"{number:>2}   {line}".replace(" ", _NO_BREAK_SPACE)
