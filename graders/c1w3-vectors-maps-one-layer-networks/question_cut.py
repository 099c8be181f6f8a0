"""A line is placed between two groups, if there is one that separates them."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations

import numpy as np

from coursekit.quiz.kinds import Picture, Places, Region
from coursekit.quiz.questions import Question
from coursekit.quiz.scene import Handle, Point, Scene, Shape

EDGE = 5
PER_GROUP = 4
Mark = tuple[int, int]
Marks = tuple[list[Mark], list[Mark]]
"""Discs and crosses."""
WHY = {
    "one_point": "P and Q lie on each other, and a single point does not fix a line.",
    "touching": "The line goes through a mark: on which side is that one to be counted?",
    "one_side": "All marks lie on one side of the line, so it separates nothing.",
    "one_misplaced": "A single mark is on the wrong side: look what happens to the others when the line moves past it.",
    "mixed": "On at least one side of the line there are discs as well as crosses.",
}
TICK_WHY = "Stretch a rubber band around the discs, and another one around the crosses: do the two have to meet?"


def one_cut(rng: np.random.Generator) -> Question:
    """PIC: a line that separates discs and crosses, or the box that says there is none."""
    possible = bool(rng.random() < 0.6)
    drawn = _separable(rng) if possible else _inseparable(rng)
    marks, example = drawn
    discs, crosses = marks
    found = _examples(rng, marks)
    start = found["mixed"]
    regions = tuple(Region(name, _in(name, marks), found[name], why) for name, why in WHY.items() if name in found)
    scene = Scene(
        window=(-EDGE, EDGE, -EDGE, EDGE),
        shapes=(
            Shape("point", tuple(discs)),
            Shape("cross", tuple(crosses)),
            Shape("line", ("P", "Q"), style=1),
        ),
        handles=(Handle("P", start[0]), Handle("Q", start[1])),
        description=f"Discs at {_list(discs)}. Crosses at {_list(crosses)}. A line goes through P and Q, which can be "
        f"moved to whole-number coordinates from -{EDGE} to {EDGE}.",
        tick="no line separates the two groups",
    )
    return Question(
        template="one_cut",
        text="A layer with one output says *disc* on one side of a line and *cross* on the other. Move P and Q until "
        "the line through them has all discs on one side and all crosses on the other, with no mark on the line. If "
        "there is no such line at all, tick the box.",
        kind=Picture(
            scene,
            _in("right", marks),
            example,
            regions,
            tick_is_right=not possible,
            tick_why=TICK_WHY if possible else "",
        ),
        hint="Look at the outermost marks of each group: they decide where a line can pass.",
    )


def _separable(rng: np.random.Generator) -> tuple[Marks, tuple[Point, Point]]:
    """Two groups and the handles of a line between them."""
    while True:
        p, q = _two_points(rng)
        marks = _marks(rng)
        sides = [_side(mark, p, q) for mark in marks]
        discs = [mark for mark, side in zip(marks, sides, strict=True) if side > 0]
        crosses = [mark for mark, side in zip(marks, sides, strict=True) if side < 0]
        if len(discs) == len(crosses) == PER_GROUP:
            return (discs, crosses), (p, q)


def _inseparable(rng: np.random.Generator) -> tuple[Marks, tuple[()]]:
    """Two groups that no line separates, though few marks are in the way."""
    while True:
        (discs, crosses), _ = _separable(rng)
        # one of the discs changes places with a cross, or lies down among the crosses
        if rng.random() < 0.5:
            k, m = (int(v) for v in rng.integers(PER_GROUP, size=2))
            discs[k], crosses[m] = crosses[m], discs[k]
        else:
            intruder = tuple(int(v) for v in rng.integers(1 - EDGE, EDGE, size=2))
            discs[int(rng.integers(PER_GROUP))] = (intruder[0], intruder[1])
        if len({*discs, *crosses}) == 2 * PER_GROUP and _meet(discs, crosses):
            return ((crosses, discs) if rng.random() < 0.5 else (discs, crosses)), ()


def _meet(discs: Sequence[Mark], crosses: Sequence[Mark]) -> bool:
    """Whether the bands around the two groups clearly meet: a mark inside the other's, or two connections crossing."""
    inside = any(
        _inside(mark, corners)
        for one, other in ((discs, crosses), (crosses, discs))
        for mark in one
        for corners in combinations(other, 3)
    )
    return inside or any(_cross(a, b) for a in combinations(discs, 2) for b in combinations(crosses, 2))


def _inside(mark: Mark, corners: tuple[Mark, Mark, Mark]) -> bool:
    sides = [_side(mark, corners[k], corners[(k + 1) % 3]) for k in range(3)]
    return min(sides) > 0 or max(sides) < 0


def _cross(one: tuple[Mark, Mark], other: tuple[Mark, Mark]) -> bool:
    return _side(other[0], *one) * _side(other[1], *one) < 0 and _side(one[0], *other) * _side(one[1], *other) < 0


def _side(mark: Mark, p: Mark, q: Mark) -> int:
    """Positive to the left of the way from p to q, negative to the right, 0 on the line."""
    return (q[0] - p[0]) * (mark[1] - p[1]) - (q[1] - p[1]) * (mark[0] - p[0])


def _part(places: Places, marks: Marks) -> str:
    """What is wrong with a line, or "right"."""
    (px, py), (qx, qy) = places
    if places[0] == places[1]:
        return "one_point"
    discs, crosses = ([(qx - px) * (y - py) - (qy - py) * (x - px) for x, y in group] for group in marks)
    if 0 in discs or 0 in crosses:
        return "touching"
    discs_left, crosses_left = (sum(side > 0 for side in group) for group in (discs, crosses))
    if discs_left + crosses_left in (0, 2 * PER_GROUP):
        return "one_side"
    misplaced = discs_left + PER_GROUP - crosses_left
    misplaced = min(misplaced, 2 * PER_GROUP - misplaced)
    return {0: "right", 1: "one_misplaced"}.get(misplaced, "mixed")


def _in(name: str, marks: Marks) -> Callable[[Places], bool]:
    return lambda places: _part(places, marks) == name


def _examples(rng: np.random.Generator, marks: Marks) -> dict[str, tuple[Point, Point]]:
    """A line for each way to go wrong, as far as they are found."""
    examples: dict[str, tuple[Point, Point]] = {"one_point": ((0, 0), (0, 0))}
    for tries in range(2000):
        p, q = _two_points(rng)
        places = (Fraction(p[0]), Fraction(p[1])), (Fraction(q[0]), Fraction(q[1]))
        examples.setdefault(_part(places, marks), (p, q))
        if "mixed" in examples and (tries > 100 or set(WHY) <= set(examples)):
            break
    return examples


def _two_points(rng: np.random.Generator) -> tuple[Mark, Mark]:
    while True:
        (px, py), (qx, qy) = rng.integers(-EDGE, EDGE + 1, size=(2, 2)).tolist()
        if abs(px - qx) + abs(py - qy) > 3:
            return (px, py), (qx, qy)


def _marks(rng: np.random.Generator) -> list[Mark]:
    """Marks at different places, none at the edge of the figure."""
    width = 2 * EDGE - 1
    places = rng.choice(width * width, size=2 * PER_GROUP, replace=False).tolist()
    return [(place % width + 1 - EDGE, place // width + 1 - EDGE) for place in places]


def _list(marks: Sequence[Mark]) -> str:
    return ", ".join(str(mark) for mark in marks)
