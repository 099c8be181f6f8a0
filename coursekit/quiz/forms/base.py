"""What every form of answer offers."""

from dataclasses import dataclass

from coursekit.quiz.answers import Answer
from coursekit.quiz.items import PublicItem


@dataclass(frozen=True)
class State:
    """How far the answer to a question is: ``complete``, and a short message for the learner.

    ``wrong_input`` is set when something typed cannot be read.
    """

    complete: bool
    message: str
    wrong_input: bool = False


class Form:
    """How answers to one kind of question look, for the learner."""

    def how(self, item: PublicItem) -> str:
        """One sentence on how to answer."""
        raise NotImplementedError

    def example(self, item: PublicItem) -> str:
        """An answer by code, such as ``"B"`` in ``quiz.answer(3, "B")``; not a right one on purpose."""
        raise NotImplementedError

    def answer_from(self, item: PublicItem, value: object) -> Answer | None:
        """``value`` in the kept form; raises ValueError, saying what to write."""
        raise NotImplementedError

    def state(self, item: PublicItem, answer: Answer) -> State:
        """How far ``answer`` is."""
        return State(True, "answered")

    def words(self, item: PublicItem, answer: Answer) -> str:
        """``answer`` in one line of Markdown."""
        return f"`{answer}`"

    def choices(self, item: PublicItem, answer: Answer | None) -> str:
        """What there is to choose from, with the answer marked, as Markdown; empty if there is nothing to choose."""
        return ""
