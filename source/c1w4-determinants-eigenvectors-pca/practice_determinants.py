"""What changes a determinant, and what its sign says."""

from fractions import Fraction
from itertools import combinations

import numpy as np

from coursekit.quiz.exact import nonzero
from coursekit.quiz.kinds import Number
from coursekit.quiz.numbers import format_number
from coursekit.quiz.questions import Figure, Misconception, Question, one_of, wrong
from coursekit.quiz.scene import Scene, Shape
from coursekit.quiz.scene_svg import scene_svg


def two_moves(rng: np.random.Generator) -> Question:
    """NUM: the determinant after an addition of rows and one other row operation."""
    while True:
        n, v = int(rng.integers(3, 6)), int(nonzero(rng, -12, 12, 1)[0])
        i, j, k = (int(row) + 1 for row in rng.permutation(n)[:3])
        multiple, c = (int(factor) for factor in rng.choice([-5, -4, -3, -2, 2, 3, 4, 5], size=2))
        exchange = bool(rng.random() < 0.5)
        factor = -1 if exchange else c
        key, added, ignored, power = factor * v, factor * multiple * v, v, c**n * v
        if len({key, added, ignored, power}) == 4:
            break
    addition = f"Add ${multiple}$ times row {j} to row {i}."
    other = f"Exchange rows {i} and {k}." if exchange else f"Multiply row {k} by ${c}$."
    first, second = (addition, other) if rng.random() < 0.5 else (other, addition)
    adding = Misconception(
        "adding_changes",
        str(added),
        "Adding a multiple of one row to another slides the box along itself: ask what that does to its height.",
    )
    unchanged = Misconception(
        "ignored",
        str(ignored),
        "This is the determinant from before: go through the two moves one by one, and ask of each what it does to the "
        "signed volume.",
    )
    scaled = Misconception(
        "every_row",
        str(power),
        f"This would be right if all {n} rows had been multiplied: count how many edges of the box are stretched.",
    )
    return Question(
        template="two_moves",
        text=f"A {n} × {n} matrix has the determinant ${v}$. Two row operations follow:\n\n1. {first}\n2. {second}\n\n"
        "What is the determinant now?",
        kind=Number(Fraction(key)),
        hint="Each kind of row operation has a factor of its own: write one beside each move, and multiply.",
        listed=(adding, unchanged) if exchange else (adding, unchanged, scaled),
    )


def scaled_matrix(rng: np.random.Generator) -> Question:
    """NUM: the determinant of a multiple of a matrix."""
    while True:
        n, v = int(rng.integers(2, 6)), int(nonzero(rng, -9, 9, 1)[0])
        c = Fraction(int(rng.choice([-3, -2, 2, 3, 4, 5, 10])), int(rng.choice([1, 1, 1, 2])))
        wrong_ways = {
            "one_factor": (c * v, "One factor stretches one edge of the box: count how many edges are stretched here."),
            "factor_for_each_row": (
                n * c * v,
                f"Each of the {n} rows brings a factor, but factors are not added up: stretch one edge after the other "
                "and follow the volume.",
            ),
            "size_of_the_factor": (
                abs(c) ** n * v,
                "The size is right, the sign is not: each edge that is turned round changes the sign once.",
            ),
            "square": (
                c**2 * v,
                "That is the rule for areas: count the edges of this box before you take the power.",
            ),
        }
        listed = [
            Misconception(name, format_number(value), why)
            for name, (value, why) in wrong_ways.items()
            if not (name == "size_of_the_factor" and (c > 0 or n % 2 == 0)) and not (name == "square" and n == 2)
        ]
        numbers = [c**n * v, *(Fraction(m.answer) for m in listed if isinstance(m.answer, str))]
        if abs(c) != 1 and all(a != b for a, b in combinations(numbers, 2)):
            break
    shown = format_number(c) if c.denominator == 1 else rf"\tfrac{{{c.numerator}}}{{{c.denominator}}}"
    return Question(
        template="scaled_matrix",
        text=f"$A$ is a ${n} \\times {n}$ matrix with $\\det A = {v}$. What is $\\det({shown}\\,A)$?",
        kind=Number(c**n * v),
        hint="Multiplying a matrix multiplies every row of it: think of a box, and of all its edges.",
        listed=tuple(listed),
    )


def orientation(rng: np.random.Generator) -> Question:
    """ONE: the sign of a determinant, from a picture of the columns."""
    while True:
        a, b = ((int(x), int(y)) for x, y in rng.integers(-4, 5, size=(2, 2)))
        area = a[0] * b[1] - a[1] * b[0]
        lengths = (a[0] ** 2 + a[1] ** 2) * (b[0] ** 2 + b[1] ** 2)
        if min(_size(a), _size(b)) >= 2 and area**2 > 0.25 * lengths:
            break
    scene = Scene(
        window=(-6, 6, -5, 5),
        shapes=(
            Shape("arrow", ((0, 0), a), style=1),
            Shape("arrow", ((0, 0), b), style=2),
            *(
                Shape("segment", (_beyond(tip), _beyond(tip)), label=name)
                for tip, name in ((a, "first"), (b, "second"))
            ),
        ),
        handles=(),
        description=f"Two arrows from the origin: the first, drawn solid, ends at {_spoken(a)}; the second, dashed, "
        f"ends at {_spoken(b)}.",
    )
    positive = wrong(
        "size_only",
        "positive",
        "An area is never negative, but a determinant is an area with a sign: turn the first arrow the shorter way "
        "onto the second, and see in which sense you turn.",
    )
    negative = wrong(
        "signs_of_entries",
        "negative",
        "Whether arrows point left or down does not decide it: turn the first arrow the shorter way onto the second, "
        "and see in which sense you turn.",
    )
    others = [
        wrong(
            "flat_box",
            "zero",
            "For zero the box of the two arrows would have to be flat: look whether both lie on one line.",
        ),
        wrong(
            "lengths_wanted",
            "the picture does not tell: the exact lengths are needed",
            "Longer arrows make the determinant larger in size; its sign does not depend on their lengths.",
        ),
    ]
    right, other = ("positive", negative) if area > 0 else ("negative", positive)
    return Question(
        template="orientation",
        text="The two arrows are the columns of a 2 × 2 matrix: the solid one is the **first** column, the dashed one "
        "the **second**. Which sign does the determinant have?",
        kind=one_of(rng, right, [other, *others]),
        hint="It is the turn from the first arrow to the second that counts.",
        figure=Figure(scene_svg(scene, None), scene.description),
    )


def _beyond(tip: tuple[int, int]) -> tuple[float, float]:
    """Where the name of an arrow begins, so that it does not lie on the arrow."""
    return tip[0] - (1.7 if tip[0] < 0 else 0.1), tip[1] - (0.8 if tip[1] < 0 else 0.1)


def _size(arrow: tuple[int, int]) -> float:
    return float(np.hypot(*arrow))


def _spoken(point: tuple[int, int]) -> str:
    return f"({point[0]}, {point[1]})".replace("-", "−")
