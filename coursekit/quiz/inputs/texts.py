"""Fields for texts: EXP with the formula as it is read, OUT with room for several lines."""

from typing import Any

import ipywidgets as widgets

from coursekit.quiz.answers import Answer
from coursekit.quiz.forms.texts import formula_latex
from coursekit.quiz.inputs.base import Input


class FormulaInput(Input):
    """A text field, and below it the formula as it is read."""

    def read(self) -> Answer | None:
        return self.fields[0].value.strip() or None

    def close(self) -> None:
        self._shown.close()
        super().close()

    def _make(self) -> list[Any]:
        name = f"Question {self.item.number}, formula"
        field = widgets.Text(
            description=name, continuous_update=True, layout=widgets.Layout(width="calc(min(420px, 100%) - 4px)")
        )
        field.add_class("quiz-formula")
        return [field]

    def _arranged(self) -> Any:
        self._shown = widgets.HTMLMath()
        self._shown.add_class("quiz-read")
        self.fields[0].observe(lambda _: self._show(), names="value")
        self._show()
        return widgets.VBox([*self.fields, self._shown])

    def _show(self) -> None:
        read = formula_latex(self.item, self.fields[0].value)
        self._shown.value = f"Read as: ${read}$" if read else "Read as: …"

    def _fill(self, answer: Answer | None) -> None:
        self.fields[0].value = answer if isinstance(answer, str) else ""


class OutputInput(Input):
    """A field for what is printed."""

    def read(self) -> Answer | None:
        return self.fields[0].value.strip() or None

    def _make(self) -> list[Any]:
        name = f"Question {self.item.number}, what is printed"
        layout = widgets.Layout(width="calc(min(420px, 100%) - 4px)")
        field = widgets.Textarea(description=name, rows=2, continuous_update=True, layout=layout)
        field.add_class("quiz-printed")
        return [field]

    def _arranged(self) -> Any:
        return widgets.VBox(self.fields)

    def _fill(self, answer: Answer | None) -> None:
        if not isinstance(answer, str) or answer != self.read():  # spaces being typed are not taken away
            self.fields[0].value = answer if isinstance(answer, str) else ""
