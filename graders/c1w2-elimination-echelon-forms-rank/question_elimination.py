"""Questions that are computed: reduced form, pivot columns, a direction, a multiplier."""

from fractions import Fraction
from itertools import combinations

import numpy as np

from coursekit.quiz.exact import (
    Rows,
    determinant2,
    determinant3,
    echelon,
    fractions,
    frozen,
    latex_matrix,
    nonzero,
    reduced,
    rows_of,
    system,
    typed,
)
from coursekit.quiz.kinds import Matrix, Number, Option, SetOf, Vector, letter
from coursekit.quiz.numbers import format_number
from coursekit.quiz.questions import Misconception, Question

NAMES = ("x", "y", "z")


def reduced_form(rng: np.random.Generator) -> Question:
    """MAT: the reduced echelon form of a 3x4 matrix without entries 0 and 1, with whole numbers in the
    result."""
    while True:
        R = _planted_reduced(rng)
        mix = nonzero(rng, -4, 4, 9).reshape(3, 3)
        A = mix @ R
        if determinant3(mix) == 0 or np.abs(A).min() <= 1 or np.abs(A).max() > 25:
            continue
        U, _ = echelon(rows_of(A))
        if rows_of(R) != U:
            break
    key = rows_of(R)
    slipped = [[-entry if j == 3 else entry for j, entry in enumerate(row)] for row in key]
    sign_slip = Misconception(
        "last_column_sign",
        typed(slipped),
        "The last column has the opposite sign of what elimination gives: nothing is moved "
        "to another side here, every row operation acts on all four entries alike.",
    )
    return Question(
        template="reduced_form",
        text=f"Find the **reduced** echelon form of\n\n$$A = {latex_matrix(A)}.$$",
        kind=Matrix(frozen(key)),
        hint="Multiply back as a check: each row of A must be a combination of the rows you found, and each "
        "pivot must be "
        "the only non-zero entry of its column.",
        listed=(
            Misconception(
                "echelon_only",
                typed(U),
                "This is an echelon form, but not the reduced one: the entries above "
                "a pivot have not been cleared yet.",
            ),
            *((sign_slip,) if R[2, 2] == 1 else ()),  # elsewhere the last column holds a pivot
        ),
    )


def pivot_columns(rng: np.random.Generator) -> Question:
    """SET: the pivot columns of a 4x5 matrix of rank 3 whose pivots do not sit in the first three columns."""
    places = ((0, 1, 3), (0, 1, 4), (0, 2, 3), (0, 2, 4), (0, 3, 4))
    pivots = places[int(rng.integers(len(places)))]
    while True:
        R = _planted_echelon(rng, pivots)
        mix = rng.integers(-2, 3, size=(4, 3))
        A = mix @ R
        small = np.abs(A).max() <= 12 and np.count_nonzero(A) >= 15 and A[:, 0].all()
        if small and _has_rank_three(mix) and np.abs(A).sum(axis=1).all():
            break
    why = "Column {} is a combination of the columns before it, so elimination finds no new pivot there."
    options = tuple(Option(f"column {k + 1}", k in pivots, why.format(k + 1)) for k in range(5))
    return Question(
        template="pivot_columns",
        text=f"Which columns of\n\n$$A = {latex_matrix(A)}$$\n\nare pivot columns?",
        kind=SetOf(options),
        hint="You left out a column, or took one too many: bring A to echelon form and look in which column "
        "the first "
        "non-zero entry of each row stands.",
        listed=_pivot_misconceptions(pivots),
    )


def direction(rng: np.random.Generator) -> Question:
    """VEC up to scale: the direction of a line of solutions of two equations in three unknowns."""
    while True:
        a, b = (int(v) for v in nonzero(rng, -5, 5, 2))
        step, start = [a, b, 1], [int(v) for v in nonzero(rng, -6, 6, 2)] + [0]
        mix = nonzero(rng, -3, 3, 4).reshape(2, 2)
        A = mix @ np.array([[1, 0, -a], [0, 1, -b]])
        sides = A @ np.array(start)
        through, turned = [p + d for p, d in zip(start, step, strict=True)], [-a, -b, 1]
        four = [np.array(v) for v in (step, start, through, turned)]
        parallel = any(not np.cross(u, v).any() for u, v in combinations(four, 2))
        fair = np.abs(A).min() > 0 and np.abs(A).max() <= 16 and abs(a) + abs(b) > 2
        if determinant2(mix) != 0 and fair and not parallel:
            break
    equations = system(list(zip(A, sides, strict=True)), NAMES)
    return Question(
        template="direction",
        text="Every solution of\n\n"
        f"$${equations}$$"
        "\n\nis $(x, y, z) = p + t\\,d$: one particular solution $p$ plus a multiple of a direction $d$. "
        "Give a direction $d$. Any non-zero multiple of it counts as well.",
        kind=Vector(fractions(step), up_to_scale=True),
        hint="Put your vector into the left-hand sides: a direction has to give 0 in both equations, and "
        "must not be zero "
        "itself.",
        listed=(
            Misconception(
                "particular_included",
                [str(v) for v in through],
                "This is a point on the line of solutions, not "
                "its direction: the particular solution is still inside. A direction gives 0 on every "
                "left-hand side.",
            ),
            Misconception(
                "particular_only",
                [str(v) for v in start],
                "This is one particular solution, a point: the direction says how to go on from it to all the others.",
            ),
            Misconception(
                "pivot_signs",
                [str(v) for v in turned],
                "The entries of the pivot variables have the wrong sign: when "
                "the free variable's terms go to the other side of the equations, they change sign.",
            ),
        ),
    )


