"""Quiz questions with their keys: what the templates of a quiz return.

A `Question` has two faces. `Question.public` is the rendering learners hold: text, figure, options, form of
the answer. `Question.judge` scores an answer against the key. Nothing of the key, of the misconceptions, or of the
template's name goes into the public face. This module holds no secrets: those are the templates of graded quizzes,
which stay on the trusted side; the templates of practice quizzes are public on purpose.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from coursekit.quiz.kinds import BadAnswer, Kind, Misconception, Misplaced, OneOf, Option, Ordered

if TYPE_CHECKING:  # opening a quiz loads no NumPy; drawing one does
    import numpy as np

Draw: TypeAlias = "Callable[[np.random.Generator], Question]"
"""A template: draws one question from a generator. Its name is the template's name."""

__all__ = ["Draw", "Figure", "Misconception", "Question", "Verdict", "in_order", "one_of", "some", "wrong"]


@dataclass(frozen=True)
class Figure:
    """A drawing (SVG text, colours by ``currentColor``) and the same in words, for those who do not see
    it."""

    svg: str
    description: str


@dataclass(frozen=True)
class Verdict:
    """Whether an answer is right, and what a learner reads if it is not."""

    right: bool
    hint: str = ""


@dataclass(frozen=True)
class Question:
    """One drawn question.

    Attributes:
        template: name of the generator, for instructors and for the choice of call-backs.
        text: Markdown with LaTeX.
        kind: form of the answer, with the key.
        hint: one sentence for a wrong answer that is no listed misconception.
        listed: misconceptions that are no option, line, step or region of the kind's own (those have theirs).
        figure: an optional drawing.
    """

    template: str
    text: str
    kind: Kind
    hint: str
    listed: tuple[Misconception, ...] = ()
    figure: Figure | None = None

    def public(self, number: int) -> dict[str, Any]:
        """Question ``number`` of a quiz as learners hold it: plain data."""
        data = {"number": number, "kind": self.kind.name, "text": self.text, **self.kind.public()}
        if self.figure is not None:
            data["figure"] = {"svg": self.figure.svg, "description": self.figure.description}
        return data

    def judge(self, answer: object) -> Verdict:
        """Score ``answer`` (untrusted plain data, None for no answer)."""
        if answer is None:
            return Verdict(False, "It is not answered yet.")
        try:
            value = self.kind.read(answer)
        except BadAnswer as error:
            return Verdict(False, _sentence(str(error)))
        if self.kind.is_right(value):
            return Verdict(True)
        return Verdict(False, self._explain(value))

    def misconceptions(self) -> tuple[Misconception, ...]:
        """Every listed wrong answer, those of the kind's own parts included."""
        return self.kind.misconceptions() + self.listed

    def _explain(self, value: Any) -> str:
        for misconception in self.misconceptions():
            if self.kind.same(value, self.kind.read(misconception.answer)):
                return misconception.explanation
        return self.kind.explain(value) or self.hint


def one_of(rng: np.random.Generator, right: str, wrong: Sequence[Option]) -> OneOf:
    """A single choice in random order."""
    options = [Option(right, True), *wrong]
    return OneOf(tuple(options[k] for k in rng.permutation(len(options))))


def wrong(name: str, text: str, why: str) -> Option:
    """A wrong option: the misconception's name, what it says, and its explanation."""
    return Option(text, False, why, name)


def some(rng: np.random.Generator, options: Sequence[Option], count: int) -> tuple[Option, ...]:
    """``count`` of the options, drawn without repetition."""
    return tuple(options[k] for k in rng.permutation(len(options))[:count])


def in_order(rng: np.random.Generator, steps: Sequence[str], misplaced: Sequence[Misplaced] = ()) -> Ordered:
    """Steps to be put in the order given, shown in another one."""
    while True:
        shown = tuple(int(k) for k in rng.permutation(len(steps)))
        if shown != tuple(range(len(steps))):
            return Ordered(tuple(steps), shown, tuple(misplaced))


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."
