"""A question of a graded quiz with its widgets: text, drawing, answer fields."""

from collections.abc import Callable

import ipywidgets as widgets
from IPython.display import display

from coursekit.quiz.answers import Answers
from coursekit.quiz.in_place import QuestionInPlace
from coursekit.quiz.items import PublicItem
from coursekit.quiz.panel import AnswerPanel


class QuizPanel:
    """One question, which the next attempt exchanges in its place. ``changed`` is called after each change."""

    def __init__(self, item: PublicItem, answers: Answers, changed: Callable[[], None] = lambda: None) -> None:
        self._item, self._tell = item, changed
        self._place = QuestionInPlace()
        self.panel = AnswerPanel(item, answers, changed)
        self.box = widgets.VBox([self.panel.box])

    def show(self) -> None:
        """Put text and widgets into the running cell's output."""
        self._place.show(self._item)
        display(self.box)  # type: ignore[no-untyped-call]

    def refill(self) -> None:
        """Show what is kept."""
        self.panel.refill()

    def replace(self, item: PublicItem, answers: Answers) -> None:
        """Show this question instead."""
        old = self.panel
        self._item, self.panel = item, AnswerPanel(item, answers, self._tell)
        self.box.children = (self.panel.box,)
        old.close()
        self._place.replace(item)

    def close(self) -> None:
        """Forget the widgets (what is kept stays)."""
        self.panel.close()
        self.box.close()
