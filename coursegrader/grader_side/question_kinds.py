"""The kinds of quiz question: each knows its key, its public form, and how an answer is read and compared.

An answer is what coursekit keeps for a question: texts of numbers, letters or a line number (see
`coursekit.quiz.answers.Answer`). ``read`` turns it into a value to compare, or raises BadAnswer with a
sentence for the learner; ``is_right`` compares such a value with the key. Another kind (ORD, EXP, PIC, OUT)
is another class here and an input in coursekit.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, ClassVar, Protocol, TypeAlias

from coursekit.quiz.numbers import format_number, parse_number

Answer: TypeAlias = str | int | list[str] | list[list[str]]
Numbers: TypeAlias = tuple[Fraction, ...]

TOLERANCE = 1e-3
"""Relative tolerance of NUM answers, and of directions."""


class BadAnswer(ValueError):
    """An answer that has not the form its question asks for; the message is for the learner."""


class Kind(Protocol):
    """What every kind of question offers."""

    name: ClassVar[str]

    def public(self) -> Mapping[str, Any]:
        """The answer's form, as a learner may see it."""

    def read(self, answer: object) -> Any:
        """The value of ``answer``; raises BadAnswer."""

    def is_right(self, value: Any) -> bool:
        """Whether a value from ``read`` is a right answer."""

    def same(self, one: Any, other: Any) -> bool:
        """Whether two values are the same answer (used to recognise a misconception)."""

    def reference(self) -> Answer:
        """A right answer."""


@dataclass(frozen=True)
class Number:
    """NUM: one number, right within a relative tolerance (exactly, if the key is 0)."""

    key: Fraction
    name: ClassVar[str] = "NUM"

    def public(self) -> Mapping[str, Any]:
        return {}

    def read(self, answer: object) -> Fraction:
        return _number(answer, "your answer")

    def is_right(self, value: Fraction) -> bool:
        return self.same(value, self.key)

    def same(self, one: Fraction, other: Fraction) -> bool:
        return abs(one - other) <= TOLERANCE * abs(other)

    def reference(self) -> Answer:
        return format_number(self.key)


@dataclass(frozen=True)
class Integer:
    """INT: one whole number, exact."""

    key: int
    name: ClassVar[str] = "INT"

    def public(self) -> Mapping[str, Any]:
        return {}

    def read(self, answer: object) -> int:
        value = _number(answer, "your answer")
        if value.denominator != 1:
            raise BadAnswer("this question asks for a whole number")
        return value.numerator

    def is_right(self, value: int) -> bool:
        return value == self.key

    def same(self, one: int, other: int) -> bool:
        return one == other

    def reference(self) -> Answer:
        return str(self.key)


@dataclass(frozen=True)
class Vector:
    """VEC: entries, exact; with ``up_to_scale`` any non-zero multiple of the key is right."""

    key: Numbers
    up_to_scale: bool = False
    name: ClassVar[str] = "VEC"

    def public(self) -> Mapping[str, Any]:
        return {"shape": [len(self.key)]}

    def read(self, answer: object) -> Numbers:
        return _row(answer, len(self.key), "entry {}")

    def is_right(self, value: Numbers) -> bool:
        return self.same(value, self.key)

    def same(self, one: Numbers, other: Numbers) -> bool:
        return _parallel(one, other) if self.up_to_scale else one == other

    def reference(self) -> Answer:
        return [format_number(entry) for entry in self.key]


@dataclass(frozen=True)
class Matrix:
    """MAT: rows of entries, exact."""

    key: tuple[Numbers, ...]
    name: ClassVar[str] = "MAT"

    def public(self) -> Mapping[str, Any]:
        return {"shape": [len(self.key), len(self.key[0])]}

    def read(self, answer: object) -> tuple[Numbers, ...]:
        rows, columns = len(self.key), len(self.key[0])
        if not isinstance(answer, list) or len(answer) != rows:
            raise BadAnswer(f"this question asks for {rows} rows of {columns} numbers")
        return tuple(_row(row, columns, f"row {i}, column {{}}") for i, row in enumerate(answer, start=1))

    def is_right(self, value: tuple[Numbers, ...]) -> bool:
        return value == self.key

    def same(self, one: tuple[Numbers, ...], other: tuple[Numbers, ...]) -> bool:
        return one == other

    def reference(self) -> Answer:
        return [[format_number(entry) for entry in row] for row in self.key]