def multiplier(rng: np.random.Generator) -> Question:
    """NUM: the multiplier of step 1 or 2 of LU with exchange, where the exchange matters."""
    step = int(rng.integers(1, 3))
    while True:
        A = nonzero(rng, -9, 9, 9).reshape(3, 3)
        chosen = _multiplier_case(A, step)
        if chosen is not None:
            break
    key, without_exchange, row_name = chosen
    return Question(
        template="multiplier",
        text="You factor\n\n"
        f"$$A = {latex_matrix(A)}$$\n\n"
        "as $PA = LU$ **with row exchanges**: at each step the entry of largest magnitude in the current "
        "column becomes the "
        "pivot. A row is then cleared by\n\n$$\\text{row} \\leftarrow \\text{row} - m \\cdot \\text{pivot "
        "row}.$$\n\n"
        f"Which multiplier $m$ is used at **step {step}** {row_name}?",
        kind=Number(key),
        hint="Do the exchange first, also at the steps before; then m is the entry to be cleared, divided "
        "by the pivot above it.",
        listed=(
            Misconception(
                "sign",
                format_number(-key),
                "The sign is the other way round: the multiple of the pivot row is "
                "subtracted here, so the minus is already in the formula.",
            ),
            Misconception(
                "reciprocal",
                format_number(1 / key),
                "This is the pivot divided by the entry to be cleared; after an "
                "exchange for the largest magnitude no multiplier can be larger than 1 in magnitude.",
            ),
            Misconception(
                "no_exchange",
                format_number(without_exchange),
                "This comes from elimination without exchanging rows: "
                "at each step, look first for the entry of largest magnitude in the column.",
            ),
        ),
    )


def _planted_reduced(rng: np.random.Generator) -> np.ndarray:
    """A reduced 3x4 matrix of rank 3 with whole numbers; its column without a pivot is the last or the
    third."""
    free = [int(v) for v in rng.choice([-5, -4, -3, -2, 2, 3, 4, 5], size=3)]
    if rng.random() < 0.7:
        return np.column_stack([np.eye(3, dtype=np.int64), free])
    return np.array([[1, 0, free[0], 0], [0, 1, free[1], 0], [0, 0, 0, 1]])


def _planted_echelon(rng: np.random.Generator, pivots: tuple[int, ...]) -> np.ndarray:
    """A reduced 3x5 matrix with these pivot columns and small entries right of the pivots."""
    R = np.zeros((3, 5), dtype=np.int64)
    for row, column in enumerate(pivots):
        R[row, column] = 1
        for later in range(column + 1, 5):
            if later not in pivots:
                R[row, later] = nonzero(rng, -3, 3, 1)[0]
    return R


def _has_rank_three(mix: np.ndarray) -> bool:
    return len(reduced(rows_of(mix))[1]) == 3


def _pivot_misconceptions(pivots: tuple[int, ...]) -> tuple[Misconception, ...]:
    free = [letter(k) for k in range(5) if k not in pivots]
    return (
        Misconception(
            "pivot_rows",
            ["A", "B", "C"],
            "These are the numbers of the rows that hold a pivot; asked for are the "
            "columns in which the pivots stand, and a column without pivot shifts all later ones.",
        ),
        Misconception(
            "diagonal",
            ["A", "B", "C", "D"],
            "Pivots need not stand on the diagonal, and a row of zeros has none: "
            "carry the elimination through before you count.",
        ),
        Misconception(
            "non_zero_columns",
            ["A", "B", "C", "D", "E"],
            "Every column has non-zero entries, but that is no pivot: "
            "a row has at most one, and there are only four rows.",
        ),
        Misconception(
            "free_columns",
            free,
            "These are the columns of the free variables, just the ones without a pivot.",
        ),
    )


def _multiplier_case(A: np.ndarray, step: int) -> tuple[Fraction, Fraction, str] | None:
    """(multiplier, the one without exchanges, words for the row), or None if A is not a good case."""
    # whole numbers as long as they can be: most matrices are no good case, and are drawn again
    work: list[list[int]] = A.tolist()
    order = [0, 1, 2]
    factors: dict[tuple[int, int], tuple[int, int]] = {}
    for k in range(2):
        column = [abs(work[i][k]) for i in range(k, 3)]
        best = max(column)
        if best == 0 or column.count(best) > 1 or (k == step - 1 and column[0] == best):
            return None  # no unambiguous pivot, or no exchange at the step asked about
        other = k + column.index(best)
        work[k], work[other], order[k], order[other] = work[other], work[k], order[other], order[k]
        pivot = work[k][k]
        for i in range(k + 1, 3):
            entry = work[i][k]
            factors[k, order[i]] = entry, pivot
            # each row below times the pivot: all of them by the same number, so that the next step compares the same
            work[i] = [pivot * x - entry * y for x, y in zip(work[i], work[k], strict=True)]
    row = order[2]
    numerator, denominator = factors[step - 1, row]
    if work[2][2] == 0 or numerator == 0:
        return None
    key, without = Fraction(numerator, denominator), _plain_multiplier(rows_of(A), step, row)
    if abs(key) == 1 or key.denominator > 12 or without is None:
        return None
    if len({key, -key, 1 / key, without}) < 4 or abs(without - key) < Fraction(1, 100):
        return None
    return key, without, f"to clear the row that was row {row + 1} of $A$" if step == 1 else "(the last step)"


def _plain_multiplier(rows: Rows, step: int, row: int) -> Fraction | None:
    """The multiplier that elimination without exchanges would use for the same place, or None if it breaks
    down."""
    first = [rows[i][0] / rows[0][0] for i in (1, 2)]
    if step == 1:
        return first[row - 1] if row > 0 else rows[1][0] / rows[0][0]
    second = [rows[i][1] - factor * rows[0][1] for i, factor in zip((1, 2), first, strict=True)]
    return None if second[0] == 0 or second[1] == 0 else second[1] / second[0]
