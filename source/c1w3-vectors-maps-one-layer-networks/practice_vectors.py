"""Lengths, angles, and the shadow of one vector on another."""

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt

import numpy as np

from coursekit.quiz.exact import latex_vector, nonzero
from coursekit.quiz.kinds import Number, Vector
from coursekit.quiz.numbers import format_number
from coursekit.quiz.questions import Misconception, Question

WHOLE_LENGTH = (
    *((3, 4), (5, 12), (8, 15), (6, 8), (9, 12)),
    *((1, 2, 2), (2, 3, 6), (1, 4, 8), (4, 4, 7), (2, 6, 9), (6, 6, 7), (3, 4, 12), (2, 5, 14), (2, 10, 11)),
)
"""Vectors whose length is a whole number."""


def three_norms(rng: np.random.Generator) -> Question:
    """NUM: the 1-norm, the 2-norm or the max-norm of a vector."""
    which = int(rng.integers(3))
    while True:
        v = whole_length_vector(rng)
        sizes = [abs(entry) for entry in v]
        added, length, largest = sum(sizes), isqrt(sum(size * size for size in sizes)), max(sizes)
        norms = {"added_sizes": added, "length": length, "largest_entry": largest}
        key = (added, length, largest)[which]
        wrong = {
            "signs_kept": sum(v) if which == 0 else max(v),
            "root_forgotten": sum(size * size for size in sizes),
            **{name: value for name, value in norms.items() if value != key},
        }
        unused = "signs_kept" if which == 1 else "root_forgotten"
        del wrong[unused]
        if len({key, *wrong.values()}) == 1 + len(wrong) and min(v) < 0:
            break
    name = ("1-norm", "2-norm", "max-norm")[which]
    return Question(
        template="three_norms",
        text=f"What is the **{name}** of\n\n$$v = {latex_vector(v)}\\,?$$",
        kind=Number(Fraction(key)),
        hint="Say in words what this norm does with the sizes of the entries, and then do it.",
        listed=tuple(
            Misconception(wrong_name, str(value), _NORM_WHY[wrong_name].format(name=name))
            for wrong_name, value in wrong.items()
        ),
    )


_NORM_WHY = {
    "signs_kept": "A norm takes the sizes of the entries: a minus sign does not make a step shorter.",
    "root_forgotten": "These are the squares, added up: what has the unit of an area is not a length yet.",
    "added_sizes": "Here the sizes were added up, as if you could walk along the axes only; the {name} measures in "
    "another way.",
    "length": "This is the length along the straight line; the {name} measures in another way.",
    "largest_entry": "Here a single entry decides; the {name} listens to all of them.",
}


def shadow(rng: np.random.Generator) -> Question:
    """VEC: the projection of v on u."""
    while True:
        u = whole_length_vector(rng, longest=9 if rng.random() < 0.5 else 5)
        square = sum(entry * entry for entry in u)
        times = int(rng.choice([-2, -1, 2, 3]))
        rest = _perpendicular(rng, u)
        v = [times * a + b for a, b in zip(u, rest, strict=True)]
        v_square = sum(entry * entry for entry in v)
        projection = [times * entry for entry in u]
        wrong: dict[str, Sequence[Fraction | int]] = {
            "divided_once": [times * isqrt(square) * entry for entry in u],
            "not_divided": [times * square * entry for entry in u],
            "rest": rest,
            "other_way": [Fraction(times * square * entry, v_square) for entry in v],
            "number_only": [times] * len(u),
        }
        answers = {tuple(projection), *map(tuple, wrong.values())}
        if any(rest) and len(answers) == 1 + len(wrong) and max(map(abs, v)) <= 30:
            break
    return Question(
        template="shadow",
        text="Give the projection of $v$ on $u$, the point nearest to $v$ on the line of all multiples of $u$, for\n\n"
        f"$$v = {latex_vector(v)}, \\qquad u = {latex_vector(u)}.$$",
        kind=Vector(tuple(Fraction(entry) for entry in projection)),
        hint="Check two things: your vector is a multiple of u, and v minus your vector is perpendicular to u.",
        listed=tuple(
            Misconception(name, [format_number(entry) for entry in answer], _SHADOW_WHY[name])
            for name, answer in wrong.items()
        ),
    )


