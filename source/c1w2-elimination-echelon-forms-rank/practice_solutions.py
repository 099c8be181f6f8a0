"""Solutions, rank, and what a picture of low rank costs."""

from fractions import Fraction

import numpy as np

from coursekit.quiz.exact import fractions, latex_matrix, latex_vector, nonzero, reduced, rows_of, system
from coursekit.quiz.kinds import Integer, Number, Vector
from coursekit.quiz.numbers import format_number
from coursekit.quiz.questions import Misconception, Question

NAMES = ("x", "y", "z")


def back_substitution(rng: np.random.Generator) -> Question:
    """VEC: the solution of an upper triangular system."""
    while True:
        upper = np.triu(nonzero(rng, -4, 4, 9).reshape(3, 3))
        key = [int(v) for v in nonzero(rng, -5, 5, 3)]
        sides = [int(v) for v in upper @ key]
        plain = [Fraction(sides[i], int(upper[i, i])) for i in range(3)]
        slipped = _back(upper, sides, -1)
        answers = [fractions(key), tuple(plain), tuple(slipped), fractions(key[::-1])]
        if len(set(answers)) == 4 and np.abs(sides).max() <= 30:
            break
    return Question(
        template="back_substitution",
        text=f"Solve\n\n$${system([(row, side) for row, side in zip(upper, sides, strict=True)], NAMES)}$$\n\n"
        "Give $(x, y, z)$.",
        kind=Vector(fractions(key)),
        hint="Put your numbers into all three equations: which is the first, from below, that does not hold?",
        listed=(
            Misconception(
                "top_down",
                [format_number(v) for v in plain],
                "Each equation was solved for its first unknown as if the others were 0: begin with the last equation, "
                "which has one unknown only.",
            ),
            Misconception(
                "sign",
                [format_number(v) for v in slipped],
                "The terms that are known already were added; they go to the other side of the equation, so they are "
                "subtracted.",
            ),
            Misconception(
                "reversed",
                [str(v) for v in key[::-1]],
                "These are the right numbers in the order in which they are found: x comes first in the answer, and is "
                "found last.",
            ),
        ),
    )


def planted_rank(rng: np.random.Generator) -> Question:
    """INT: the rank of a matrix whose rows hide combinations."""
    m, r = [(4, 3), (5, 2), (5, 3), (4, 1)][int(rng.integers(4))]
    while True:
        mix, rows = rng.integers(-2, 3, size=(m, r)), rng.integers(-3, 4, size=(r, 4))
        matrix = mix @ rows
        full = len(reduced(rows_of(mix))[1]) == r == len(reduced(rows_of(rows))[1])
        if (
            full
            and np.abs(matrix).max() <= 12
            and np.abs(matrix).sum(axis=1).all()
            and np.count_nonzero(matrix) > 2 * m
        ):
            break
    listed = [
        Misconception(
            "rows_before_elimination",
            str(m),
            "These are the rows that are not zero now: eliminate first, then count, since a combination of other rows "
            "turns into zeros only then.",
        ),
        Misconception(
            "zero_rows",
            str(m - r),
            "This is how many rows of zeros are left over; the rank counts the other ones.",
        ),
    ]
    if r < 4 < m:
        listed.append(
            Misconception(
                "columns", "4", "The number of columns is the largest rank there could be, not the one there is."
            )
        )
    return Question(
        template="planted_rank",
        text=f"What is the rank of\n\n$$A = {latex_matrix(matrix)}\\,?$$",
        kind=Integer(r),
        hint="Bring A to echelon form and count its pivots.",
        listed=tuple(listed),
    )


