"""Two equations in two unknowns, as numbers and as lines."""

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from coursekit.quiz.exact import determinant2, fractions, nonzero, system, terms
from coursekit.quiz.kinds import Option, Picture, Places, Region, Vector
from coursekit.quiz.numbers import format_number
from coursekit.quiz.questions import Misconception, Question, one_of, wrong
from coursekit.quiz.scene import Handle, Point, Scene, Shape

NAMES = ("x", "y")
ONE, NONE, MANY = "exactly one", "none", "infinitely many"
EDGE = 6


def how_many(rng: np.random.Generator) -> Question:
    """ONE: how many solutions a system of two equations has."""
    case = (ONE, NONE, MANY)[int(rng.integers(3))]
    while True:
        base, side = nonzero(rng, -4, 4, 2), int(nonzero(rng, -5, 5, 1)[0])
        p, q = (int(v) for v in rng.choice([-3, -2, -1, 1, 2, 3], size=2, replace=False))
        rows, sides = np.array([p * base, q * base]), [p * side, q * side]
        if case == NONE:
            sides[1] += int(nonzero(rng, -4, 4, 1)[0])
        if case == ONE:
            rows[1] = nonzero(rng, -8, 8, 2)
        if case != ONE or determinant2(rows) != 0:
            break
    return Question(
        template="how_many",
        text=f"How many solutions does this system have?\n\n$${system(list(zip(rows, sides, strict=True)), NAMES)}$$",
        kind=one_of(rng, case, _WRONG[case]),
        hint="Compare the left-hand sides first, then the right-hand sides.",
    )


_CROSSING = wrong("lines_cross", ONE, "For a single solution the two lines have to cross: compare how the coefficients "
                  "of x and those of y are related.")  # fmt: skip
_DETERMINANT = "A determinant of 0 leaves two cases open: only the right-hand sides decide between them."
_WRONG: dict[str, list[Option]] = {
    ONE: [
        wrong("parallel", NONE, "Without a solution the lines would have to be parallel: compute the determinant."),
        wrong("same_line", MANY, "With that many solutions, one equation would have to be a multiple of the other: "
              "look for the factor, one coefficient after the other."),
    ],
    NONE: [_CROSSING, wrong("side_ignored", MANY, _DETERMINANT)],
    MANY: [_CROSSING, wrong("zero_means_none", NONE, _DETERMINANT)],
}  # fmt: skip


def solve_two(rng: np.random.Generator) -> Question:
    """VEC: the solution of a system of two equations."""
    while True:
        rows, key = nonzero(rng, -5, 5, 4).reshape(2, 2), nonzero(rng, -5, 5, 2)
        if determinant2(rows) == 0:
            continue
        (a, b), (c, d) = ((Fraction(int(v)) for v in row) for row in rows)
        first, second = (Fraction(int(v)) for v in rows @ key)
        y, below = Fraction(int(key[1])), d - c / a * b
        slipped = (first + b * y) / a, y
        forgotten = (first - b * (second / below)) / a, second / below
        alone = first / a, second / d
        if len({fractions(key), slipped, forgotten, alone}) == 4 and abs(determinant2(rows)) > 1:
            break
    return Question(
        template="solve_two",
        text=f"Solve\n\n$${system([(rows[0], first), (rows[1], second)], NAMES)}$$\n\nGive $(x, y)$.",
        kind=Vector(fractions(key)),
        hint="Put your numbers into both equations: which one does not hold?",
        listed=(
            Misconception(
                "sign",
                _answer(slipped),
                "When y was put back into the first equation, its term kept its sign on the way to the other side.",
            ),
            Misconception(
                "side_forgotten",
                _answer(forgotten),
                "When x was removed from the second equation, its right-hand side stayed as it was: a row operation "
                "acts on both sides.",
            ),
            Misconception(
                "one_at_a_time",
                _answer(alone),
                "Each equation was solved for one unknown, as if the other were 0; the same pair of numbers has to "
                "solve both.",
            ),
        ),
    )


