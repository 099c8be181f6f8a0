"""The column picture of a singular system: which right-hand sides are out of reach."""

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from coursekit.quiz.exact import latex_matrix
from coursekit.quiz.kinds import Picture, Places, Region
from coursekit.quiz.questions import Question
from coursekit.quiz.scene import Handle, Scene, Shape

EDGE = 6
DIRECTIONS = ((1, 0), (0, 1), (1, 1), (1, 2), (2, 1), (1, -1), (1, -2), (2, -1))


def beyond_reach(rng: np.random.Generator) -> Question:
    """PIC: a right-hand side that no combination of two parallel columns gives."""
    dx, dy = DIRECTIONS[int(rng.integers(len(DIRECTIONS)))]
    farthest = EDGE // max(abs(dx), abs(dy))
    longest = (EDGE - 1) // max(abs(dx), abs(dy))  # of a column: the label at its tip needs room
    while True:
        s, t = (int(v) for v in rng.integers(-longest, longest + 1, size=2))
        free = [u for u in range(-farthest, farthest + 1) if u not in (0, s, t)]
        if s != t and s * t != 0 and max(abs(s), abs(t)) > 1 and free:
            break
    first, second, start = ((u * dx, u * dy) for u in (s, t, free[int(rng.integers(len(free)))]))

    def off_the_line(places: Places) -> bool:
        x, y = places[0]
        return dx * y - dy * x != 0

    scene = Scene(
        window=(-EDGE, EDGE, -EDGE, EDGE),
        shapes=(
            # the longer arrow is drawn first, so that the tips of both can be seen
            *sorted(
                (Shape("arrow", ((0, 0), first), style=1, label="a₁"), Shape("arrow", ((0, 0), second), 1, "a₂")),
                key=lambda arrow: -_size(arrow),
            ),
            Shape("arrow", ((0, 0), "B"), style=2),
        ),
        handles=(Handle("B", start),),
        description=f"Two solid arrows start at the origin: the first column ends at {first}, the second column at "
        f"{second}. A dashed arrow goes from the origin to B, which can be moved to whole-number coordinates from "
        f"-{EDGE} to {EDGE}.",
    )
    return Question(
        template="beyond_reach",
        text=f"In the column picture, to solve $Ax = b$ means to reach $b$ by adding multiples of the columns of\n\n"
        f"$$A = {latex_matrix(np.array([first, second]).T)}.$$\n\n"
        "Move the tip B of the dashed arrow $b$ to a place where the system has **no** solution.",
        kind=Picture(scene, off_the_line, ((dx - dy, dy + dx),), _regions((dx, dy), s, t, farthest)),
        hint="Which points do the multiples of the two columns reach, taken together?",
    )


_WHY = {
    "origin": "The zero vector is a combination, too: take no column at all.",
    "a_column": "This is one of the columns itself: take it once, and the other one not at all.",
    "backwards": "Multiples may be negative: the columns reach backwards as well.",
    "between": "Multiples need not be whole, and two columns can be subtracted: this place is reached.",
    "further_out": "Multiples may be as large as you like: the columns reach further than their own tips.",
}


def _part(u: Fraction, s: int, t: int) -> str:
    """Which part of the line it is, ``u`` steps from the origin, if the columns are ``s`` and ``t`` steps long."""
    if u == 0:
        return "origin"
    if u in (s, t):
        return "a_column"
    if s * t > 0 and u * s < 0:
        return "backwards"
    return "between" if min(s, t, 0) < u < max(s, t, 0) else "further_out"


def _regions(step: tuple[int, int], s: int, t: int, farthest: int) -> tuple[Region, ...]:
    """The parts of the line through both columns, as far as the figure shows them."""
    examples = {_part(Fraction(u), s, t): (u * step[0], u * step[1]) for u in range(-farthest, farthest + 1)}
    return tuple(
        Region(name, _lies_in(name, step, s, t), (examples[name],), why)
        for name, why in _WHY.items()
        if name in examples
    )


def _lies_in(name: str, step: tuple[int, int], s: int, t: int) -> Callable[[Places], bool]:
    dx, dy = step

    def is_there(places: Places) -> bool:
        x, y = places[0]
        return dx * y == dy * x and _part(x / dx if dx else y / dy, s, t) == name

    return is_there


def _size(arrow: Shape) -> float:
    tip = arrow.spots[1]
    assert isinstance(tip, tuple)
    x, y = tip
    return x * x + y * y
