"""The matrix of a mirror, and the coordinates of a vector in another basis."""

from fractions import Fraction

import numpy as np

from coursekit.quiz.exact import Rows, determinant2, fractions, frozen, latex_number, latex_vector, nonzero, typed
from coursekit.quiz.kinds import Matrix, Vector
from coursekit.quiz.numbers import format_number
from coursekit.quiz.questions import Misconception, Question

DIRECTIONS = ((1, 2), (1, 3), (1, 4), (1, 5), (1, 6), (2, 3), (2, 5), (3, 4), (3, 5), (4, 5), (5, 6))


def mirror_and_enlarge(rng: np.random.Generator) -> Question:
    """MAT: the matrix of a mirror in a line through the origin, followed by an enlargement."""
    a, b = (int(v) for v in rng.permutation(DIRECTIONS[int(rng.integers(len(DIRECTIONS)))]))
    b *= int(rng.choice([-1, 1]))
    times = int(rng.integers(2, 21))
    square = a * a + b * b
    cosine, sine = Fraction(a * a - b * b, square), Fraction(2 * a * b, square)  # of twice the angle
    mirror = [[cosine, sine], [sine, -cosine]]
    rotation = [[cosine, -sine], [sine, cosine]]
    half = Fraction(1, 2)
    shadow = [[half * (1 + cosine), half * sine], [half * sine, half * (1 - cosine)]]
    slope = latex_number(Fraction(b, a))
    far = int(nonzero(rng, -4, 4, 1)[0])
    lines = (
        f"the line through the origin and the point $({far * a}, {far * b})$",
        f"the line $y = {slope}\\,x$",
        f"the line through the origin at the angle $\\theta$ with $\\tan\\theta = {slope}$",
    )
    line = lines[int(rng.choice([0, 0, 1, 2]))]
    return Question(
        template="mirror_and_enlarge",
        text=f"Every point of the plane is mirrored in {line}; then its distance from the origin is multiplied by "
        f"${times}$. What is the matrix of the whole map? (Fractions such as `-7/5` are welcome.)",
        kind=Matrix(frozen(_scaled(mirror, times))),
        hint="Try your matrix on two vectors: one along the line, one perpendicular to it.",
        listed=(
            Misconception(
                "rotation",
                typed(_scaled(rotation, times)),
                "This matrix turns the plane: it moves the points of the line, too, and a mirror leaves them there.",
            ),
            Misconception(
                "other_line",
                typed(_scaled(mirror, -times)),
                "This is the mirror in the line perpendicular to the one given: try it on a point of the line.",
            ),
            Misconception(
                "shadow",
                typed(_scaled(shadow, times)),
                "This sends every point to its shadow on the line; a mirror goes on, just as far behind the line.",
            ),
            Misconception(
                "not_enlarged",
                typed(mirror),
                "So far this is the mirror alone: the second half of the map is missing.",
            ),
        ),
    )


def _scaled(rows: Rows, times: int) -> Rows:
    return [[times * entry for entry in row] for row in rows]


def coordinates(rng: np.random.Generator) -> Question:
    """VEC: the coordinates of a vector in another basis."""
    while True:
        basis = nonzero(rng, -5, 5, 4).reshape(2, 2)
        steps = nonzero(rng, -5, 5, 2)
        v = basis @ steps
        determinant = determinant2(basis)
        (a, b), (c, d) = ((int(entry) for entry in row) for row in basis)
        if abs(determinant) < 2 or np.abs(v).max() > 30:
            continue
        x, y = (int(entry) for entry in v)
        by_rows = (Fraction(d * x - c * y, determinant), Fraction(a * y - b * x, determinant))
        wrong = {
            "multiplied": fractions(basis @ v),
            "products": fractions(basis.T @ v),
            "by_rows": by_rows,
            "not_divided": fractions(determinant * steps),
        }
        if len({fractions(steps), *wrong.values()}) == 1 + len(wrong):
            break
    first, second = (latex_vector(column) for column in basis.T.tolist())
    return Question(
        template="coordinates",
        text=f"The vectors $p_1 = {first}$ and $p_2 = {second}$ are a basis of the plane. Which coordinates "
        f"$(c_1, c_2)$ does\n\n$$v = {latex_vector(v.tolist())}$$\n\nhave in this basis?",
        kind=Vector(fractions(steps)),
        hint="Go so many steps along each of the two basis vectors: do you arrive at v?",
        listed=tuple(
            Misconception(name, [format_number(entry) for entry in answer], _COORDINATES_WHY[name])
            for name, answer in wrong.items()
        ),
    )


_COORDINATES_WHY = {
    "multiplied": "You multiplied v by the matrix of the basis vectors; that leads from coordinates to vectors, and "
    "here the way back is asked for.",
    "products": "The products of v with the basis vectors are its coordinates only if these are perpendicular and of "
    "length 1.",
    "by_rows": "The basis vectors were written into the rows of the system: each of them belongs to one unknown, so "
    "to a column.",
    "not_divided": "The division by the determinant is missing: go these steps, and you arrive at a multiple of v.",
}
