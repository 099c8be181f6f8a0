"""Kinds whose answers are chosen: ONE, SET, BUG and ORD."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from coursekit.quiz.answers import Answer
from coursekit.quiz.kinds.base import BadAnswer, Kind, Misconception, letter


@dataclass(frozen=True)
class Option:
    """A choice of a ONE or SET question. ``why`` explains it to someone who got exactly this option wrong."""

    text: str
    right: bool
    why: str = ""
    name: str = ""


@dataclass(frozen=True)
class OneOf(Kind):
    """ONE: exactly one option is right. Letters follow the order given."""

    options: tuple[Option, ...]
    name: ClassVar[str] = "ONE"

    def public(self) -> Mapping[str, Any]:
        return _lettered([option.text for option in self.options])

    def read(self, answer: object) -> str:
        return _letter(answer, len(self.options))

    def is_right(self, value: str) -> bool:
        return self.options[ord(value) - ord("A")].right

    def reference(self) -> Answer:
        return next(letter(k) for k, option in enumerate(self.options) if option.right)

    def misconceptions(self) -> tuple[Misconception, ...]:
        numbered = enumerate(self.options)
        return tuple(Misconception(option.name, letter(k), option.why) for k, option in numbered if not option.right)


@dataclass(frozen=True)
class SetOf(Kind):
    """SET: exactly the right options, all of them."""

    options: tuple[Option, ...]
    name: ClassVar[str] = "SET"
    key: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        right = frozenset(letter(k) for k, option in enumerate(self.options) if option.right)
        object.__setattr__(self, "key", right)

    def public(self) -> Mapping[str, Any]:
        return _lettered([option.text for option in self.options])

    def read(self, answer: object) -> frozenset[str]:
        if not isinstance(answer, list) or not answer:
            raise BadAnswer("this question asks you to tick at least one option")
        return frozenset(_letter(entry, len(self.options)) for entry in answer)

    def is_right(self, value: frozenset[str]) -> bool:
        return value == self.key

    def reference(self) -> Answer:
        return sorted(self.key)

    def explain(self, value: frozenset[str]) -> str:
        """Of the first option that was ticked and is not right."""
        ticked = (o.why for k, o in enumerate(self.options) if letter(k) in value and not o.right)
        return next((why for why in ticked if why), "")


@dataclass(frozen=True)
class Line:
    """One line of a BUG question's program; ``why`` says what is right about a line that is not the bug."""

    code: str
    why: str = ""


@dataclass(frozen=True)
class BugLine(Kind):
    """BUG: the number (from 1) of the one wrong line."""

    lines: tuple[Line, ...]
    key: int
    name: ClassVar[str] = "BUG"

    def public(self) -> Mapping[str, Any]:
        return {"lines": [line.code for line in self.lines]}

    def read(self, answer: object) -> int:
        if isinstance(answer, bool) or not isinstance(answer, int) or not 1 <= answer <= len(self.lines):
            raise BadAnswer(f"this question asks for a line from 1 to {len(self.lines)}")
        return answer

    def is_right(self, value: int) -> bool:
        return value == self.key

    def reference(self) -> Answer:
        return self.key

    def misconceptions(self) -> tuple[Misconception, ...]:
        numbered = enumerate(self.lines, start=1)
        return tuple(Misconception(f"line_{k}", k, line.why) for k, line in numbered if k != self.key)


@dataclass(frozen=True)
class Misplaced:
    """A misconception about two steps of an ORD question: the ``later`` one was put before the ``earlier`` one.

    Both are places in the right order, from 0.
    """

    name: str
    earlier: int
    later: int
    why: str


@dataclass(frozen=True)
class Ordered(Kind):
    """ORD: steps, given in their right order; ``shown[k]`` is the step that the learner finds at place k.

    Of several misplaced pairs, the first listed one is explained.
    """

    steps: tuple[str, ...]
    shown: tuple[int, ...]
    misplaced: tuple[Misplaced, ...] = ()
    name: ClassVar[str] = "ORD"

    def public(self) -> Mapping[str, Any]:
        return _lettered([self.steps[step] for step in self.shown])

    def read(self, answer: object) -> tuple[int, ...]:
        """The steps in the learner's order."""
        if not isinstance(answer, list) or len(answer) != len(self.steps):
            raise BadAnswer(f"this question asks for all {len(self.steps)} steps in an order")
        letters = [_letter(entry, len(self.steps)) for entry in answer]
        if len(set(letters)) < len(letters):
            raise BadAnswer("a step occurs twice in your order")
        return tuple(self.shown[ord(chosen) - ord("A")] for chosen in letters)

    def is_right(self, value: tuple[int, ...]) -> bool:
        return list(value) == sorted(value)

    def reference(self) -> Answer:
        return self._letters(range(len(self.steps)))

    def misconceptions(self) -> tuple[Misconception, ...]:
        return tuple(Misconception(pair.name, self._with(pair), pair.why) for pair in self.misplaced)

    def explain(self, value: tuple[int, ...]) -> str:
        """Of the first listed pair that stands the other way round."""
        return next((p.why for p in self.misplaced if value.index(p.later) < value.index(p.earlier)), "")

    def _with(self, pair: Misplaced) -> Answer:
        order = [step for step in range(len(self.steps)) if step != pair.later]
        order.insert(order.index(pair.earlier), pair.later)
        return self._letters(order)

    def _letters(self, order: Sequence[int]) -> list[str]:
        return [letter(self.shown.index(step)) for step in order]


def _lettered(texts: Sequence[str]) -> Mapping[str, Any]:
    return {"options": [{"letter": letter(k), "text": text} for k, text in enumerate(texts)]}


def _letter(answer: object, count: int) -> str:
    known = [letter(k) for k in range(count)]
    if not isinstance(answer, str) or answer not in known:
        raise BadAnswer(f"this question asks for one of the letters {', '.join(known)}")
    return answer
