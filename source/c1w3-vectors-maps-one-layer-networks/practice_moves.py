"""Matrices as moves: from images, one after the other, and undone."""

from fractions import Fraction

import numpy as np

from coursekit.quiz.exact import determinant2, frozen, latex_matrix, nonzero, rows_of, typed
from coursekit.quiz.kinds import Matrix, Number
from coursekit.quiz.numbers import format_number
from coursekit.quiz.questions import Misconception, Question


def from_images(rng: np.random.Generator) -> Question:
    """MAT: the matrix of a map, from where it takes the basis."""
    d = int(rng.integers(2, 4))
    while True:
        matrix = rng.integers(-6, 7, size=(d, d))
        order = rng.permutation(d)
        as_listed = matrix[:, order]
        four = [frozen(rows_of(m)) for m in (matrix, matrix.T, as_listed, as_listed.T)]
        if list(order) != list(range(d)) and len(set(four)) == 4 and matrix.any(axis=0).all():
            break
    images = "\n".join(f"- ${_point(np.eye(d, dtype=int)[k])}$ to ${_point(matrix[:, k])}$" for k in order)
    return Question(
        template="from_images",
        text=f"A linear map takes\n\n{images}\n\nWhat is its matrix?",
        kind=Matrix(frozen(rows_of(matrix))),
        hint="Multiply your matrix with (1, 0, …): what comes out, and what should?",
        listed=(
            Misconception(
                "images_in_rows",
                typed(rows_of(matrix.T)),
                "The images stand in the rows; multiply this matrix with the first basis vector, and see which numbers "
                "it picks.",
            ),
            Misconception(
                "as_listed",
                typed(rows_of(as_listed)),
                "The images stand in the order in which they were named: each has a place that its basis vector tells.",
            ),
            Misconception(
                "rows_as_listed",
                typed(rows_of(as_listed.T)),
                "Two things went wrong: the images stand in rows, and in the order in which they were named.",
            ),
        ),
    )


def turn_and_stretch(rng: np.random.Generator) -> Question:
    """MAT: first a turn by a multiple of 90 degrees, then a stretch along an axis."""
    quarters = int(rng.choice([1, 3]))
    clockwise = bool(rng.random() < 0.5)
    axis, factor = int(rng.integers(2)), int(rng.choice([2, 3, 4, 5, 6, 7]))
    left = quarters if not clockwise else 4 - quarters
    turn = np.array([[0, -1], [1, 0]]) * (1 if left == 1 else -1)
    stretch = np.eye(2, dtype=np.int64)
    stretch[axis, axis] = factor
    direction = "clockwise" if clockwise else "counter-clockwise"
    return Question(
        template="turn_and_stretch",
        text=f"A move of the plane **first** turns everything by ${90 * quarters}^\\circ$ {direction} about the "
        f"origin, and **then** multiplies each ${'xy'[axis]}$ by ${factor}$; ${'yx'[axis]}$ stays. What is the matrix "
        "of the whole move?",
        kind=Matrix(frozen(rows_of(stretch @ turn))),
        hint="Follow (1, 0) and (0, 1) through both moves: where they end up stands in the columns.",
        listed=(
            Misconception(
                "reversed",
                typed(rows_of(turn @ stretch)),
                "This matrix stretches before it turns: in a product, the matrix beside the vector acts first.",
            ),
            Misconception(
                "other_way_round",
                typed(rows_of(stretch @ turn.T)),
                "Here the turn goes the wrong way: see where (1, 0) points after it.",
            ),
            Misconception(
                "both_stretched",
                typed(rows_of(factor * turn)),
                "Here both coordinates were multiplied; the move stretches along one axis only.",
            ),
            Misconception(
                "entry_by_entry",
                typed(rows_of(stretch * turn)),
                "The two matrices were multiplied entry by entry, and that sends every point to the origin.",
            ),
        ),
    )


def inverse_entry(rng: np.random.Generator) -> Question:
    """NUM: one entry of the inverse of a 2x2 matrix."""
    i, j = (int(k) for k in rng.integers(0, 2, size=2))
    while True:
        matrix = nonzero(rng, -7, 7, 4).reshape(2, 2)
        determinant = determinant2(matrix)
        if abs(determinant) < 2:
            continue
        (a, b), (c, d) = ((int(v) for v in row) for row in matrix)
        adjugate = ((d, -b), (-c, a))
        key = Fraction(adjugate[i][j], determinant)
        wrong = {
            "transpose": Fraction(int(matrix[j, i])),
            "one_over": Fraction(1, int(matrix[i, j])),
            "not_divided": Fraction(adjugate[i][j]),
            "only_divided": Fraction(int(matrix[i, j]), determinant),
        }
        if len({key, *wrong.values()}) == 1 + len(wrong):
            break
    return Question(
        template="inverse_entry",
        text=f"Which number stands in **row {i + 1}, column {j + 1}** of $A^{{-1}}$, for\n\n"
        f"$$A = {latex_matrix(matrix)}\\,?$$",
        kind=Number(key),
        hint="Write down the whole inverse, and multiply it with A: the result has to be the matrix that changes "
        "nothing.",
        listed=tuple(Misconception(name, format_number(value), _INVERSE_WHY[name]) for name, value in wrong.items()),
    )


_INVERSE_WHY = {
    "transpose": "This entry belongs to the transpose: to exchange rows and columns undoes only turns and mirrors.",
    "one_over": "The entries were turned into their reciprocals one by one; an inverse undoes the map as a whole.",
    "not_divided": "So far you have rearranged the entries; the area still has to be taken back as well.",
    "only_divided": "You divided the entry that stands there by the determinant; before that, entries change places or "
    "signs.",
}


def _point(entries: np.ndarray) -> str:
    return f"({', '.join(str(entry) for entry in entries)})"
