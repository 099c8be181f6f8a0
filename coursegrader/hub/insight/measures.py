"""The few statistics that the analysis needs, each with its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atanh, fsum, sqrt, tanh

FEWEST = 10  # learners; with fewer, a correlation says next to nothing
_NORMAL_95 = 1.959963984540054  # the standard normal distribution's 97.5 % quantile


def mean(values: Sequence[float]) -> float | None:
    """The arithmetic mean; None of nothing."""
    return fsum(values) / len(values) if values else None


def correlation(x: Sequence[float], y: Sequence[float]) -> float | None:
    """Pearson's correlation of two equally long series; None where one of them does not vary.

    Source: K. Pearson, "Notes on regression and inheritance in the case of two parents", Proceedings of the Royal
    Society of London 58 (1895), 240-242.
    """
    if len(x) != len(y):
        raise ValueError(f"series of {len(x)} and {len(y)} values: give one pair for each learner")
    if len(x) < 2 or len(set(x)) == 1 or len(set(y)) == 1:
        return None
    x_mean, y_mean = fsum(x) / len(x), fsum(y) / len(y)
    dx, dy = [a - x_mean for a in x], [b - y_mean for b in y]
    together = fsum(a * b for a, b in zip(dx, dy, strict=True))
    spread = sqrt(fsum(a * a for a in dx)) * sqrt(fsum(b * b for b in dy))
    return max(-1.0, min(1.0, together / spread))


def interval(r: float, n: int) -> tuple[float, float]:
    """An approximate 95 % confidence interval of a correlation, by Fisher's z transformation.

    Source: R. A. Fisher, "On the 'probable error' of a coefficient of correlation deduced from a small sample",
    Metron 1 (1921), 3-32: atanh(r) is nearly normal with standard deviation 1 / sqrt(n - 3).
    """
    if abs(r) >= 1 or n <= 3:
        return (r, r) if abs(r) >= 1 else (-1.0, 1.0)
    half = _NORMAL_95 / sqrt(n - 3)
    return tanh(atanh(r) - half), tanh(atanh(r) + half)


@dataclass(frozen=True)
class Discrimination:
    """How well one exercise tells strong learners from weak ones.

    Attributes:
        n: learners with a score in this exercise and in another one.
        value: the corrected item-rest correlation, -1 to 1, or None.
        low, high: its approximate 95 % confidence interval.
        why_not: why there is no value, in words; empty if there is one.
    """

    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    why_not: str = ""


def discrimination(item: Sequence[float], rest: Sequence[float]) -> Discrimination:
    """The corrected item-rest correlation, over learners.

    ``item`` is the share of points in one exercise, ``rest`` the share in all the *other* ones: with the exercise
    itself in the total, it would correlate with itself.

    Source: S. Henrysson, "Correction of item-total correlations in item analysis", Psychometrika 28 (1963),
    211-218. Readings commonly given (R. L. Ebel, D. A. Frisbie, "Essentials of Educational Measurement", 5th ed.,
    1991, ch. 13): 0.4 and more is good, below 0.2 is weak, negative asks for a look at the exercise.
    """
    n = len(item)
    if n < FEWEST:
        return Discrimination(n, why_not=f"too few learners ({n}, at least {FEWEST} needed)")
    value = correlation(item, rest)
    if value is None:
        same = "in this exercise" if len(set(item)) == 1 else "in the others"
        return Discrimination(n, why_not=f"everybody has the same score {same}")
    return Discrimination(n, value, *interval(value, n))
