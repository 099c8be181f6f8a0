"""The answer fields of one question, as widgets: every change is kept at once, and a line below says so."""

import html
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import ipywidgets as widgets
from IPython.display import display

from coursekit.quiz.answers import Answers, HandedInError
from coursekit.quiz.forms import State, state_of
from coursekit.quiz.inputs import make_input
from coursekit.quiz.items import PublicItem
from coursekit.quiz.page import how_to_answer

STYLE = f"<style>{Path(__file__).with_name('panel.css').read_text(encoding='utf-8')}</style>"


class AnswerPanel:
    """Widgets for one question, bound to where answers are kept.

    Each change is written before the line below says "saved", and the line repeats when, so that a learner
    whose kernel has stopped sees that the time no longer moves. ``changed`` is called after each change.
    """

    def __init__(self, item: PublicItem, answers: Answers, changed: Callable[[], None] = lambda: None) -> None:
        self.item = item
        self.answers = answers
        self._tell = changed
        self._status = widgets.HTML()
        self.input = make_input(item)
        self._how = widgets.HTML(f'{STYLE}<div class="quiz-how">{html.escape(how_to_answer(item))}</div>')
        self.box = widgets.VBox([self._how, self.input.box, self._status])
        self.box.add_class("quiz-panel")
        self.refill()
        self.input.tell(self._changed)

    def show(self) -> None:
        """Put the panel into the running cell's output."""
        display(self.box)  # type: ignore[no-untyped-call]

    def refill(self) -> None:
        """Show what is kept."""
        kept = self.answers.get(self.item.number)
        self.input.fill(kept)
        self._say(state_of(self.item, kept), saved=False)

    def close(self) -> None:
        """Forget the widgets (the kept answer stays)."""
        self.input.close()
        for widget in (self._how, self._status, self.box):
            widget.close()

    def _changed(self) -> None:
        answer = self.input.read()
        try:
            self.answers.put(self.item.number, answer)
        except HandedInError:
            self.refill()
            return
        except OSError as error:
            self._status.value = _status(
                "Not saved", f"{error.strerror or error}: free some space, then change it again"
            )
            return
        if self.answers.notice:
            self._status.value = _status("✓ Saved. Please read", self.answers.notice)
        else:
            self._say(state_of(self.item, answer), saved=True)
        self._tell()

    def _say(self, state: State, saved: bool) -> None:
        if self.answers.handed_in:
            self._status.value = _status("✓ Handed in", "this answer stays as it is")
            return
        if saved:
            now = datetime.now().strftime("%H:%M:%S")
            head = f"⚠ Kept at {now}, but" if state.wrong_input else f"✓ Saved at {now}"
        elif self.answers.get(self.item.number) is None:
            head = ""
        else:
            head = "⚠ Kept, but" if state.wrong_input else "✓ Saved"
        self._status.value = _status(head, state.message)


def _status(head: str, message: str) -> str:
    strong = f"<strong>{html.escape(head)}</strong>" if head else "○"
    joint = " " if head.endswith("but") or not head else " · "
    words = f"{strong}{joint}{html.escape(message)}"
    return f'<div class="quiz-state" role="status" aria-live="polite">{words}</div>'
