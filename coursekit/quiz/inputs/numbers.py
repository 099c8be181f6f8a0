"""Fields for numbers: MAT, VEC, NUM, INT."""

from typing import Any

import ipywidgets as widgets

from coursekit.quiz.answers import Answer
from coursekit.quiz.forms.numbers import field_name, fields_shape, from_fields, to_fields
from coursekit.quiz.inputs.base import Input

_NARROW, _WIDE = "84px", "180px"


class NumbersInput(Input):
    """A grid of text fields; one field for one number."""

    def read(self) -> Answer | None:
        _, columns = fields_shape(self.item)
        texts = [field.value for field in self.fields]
        return from_fields(self.item, [texts[k : k + columns] for k in range(0, len(texts), columns)])

    def _make(self) -> list[Any]:
        rows, columns = fields_shape(self.item)
        layout = widgets.Layout(width=_WIDE if rows * columns == 1 else _NARROW, margin="2px")
        return [
            widgets.Text(
                layout=layout,
                description=f"Question {self.item.number}, {field_name(self.item, i, j)}",
                continuous_update=True,  # kept while typing, so that submitting at once loses nothing
            )
            for i in range(1, rows + 1)
            for j in range(1, columns + 1)
        ]

    def _arranged(self) -> Any:
        if self.item.kind not in ("MAT", "VEC"):
            return widgets.VBox(self.fields)
        _, columns = fields_shape(self.item)
        rows = [widgets.HBox(self.fields[k : k + columns]) for k in range(0, len(self.fields), columns)]
        grid = widgets.VBox(rows, layout=widgets.Layout(width="fit-content"))
        grid.add_class("quiz-grid")
        return grid

    def _fill(self, answer: Answer | None) -> None:
        texts = [text for row in to_fields(self.item, answer) for text in row]
        for text, field in zip(texts, self.fields, strict=True):
            field.value = text
