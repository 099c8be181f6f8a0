"""Kinds whose answers are typed texts: EXP (a formula) and OUT (what a program prints)."""

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from coursekit.quiz.answers import Answer
from coursekit.quiz.formulas import Expression, parse_formula
from coursekit.quiz.kinds.base import BadAnswer, Kind
from coursekit.quiz.printed import LONGEST, same_print

POINTS = 20
FORMULA_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Formula(Kind):
    """EXP: a formula that has the key's value at 20 random points.

    Attributes:
        key: the formula, written as a learner would type it.
        variables: the range of each variable's random values. Points where the key has no value are not used.
    """

    key: str
    variables: Mapping[str, tuple[float, float]]
    name: ClassVar[str] = "EXP"

    def public(self) -> Mapping[str, Any]:
        return {"variables": list(self.variables)}

    def read(self, answer: object) -> Expression:
        if not isinstance(answer, str) or not answer.strip():
            raise BadAnswer("this question asks for a formula")
        try:
            return parse_formula(answer, tuple(self.variables))
        except ValueError as error:
            raise BadAnswer(str(error)) from None

    def is_right(self, value: Expression) -> bool:
        return self.same(value, self._key)

    def same(self, one: Expression, other: Expression) -> bool:
        return all(_close(one.at(point), other.at(point)) for point in self.points)

    def reference(self) -> Answer:
        return self.key

    def explain(self, value: Expression) -> str:
        undefined = sum(not math.isfinite(value.at(point)) for point in self.points)
        if undefined:
            return (
                f"At {undefined} of {POINTS} points your formula has no value: look for a division by zero or a root."
            )
        return ""

    @cached_property
    def points(self) -> tuple[Mapping[str, float], ...]:
        """Where values are compared: the same for everyone who has this key. Raises ValueError if the key has no values
        in its ranges."""
        draw = random.Random(f"{self.key} {dict(self.variables)}")  # noqa: S311  # the key itself is what is secret
        points: list[Mapping[str, float]] = []
        for _ in range(100 * POINTS):
            point = {name: draw.uniform(low, high) for name, (low, high) in self.variables.items()}
            if math.isfinite(self._key.at(point)):
                points.append(point)
            if len(points) == POINTS:
                return tuple(points)
        raise ValueError(f"{self.key} has hardly any values in its ranges")

    @cached_property
    def _key(self) -> Expression:
        return parse_formula(self.key, tuple(self.variables))


@dataclass(frozen=True)
class Output(Kind):
    """OUT: what a program prints, whatever the spaces and line breaks; see `coursekit.quiz.printed`."""

    key: str
    name: ClassVar[str] = "OUT"

    def read(self, answer: object) -> str:
        if not isinstance(answer, str) or not answer.strip():
            raise BadAnswer("this question asks for what the program prints")
        if len(answer) > LONGEST:
            raise BadAnswer("that is longer than anything this program prints")
        return answer

    def is_right(self, value: str) -> bool:
        return same_print(value, self.key)

    def same(self, one: str, other: str) -> bool:
        return same_print(one, other)

    def reference(self) -> Answer:
        return self.key


def _close(one: float, other: float) -> bool:
    if not (math.isfinite(one) and math.isfinite(other)):
        return not math.isfinite(one) and not math.isfinite(other)
    return abs(one - other) <= FORMULA_TOLERANCE * max(abs(other), 1e-3)
