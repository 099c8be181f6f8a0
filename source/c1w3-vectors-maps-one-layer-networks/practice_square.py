"""A figure to drag: the images of the basis, until the unit square covers a target."""

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from coursekit.quiz.kinds import Picture, Places, Region
from coursekit.quiz.questions import Question
from coursekit.quiz.scene import Handle, Point, Scene, Shape

EDGE = 6
START: tuple[Point, Point] = ((1, 0), (0, 1))
WHY = {
    "mirrored": "The outline fits, but the plane has been turned over: from P to Q the way now goes clockwise.",
    "far_corner": "One of the handles is at the corner opposite the origin: that corner is the sum of the two images "
    "and comes by itself.",
    "one_of_two": "One side of the parallelogram fits already; look where the other one starts and ends.",
    "flat": "P and Q lie on one line with the origin, so the square has become a segment.",
    "turned_over": "The plane has been turned over: from P to Q the way goes clockwise.",
    "elsewhere": "Two corners of the target are joined to the origin by a side: these are the places to look for.",
}


def cover_target(rng: np.random.Generator) -> Question:
    """PIC: the images of the basis are dragged until the unit square covers a parallelogram."""
    while True:
        p, q = ((int(x), int(y)) for x, y in rng.integers(-3, 4, size=(2, 2)))
        area = p[0] * q[1] - p[1] * q[0]
        far = (p[0] + q[0], p[1] + q[1])
        if 2 <= area <= 9 and not {p, q} & set(START) and max(map(abs, far)) < EDGE:
            break
    right = _exact(p), _exact(q)

    def part(places: Places) -> str:
        """What the places of P and Q come from."""
        one, other = places
        if places == right:
            return "right"
        if places == right[::-1]:
            return "mirrored"
        if _exact(far) in places:
            return "far_corner"
        if one == right[0] or other == right[1]:
            return "one_of_two"
        turn = one[0] * other[1] - one[1] * other[0]
        return "flat" if turn == 0 else "turned_over" if turn < 0 else "elsewhere"

    examples: dict[str, tuple[Point, Point]] = {"mirrored": (q, p), "far_corner": (p, far), "one_of_two": (p, (0, 0))}
    while len(examples) < len(WHY):
        drawn = [(int(x), int(y)) for x, y in rng.integers(-2, 3, size=(2, 2))]
        examples.setdefault(part((_exact(drawn[0]), _exact(drawn[1]))), (drawn[0], drawn[1]))
        examples.pop("right", None)
    return Question(
        template="cover_target",
        text="A linear map takes $(1, 0)$ to P and $(0, 1)$ to Q, and with them the unit square to the dashed "
        "parallelogram. Move P and Q until it lies exactly on the **grey** one. The plane may not be turned over: the "
        "way from P to Q goes counter-clockwise, as it does from $(1, 0)$ to $(0, 1)$.",
        kind=Picture(
            _scene(p, q, far),
            lambda places: part(places) == "right",
            (p, q),
            tuple(Region(name, _in(part, name), examples[name], why) for name, why in WHY.items()),
        ),
        hint="Two corners of the grey parallelogram are neighbours of the origin.",
    )


def _scene(p: Point, q: Point, far: Point) -> Scene:
    return Scene(
        window=(-EDGE, EDGE, -EDGE, EDGE),
        shapes=(
            Shape("polygon", ((0, 0), p, far, q), style=0),
            Shape("polygon", ((0, 0), "P", "P+Q", "Q"), style=2),
            Shape("arrow", ((0, 0), "P"), style=1),
            Shape("arrow", ((0, 0), "Q"), style=1),
        ),
        handles=(Handle("P", START[0]), Handle("Q", START[1])),
        description=f"A grey parallelogram has the corners (0, 0), {p}, {far} and {q}, in this order. Two arrows from "
        f"the origin end at P and Q, and a dashed parallelogram has the corners (0, 0), P, P + Q and Q. P and Q can be "
        f"moved to whole-number coordinates from -{EDGE} to {EDGE}.",
    )


def _in(part: Callable[[Places], str], name: str) -> Callable[[Places], bool]:
    return lambda places: part(places) == name


def _exact(point: tuple[int, int]) -> tuple[Fraction, Fraction]:
    return Fraction(point[0]), Fraction(point[1])
