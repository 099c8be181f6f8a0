"""Small linear systems solved exactly, for interactives and checkpoints: reduced form, pivots, and all solutions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

UNKNOWNS = "xyz"
Row = list[Fraction]


@dataclass(frozen=True)
class Solved:
    """A system of equations in three unknowns, solved.

    Attributes:
        reduced: the rows of the reduced echelon form, right-hand side last.
        pivots: columns of the pivots among the unknowns, from 0.
        consistent: whether there is a solution.
        point: a solution with 0 for each free unknown (None without a solution).
        directions: a basis of the solutions of the homogeneous system.
    """

    reduced: tuple[tuple[Fraction, ...], ...]
    pivots: tuple[int, ...]
    consistent: bool
    point: tuple[Fraction, ...] | None
    directions: tuple[tuple[Fraction, ...], ...]


def reduced_rows(rows: Sequence[Sequence[int | Fraction]], columns: int) -> tuple[list[Row], list[int]]:
    """Return the reduced echelon form, with pivots looked for in the first `columns` columns only."""
    work = [[Fraction(entry) for entry in row] for row in rows]
    pivots: list[int] = []
    for column in range(columns):
        top = len(pivots)
        source = next((i for i in range(top, len(work)) if work[i][column]), None)
        if source is None:
            continue
        work[top], work[source] = work[source], work[top]
        lead = work[top][column]
        work[top] = [entry / lead for entry in work[top]]
        for i, row in enumerate(work):
            if i != top and row[column]:
                factor = row[column]
                work[i] = [entry - factor * above for entry, above in zip(row, work[top], strict=True)]
        pivots.append(column)
    return work, pivots


def solve(rows: Sequence[Sequence[int | Fraction]]) -> Solved:
    """Solve a system given as rows of coefficients with the right-hand side last."""
    unknowns = len(rows[0]) - 1
    work, pivots = reduced_rows(rows, unknowns)
    consistent = not any(row[-1] for row in work[len(pivots) :])
    free = [column for column in range(unknowns) if column not in pivots]
    directions = []
    for column in free:
        direction = [Fraction(0)] * unknowns
        direction[column] = Fraction(1)
        for row, pivot in zip(work, pivots, strict=False):
            direction[pivot] = -row[column]
        directions.append(tuple(direction))
    point = [Fraction(0)] * unknowns
    for row, pivot in zip(work, pivots, strict=False):
        point[pivot] = row[-1]
    return Solved(
        tuple(tuple(row) for row in work),
        tuple(pivots),
        consistent,
        tuple(point) if consistent else None,
        tuple(directions),
    )


def equation(row: Sequence[int | Fraction]) -> str:
    """Write a row as people do: `2x − y = 3`, `0 = 5`."""
    left = ""
    for coefficient, name in zip(row[:-1], UNKNOWNS, strict=False):
        if coefficient == 0:
            continue
        size = "" if abs(coefficient) == 1 else str(abs(coefficient))
        if "/" in size:
            size = f"({size})"
        sign = ("−" if coefficient < 0 else "") if not left else (" − " if coefficient < 0 else " + ")
        left += f"{sign}{size}{name}"
    return f"{left or '0'} = {str(row[-1]).replace('-', '−')}"
