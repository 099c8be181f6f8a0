"""Determinants, singular systems, and what multiplying a row does to both."""

from fractions import Fraction

import numpy as np

from coursekit.quiz.exact import determinant3, latex_matrix, nonzero, system
from coursekit.quiz.kinds import Number
from coursekit.quiz.questions import Misconception, Question, one_of, some, wrong


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


def scaled_row(rng: np.random.Generator) -> Question:
    """ONE: what multiplying an equation does to the solutions and to the determinant."""
    c = int(rng.choice([-7, -5, -4, -3, 3, 4, 5, 6, 7, 8]))
    n = int(rng.integers(3, 7))
    row = int(rng.integers(1, n + 1))
    shown = str(c).replace("-", "−")  # options are plain text
    base = f"({shown})" if c < 0 else shown
    options = (
        wrong(
            "both_change",
            f"the solutions change, and the determinant is multiplied by {shown}",
            "An equation multiplied on both sides says the same as before, so look again at the solutions.",
        ),
        wrong(
            "nothing_changes",
            "neither the solutions nor the determinant change",
            "The determinant is a volume with the rows as edges: stretching one edge changes it.",
        ),
        wrong(
            "power",
            f"the solutions stay the same, and the determinant is multiplied by {base}{superscript(n)}",
            f"That factor belongs to all {n} rows being multiplied; here it is one of them.",
        ),
        wrong(
            "divided",
            f"the solutions are divided by {shown}, and the determinant stays the same",
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
            f"the solutions stay the same, and the determinant is multiplied by {shown}",
            some(rng, options, 3),
        ),
        hint="Think of the equation and of the volume separately.",
    )


def _all_plus(A: np.ndarray) -> int:
    forward = sum(int(A[0, k] * A[1, (k + 1) % 3] * A[2, (k + 2) % 3]) for k in range(3))
    return forward + sum(int(A[0, k] * A[1, (k + 2) % 3] * A[2, (k + 1) % 3]) for k in range(3))


def small_determinant(rng: np.random.Generator) -> Question:
    """ONE: a matrix with a tiny determinant that is not nearly singular."""
    power, n = int(rng.integers(2, 6)), int(rng.integers(3, 9))
    entry = f"{10.0**-power:.{power}f}"
    shown = f"10⁻{superscript(power * n)}"
    options = (
        wrong(
            "almost_flat",
            "yes: it presses everything almost to a point, so directions are lost",
            "Pressing everything alike loses no direction: think of the angles between the columns, before and after.",
        ),
        wrong(
            "round_off",
            f"yes: numbers like {entry} drown in round-off",
            "Floating-point numbers carry about 16 digits of their own size, so a small number is no less exact than a "
            "large one.",
        ),
        wrong(
            "exact_zero",
            "no: only a determinant of exactly 0 can do harm",
            "There are matrices that do harm long before the determinant is exactly 0, those with almost parallel "
            "columns; so this cannot be the reason.",
        ),
        wrong(
            "depends_on_side",
            "it depends on the right-hand side",
            "How sensitive the solutions can be is a property of the coefficients: no right-hand side is needed to "
            "judge that.",
        ),
    )
    determinant_fools = wrong(
        "small_determinant",
        f"yes: its determinant is {shown}, which is almost 0",
        "A determinant depends on the unit of measurement: write every equation in another unit, and it becomes as "
        "large as you like, with the same solutions.",
    )
    right = "no: it stretches all directions alike, so a relative error in b comes back as large in x"
    return Question(
        template="small_determinant",
        text=f"$A$ is the ${n} \\times {n}$ matrix with {entry} in each place of the diagonal and 0 everywhere else. "
        "Is $A$ nearly singular, so that small errors in $b$ can spoil the solution of $Ax = b$?",
        kind=one_of(rng, right, [determinant_fools, *some(rng, options, 2)]),
        hint="Solve the system by hand, once for b and once for a b that is wrong by one percent.",
    )


def superscript(value: int) -> str:
    """A whole number as an exponent in plain text."""
    return str(value).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