def no_crossing(rng: np.random.Generator) -> Question:
    """PIC: a second line is moved until the system has no solution."""
    along = [(1, 1), (2, 1), (1, 2), (3, 1), (1, 3), (3, 2), (2, 3)][int(rng.integers(7))]
    dx, dy = along[0], along[1] * int(rng.choice([-1, 1]))
    px, py = (int(v) for v in rng.integers(-2, 3, size=2))
    side = dy * px - dx * py  # of the first equation, dy x - dx y = side

    def crossing(places: Places) -> tuple[Fraction, Fraction] | None:
        """Where the lines cross, or None if they do not."""
        (ax, ay), (bx, by) = places
        slope = dy * (bx - ax) - dx * (by - ay)  # how fast the left-hand side grows from P to Q
        if slope == 0:
            return None
        share = (side - (dy * ax - dx * ay)) / slope
        return ax + share * (bx - ax), ay + share * (by - ay)

    def is_parallel(places: Places) -> bool:
        return places[0] != places[1] and crossing(places) is None

    def on_first(places: Places) -> bool:
        return is_parallel(places) and dy * places[0][0] - dx * places[0][1] == side

    def is_right(places: Places) -> bool:
        return is_parallel(places) and not on_first(places)

    def is_inside(places: Places) -> bool:
        point = crossing(places)
        return point is not None and max(map(abs, point)) <= EDGE

    def is_outside(places: Places) -> bool:
        return crossing(places) is not None and not is_inside(places)

    start = _places_where(rng, is_inside)
    regions = (
        Region("one_point", lambda places: places[0] == places[1], ((0, 0), (0, 0)), "P and Q lie on each other, and "
               "a single point does not fix a line."),
        Region("same_line", on_first, ((px, py), (px + dx, py + dy)), "Both equations describe the same line now, and "
               "each of its points solves both of them."),
        Region("outside", is_outside, _places_where(rng, is_outside), "The lines meet outside the figure: a solution "
               "that you do not see is a solution all the same."),
        Region("inside", is_inside, _places_where(rng, is_inside), "The lines cross, and the point where they do "
               "solves both equations."),
    )  # fmt: skip
    scene = Scene(
        window=(-EDGE, EDGE, -EDGE, EDGE),
        shapes=(
            Shape("line", ((px, py), (px + dx, py + dy)), style=1),
            Shape("line", ("P", "Q"), style=2),
        ),
        handles=(Handle("P", start[0]), Handle("Q", start[1])),
        description=f"A solid line goes through the points ({px}, {py}) and ({px + dx}, {py + dy}). A dashed line goes "
        f"through P and Q, which can be moved to whole-number coordinates from -{EDGE} to {EDGE}.",
    )
    sign = 1 if dy > 0 else -1
    return Question(
        template="no_crossing",
        text=f"The solid line is the equation ${terms([sign * dy, -sign * dx], NAMES)} = {sign * side}$. The dashed "
        "line through P and Q is a second equation. Move P and Q until the two equations together have **no "
        "solution**.",
        kind=Picture(scene, is_right, _right_places(rng, (dx, dy), is_right), regions),
        hint="A solution is a point that lies on both lines.",
    )


def _answer(values: tuple[Fraction, ...]) -> list[str]:
    return [format_number(value) for value in values]


def _places_where(rng: np.random.Generator, holds: Callable[[Places], bool]) -> tuple[Point, Point]:
    """Random places of P and Q, at least two apart."""
    while True:
        (px, py), (qx, qy) = ((int(x), int(y)) for x, y in rng.integers(1 - EDGE, EDGE, size=(2, 2)))
        if abs(px - qx) + abs(py - qy) > 2 and holds(_exact((px, py), (qx, qy))):
            return (px, py), (qx, qy)


def _right_places(
    rng: np.random.Generator, step: tuple[int, int], holds: Callable[[Places], bool]
) -> tuple[Point, Point]:
    """Random places of P and Q, one step of the first line apart."""
    while True:
        px, py = (int(v) for v in rng.integers(-3, 4, size=2))
        p, q = (px, py), (px + step[0], py + step[1])
        if holds(_exact(p, q)):
            return p, q


def _exact(p: tuple[int, int], q: tuple[int, int]) -> Places:
    return (Fraction(p[0]), Fraction(p[1])), (Fraction(q[0]), Fraction(q[1]))
