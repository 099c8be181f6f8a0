"""Row moves on a square system of equations, in exact fractions.

The state machine behind the Elimination Stepper, and behind any exercise that asks for a list of moves. Rows
are numbered from 1, as in the text (R1, R2, ...).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, SupportsFloat

Kind = Literal["swap", "scale", "add"]
Row = tuple[Fraction, ...]
UNKNOWNS = "xyz"


class IllegalMoveError(ValueError):
    """A move that no longer allows the way back, or that names a row that is not there."""


def exact(value: SupportsFloat | Fraction | str) -> Fraction:
    """Return `value` as a fraction: a float as the nearest simple one, anything else ("-3/2") exactly."""
    if isinstance(value, (int, Fraction, str)):
        return Fraction(value)
    return Fraction(float(value)).limit_denominator(10**6)


def show_number(value: Fraction) -> str:
    """Write a fraction with a real minus sign: `−3/2`."""
    return str(value).replace("-", "−")


def _show_factor(value: Fraction) -> str:
    text = show_number(value)
    return f"({text})" if "/" in text or value < 0 else text


@dataclass(frozen=True)
class Move:
    """One row operation. A swap changes `row` and `source` and ignores `factor`; scaling ignores `source`."""

    kind: Kind
    row: int
    source: int = 0
    factor: Fraction = Fraction(1)

    def inverse(self) -> Move:
        """Return the move that takes this one back; raise IllegalMoveError for a scaling by 0."""
        if self.kind == "swap":
            return self
        if self.kind == "add":
            return Move("add", self.row, self.source, -self.factor)
        if self.factor == 0:
            raise IllegalMoveError("scaling by 0 cannot be undone")
        return Move("scale", self.row, factor=1 / self.factor)

    def __str__(self) -> str:
        target = f"R{self.row}"
        if self.kind == "swap":
            return f"{target} ↔ R{self.source}"
        if self.kind == "scale":
            return f"{target} ← {_show_factor(self.factor)}·{target}"
        sign = "−" if self.factor < 0 else "+"
        size = "" if abs(self.factor) == 1 else f"{_show_factor(abs(self.factor))}·"
        return f"{target} ← {target} {sign} {size}R{self.source}"


def swap(row: int, other: int) -> Move:
    """R_row and R_other trade places."""
    return Move("swap", row, other)


def scale(row: int, factor: SupportsFloat | Fraction | str) -> Move:
    """R_row becomes factor times R_row."""
    return Move("scale", row, factor=exact(factor))


def add(row: int, source: int, factor: SupportsFloat | Fraction | str) -> Move:
    """R_row becomes R_row plus factor times R_source."""
    return Move("add", row, source, exact(factor))


@dataclass(frozen=True)
class System:
    """n equations in n unknowns (n is 2 or 3); each row holds n coefficients and the right-hand side."""

    rows: tuple[Row, ...]

    @classmethod
    def of(cls, rows: Iterable[Sequence[SupportsFloat | Fraction | str]]) -> System:
        """Build a system from rows of numbers; raise ValueError unless it is 2×3 or 3×4."""
        made = tuple(tuple(exact(value) for value in row) for row in rows)
        if len(made) not in (2, 3) or any(len(row) != len(made) + 1 for row in made):
            raise ValueError(
                "a system needs 2 rows of 3 numbers or 3 rows of 4 numbers (the last is the right-hand side)"
            )
        return cls(made)

    @property
    def size(self) -> int:
        """Number of unknowns."""
        return len(self.rows)

    def problem_with(self, move: Move) -> str | None:
        """Say in one sentence why `move` is not allowed here, or return None."""
        named = (move.row,) if move.kind == "scale" else (move.row, move.source)
        for row in named:
            if not 1 <= row <= self.size:
                return f"There is no row R{row}: rows run from R1 to R{self.size}."
        if move.kind != "scale" and move.row == move.source:
            swapped = "swapping a row with itself changes nothing."
            added = "adding a row to itself is a scaling, and perhaps one by 0."
            return f"Choose two different rows: {swapped if move.kind == 'swap' else added}"
        if move.kind == "scale" and move.factor == 0:
            gone = "the equation is gone and nothing can bring it back"
            return f"0·R{move.row} is 0 = 0: {gone}, so this is not a move."
        return None

    def preview(self, move: Move) -> System:
        """Return the system after `move` without asking whether the move is allowed (the rows must exist)."""
        rows = list(self.rows)
        target, source = move.row - 1, move.source - 1
        if move.kind == "swap":
            rows[target], rows[source] = rows[source], rows[target]
        elif move.kind == "scale":
            rows[target] = tuple(move.factor * value for value in rows[target])
        else:
            rows[target] = tuple(a + move.factor * b for a, b in zip(rows[target], rows[source], strict=True))
        return System(tuple(rows))

    def after(self, move: Move) -> System:
        """Return the system after `move`; raise IllegalMoveError with the reason if it is not allowed."""
        problem = self.problem_with(move)
        if problem is not None:
            raise IllegalMoveError(problem)
        return self.preview(move)

    def equation(self, row: int) -> str:
        """Write row `row` as an equation, such as `x + 2y = 5`."""
        *coefficients, right = self.rows[row - 1]
        text = ""
        for value, name in zip(coefficients, UNKNOWNS, strict=False):
            if value == 0:
                continue
            size = "" if abs(value) == 1 else _show_factor(abs(value))
            sign = ("−" if value < 0 else "") if not text else (" − " if value < 0 else " + ")
            text += f"{sign}{size}{name}"
        return f"{text or '0'} = {show_number(right)}"

    def is_staircase(self) -> bool:
        """True if every entry under the diagonal is 0 and none on it is."""
        return all(
            (value == 0) if column < index else (value != 0)
            for index, row in enumerate(self.rows)
            for column, value in enumerate(row[: index + 1])
        )

    def is_solved(self) -> bool:
        """True if every row reads `unknown = number`, in order."""
        return all(
            value == (1 if column == index else 0)
            for index, row in enumerate(self.rows)
            for column, value in enumerate(row[:-1])
        )

    def common_point(self) -> Row | None:
        """Return the one point on all rows, or None if there is no such point or more than one."""
        rows = [list(row) for row in self.rows]
        for column in range(self.size):
            found = next((i for i in range(column, self.size) if rows[i][column] != 0), None)
            if found is None:
                return None
            rows[column], rows[found] = rows[found], rows[column]
            pivot = rows[column]
            rows[column] = pivot = [value / pivot[column] for value in pivot]
            for index in range(self.size):
                if index != column:
                    factor = rows[index][column]
                    rows[index] = [a - factor * b for a, b in zip(rows[index], pivot, strict=True)]
        return tuple(row[-1] for row in rows)

    def clearing_factor(self, row: int, source: int) -> Fraction | None:
        """Return c such that R_row + c·R_source clears R_source's leading entry; None if R_source is 0."""
        pair = zip(self.rows[row - 1][:-1], self.rows[source - 1][:-1], strict=True)
        return next((-above / below for above, below in pair if below != 0), None)