_SHADOW_WHY = {
    "divided_once": "You divided by the length of u once; u comes in twice, in the product with v and as direction.",
    "not_divided": "The product of v and u is not yet how often u fits: a longer u makes it larger.",
    "rest": "This is what remains of v when its shadow is taken away.",
    "other_way": "This is a multiple of v: here u was projected on v.",
    "number_only": "This number says how many times u the shadow is; the shadow itself is a vector.",
}


def cosine(rng: np.random.Generator) -> Question:
    """NUM: the cosine of the angle between two vectors."""
    while True:
        u, v = whole_length_vector(rng), whole_length_vector(rng)
        if len(u) != len(v):
            continue
        product = sum(a * b for a, b in zip(u, v, strict=True))
        u_square, v_square = (sum(entry * entry for entry in w) for w in (u, v))
        lengths = isqrt(u_square * v_square)
        if product != 0 and abs(product) != lengths and u_square != v_square:
            break
    return Question(
        template="cosine",
        text=f"What is the **cosine** of the angle between\n\n$$u = {latex_vector(u)} \\quad\\text{{and}}\\quad "
        f"v = {latex_vector(v)}\\,?$$",
        kind=Number(Fraction(product, lengths)),
        hint="Compute three numbers on their own: the product of the two vectors, and their two lengths.",
        listed=(
            Misconception(
                "squared_lengths",
                format_number(Fraction(product, u_square * v_square)),
                "You divided by the squares of the lengths: take the roots first.",
            ),
            Misconception(
                "not_divided",
                str(product),
                "This product grows when the vectors are stretched; the angle between them does not.",
            ),
            Misconception(
                "one_length",
                format_number(Fraction(product, isqrt(u_square))),
                "You divided by the length of u alone: if v is stretched, the angle stays, so its length matters, too.",
            ),
            Misconception(
                "signs_lost",
                format_number(-Fraction(product, lengths)),
                "The size is plausible; look at the sign: do the two vectors point to the same side or away from each "
                "other?",
            ),
        ),
    )


def perpendicular_entry(rng: np.random.Generator) -> Question:
    """NUM: the entry that makes two vectors perpendicular."""
    while True:
        a, c, d = (int(v) for v in nonzero(rng, -9, 9, 3))
        key, parallel = Fraction(-a * c, d), Fraction(a * d, c)
        if len({key, parallel, -key, -parallel, 1 / key}) == 5:
            break
    first, second = ([a, "k"], [c, d]) if rng.random() < 0.5 else (["k", a], [d, c])
    return Question(
        template="perpendicular_entry",
        text=f"For which number $k$ are\n\n$$u = {latex_vector(first)} \\quad\\text{{and}}\\quad "
        f"v = {latex_vector(second)}$$\n\nperpendicular to each other?",
        kind=Number(key),
        hint="Write down the product of the two vectors, with k in it, and set it to 0.",
        listed=(
            Misconception(
                "parallel",
                format_number(parallel),
                "With this k one vector is a multiple of the other: they are parallel.",
            ),
            Misconception(
                "sign",
                format_number(-key),
                "The term without k kept its sign when it went to the other side.",
            ),
            Misconception(
                "upside_down",
                format_number(1 / key),
                "In the last step the division is the wrong way round: which number stands beside k?",
            ),
        ),
    )


def whole_length_vector(rng: np.random.Generator, longest: int = 15) -> list[int]:
    """A vector with a whole length and entries up to ``longest``, with random signs and order."""
    fitting = [v for v in WHOLE_LENGTH if max(v) <= longest]
    sizes = fitting[int(rng.integers(len(fitting)))]
    return [int(v) for v in rng.permutation(np.array(sizes)) * rng.choice([-1, 1], size=len(sizes))]


def _perpendicular(rng: np.random.Generator, u: list[int]) -> list[int]:
    """A vector of whole numbers perpendicular to ``u``."""
    if len(u) == 2:
        shortest = np.array([-u[1], u[0]]) // np.gcd(u[0], u[1])
        return [int(v) for v in shortest * int(rng.choice([-1, 1]))]
    while True:
        drawn = [int(v) for v in rng.integers(-5, 6, size=3)]
        if sum(a * b for a, b in zip(u, drawn, strict=True)) == 0:
            return drawn
