"""The buttons below a quiz: hand the attempt in (asked twice), begin the next one, or have no more of them."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import TYPE_CHECKING

import ipywidgets as widgets
from IPython.display import display

from coursekit.quiz.panel import STYLE

if TYPE_CHECKING:
    from coursekit.quiz.quiz import Quiz

SUBMIT = "Now submit the assignment (Nbgrader → Assignment List → Submit): it counts from then on."


class HandInPanel:
    """What may be done with the attempt that is shown."""

    def __init__(self, quiz: Quiz) -> None:
        self._quiz = quiz
        self._words = widgets.HTML()
        self._buttons = widgets.HBox()
        self._buttons.add_class("quiz-buttons")
        self.box = widgets.VBox([widgets.HTML(STYLE), self._words, self._buttons])
        self.box.add_class("quiz-panel").add_class("quiz-hand-in")
        self.refresh()

    def show(self) -> None:
        """Put the buttons into the running cell's output."""
        display(self.box)  # type: ignore[no-untyped-call]

    def close(self) -> None:
        """Forget the widgets."""
        self.box.close()

    def refresh(self) -> None:
        """Offer what may be done now."""
        quiz = self._quiz
        if not quiz.file.handed_in:
            words = "When you have answered everything, hand the attempt in: only then does it count."
            self._offer(words, (f"Hand in attempt {quiz.attempt} of {quiz.attempts}", self._ask, True))
        elif quiz.may_go_on:
            words = f"✓ Attempt {quiz.attempt} of {quiz.attempts} is handed in. {SUBMIT} The best attempt counts."
            following = (f"Begin attempt {quiz.attempt + 1}, with other numbers", self._begin, False)
            self._offer(words, following, ("No more attempts: explain my mistakes", self._ask_last, False))
        else:
            explained = " The explanations come with the result." if quiz.attempts > 1 else ""
            self._offer(f"✓ Attempt {quiz.attempt} of {quiz.attempts} is handed in, the last one. {SUBMIT}{explained}")

    def _ask(self) -> None:
        missing = self._quiz.open_questions()
        if missing:
            names = ", ".join(str(number) for number in missing)
            first = f"Without a complete answer: {names}. " if len(missing) > 1 else f"Question {names} is still open. "
        else:
            first = "Every question is answered. "
        words = f"{first}Answers of an attempt that is handed in can no longer be changed. Hand it in?"
        self._offer(words, ("Yes, hand it in", self._hand_in, True), ("Not yet", self.refresh, False))

    def _ask_last(self) -> None:
        words = "You give up the attempts that are left, and read with the next result where your mistakes lie. Sure?"
        self._offer(words, ("Yes, no more attempts", self._end, True), ("Not yet", self.refresh, False))

    def _hand_in(self) -> None:
        self._do(self._quiz.hand_in)

    def _end(self) -> None:
        self._do(lambda: self._quiz.hand_in(last=True))

    def _begin(self) -> None:
        self._do(self._quiz.next_attempt)
        if not self._quiz.file.handed_in:
            words = f"Attempt {self._quiz.attempt} has begun: go up to question 1."
            self._offer(words, (f"Hand in attempt {self._quiz.attempt} of {self._quiz.attempts}", self._ask, True))

    def _do(self, what: Callable[[], None]) -> None:
        try:
            what()
        except OSError as error:
            self._say(f"Not done: {error.strerror or error}. Free some space, then try again.")
            return
        self.refresh()

    def _offer(self, words: str, *choices: tuple[str, Callable[[], None], bool]) -> None:
        old = self._buttons.children
        self._buttons.children = tuple(_button(*choice) for choice in choices)
        for button in old:
            button.close()
        if old and choices:
            self._buttons.children[0].focus()  # the pressed one is gone, and the keyboard's focus with it
        self._say(words)

    def _say(self, words: str) -> None:
        self._words.value = (
            f'<div class="quiz-verdict quiz-told" role="status" aria-live="polite">{html.escape(words)}</div>'
        )


def _button(words: str, pressed: Callable[[], None], main: bool) -> widgets.Button:
    button = widgets.Button(description=words, button_style="primary" if main else "")
    button.on_click(lambda _: pressed())
    return button
