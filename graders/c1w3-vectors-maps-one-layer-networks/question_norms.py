"""Which point is nearest depends on how distances are measured."""

import numpy as np

from coursekit.quiz.questions import Figure, Question, one_of, wrong
from coursekit.quiz.scene import Scene, Shape
from coursekit.quiz.scene_svg import scene_svg

NAMES = "ABC"
EDGE = 7
Picks = tuple[str, str, str]
"""The nearest point under the 1-norm, the 2-norm and the max-norm."""


def nearest_by_norm(rng: np.random.Generator) -> Question:
    """ONE: the nearest of three points to another one, under three norms."""
    while True:
        center = rng.integers(-2, 3, size=2)
        points = rng.integers(1 - EDGE, EDGE, size=(3, 2))
        key = _nearest(points - center)
        if key is None or len(set(key)) == 1 or len({tuple(point) for point in (*points, center)}) < 4:
            continue
        same, exchanged, farthest = (key[1],) * 3, (key[2], key[1], key[0]), _nearest(points - center, largest=True)
        from_origin = _nearest(points)
        further = [
            ("farthest", farthest, "These are the points farthest away: the smallest distance is asked for."),
            ("from_origin", from_origin, "These distances were measured from the origin; subtract P first."),
            ("two_exchanged", (key[0], key[2], key[1]), "Two of the three ways of measuring were taken for each other: "
             "look at the 2-norm and the max-norm again."),
            ("first_two_exchanged", (key[1], key[0], key[2]), "Two of the three ways of measuring were taken for each "
             "other: look at the 1-norm and the 2-norm again."),
        ]  # fmt: skip
        distinct: dict[Picks, tuple[str, str]] = {}
        for name, picks, why in further:
            if picks is not None and picks not in (key, same, exchanged):
                distinct.setdefault(picks, (name, why))
        if len({key, same, exchanged}) == 3 and distinct:
            break
    last, (name, why) = list(distinct.items())[int(rng.integers(len(distinct)))]
    options = [
        wrong("same_for_all", _words(same), "One of the norms was used for all three: the set of points at distance 1 "
              "is a circle for one norm only."),
        wrong("exchanged", _words(exchanged), "The 1-norm and the max-norm were taken for each other: one adds up the "
              "steps along the axes, the other one counts the longer step alone."),
        wrong(name, _words(last), why),
    ]  # fmt: skip
    listed = ", ".join(f"${sign} = {_point(point)}$" for sign, point in zip(NAMES, points, strict=True))
    return Question(
        template="nearest_by_norm",
        text=f"Which of the points {listed} is nearest to $P = {_point(center)}$, if distances are measured by the "
        "1-norm, by the 2-norm, and by the max-norm?",
        kind=one_of(rng, _words(key), options),
        hint="For each point write down the two differences first, and then the three lengths.",
        figure=_figure(center, points),
    )


def _nearest(differences: np.ndarray, largest: bool = False) -> Picks | None:
    """The point at the smallest (or largest) distance by each norm; None if two are equally far."""
    sizes = np.abs(differences)
    picks = []
    for lengths in (sizes.sum(axis=1), (sizes**2).sum(axis=1), sizes.max(axis=1)):
        best = lengths.max() if largest else lengths.min()
        if np.count_nonzero(lengths == best) > 1:
            return None
        picks.append(NAMES[int(np.flatnonzero(lengths == best)[0])])
    return picks[0], picks[1], picks[2]


def _words(picks: tuple[str, ...]) -> str:
    return ",  ".join(f"{norm}: {pick}" for norm, pick in zip(("1-norm", "2-norm", "max-norm"), picks, strict=True))


def _figure(center: np.ndarray, points: np.ndarray) -> Figure:
    description = f"A cross at P = {_point(center)}, and discs at "
    description += ", ".join(f"{sign} = {_point(point)}" for sign, point in zip(NAMES, points, strict=True)) + "."
    shapes = [Shape("cross", ((int(center[0]), int(center[1])),), label="P")]
    shapes += [Shape("point", ((int(x), int(y)),), label=sign) for sign, (x, y) in zip(NAMES, points, strict=True)]
    return Figure(scene_svg(Scene((-EDGE, EDGE, -EDGE, EDGE), tuple(shapes), (), description), None), description)


def _point(point: np.ndarray) -> str:
    return f"({point[0]}, {point[1]})"
