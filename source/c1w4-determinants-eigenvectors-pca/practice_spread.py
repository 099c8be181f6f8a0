"""How much of the spread the first component has."""

import math
from fractions import Fraction
from itertools import combinations

import numpy as np

from coursekit.quiz.kinds import Number
from coursekit.quiz.numbers import format_number
from coursekit.quiz.questions import Misconception, Question


def first_share(rng: np.random.Generator) -> Question:
    """NUM: the share of the variance of the first component."""
    while True:
        d = int(rng.integers(3, 6))
        tenths = sorted(int(v) for v in rng.integers(2, 100, size=d))
        values = [Fraction(v, 10) for v in tenths]
        roots = [math.sqrt(v) for v in values]
        largest, total = values[-1], sum(values, Fraction(0))
        key = largest / total
        by_roots = Fraction(roots[-1] / sum(roots)).limit_denominator(10**6)
        beside_rest, smallest, equal = largest / (total - largest), values[0] / total, Fraction(1, d)
        numbers = (key, by_roots, beside_rest, smallest, equal)
        if len(set(tenths)) == d and all(abs(a - b) > Fraction(1, 50) for a, b in combinations(numbers, 2)):
            break
    shown = ", ".join(f"{float(v):g}" for v in values)
    return Question(
        template="first_share",
        text=f"The covariance matrix of a table with {d} columns has the eigenvalues\n\n$${shown}.$$\n\n"
        "What share of the total variance belongs to the first principal component? Give a number between 0 and 1; a "
        "fraction will do.",
        kind=Number(key),
        hint="The eigenvalues are the variances along the components, and the shares of all components add up to 1.",
        listed=(
            Misconception(
                "square_roots",
                format_number(by_roots),
                "Square roots were taken first: they are standard deviations, and those do not add up to a total.",
            ),
            Misconception(
                "beside_the_rest",
                format_number(beside_rest),
                "This compares the first component with the others only; a share compares it with the whole.",
            ),
            Misconception(
                "first_in_the_list",
                format_number(smallest),
                "This is the share of the eigenvalue that is listed first: ask along which direction the spread is "
                "largest.",
            ),
            Misconception(
                "equal_shares",
                format_number(equal),
                f"Each component would have this share if all {d} had the same variance; compare their eigenvalues.",
            ),
        ),
    )
