"""Determinants, singular systems, and what multiplying a row does to both."""

from fractions import Fraction

import numpy as np

from coursekit.quiz.exact import determinant3, latex_matrix, nonzero, system
from coursekit.quiz.kinds import Number
from coursekit.quiz.numbers import format_number
from coursekit.quiz.questions import Misconception, Question, one_of, some, wrong

POWERS = {3: "³", 4: "⁴", 5: "⁵", 6: "⁶"}  # options are plain text


def determinant(rng: np.random.Generator) -> Question:
    """NUM: a 3x3 determinant."""
    while True:
        A = nonzero(rng, -5, 6, 9).reshape(3, 3)
        key, plus, twisted = determinant3(A), _all_plus(A), -determinant3(A)
        if len({0, key, plus, twisted}) == 4 and abs(key) <= 150:
            break
    return Question(
        template="determinant",
        text=f"Compute the determinant of\n\n$$A = {latex_matrix(A)}.$$",
        kind=Number(Fraction(key)),
        hint="Check one product at a time: expand along the first row with signs plus, minus, plus.",
        listed=(
            Misconception(
                "all_plus",
                str(plus),
                "Here all six products were added; three of them, the ones that run against the "
                "main diagonal, have to be subtracted.",
            ),
            Misconception(
                "sign",
                str(twisted),
                "The size is plausible but the sign is not: the expansion along the first row "
                "starts with plus, and the middle term has minus.",
            ),
        ),
    )


def solvable_side(rng: np.random.Generator) -> Question:
    """NUM: the right-hand side that keeps a singular system solvable."""
    while True:
        first, second = nonzero(rng, -5, 6, 3), nonzero(rng, -5, 6, 3)
        a, c = (int(v) for v in rng.choice([-3, -2, 2, 3], size=2))
        third = a * first + c * second
        p, q = (int(v) for v in nonzero(rng, -7, 8, 2))
        key, plain, first_only = a * p + c * q, p + q, a * p
        independent = np.linalg.matrix_rank(np.stack([first, second])) == 2
        if independent and third.all() and np.abs(third).max() <= 20 and len({0, key, plain, first_only}) == 4:
            break
    equations = system([(first, p), (second, q), (third, "k")], ("x", "y", "z"))
    return Question(
        template="solvable_side",
        text="The coefficients of the third equation are a combination of those of the first two, so the system is "
        f"singular:\n\n$${equations}$$\n\n"
        "For which number $k$ does it have solutions at all?",
        kind=Number(Fraction(key)),
        hint="Not every number will do: find how the third left-hand side is made from the first two; the right-hand "
        "sides have to follow the same recipe.",
        listed=(
            Misconception(
                "zero",
                "0",
                "Zero on the right suits a system whose other right-hand sides are zero too; here the third "
                "side has to fit the first two.",
            ),
            Misconception(
                "plain_sum",
                str(plain),
                "The right-hand sides were just added; use the same multiples of the first two "
                "equations that make the third left-hand side.",
            ),
            Misconception(
                "first_only",
                str(first_only),
                "Only the multiple of the first equation was taken to the right-hand "
                "side; the second equation takes part as well.",
            ),
        ),
    )


def singular_entry(rng: np.random.Generator) -> Question:
    """NUM: the entry that makes a 3x3 matrix singular."""
    while True:
        A = nonzero(rng, -4, 5, 9).reshape(3, 3)
        i, j = (int(v) for v in rng.integers(0, 3, size=2))
        key, unsigned = _singular_at(A, i, j), _singular_at(A, i, j, signed=False)
        if key is None or unsigned is None or key.denominator > 6 or abs(key) > 20:
            continue
        if len({Fraction(0), key, unsigned, -key}) == 4:
            break
    shown: list[list[object]] = [[int(v) for v in row] for row in A]
    shown[i][j] = "k"
    return Question(
        template="singular_entry",
        text=f"For which number $k$ is\n\n$$A = {latex_matrix(shown)}$$\n\nsingular?",
        kind=Number(key),
        hint="The determinant is a number plus k times a cofactor: write it down with the signs of the "
        "cofactors and set it to 0.",
        listed=(
            Misconception(
                "cofactor_sign",
                format_number(unsigned),
                "A sign of a cofactor went missing: signs alternate like a chessboard that starts with plus.",
            ),
            Misconception(
                "moved_sign",
                format_number(-key),
                "The sign changed when the equation was solved for k: the terms "
                "without k go to the other side with the opposite sign.",
            ),
        ),
    )


def scaled_row(rng: np.random.Generator) -> Question:
    """ONE: what multiplying an equation does to the solutions and to the determinant."""
    c = int(rng.choice([-7, -5, -4, -3, 3, 4, 5, 6, 7, 8]))
    n = int(rng.integers(3, 7))
    row = int(rng.integers(1, n + 1))
    base = f"({c})" if c < 0 else str(c)
    options = (
        wrong(
            "both_change",
            f"the solutions change, and the determinant is multiplied by {c}",
            "An equation multiplied on both sides says the same as before, so look again at the solutions.",
        ),
        wrong(
            "nothing_changes",
            "neither the solutions nor the determinant change",
            "The determinant is a volume with the rows as edges: stretching one edge changes it.",
        ),
        wrong(
            "power",
            f"the solutions stay the same, and the determinant is multiplied by {base}{POWERS[n]}",
            f"That factor belongs to all {n} rows being multiplied; here it is one of them.",
        ),
        wrong(
            "divided",
            f"the solutions are divided by {c}, and the determinant stays the same",
            "Both sides of the equation were multiplied, so nothing has to make up for it in the unknowns.",
        ),
    )
    return Question(
        template="scaled_row",
        text=f"In a system of {n} equations in {n} unknowns, equation {row} is multiplied by "
        f"${c}$ on both sides. What "
        "happens to the set of solutions and to the determinant of the coefficients?",
        kind=one_of(
            rng,
            f"the solutions stay the same, and the determinant is multiplied by {c}",
            some(rng, options, 3),
        ),
        hint="Think of the equation and of the volume separately.",
    )


def _all_plus(A: np.ndarray) -> int:
    forward = sum(int(A[0, k] * A[1, (k + 1) % 3] * A[2, (k + 2) % 3]) for k in range(3))
    return forward + sum(int(A[0, k] * A[1, (k + 2) % 3] * A[2, (k + 1) % 3]) for k in range(3))


def _singular_at(A: np.ndarray, i: int, j: int, signed: bool = True) -> Fraction | None:
    """The entry at (i, j) for which the expansion along row i is 0, with or without the cofactors' signs."""
    cofactors = []
    for column in range(3):
        minor = np.delete(np.delete(A, i, axis=0), column, axis=1)
        value = int(minor[0, 0] * minor[1, 1] - minor[0, 1] * minor[1, 0])
        cofactors.append(-value if signed and (i + column) % 2 else value)
    if cofactors[j] == 0:
        return None
    rest = sum(int(A[i, column]) * cofactors[column] for column in range(3) if column != j)
    return Fraction(-rest, cofactors[j])