def free_variables(rng: np.random.Generator) -> Question:
    """INT: how many variables are free."""
    while True:
        m, n, r = (int(v) for v in (rng.integers(3, 10), rng.integers(4, 12), rng.integers(2, 8)))
        if r < min(m, n) and len({n - r, m - r, abs(n - m), r}) == 4:
            break
    return Question(
        template="free_variables",
        text=f"A homogeneous system $Ax = 0$ has {m} equations in {n} unknowns, and $A$ has rank {r}. How many "
        "of the unknowns are free?",
        kind=Integer(n - r),
        hint="Every unknown either belongs to a pivot or is free.",
        listed=(
            Misconception(
                "rows_minus_rank",
                str(m - r),
                "That many equations turn into 0 = 0. Free variables are counted among the unknowns, not among the "
                "equations.",
            ),
            Misconception(
                "unknowns_minus_equations",
                str(abs(n - m)),
                "Comparing equations with unknowns works only if no equation is superfluous; the rank says how many "
                "count.",
            ),
            Misconception("pivot_variables", str(r), "This is the number of pivots: those variables are not free."),
        ),
    )


def null_vector(rng: np.random.Generator) -> Question:
    """VEC up to scale: a vector that a 2x3 matrix sends to zero."""
    while True:
        a, b = (int(v) for v in nonzero(rng, -4, 4, 2))
        null, start = np.array([a, b, 1]), nonzero(rng, -4, 4, 3)
        matrix = nonzero(rng, -3, 3, 4).reshape(2, 2) @ np.array([[1, 0, -a], [0, 1, -b]])
        sides = matrix @ start
        turned = np.array([-a, -b, 1])
        vectors = [null, start, turned, start + null]
        apart = all(np.cross(u, v).any() for k, u in enumerate(vectors) for v in vectors[:k])
        if len(reduced(rows_of(matrix))[1]) == 2 and np.abs(matrix).max() <= 12 and sides.all() and apart:
            break
    return Question(
        template="null_vector",
        text=f"Give a vector $v \\ne 0$ with $Av = 0$ for\n\n$$A = {latex_matrix(matrix)}.$$\n\n"
        "Any non-zero multiple of it counts as well. "
        f"For comparison: $x = {latex_vector(start)}$ solves $Ax = {latex_vector(sides)}$.",
        kind=Vector(fractions(null), up_to_scale=True),
        hint="Multiply A by your vector: both entries have to be 0. Choose the free variable as 1 and solve for the "
        "others.",
        listed=(
            Misconception(
                "solution_of_another_system",
                [str(v) for v in start],
                "This vector solves the system with the right-hand side given there; a null vector gives 0 in both "
                "rows.",
            ),
            Misconception("zero", ["0", "0", "0"], "The zero vector always gives 0, so it says nothing about A."),
            Misconception(
                "pivot_signs",
                [str(v) for v in turned],
                "The first two entries have the wrong sign: the free variable's terms change sign when they go to the "
                "other side.",
            ),
        ),
    )


def storage_ratio(rng: np.random.Generator) -> Question:
    """NUM: what share of a picture's numbers a rank-k copy stores."""
    m, n = (int(v) for v in rng.choice(np.arange(40, 200, 4), size=2, replace=False))
    k = int(rng.integers(3, 16))
    key = Fraction(k * (m + n + 1), m * n)
    return Question(
        template="storage_ratio",
        text=f"A grey picture has {m} rows and {n} columns of pixels. A copy of rank {k} keeps {k} layers; each layer "
        "is stored as a column of numbers, a row of numbers and one size. How many numbers does the copy store, "
        "**divided by** the number of pixels?",
        kind=Number(key),
        hint="Count the numbers of one layer first: how long is its column, how long its row?",
        listed=(
            Misconception(
                "share_of_the_rank",
                format_number(Fraction(k, min(m, n))),
                "This is the share of the layers that are kept. A layer is not stored pixel by pixel, so count its "
                "numbers.",
            ),
            Misconception(
                "inverse",
                format_number(1 / key),
                "This is the other way round: how many times as many numbers the picture has.",
            ),
            Misconception(
                "sizes_forgotten",
                format_number(Fraction(k * (m + n), m * n)),
                "Almost: each layer has a size, too, one number more.",
            ),
        ),
    )


def _back(upper: np.ndarray, sides: list[int], sign: int) -> list[Fraction]:
    """Back substitution, with known terms subtracted (1) or added (-1)."""
    found = [Fraction(0)] * 3
    for i in (2, 1, 0):
        known = sum((int(upper[i, j]) * found[j] for j in range(i + 1, 3)), Fraction(0))
        found[i] = (sides[i] - sign * known) / int(upper[i, i])
    return found
