"""Elimination of a 2×2 system in floating point, two orders of its rows, and how many digits survive."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import atan2, degrees, isfinite, log10
from typing import Literal

Numbers = tuple[float, float, float]
Exchange = Literal["never", "larger pivot", "always"]
ALL_DIGITS = 16  # what a double can hold


@dataclass(frozen=True)
class Answer:
    """What elimination returned: the solution, and the two rows it read the solution from."""

    x: float
    y: float
    rows: tuple[Numbers, Numbers]

    @property
    def angle(self) -> float:
        """Angle between the two final lines in degrees, 0 to 90."""
        (a, b, _), (c, d, _) = self.rows
        return degrees(atan2(abs(a * d - b * c), abs(a * c + b * d)))


def eliminate(first: Numbers, second: Numbers, exchange: Exchange) -> Answer:
    """Solve two equations a·x + b·y = c (each a triple of doubles) by one elimination step and
    back-substitution.

    A pivot of 0 gives NaN, as the arithmetic would with floating-point warnings off.
    """
    if exchange == "always" or (exchange == "larger pivot" and abs(second[0]) > abs(first[0])):
        first, second = second, first
    nothing = float("nan")
    if first[0] == 0:
        return Answer(nothing, nothing, (first, second))
    factor = second[0] / first[0]
    b, c = second[1] - factor * first[1], second[2] - factor * first[2]
    y = c / b if b else nothing
    x = (first[2] - first[1] * y) / first[0]
    return Answer(x, y, (first, (0.0, b, c)))


def exact_solution(first: Numbers, second: Numbers) -> tuple[Fraction, Fraction] | None:
    """Return the solution of the same two equations without rounding; None unless there is exactly one."""
    a, b, c = map(Fraction, first)
    d, e, f = map(Fraction, second)
    determinant = a * e - b * d
    if determinant == 0:
        return None
    return (c * e - b * f) / determinant, (a * f - c * d) / determinant


def correct_digits(value: float, truth: Fraction) -> int:
    """Count the correct leading digits of `value`, 0 to 16: whole part of −log10 of its relative error."""
    if not isfinite(value):
        return 0
    error = abs(Fraction(value) - truth) / (abs(truth) or 1)
    if error >= 1:
        return 0
    if error <= Fraction(1, 10**ALL_DIGITS):
        return ALL_DIGITS
    return int(-log10(error))


def fewest_digits(answer: Answer, truth: tuple[Fraction, Fraction]) -> int:
    """Correct digits of the worse of the two unknowns."""
    return min(correct_digits(answer.x, truth[0]), correct_digits(answer.y, truth[1]))


@dataclass(frozen=True)
class Round:
    """One round of the duel: the system whose pivot is 10^−exponent, solved both ways."""

    exponent: int
    first: Numbers
    second: Numbers
    truth: tuple[Fraction, Fraction]
    without: Answer
    exchanged: Answer


def duel(exponent: int) -> Round:
    """Play one round on 10^−exponent·x + y = 1, x + y = 2, solved by about (1, 1); exponent 1 to 20."""
    first, second = (float(f"1e-{exponent}"), 1.0, 1.0), (1.0, 1.0, 2.0)
    truth = exact_solution(first, second)
    if truth is None:
        raise ValueError(f"the duel needs a pivot below 1: choose an exponent from 1 to 20, not {exponent}")
    return Round(exponent, first, second, truth, eliminate(first, second, "never"), eliminate(first, second, "always"))