@dataclass(frozen=True)
class Option:
    """A choice of a ONE or SET question. ``why`` explains it to someone who got exactly this option wrong."""

    text: str
    right: bool
    why: str = ""
    name: str = ""


@dataclass(frozen=True)
class OneOf:
    """ONE: exactly one option is right. Letters follow the order given."""

    options: tuple[Option, ...]
    name: ClassVar[str] = "ONE"

    def public(self) -> Mapping[str, Any]:
        return _lettered(self.options)

    def read(self, answer: object) -> str:
        return _letter(answer, self.options)

    def is_right(self, value: str) -> bool:
        return self.option(value).right

    def same(self, one: str, other: str) -> bool:
        return one == other

    def reference(self) -> Answer:
        return next(letter(k) for k, option in enumerate(self.options) if option.right)

    def option(self, chosen: str) -> Option:
        """The option with this letter."""
        return self.options[ord(chosen) - ord("A")]


@dataclass(frozen=True)
class SetOf:
    """SET: exactly the right options, all of them."""

    options: tuple[Option, ...]
    name: ClassVar[str] = "SET"
    key: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        right = frozenset(letter(k) for k, option in enumerate(self.options) if option.right)
        object.__setattr__(self, "key", right)

    def public(self) -> Mapping[str, Any]:
        return _lettered(self.options)

    def read(self, answer: object) -> frozenset[str]:
        if not isinstance(answer, list) or not answer:
            raise BadAnswer("this question asks you to tick at least one option")
        return frozenset(_letter(entry, self.options) for entry in answer)

    def is_right(self, value: frozenset[str]) -> bool:
        return value == self.key

    def same(self, one: frozenset[str], other: frozenset[str]) -> bool:
        return one == other

    def reference(self) -> Answer:
        return sorted(self.key)

    def wrongly_ticked(self, value: frozenset[str]) -> tuple[Option, ...]:
        """The options of ``value`` that are not right, in order."""
        return tuple(option for k, option in enumerate(self.options) if letter(k) in value and not option.right)


@dataclass(frozen=True)
class Line:
    """One line of a BUG question's program; ``why`` says what is right about a line that is not the bug."""

    code: str
    why: str = ""


@dataclass(frozen=True)
class BugLine:
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

    def same(self, one: int, other: int) -> bool:
        return one == other

    def reference(self) -> Answer:
        return self.key


def letter(index: int) -> str:
    """The letter of option ``index`` (from 0)."""
    return chr(ord("A") + index)


def _lettered(options: Sequence[Option]) -> Mapping[str, Any]:
    return {"options": [{"letter": letter(k), "text": option.text} for k, option in enumerate(options)]}


def _letter(answer: object, options: Sequence[Option]) -> str:
    known = [letter(k) for k in range(len(options))]
    if not isinstance(answer, str) or answer not in known:
        raise BadAnswer(f"this question asks for one of the letters {', '.join(known)}")
    return answer


def _number(answer: object, where: str) -> Fraction:
    if not isinstance(answer, str):
        raise BadAnswer(f"{where} is not a number")
    if not answer.strip():
        raise BadAnswer(f"{where} is empty")
    try:
        return parse_number(answer)
    except ValueError as error:
        raise BadAnswer(f"{where}: {error}") from None


def _row(answer: object, length: int, where: str) -> Numbers:
    if not isinstance(answer, list) or len(answer) != length:
        raise BadAnswer(f"this question asks for {length} numbers in a row")
    return tuple(_number(entry, where.format(j)) for j, entry in enumerate(answer, start=1))


def _parallel(one: Numbers, other: Numbers) -> bool:
    # sin of the angle between the two, from exact dot products: no multiple is singled out, and 0 is never
    # parallel
    one_one, other_other = _dot(one, one), _dot(other, other)
    if one_one == 0 or other_other == 0:
        return False
    sine_squared = 1 - _dot(one, other) ** 2 / (one_one * other_other)
    return math.sqrt(max(float(sine_squared), 0.0)) <= TOLERANCE


def _dot(one: Numbers, other: Numbers) -> Fraction:
    return sum((a * b for a, b in zip(one, other, strict=True)), Fraction(0))
