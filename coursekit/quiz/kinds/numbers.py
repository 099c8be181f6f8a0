"""Kinds whose answers are typed numbers: NUM, INT, VEC, MAT."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, TypeAlias

from coursekit.quiz.answers import Answer
from coursekit.quiz.kinds.base import BadAnswer, Kind
from coursekit.quiz.numbers import format_number, parse_number

Numbers: TypeAlias = tuple[Fraction, ...]

TOLERANCE = 1e-3
"""Relative tolerance of NUM answers, and of directions."""


@dataclass(frozen=True)
class Number(Kind):
    """NUM: one number, right within a relative tolerance (exactly, if the key is 0)."""

    key: Fraction
    tolerance: float = TOLERANCE
    name: ClassVar[str] = "NUM"

    def read(self, answer: object) -> Fraction:
        return read_number(answer, "your answer")

    def is_right(self, value: Fraction) -> bool:
        return self.same(value, self.key)

    def same(self, one: Fraction, other: Fraction) -> bool:
        return abs(one - other) <= self.tolerance * abs(other)

    def reference(self) -> Answer:
        return format_number(self.key)


@dataclass(frozen=True)
class Integer(Kind):
    """INT: one whole number, exact."""

    key: int
    name: ClassVar[str] = "INT"

    def read(self, answer: object) -> int:
        value = read_number(answer, "your answer")
        if value.denominator != 1:
            raise BadAnswer("this question asks for a whole number")
        return value.numerator

    def is_right(self, value: int) -> bool:
        return value == self.key

    def reference(self) -> Answer:
        return str(self.key)


@dataclass(frozen=True)
class Vector(Kind):
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
        return one == other or (self.up_to_scale and _parallel(one, other))

    def reference(self) -> Answer:
        return [format_number(entry) for entry in self.key]


@dataclass(frozen=True)
class Matrix(Kind):
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

    def reference(self) -> Answer:
        return [[format_number(entry) for entry in row] for row in self.key]


def read_number(answer: object, where: str) -> Fraction:
    """The number that ``answer`` (untrusted) says; BadAnswer begins with ``where``."""
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
    return tuple(read_number(entry, where.format(j)) for j, entry in enumerate(answer, start=1))


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
