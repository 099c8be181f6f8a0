"""What NumPy arrays keep, and which shapes go together."""

import numpy as np

from coursekit.quiz.kinds import Option, Output, SetOf, letter
from coursekit.quiz.questions import Misconception, Question

Pair = tuple[tuple[int, ...], tuple[int, ...]]


def int_array(rng: np.random.Generator) -> Question:
    """OUT: what an integer array keeps of a number with decimals."""
    values = [int(v) for v in rng.integers(2, 40, size=3)]
    place = int(rng.integers(3))
    whole, tenths = int(rng.integers(2, 30)), int(rng.integers(6, 10))
    new = float(f"{whole}.{tenths}")
    whole_numbers, decimals = np.array(values), np.array(values, dtype=float)
    mixed = "[" + " ".join(str(new) if k == place else str(value) for k, value in enumerate(values)) + "]"
    return Question(
        template="int_array",
        text=f"What does this print?\n\n```python\na = np.array({values})\na[{place}] = {new}\nprint(a, a.dtype)\n```",
        kind=Output(_print_with(whole_numbers, place, whole)),
        hint="Ask first which type the array has, and whether an assignment can change it; an array is printed without "
        "commas, and its type is called int64 or float64.",
        listed=(
            Misconception(
                "rounding",
                _print_with(whole_numbers, place, whole + 1),
                "Storing into an array of whole numbers does not round to the nearest one.",
            ),
            Misconception(
                "becomes_float",
                _print_with(decimals, place, new),
                "Assigning one entry never changes the type of an array that exists already.",
            ),
            Misconception("mixed", f"{mixed} int64", "All entries of an array share one type; this would need two."),
        ),
    )


def broadcasting(rng: np.random.Generator) -> Question:
    """SET: which pairs of shapes broadcast."""
    n, m, k = (int(v) for v in rng.permutation(np.arange(2, 10))[:3])
    fit = [((n, m), (m,)), ((n, 1), (m,)), ((n, m), (n, 1)), ((k, n, m), (n, m)), ((n, 1, m), (k, m))]
    clash = [((n, m), (n,)), ((n, m), (m, n)), ((k, n, m), (k, n)), ((n, m), (k, m)), ((n, m), (m, 1))]
    while True:
        chosen = [(pair, True) for pair in _pick(rng, fit, int(rng.integers(2, 4)))]
        chosen += [(pair, False) for pair in _pick(rng, clash, 5 - len(chosen))]
        order = rng.permutation(len(chosen))
        options = tuple(_pair_option(*chosen[k]) for k in order)
        kind = SetOf(options)
        from_left = [letter(place) for place, k in enumerate(order) if _fits_from_left(*chosen[k][0])]
        if from_left and frozenset(from_left) != kind.key:
            break
    return Question(
        template="broadcasting",
        text="Two arrays of these shapes are added. Which pairs work?",
        kind=kind,
        hint="A pair is missing or too much: write the shapes below each other, right-aligned; in each "
        "column the sizes must agree "
        "or one of them must be 1 or absent.",
        listed=(
            Misconception(
                "from_left",
                from_left,
                "The shapes were lined up from the left; NumPy lines them up from the right, at the last axis.",
            ),
        ),
    )


def _print_with(array: np.ndarray, place: int, value: float) -> str:
    changed = array.copy()
    changed[place] = value
    return f"{changed} {changed.dtype}"


def _pick(rng: np.random.Generator, pairs: list[Pair], count: int) -> list[Pair]:
    return [pairs[k] for k in rng.permutation(len(pairs))[:count]]


def _pair_option(pair: Pair, right: bool) -> Option:
    one, other = pair
    why = f"{one} and {other} clash: right-aligned, two sizes in one column differ and neither is 1."
    return Option(f"{one} and {other}", right, why)


def _fits_from_left(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(a == b or 1 in (a, b) for a, b in zip(one, other, strict=False))
