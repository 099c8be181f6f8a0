"""From sentences to a matrix, and systems with infinitely many solutions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from coursekit.quiz.exact import determinant2, frozen, nonzero, rows_of, terms, typed
from coursekit.quiz.kinds import Matrix, Option, SetOf, letter
from coursekit.quiz.questions import Misconception, Question

TIMES = {2: "twice", 3: "three times", 4: "four times", 5: "five times"}


@dataclass(frozen=True)
class Story:
    """Four kinds of things that were sold, each with a letter of its own."""

    opening: str
    things: str
    kinds: tuple[tuple[str, str], ...]


STORIES = (
    Story("A museum sold", "tickets", (("a", "adult"), ("c", "child"), ("s", "student"), ("g", "guest"))),
    Story("A nursery sold", "pots", (("b", "basil"), ("m", "mint"), ("s", "sage"), ("t", "thyme"))),
    Story("A ferry sold", "tickets", (("b", "bicycle"), ("c", "car"), ("l", "lorry"), ("m", "motorcycle"))),
    Story("A bakery sold", "loaves", (("r", "rye"), ("s", "spelt"), ("w", "wheat"), ("m", "maize"))),
)


def four_unknowns(rng: np.random.Generator) -> Question:
    """MAT: the augmented matrix of a story with four unknowns, one sentence of which compares two of them."""
    story = STORIES[int(rng.integers(len(STORIES)))]
    kinds = [story.kinds[k] for k in rng.permutation(4)]
    more, fewer, third = (int(k) for k in rng.permutation(4)[:3])
    factor = int(rng.integers(2, 6))
    counts = rng.integers(3, 20, size=4)
    counts[more] = factor * counts[fewer]
    prices = rng.choice(np.arange(2, 15), size=4, replace=False)
    unit = np.eye(4, dtype=np.int64)
    pair = unit[fewer] + unit[third]
    called = [f"{name} {story.things}" for _, name in kinds]
    sentences = [
        (f"In all, {counts.sum()} {story.things} were sold.", np.ones(4, dtype=np.int64), int(counts.sum())),
        (f"All four kinds together brought in {prices @ counts} coins.", prices, int(prices @ counts)),
        (f"The {called[fewer]} and the {called[third]} together were {pair @ counts}.", pair, int(pair @ counts)),
        (
            f"There were {TIMES[factor]} as many {called[more]} as {called[fewer]}.",
            unit[more] - factor * unit[fewer],
            0,
        ),
    ]
    order = [int(k) for k in rng.permutation(4)]
    place = order.index(3)
    rows = np.array([[*sentences[k][1], sentences[k][2]] for k in order])

    def with_comparison(row: np.ndarray, side: int = 0) -> np.ndarray:
        """The augmented matrix with another row for the comparison, its first number positive."""
        changed = rows.copy()
        changed[place] = np.array([*row, side]) * int(np.sign(row[np.flatnonzero(row)[0]]))
        return changed

    key = with_comparison(unit[more] - factor * unit[fewer])
    listed = "\n".join(f"{number}. {sentences[k][0]}" for number, k in enumerate(order, start=1))
    letters = ", ".join(f"${sign}$" for sign, _ in kinds)
    priced = ", ".join(f"{name} (${sign}$) at {price}" for (sign, name), price in zip(kinds, prices, strict=True))
    return Question(
        template="four_unknowns",
        text=f"{story.opening} four kinds of {story.things}, at these prices in coins: {priced}.\n\n{listed}\n\n"
        "Type the **augmented matrix** for the numbers "
        f"{letters} of {story.things}: one row for each sentence, in this order; columns in the order {letters}, and "
        "the right-hand side last. Bring all unknowns to the left, and make the first number of each row that is not 0 "
        "positive.",
        kind=Matrix(frozen(rows_of(key))),
        hint="Check each row with numbers of your own that make its sentence true; what a sentence does not name has "
        "the coefficient 0.",
        listed=(
            Misconception(
                "factor_on_wrong_side",
                typed(rows_of(with_comparison(factor * unit[more] - unit[fewer]))),
                "Try the comparison with numbers: which of the two kinds is the larger one, and which one has to be "
                "multiplied to catch up?",
            ),
            Misconception(
                "added",
                typed(rows_of(with_comparison(unit[more] + factor * unit[fewer]))),
                "In the comparison something went to the other side of the equation and kept its sign.",
            ),
            Misconception(
                "more_not_times",
                typed(rows_of(with_comparison(unit[more] - unit[fewer], factor))),
                "The comparison was read as so many more; it speaks of so many times as many.",
            ),
        ),
    )


ZERO = "0x + 0y"
Rows: TypeAlias = tuple[np.ndarray, list[int]]
"""Coefficients and right-hand sides of two equations."""


def endless_systems(rng: np.random.Generator) -> Question:
    """SET: which of six systems have infinitely many solutions."""
    many = int(rng.integers(2, 4))
    none = int(rng.integers(1, 3)) if many == 3 else 2
    drawn = [(_MANY, many), (_NONE, none), (_ONE, 6 - many - none)]
    systems = [
        (_text(*make(rng)), group is _MANY, why)
        for group, count in drawn
        for make, why in (group[k] for k in rng.permutation(len(group))[:count])
    ]
    if len({text for text, _, _ in systems}) < 6:
        return endless_systems(rng)
    order = rng.permutation(6)
    shown = [systems[k] for k in order]
    kind = SetOf(tuple(Option(text, right, f"{text}: {why}") for text, right, why in shown))
    dependent = [letter(place) for place, k in enumerate(order) if k < many + none]
    strict = [letter(place) for place, k in enumerate(order) if k < many and ZERO not in shown[place][0]]
    listed = [
        Misconception(
            "side_ignored",
            dependent,
            "Left-hand sides that depend on each other are not enough: see whether the right-hand sides follow.",
        )
    ]
    if 0 < len(strict) < many:
        listed.append(
            Misconception(
                "zero_row_refused",
                strict,
                "An equation 0 = 0 says nothing, and it forbids nothing either: ask what is left to be satisfied.",
            )
        )
    return Question(
        template="endless_systems",
        text="Which of these systems in the two unknowns $x$ and $y$ have **infinitely many** solutions?",
        kind=kind,
        hint="A system is missing, or there is one too many: ask of each whether one equation says nothing new.",
        listed=tuple(listed),
    )


Make: TypeAlias = Callable[[np.random.Generator], Rows]


def _multiples(rng: np.random.Generator) -> Rows:
    base, side = nonzero(rng, -5, 5, 2), int(nonzero(rng, -6, 6, 1)[0])
    p, q = (int(v) for v in rng.choice([-3, -2, -1, 1, 2, 3], size=2, replace=False))
    return np.array([p * base, q * base]), [p * side, q * side]


def _halves(rng: np.random.Generator) -> Rows:
    base, side = 2 * nonzero(rng, -4, 4, 2), 2 * int(nonzero(rng, -6, 6, 1)[0])
    return np.array([base, -base // 2]), [side, -side // 2]


def _zero_row(rng: np.random.Generator) -> Rows:
    rows, sides = _multiples(rng)
    rows[1] = 0
    return rows, [sides[0], 0]


def _one_letter(rng: np.random.Generator) -> Rows:
    rows, sides = _multiples(rng)
    rows[:, int(rng.integers(2))] = 0
    return rows, sides


def _other_side(rng: np.random.Generator) -> Rows:
    rows, sides = _multiples(rng)
    return rows, [sides[0], sides[1] + int(nonzero(rng, -3, 3, 1)[0])]


def _sides_exchanged(rng: np.random.Generator) -> Rows:
    while True:
        rows, sides = _multiples(rng)
        if abs(sides[0]) != abs(sides[1]):
            return rows, sides[::-1]


def _impossible(rng: np.random.Generator) -> Rows:
    rows, sides = _multiples(rng)
    rows[1] = 0
    return rows, [sides[0], int(nonzero(rng, -6, 6, 1)[0])]


def _one_letter_twice(rng: np.random.Generator) -> Rows:
    rows, sides = _other_side(rng)
    rows[:, int(rng.integers(2))] = 0
    return rows, sides


def _crossing(rng: np.random.Generator) -> Rows:
    while True:
        rows = nonzero(rng, -6, 6, 4).reshape(2, 2)
        if determinant2(rows) != 0:
            return rows, [int(v) for v in nonzero(rng, -8, 8, 2)]


def _almost(rng: np.random.Generator) -> Rows:
    rows, sides = _multiples(rng)
    rows[1, int(rng.integers(2))] *= -1
    return rows, sides


def _through_origin(rng: np.random.Generator) -> Rows:
    rows, _ = _crossing(rng)
    return rows, [0, 0]


_MANY: tuple[tuple[Make, str], ...] = ((_multiples, ""), (_halves, ""), (_zero_row, ""), (_one_letter, ""))
_NONE: tuple[tuple[Make, str], ...] = (
    (_other_side, "on the left one equation is a multiple of the other, but with which factor on the right?"),
    (_sides_exchanged, "the factor that leads from one left-hand side to the other does not fit the right-hand sides."),
    (_impossible, "read the last equation by itself: which x and y satisfy it?"),
    (_one_letter_twice, "both equations speak of the same unknown: do they say the same of it?"),
)
_ONE: tuple[tuple[Make, str], ...] = (
    (_crossing, "these two lines are not parallel, as the determinant tells."),
    (_almost, "look at the signs: not all of them change from one equation to the other."),
    (_through_origin, "zeros on the right do not make equations depend on each other; compare the left-hand sides."),
)


def _text(rows: np.ndarray, sides: list[int]) -> str:
    """Two equations as plain text."""
    first, second = (f"{_left(row)} = {side}".replace("-", "−") for row, side in zip(rows, sides, strict=True))
    return f"{first},  {second}"


def _left(row: np.ndarray) -> str:
    return terms([int(v) for v in row], ("x", "y")) if row.any() else ZERO
