"""Figures of the lab on arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from coursekit.figures import Shown, figure

FIRST, SECOND = "#0b3c86", "#b8500a"


def labelled_table(values: ArrayLike, rows: Sequence[str], columns: Sequence[str]) -> Shown:
    """Draw a table (m, n) with its two axes: axis 0 runs down, axis 1 to the right."""
    from matplotlib import pyplot
    from matplotlib.patches import Rectangle

    table = np.asarray(values)
    m, n = table.shape
    drawn, ax = pyplot.subplots(figsize=(1.05 * n + 2.2, 0.46 * m + 1.2), layout="constrained")
    for i in range(m):
        ax.text(-0.75, i, rows[i], ha="right", va="center", fontsize=11)
        for j in range(n):
            ax.add_patch(Rectangle((j - 0.5, i - 0.5), 1, 1, facecolor="#eef2f8", edgecolor="0.5"))
            ax.text(j, i, f"{table[i, j]:g}", ha="center", va="center", fontsize=12)
    for j in range(n):
        ax.text(j, -0.85, columns[j], ha="center", va="center", fontsize=11)
    down = {"arrowstyle": "-|>", "lw": 2.2, "color": FIRST, "mutation_scale": 16}
    right = {"arrowstyle": "-|>", "lw": 2.2, "color": SECOND, "mutation_scale": 16, "ls": "--"}
    ax.annotate("", (n - 0.1, m - 0.5), (n - 0.1, -0.5), arrowprops=down)
    ax.text(n + 0.1, (m - 1) / 2, "axis 0", color=FIRST, fontsize=12, weight="bold", va="center")
    ax.annotate("", (n - 0.5, m + 0.1), (-0.5, m + 0.1), arrowprops=right)
    ax.text((n - 1) / 2, m + 0.6, "axis 1", color=SECOND, fontsize=12, weight="bold", ha="center")
    ax.set(xlim=(-2.4, n + 1.3), ylim=(m + 0.9, -1.3))
    ax.axis("off")
    said = "; ".join(
        f"{name}: {', '.join(f'{value:g}' for value in row)}" for name, row in zip(rows, table, strict=True)
    )
    return figure(drawn, f"A table with columns {', '.join(columns)}. {said}. Axis 0 runs down, axis 1 to the right.")


def rectangle_of_products(a: Sequence[float], b: Sequence[float]) -> Shown:
    """The proof by picture: a rectangle cut into the products of the parts of its sides."""
    from matplotlib import pyplot
    from matplotlib.patches import Rectangle

    heights, widths = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    tops, lefts = np.concatenate([[0], np.cumsum(heights)]), np.concatenate([[0], np.cumsum(widths)])
    drawn, ax = pyplot.subplots(figsize=(0.62 * lefts[-1] + 1.6, 0.62 * tops[-1] + 1.4), layout="constrained")
    for i, height in enumerate(heights):
        ax.text(
            -0.3, tops[i] + height / 2, f"{height:g}", ha="right", va="center", fontsize=14, color=FIRST, weight="bold"
        )
        for j, width in enumerate(widths):
            shade = "#e3ecf7" if (i + j) % 2 else "#f6f1ea"
            ax.add_patch(Rectangle((lefts[j], tops[i]), width, height, facecolor=shade, edgecolor="black"))
            middle = (lefts[j] + width / 2, tops[i] + height / 2)
            ax.text(*middle, f"{height:g}·{width:g}", ha="center", va="center", fontsize=12)
    for j, width in enumerate(widths):
        ax.text(lefts[j] + width / 2, -0.35, f"{width:g}", ha="center", fontsize=14, color=SECOND, weight="bold")
    ax.set(xlim=(-1, lefts[-1] + 0.2), ylim=(tops[-1] + 0.2, -1), aspect="equal")
    ax.axis("off")
    products = np.outer(heights, widths)
    cells = "; ".join(", ".join(f"{value:g}" for value in row) for row in products)
    return figure(
        drawn,
        f"A rectangle {heights.sum():g} high and {widths.sum():g} wide, cut at {', '.join(f'{h:g}' for h in heights)} "
        f"and {', '.join(f'{w:g}' for w in widths)}: pieces of area {cells}, together {products.sum():g}.",
    )


def wrapped_numbers(bits: int = 8) -> Shown:
    """Draw what signed integers of so many bits make of the whole numbers: a saw."""
    from matplotlib import pyplot

    half = 2 ** (bits - 1)
    numbers = np.arange(-2 * half, 3 * half)
    kept = (numbers + half) % (2 * half) - half
    drawn, ax = pyplot.subplots(figsize=(8.2, 3.2), layout="constrained")
    for start in range(-3, 4):
        piece = (numbers >= (2 * start - 1) * half) & (numbers < (2 * start + 1) * half)
        ax.plot(numbers[piece], kept[piece], color=FIRST, lw=2.4)
    ax.plot(numbers, numbers, color="0.5", ls=":", lw=1.4)
    ax.axvline(half, color=SECOND, ls="--", lw=1.6)
    ax.text(half + 4, -half * 1.35, f"{half}", color=SECOND, fontsize=11)
    ax.set(xlabel="the number", ylabel=f"what int{bits} keeps", ylim=(-1.6 * half, 1.6 * half))
    ax.grid(alpha=0.3)
    return figure(
        drawn,
        f"What int{bits} keeps of whole numbers: the number itself from {-half} to {half - 1}; at {half} it jumps down "
        f"to {-half} and climbs again, and so on: a saw. Dotted: the number itself.",
    )