def show_point(point: Row) -> str:
    """Write a point as `(1, −3/2)`."""
    return f"({', '.join(show_number(value) for value in point)})"


@dataclass
class Game:
    """A system with its history of moves: what the Stepper's buttons act on."""

    start: System
    played: list[tuple[Move, System]] = field(default_factory=list)

    @property
    def system(self) -> System:
        """The system as it stands now."""
        return self.played[-1][1] if self.played else self.start

    @property
    def moves(self) -> tuple[Move, ...]:
        """The moves so far."""
        return tuple(move for move, _ in self.played)

    def play(self, move: Move) -> None:
        """Make a move; raise IllegalMoveError (and change nothing) if it is not allowed."""
        self.played.append((move, self.system.after(move)))

    def undo(self) -> None:
        """Take the last move back; without one, do nothing."""
        if self.played:
            self.played.pop()

    def restart(self) -> None:
        """Take every move back."""
        self.played.clear()

    def report(self) -> str:
        """Say in one or two sentences where the game stands."""
        if not self.played:
            return "No move yet. Choose one: the dotted grey shape shows where the chosen row was."
        move = self.played[-1][0]
        count = len(self.played)
        said = f"Move {count}: {move}. The way back is {move.inverse()}."
        if self.system.is_solved():
            return f"{said} Solved in {count} move{'s' if count > 1 else ''}: every row names one unknown."
        if self.system.is_staircase():
            return f"{said} Staircase reached: the last row has one unknown left."
        return said
