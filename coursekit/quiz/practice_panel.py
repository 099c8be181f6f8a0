"""A practice question with its widgets: text, answer fields, *Check*, *Try other numbers*, and the verdict."""

import html

import ipywidgets as widgets
from IPython.display import display

from coursekit.quiz.in_place import QuestionInPlace
from coursekit.quiz.panel import AnswerPanel
from coursekit.quiz.practice import RIGHT, Practice
from coursekit.quiz.practice_file import PracticeFile


class PracticePanel:
    """One question. The text stands above the widgets, and is replaced in its place when other numbers are drawn."""

    def __init__(self, practice: Practice, kept: PracticeFile, number: int) -> None:
        self._practice, self._file, self._number = practice, kept, number
        self._place = QuestionInPlace()
        self._check = widgets.Button(description="Check", button_style="primary")
        self._other = widgets.Button(description="Try other numbers")
        self._check.on_click(lambda _: self.check())
        self._other.on_click(lambda _: self.another())
        self._verdict = widgets.HTML(_verdict("", ""))
        buttons = widgets.HBox([self._check, self._other])
        buttons.add_class("quiz-buttons")
        self._buttons = buttons
        self._panel = self._new_panel()
        self.box = widgets.VBox([self._panel.box, buttons, self._verdict])
        self.box.add_class("quiz-panel").add_class("quiz-practice")

    def show(self) -> None:
        """Put text and widgets into the running cell's output."""
        self._place.show(self._practice.item(self._number))
        display(self.box)  # type: ignore[no-untyped-call]

    def refill(self) -> None:
        """Show what is kept."""
        self._panel.refill()
        self._forget_verdict()

    def check(self) -> None:
        """Say whether the answer is right, and if not, why."""
        verdict = self._practice.check(self._number)
        if verdict.right:
            more = "Once more with other numbers?" if self._file.draw(self._number) == 0 else ""
            self._verdict.value = _verdict(f"✓ {RIGHT}", more, right=True)
        else:
            self._verdict.value = _verdict("✗ Not yet.", verdict.hint)

    def another(self) -> None:
        """Draw other numbers."""
        try:
            self._file.next_draw(self._number)
        except OSError as error:
            self._verdict.value = _verdict("Not saved:", f"{error.strerror or error}. Free some space, then try again.")
            return
        old = self._panel
        self._panel = self._new_panel()
        self.box.children = (self._panel.box, self._buttons, self._verdict)
        old.close()
        self._place.replace(self._practice.item(self._number))
        self._verdict.value = _verdict("", f"Question {self._number} has new numbers.")

    def close(self) -> None:
        """Forget the widgets (what is kept stays)."""
        self._panel.close()
        for widget in (self._check, self._other, self._verdict, self._buttons, self.box):
            widget.close()

    def _new_panel(self) -> AnswerPanel:
        return AnswerPanel(self._practice.item(self._number), self._file, self._forget_verdict)

    def _forget_verdict(self) -> None:
        self._verdict.value = _verdict("", "")  # it was about another answer


def _verdict(head: str, words: str, right: bool = False) -> str:
    strong = f"<strong>{html.escape(head)}</strong> " if head else ""
    mark = " quiz-right" if right else ""
    inside = f'<div class="quiz-verdict{mark}">{strong}{html.escape(words)}</div>' if head or words else ""
    return f'<div role="status" aria-live="polite">{inside}</div>'
