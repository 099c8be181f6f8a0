"""What templates of questions share: exact linear algebra on small integer matrices, and how they are written in
LaTeX."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from coursekit.quiz.numbers import format_number

Rows: TypeAlias = list[list[Fraction]]


def rows_of(A: np.ndarray) -> Rows:
    """An integer array as rows of exact fractions."""
    return [[Fraction(int(entry)) for entry in row] for row in A]


def echelon(rows: Rows) -> tuple[Rows, list[int]]:
    """Echelon form with pivots 1 and nothing cleared above them, and the pivot columns (from 0)."""
    U = [list(row) for row in rows]
    pivots: list[int] = []
    for column in range(len(U[0])):
        top = len(pivots)
        found = next((i for i in range(top, len(U)) if U[i][column] != 0), None)
        if found is None:
            continue
        U[top], U[found] = U[found], U[top]
        pivot = U[top][column]
        U[top] = [entry / pivot for entry in U[top]]
        for i in range(top + 1, len(U)):
            U[i] = _minus(U[i], U[i][column], U[top])
        pivots.append(column)
    return U, pivots


def reduced(rows: Rows) -> tuple[Rows, list[int]]:
    """Reduced echelon form, and the pivot columns (from 0)."""
    U, pivots = echelon(rows)
    for top, column in enumerate(pivots):
        for i in range(top):
            U[i] = _minus(U[i], U[i][column], U[top])
    return U, pivots


def frozen(rows: Rows) -> tuple[tuple[Fraction, ...], ...]:
    """The same as tuples."""
    return tuple(tuple(row) for row in rows)


def fractions(values: Sequence[int] | np.ndarray) -> tuple[Fraction, ...]:
    """A row of whole numbers as exact fractions: the key of a VEC question."""
    return tuple(Fraction(int(value)) for value in values)


def typed(rows: Sequence[Sequence[Fraction]]) -> list[list[str]]:
    """A matrix as a learner would type it: the answer of a misconception."""
    return [[format_number(entry) for entry in row] for row in rows]


def determinant2(A: np.ndarray) -> int:
    """Determinant of a 2x2 integer array, exactly."""
    return int(A[0, 0]) * int(A[1, 1]) - int(A[0, 1]) * int(A[1, 0])


def determinant3(A: np.ndarray) -> int:
    """Determinant of a 3x3 integer array, by the rule of Sarrus, exactly."""
    a = [[int(entry) for entry in row] for row in A]
    return sum(
        a[0][k] * (a[1][(k + 1) % 3] * a[2][(k + 2) % 3] - a[1][(k + 2) % 3] * a[2][(k + 1) % 3]) for k in range(3)
    )


def latex_matrix(A: Sequence[Sequence[object]] | np.ndarray, bar: int | None = None) -> str:
    """LaTeX of a matrix, with an upright line before the last ``bar`` columns."""
    columns = len(A[0])
    shape = "r" * columns if bar is None else "r" * (columns - bar) + "|" + "r" * bar
    body = r" \\ ".join(" & ".join(latex_number(entry) for entry in row) for row in A)
    return rf"\left[\begin{{array}}{{{shape}}} {body} \end{{array}}\right]"


def latex_vector(entries: Sequence[object]) -> str:
    """LaTeX of a column."""
    return latex_matrix([[entry] for entry in entries])


def latex_number(value: object) -> str:
    """LaTeX of a number, fractions small."""
    if isinstance(value, Fraction) and value.denominator != 1:
        sign = "-" if value < 0 else ""
        return rf"{sign}\tfrac{{{abs(value.numerator)}}}{{{value.denominator}}}"
    return str(value)


def terms(coefficients: Sequence[int], names: Sequence[str]) -> str:
    """LaTeX of a sum such as ``3x - y``, without zero terms."""
    text = ""
    for coefficient, name in zip(coefficients, names, strict=True):
        if coefficient == 0:
            continue
        sign = "-" if coefficient < 0 else "+"
        size = "" if abs(coefficient) == 1 and name else str(abs(coefficient))
        text += f" {sign} {size}{name}" if text else f"{'-' if coefficient < 0 else ''}{size}{name}"
    return text or "0"


def system(equations: Sequence[tuple[Sequence[int] | np.ndarray, object]], names: Sequence[str]) -> str:
    """LaTeX of equations below each other: pairs of coefficients and right-hand side."""
    rows = [rf"{terms([int(c) for c in row], names)} &= {side}" for row, side in equations]
    joined = r" \\ ".join(rows)
    return rf"\begin{{aligned}} {joined} \end{{aligned}}"


def nonzero(rng: np.random.Generator, low: int, high: int, size: int) -> np.ndarray:
    """``size`` integers from ``low`` to ``high`` without 0."""
    drawn = rng.integers(low, high, size=size)
    return drawn + (drawn >= 0)


def _minus(row: list[Fraction], factor: Fraction, other: list[Fraction]) -> list[Fraction]:
    return [a - factor * b for a, b in zip(row, other, strict=True)]
