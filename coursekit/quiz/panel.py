"""The answer fields of one question, as widgets: every change is kept at once, and a line below says so."""

import html
from datetime import datetime
from pathlib import Path
from typing import Any

import ipywidgets as widgets
from IPython.display import display

from coursekit.quiz.answers import Answer, AnswerFile
from coursekit.quiz.forms import State, field_name, from_fields, state_of, to_fields
from coursekit.quiz.items import PublicItem
from coursekit.quiz.page import how_to_answer

_STYLE = f"<style>{Path(__file__).with_name('panel.css').read_text(encoding='utf-8')}</style>"
_NARROW = "84px"
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


class AnswerPanel:
    """Widgets for one question, bound to the answer file.

    Each change is written before the line below says "saved", and the line repeats when, so that a learner
    whose kernel has stopped sees that the time no longer moves.
    """

    def __init__(self, item: PublicItem, answers: AnswerFile) -> None:
        self.item = item
        self.answers = answers
        self._filling = False
        self._status = widgets.HTML()
        self._inputs = self._make_inputs()
        how = widgets.HTML(f'{_STYLE}<div class="quiz-how">{html.escape(how_to_answer(item))}</div>')
        self.box = widgets.VBox([how, self._arranged(), self._status])
        self.box.add_class("quiz-panel")
        if item.kind == "BUG":
            self.box.add_class("quiz-code")
        self.refill()
        for field in self._inputs:
            field.observe(self._changed, names="value")

    def show(self) -> None:
        """Put the panel into the running cell's output."""
        display(self.box)  # type: ignore[no-untyped-call]

    def refill(self) -> None:
        """Show what is kept."""
        self._filling = True
        try:
            self._fill(self.answers.get(self.item.number))
        finally:
            self._filling = False
        self._say(state_of(self.item, self.answers.get(self.item.number)), saved=False)

    def close(self) -> None:
        """Forget the widgets (the kept answer stays)."""
        for widget in (*self._inputs, self._status, self.box):
            widget.close()

    def _make_inputs(self) -> list[Any]:
        item = self.item
        if item.kind == "ONE":
            choices = [(f"{option.letter}.  {option.text}", option.letter) for option in item.options]
            return [_radio(choices, item.number)]
        if item.kind == "BUG":
            lines = [(_code_label(k, line), k) for k, line in enumerate(item.lines, start=1)]
            return [_radio(lines, item.number)]
        if item.kind == "SET":
            return [widgets.Checkbox(description=option.text, indent=False) for option in item.options]
        return self._fields()

    def _fields(self) -> list[Any]:
        rows = to_fields(self.item, None)
        width = "180px" if len(rows) * len(rows[0]) == 1 else _NARROW
        layout = widgets.Layout(width=width, margin="2px")
        return [
            widgets.Text(
                layout=layout,
                tooltip=f"Question {self.item.number}, {field_name(self.item, i, j)}",
                continuous_update=True,  # kept while typing, so that submitting at once loses nothing
            )
            for i, row in enumerate(rows, start=1)
            for j in range(1, len(row) + 1)
        ]

    def _arranged(self) -> Any:
        if self.item.kind not in ("MAT", "VEC"):
            return widgets.VBox(self._inputs)
        columns = len(to_fields(self.item, None)[0])
        rows = [widgets.HBox(self._inputs[k : k + columns]) for k in range(0, len(self._inputs), columns)]
        grid = widgets.VBox(rows, layout=widgets.Layout(width="fit-content"))
        grid.add_class("quiz-grid")
        return grid

    def _fill(self, answer: Answer | None) -> None:
        if self.item.kind in ("ONE", "BUG"):
            known = {value for _, value in self._inputs[0].options}
            self._inputs[0].value = answer if isinstance(answer, str | int) and answer in known else None
        elif self.item.kind == "SET":
            for option, box in zip(self.item.options, self._inputs, strict=True):
                box.value = isinstance(answer, list) and option.letter in answer
        else:
            texts = [text for row in to_fields(self.item, answer) for text in row]
            for text, field in zip(texts, self._inputs, strict=True):
                field.value = text

    def _read(self) -> Answer | None:
        if self.item.kind in ("ONE", "BUG"):
            value: Answer | None = self._inputs[0].value
            return value
        if self.item.kind == "SET":
            pairs = zip(self.item.options, self._inputs, strict=True)
            return [option.letter for option, box in pairs if box.value] or None
        columns = len(to_fields(self.item, None)[0])
        texts = [field.value for field in self._inputs]
        return from_fields(self.item, [texts[k : k + columns] for k in range(0, len(texts), columns)])

    def _changed(self, change: object) -> None:
        if self._filling:
            return
        answer = self._read()
        try:
            self.answers.put(self.item.number, answer)
        except OSError as error:
            self._status.value = _status(
                "Not saved", f"{error.strerror or error}: free some space, then change it again"
            )
            return
        if self.answers.notice:
            self._status.value = _status("✓ Saved. Please read", self.answers.notice)
        else:
            self._say(state_of(self.item, answer), saved=True)

    def _say(self, state: State, saved: bool) -> None:
        if saved:
            now = datetime.now().strftime("%H:%M:%S")
            head = f"⚠ Kept at {now}, but" if state.wrong_input else f"✓ Saved at {now}"
        elif self.answers.get(self.item.number) is None:
            head = ""
        else:
            head = "⚠ Kept, but" if state.wrong_input else "✓ Saved"
        self._status.value = _status(head, state.message)


def _radio(choices: list[tuple[str, Any]], number: int) -> Any:
    return widgets.RadioButtons(options=choices, value=None, description=f"Answer to question {number}")


def _code_label(number: int, line: str) -> str:
    # Labels collapse ordinary runs of spaces, and indentation is what Python code means.
    return f"{number:>2}   {line}".replace(" ", _NO_BREAK_SPACE)


def _status(head: str, message: str) -> str:
    strong = f"<strong>{html.escape(head)}</strong>" if head else "○"
    joint = " " if head.endswith("but") or not head else " · "
    words = f"{strong}{joint}{html.escape(message)}"
    return f'<div class="quiz-state" role="status" aria-live="polite">{words}</div>'
