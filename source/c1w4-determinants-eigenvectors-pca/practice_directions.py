"""Directions that a matrix keeps: shears, turns, and an arrow to be turned until it fits."""

import math

import numpy as np

from coursekit.quiz.exact import latex_matrix
from coursekit.quiz.kinds import Picture, Places, Region
from coursekit.quiz.questions import Question, one_of, some, wrong
from coursekit.quiz.scene import Handle, Image, Point, Scene, Shape

RADIUS = 2.0
CLOSE, ALMOST = 3.0, 9.0
"""Degrees from an eigenvector's line: a right answer, and one that is told to go on."""


def shear(rng: np.random.Generator) -> Question:
    """ONE: how many independent eigenvectors a shear has."""
    while True:
        p, q = (int(v) for v in rng.integers(-2, 4, size=2))
        if math.gcd(p, q) == 1 and (p > 0 or (p, q) == (0, 1)):
            break
    along, across = (p, q), (-q, p)
    k = int(rng.choice([-3, -2, -1, 1, 2, 3]))
    matrix = np.eye(2, dtype=np.int64) + k * np.outer(along, across)
    options = (
        wrong(
            "root_counted_twice",
            f"two: {_spoken(along)} and {_spoken(across)}",
            "The eigenvalue 1 comes twice as a root, but a double root need not bring two directions: try both "
            "vectors.",
        ),
        wrong("across", f"one: {_spoken(across)}", "Multiply A by this vector: it leaves its line."),
        wrong(
            "everything_slides",
            "none",
            "Points slide along parallel lines, so look at the one of these lines that goes through the origin.",
        ),
        wrong(
            "multiples_counted",
            "infinitely many: all multiples of one",
            "Multiples of an eigenvector are eigenvectors, but they are not independent of it.",
        ),
    )
    return Question(
        template="shear",
        text=f"The matrix\n\n$$A = {latex_matrix(matrix)}$$\n\nis a shear: its only eigenvalue is 1. How many "
        "**independent** eigenvectors does it have?",
        kind=one_of(rng, f"one: {_spoken(along)}", [options[0], *some(rng, options[1:], 2)]),
        hint="Solve (A − I)v = 0 and count the free variables.",
    )


def rotation(rng: np.random.Generator) -> Question:
    """ONE: which arrows a turn keeps on their lines."""
    none, back, kept = "none", "every arrow, with the eigenvalue −1", "every arrow, with the eigenvalue 1"
    degrees = int(rng.choice([180, 360, 5 * int(rng.integers(2, 35)), 5 * int(rng.integers(38, 71))], p=_ODDS))
    right = {180: back, 360: kept}.get(degrees, none)
    stays = "Draw one arrow and turn it by this angle: does it end on the line on which it began?"
    options = {
        none: wrong("no_arrow", none, stays),
        back: wrong(
            "half_turn", back, "With the eigenvalue −1 an arrow would end exactly opposite to where it began: turn one."
        ),
        kept: wrong("full_turn", kept, "With the eigenvalue 1 an arrow would end exactly where it began: turn one."),
    }
    two = wrong(
        "always_two",
        "the arrows of two lines",
        "A 2 × 2 matrix has two eigenvalues, but they need not be real, nor different; and a turn treats all lines "
        "alike.",
    )
    sense = "left" if rng.random() < 0.5 else "right"
    return Question(
        template="rotation",
        text=f"A matrix turns every arrow of the plane by ${degrees}^\\circ$ to the {sense}. Which arrows are real "
        "eigenvectors of it?",
        kind=one_of(rng, right, [two, *(option for text, option in options.items() if text != right)]),
        hint="An eigenvector ends on its own line.",
    )


