"""Figures of the lab on signed volume."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from coursekit.figures import Shown, figure

FIRST, SECOND = "#0b3c86", "#b8500a"


def two_stretches(A: ArrayLike, B: ArrayLike) -> Shown:
    """The proof by picture: a blob of small squares, after B, and after A as well; areas under each."""
    from matplotlib import pyplot

    first, second = np.asarray(B, dtype=np.float64), np.asarray(A, dtype=np.float64)
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) / 4
    blob = [np.array([i, j]) / 4 + corners for i in range(6) for j in range(6) if (i - 2.5) ** 2 + (j - 2.5) ** 2 < 9]
    drawn, axes = pyplot.subplots(1, 3, figsize=(11, 3.1), layout="constrained")
    steps = (np.eye(2), first, second @ first)
    names = ("before", "after B", "after B, then A")
    areas = [abs(float(np.linalg.det(step))) for step in steps]
    clouds = [np.vstack(blob) @ step.T for step in steps]
    window = 0.56 * np.max([np.ptp(cloud, axis=0) for cloud in clouds], axis=0)  # one scale: areas can be compared
    for ax, cloud, step, name, area in zip(axes, clouds, steps, names, areas, strict=True):
        for square in blob:
            ax.fill(*(square @ step.T).T, facecolor="#dbe5f3", edgecolor=FIRST, lw=0.9)
        ax.fill(*((blob[0]) @ step.T).T, facecolor=SECOND, edgecolor="black", lw=1.2)
        ax.set(aspect="equal", title=name)
        ax.set_xlabel(f"one small square: area × {area:.3g}", fontsize=12)
        ax.grid(alpha=0.3)
        low, high = (cloud.min(axis=0) + cloud.max(axis=0)) / 2 + np.array([[-1], [1]]) * window
        ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]))
    return figure(
        drawn,
        f"A round blob of {len(blob)} small squares. B makes of each square a parallelogram of {areas[1]:.3g} times "
        f"its area; A makes of each of those one of {areas[2] / areas[1]:.3g} times its area: {areas[2]:.3g} times in "
        "all.",
    )


def growth(orders: Sequence[int], logarithms: Sequence[float]) -> Shown:
    """Plot log10 |det| of random matrices against their order, with the range of a float."""
    from matplotlib import pyplot

    limit = float(np.log10(np.finfo(np.float64).max))
    drawn, ax = pyplot.subplots(figsize=(7.2, 3.4), layout="constrained")
    ax.plot(orders, logarithms, "o-", color=FIRST, lw=2.2, ms=6, mfc="white")
    ax.axhline(limit, color=SECOND, ls="--", lw=2)
    ax.text(orders[0], limit + 12, "largest float", color=SECOND, fontsize=11)
    ax.set(
        xlabel="order n of the matrix", ylabel="digits before the point", ylim=(-20, max(max(logarithms), limit) + 60)
    )
    ax.grid(alpha=0.3)
    beyond = next((n for n, digits in zip(orders, logarithms, strict=True) if digits > limit), None)
    left = "" if beyond is None else f" From order {beyond} on it is beyond the largest float, about 308 digits."
    ends = f"{logarithms[0]:.0f} at {orders[0]}, {logarithms[-1]:.0f} at {orders[-1]}"
    return figure(drawn, f"Digits of the determinant against the order: {ends}.{left}")
