"""Determinants, and what makes a matrix singular."""

from fractions import Fraction

import numpy as np

from coursekit.quiz.exact import determinant2, latex_matrix, nonzero, reduced, rows_of, terms
from coursekit.quiz.kinds import Number
from coursekit.quiz.numbers import format_number
from coursekit.quiz.questions import Misconception, Question, one_of, some, wrong

ROWS = (" · row 1", " · row 2", "row 3")


def determinant_2x2(rng: np.random.Generator) -> Question:
    """NUM: a 2x2 determinant."""
    while True:
        matrix = nonzero(rng, -7, 7, 4).reshape(2, 2)
        (a, b), (c, d) = ((int(v) for v in row) for row in matrix)
        key, plus, along = determinant2(matrix), a * d + b * c, a * b - c * d
        if len({0, key, plus, -key, along}) == 5:
            break
    return Question(
        template="determinant_2x2",
        text=f"Compute the determinant of\n\n$$A = {latex_matrix(matrix)}.$$",
        kind=Number(Fraction(key)),
        hint="Two products of two numbers each, one taken from the other: mind the signs.",
        listed=(
            Misconception(
                "plus",
                str(plus),
                "The two products were added: then even two equal rows would seem to span an area.",
            ),
            Misconception(
                "sign",
                str(-key),
                "The area is right and its sign is not: which of the two diagonals comes first?",
            ),
            Misconception(
                "along_rows",
                str(along),
                "The entries of a row were multiplied with each other; a product takes its two entries from different "
                "rows and different columns.",
            ),
        ),
    )


def mixed_row(rng: np.random.Generator) -> Question:
    """ONE: what holds if the third row is a mix of the other two."""
    while True:
        first, second = nonzero(rng, -4, 4, 3), nonzero(rng, -4, 4, 3)
        a, b = (int(v) for v in rng.choice([-3, -2, 2, 3], size=2))
        third = a * first + b * second
        matrix = np.array([first, second, third])
        if len(reduced(rows_of(matrix[:2]))[1]) == 2 and third.all():
            break
    made = terms([a, b], (r"\cdot r_1", r"\cdot r_2"))
    right = f"{_mix(a, b, -1)} is a row of zeros, so the rows are dependent"
    options = (
        wrong("pairs_only", "the rows are independent, because no two of them are multiples of each other", "Looking "
              "at two rows at a time is not enough when there are three: read once more how the third one came about."),
        wrong("sign_of_mix", f"{_mix(a, b, 1)} is a row of zeros, so the rows are dependent", "Work this mix out entry "
              "by entry: it gives twice the third row."),
        wrong("volume_left", "the rows are dependent, and still the determinant may be different from 0", "The rows "
              "are the edges of a box: think of where the third edge lies, and of the volume that is left."),
        wrong("never_solvable", "Ax = b has no solution, whatever b is", "Choose any x you like and call Ax your b: "
              "then there is one."),
        wrong("always_unique", "Ax = b has exactly one solution, whatever b is", "Three equations fix three unknowns "
              "only if each of them says something that the others do not."),
    )  # fmt: skip
    return Question(
        template="mixed_row",
        text=f"In\n\n$$A = {latex_matrix(matrix)}$$\n\nrow 3 is ${made}$, where $r_1$ and $r_2$ are the first "
        "two rows. Which statement holds?",
        kind=one_of(rng, right, [options[0], *some(rng, options[1:], 2)]),
        hint="What is left if you subtract from row 3 what it was made of?",
    )


def singular_entry(rng: np.random.Generator) -> Question:
    """NUM: the entry that makes a 3x3 matrix singular."""
    while True:
        matrix = nonzero(rng, -4, 5, 9).reshape(3, 3)
        i, j = (int(v) for v in rng.integers(0, 3, size=2))
        key, unsigned = _singular_at(matrix, i, j), _singular_at(matrix, i, j, signed=False)
        if key is None or unsigned is None or key.denominator > 6 or abs(key) > 20:
            continue
        if len({Fraction(0), key, unsigned, -key}) == 4:
            break
    shown: list[list[object]] = [[int(v) for v in row] for row in matrix]
    shown[i][j] = "k"
    return Question(
        template="singular_entry",
        text=f"For which number $k$ is\n\n$$A = {latex_matrix(shown)}$$\n\nsingular?",
        kind=Number(key),
        hint="The determinant is a number plus k times a cofactor: write it down with the signs of the cofactors and "
        "set it to 0.",
        listed=(
            Misconception(
                "cofactor_sign",
                format_number(unsigned),
                "A sign of a cofactor went missing: signs alternate like a chessboard that starts with plus.",
            ),
            Misconception(
                "moved_sign",
                format_number(-key),
                "The sign changed when the equation was solved for k: the terms without k go to the other side with "
                "the opposite sign.",
            ),
        ),
    )


def _mix(*factors: int) -> str:
    """A sum of rows as plain text."""
    return terms(factors, ROWS).replace("-", "−")


def _singular_at(matrix: np.ndarray, i: int, j: int, signed: bool = True) -> Fraction | None:
    """The entry at (i, j) for which the expansion along row i is 0, with or without the cofactors' signs."""
    cofactors = []
    for column in range(3):
        value = determinant2(np.delete(np.delete(matrix, i, axis=0), column, axis=1))
        cofactors.append(-value if signed and (i + column) % 2 else value)
    if cofactors[j] == 0:
        return None
    rest = sum(int(matrix[i, column]) * cofactors[column] for column in range(3) if column != j)
    return Fraction(-rest, cofactors[j])