def turn_the_arrow(rng: np.random.Generator) -> Question:
    """PIC: an arrow to be turned until its image lies on its line."""
    while True:
        matrix = 0.5 * rng.integers(-4, 5, size=(2, 2))
        lines = _kept_lines(matrix)
        if lines is None or _tilt(lines[0], lines[1]) < 30 or np.linalg.norm(matrix, 2) > 2.1:
            continue
        start = float(rng.integers(0, 72) * 5)
        if all(_tilt(start, line) > 20 and _tilt(0, line) > 4 and _tilt(90, line) > 4 for line in lines):
            break
    (a, b), (c, d) = matrix.tolist()
    scene = Scene(
        window=(-5, 5, -5, 5),
        shapes=(
            Shape("arrow", ((0, 0), "V"), style=1),
            Shape("arrow", ((0, 0), Image(((a, b), (c, d)), "V")), style=2, label="Av"),
        ),
        handles=(Handle("V", _at(start), on_circle=True),),
        description=f"A solid arrow v of length {RADIUS:g} goes from the origin to the point V and can be turned about "
        f"the origin; at first it has an angle of {start:g}° with the horizontal axis. A dashed arrow shows Av, for "
        f"the matrix A with the rows ({a:g}, {b:g}) and ({c:g}, {d:g}).",
        snap=0,
    )
    line = lines[int(rng.integers(2))]
    return Question(
        template="turn_the_arrow",
        text=f"The dashed arrow is $Av$, for the solid arrow $v$ and\n\n$$A = {latex_matrix(_texts(matrix))}.$$\n\n"
        f"Turn $v$ until it is an eigenvector of $A$. Up to {CLOSE:g}° beside it counts as right.",
        kind=Picture(
            scene,
            holds=lambda places: _off(places, lines) <= CLOSE,
            example=(_at(line),),
            regions=_regions(matrix, lines, line),
        ),
        hint="Both arrows have to lie on one line through the origin, pointing the same way or opposite ways.",
    )


def _regions(matrix: np.ndarray, lines: tuple[float, ...], line: float) -> tuple[Region, ...]:
    regions = [
        Region(
            "almost",
            lambda places: CLOSE < _off(places, lines) <= ALMOST,
            (_at(line + 6),),
            "You are close: the dashed arrow still leaves the line of v a little, so go on in small steps.",
        )
    ]
    longest = _direction(np.linalg.svd(matrix)[2][0])
    if min(_tilt(longest, kept) for kept in lines) > ALMOST + CLOSE:
        regions.append(
            Region(
                "longest",
                lambda places: _off(places, (longest,)) <= CLOSE,
                (_at(longest),),
                "Here the dashed arrow is longest, but it has left the line of v: compare directions, not lengths.",
            )
        )
    return tuple(regions)


def _kept_lines(matrix: np.ndarray) -> tuple[float, ...] | None:
    """The angles of the two lines that a matrix keeps; None if it has not two, or one of them is hard to see."""
    half, determinant = (matrix[0, 0] + matrix[1, 1]) / 2, float(np.linalg.det(matrix))
    if half**2 - determinant < 0.1 or not matrix[0, 1] or not matrix[1, 0]:
        return None
    values = [half + sign * math.sqrt(half**2 - determinant) for sign in (1, -1)]
    if min(abs(value) for value in values) < 0.3:
        return None
    return tuple(_direction(np.array([matrix[0, 1], value - matrix[0, 0]])) for value in values)


def _off(places: Places, lines: tuple[float, ...]) -> float:
    """Degrees between the arrow and the nearest of some lines; 90 for an arrow without length."""
    x, y = places[0]
    if not x and not y:
        return 90.0
    angle = math.degrees(math.atan2(y, x))
    return min(_tilt(angle, line) for line in lines)


def _tilt(one: float, other: float) -> float:
    """Degrees between two lines, from 0 to 90."""
    apart = abs(one - other) % 180
    return min(apart, 180 - apart)


def _direction(vector: np.ndarray) -> float:
    return math.degrees(math.atan2(float(vector[1]), float(vector[0])))


def _at(degrees: float) -> Point:
    angle = math.radians(degrees)
    return round(RADIUS * math.cos(angle), 4), round(RADIUS * math.sin(angle), 4)


def _texts(matrix: np.ndarray) -> list[list[str]]:
    return [[f"{entry:g}" for entry in row] for row in matrix]


def _spoken(vector: tuple[int, int]) -> str:
    return f"({vector[0]}, {vector[1]})".replace("-", "−")


_ODDS = (0.2, 0.1, 0.35, 0.35)
