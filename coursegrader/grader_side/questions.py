"""Quiz questions with their keys: what a generator in ``graders/<assignment>/questions.py`` returns.

A `Question` has two faces. `Question.public` is the rendering learners hold: text, figure, options, form of
the answer. `Question.judge` scores an answer against the private key. Nothing of the key, of the
misconceptions, or of the template's name goes into the public face.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from coursegrader.grader_side.question_kinds import (
    Answer,
    BadAnswer,
    BugLine,
    Kind,
    Line,
    OneOf,
    Option,
    SetOf,
)


@dataclass(frozen=True)
class Figure:
    """A drawing (SVG text, colours by ``currentColor``) and the same in words, for those who do not see
    it."""

    svg: str
    description: str


@dataclass(frozen=True)
class Misconception:
    """A wrong way of thinking, the answer it leads to, and one sentence for the learner who gave that answer.

    ``explanation`` says where the thinking goes wrong, and never the right answer.
    """

    name: str
    answer: Answer
    explanation: str


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
        listed: misconceptions that are not an option of their own (the others come from the options).
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
        """Every listed wrong answer, those of wrong options and wrong lines included."""
        own: tuple[Misconception, ...] = ()
        if isinstance(self.kind, OneOf):
            own = tuple(_of_option(option, self.kind) for option in self.kind.options if not option.right)
        elif isinstance(self.kind, BugLine):
            own = tuple(_of_line(k, line) for k, line in enumerate(self.kind.lines, start=1) if k != self.kind.key)
        return own + self.listed

    def _explain(self, value: Any) -> str:
        for misconception in self.misconceptions():
            if self.kind.same(value, self.kind.read(misconception.answer)):
                return misconception.explanation
        if isinstance(self.kind, SetOf):
            reasons = [option.why for option in self.kind.wrongly_ticked(value) if option.why]
            return reasons[0] if reasons else self.hint
        return self.hint


Draw: TypeAlias = Callable[[np.random.Generator], Question]
"""A template: draws one question from a generator."""


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


def call_backs(
    rng: np.random.Generator, templates: Mapping[str, Draw], count: int, missed: Sequence[str] = ()
) -> tuple[Question, ...]:
    """``count`` questions of different templates from earlier weeks, those the learner ``missed`` first.

    Raises ValueError if there are not enough templates.
    """
    if len(templates) < count:
        raise ValueError(f"{count} call-backs asked for, {len(templates)} templates given")
    names = [sorted(templates)[k] for k in rng.permutation(len(templates))]
    names.sort(key=lambda name: name not in missed)  # stable: the drawn order stays within each group
    return tuple(templates[name](rng) for name in names[:count])


def _of_option(option: Option, kind: OneOf) -> Misconception:
    chosen = next(entry["letter"] for entry in kind.public()["options"] if entry["text"] == option.text)
    return Misconception(option.name, chosen, option.why)


def _of_line(number: int, line: Line) -> Misconception:
    return Misconception(f"line_{number}", number, line.why)


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."
