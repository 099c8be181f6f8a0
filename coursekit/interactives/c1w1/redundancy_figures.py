"""Figures of the lab on repeated data: sliding boxes, determinants of samples, what other columns leave over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.figures import Shown, figure

COLOURS, DASHES = ("#0b3c86", "#b8500a", "#2c7a68"), ("-", "--", ":")
Points = NDArray[np.float64]


def sliding_box() -> Shown:
    """The proof by picture: mixing other columns into the third slides the roof; without news it lies flat."""
    from matplotlib import pyplot

    u, v, n = np.array([2.0, 0, 0]), np.array([0.6, 2.0, 0]), np.array([0.0, 0, 1.7])
    mixed = 0.8 * u + 0.5 * v
    panels = (
        ("Something new, n, and a mix", mixed + n, None, "$w=\\alpha u+\\beta v+n$"),
        ("Take the mix off: the roof slides", n, mixed + n, "same base, same height:\nsame volume"),
        ("Nothing new: $n=0$", mixed, None, "height 0, so volume 0:\n$w=\\alpha u+\\beta v$"),
    )
    drawn, axes = pyplot.subplots(1, 3, figsize=(10.6, 3.9), layout="constrained")
    for ax, (title, w, before, algebra) in zip(axes, panels, strict=True):
        if before is not None:
            _box(ax, u, v, before, "0.6", ":", 0.0)
        _box(ax, u, v, w, "0.3", "-", 0.16)
        for arrow, name, colour, dash in zip((u, v, w), "uvw", COLOURS, DASHES, strict=True):
            tip = _seen(arrow)
            look = {"arrowstyle": "-|>", "lw": 2.8, "color": colour, "ls": dash, "mutation_scale": 18, "shrinkB": 0}
            ax.annotate("", tip, (0, 0), arrowprops={**look, "shrinkA": 0}, zorder=4)
            ax.text(tip[0] + 0.08, tip[1] + (-0.36 if name == "u" else 0.1), f"${name}$", fontsize=15, color=colour)
        ax.set(xlim=(-0.4, 6.2), ylim=(-0.5, 3.5), aspect="equal", title=title, xticks=[], yticks=[])
        ax.set_xlabel(algebra, fontsize=12.5, labelpad=8)
    return figure(
        drawn,
        "Three panels with a box on the base of two arrows u (solid) and v (dashed). First, the third arrow w (dotted) "
        "leans to the right. Then the roof has slid back until w stands upright; the leaning box is outlined in dots, "
        "and base and height are the same. Last, w lies on the base, between u and v, and the box is flat.",
    )


def sampled_volumes(volumes: Mapping[str, ArrayLike], floor: float = 1e-17) -> Shown:
    """Plot the sizes of many determinants for each choice of columns, on a scale of powers of ten."""
    from matplotlib import pyplot

    drawn, ax = pyplot.subplots(figsize=(8.6, 0.36 * len(volumes) + 1.1), layout="constrained")
    largest = {}
    for row, (name, values) in enumerate(volumes.items()):
        sizes = np.abs(np.asarray(values, dtype=np.float64))
        largest[name] = float(sizes.max())
        flat = largest[name] < 1e-9
        ax.plot(
            np.maximum(sizes, floor),
            np.full(len(sizes), row),
            "x" if flat else "o",
            ms=4,
            mfc="none",
            color=COLOURS[1] if flat else COLOURS[0],
            alpha=0.5,
        )
    ax.set_yticks(range(len(volumes)), list(volumes), fontsize=10)
    ax.invert_yaxis()
    ax.axvline(1e-9, color="0.4", ls="--", lw=1.4)
    ax.set(xscale="log", xlabel="size of the determinant, three flowers at a time (rounding to the left of the line)")
    ax.grid(alpha=0.3, axis="x")
    flats = [name for name, value in largest.items() if value < 1e-9]
    others = [value for value in largest.values() if value >= 1e-9]
    rest = f"; for every other choice they reach {min(others):.2g} or more" if others else ""
    return figure(
        drawn,
        f"Sizes of determinants for {len(volumes)} choices of three columns. For {' and '.join(flats) or 'none'} all "
        f"of them are rounding errors, drawn as crosses on the far left{rest}.",
    )


def left_over(shares: Mapping[str, Sequence[float]], names: Sequence[str]) -> Shown:
    """Plot, for each column, how much of its spread the others cannot explain; one marker for each of two tables."""
    from matplotlib import pyplot

    drawn, ax = pyplot.subplots(figsize=(7.6, 3.3), layout="constrained")
    at = np.arange(len(names))
    looks = ((COLOURS[0], "o", "-", "white"), (COLOURS[1], "s", "--", COLOURS[1]))
    for k, ((name, values), (colour, marker, dash, fill)) in enumerate(zip(shares.items(), looks, strict=True)):
        heights = 100 * np.asarray(values, dtype=np.float64)
        places = at + 0.24 * (k - 0.5)
        ax.vlines(places, 0, heights, color=colour, lw=2.4, ls=dash)
        ax.plot(places, heights, marker, ms=9, color=colour, mfc=fill, label=name)
    ax.set_xticks(at, list(names))
    ax.set(ylabel="left over, in %", ylim=(-3, 100))
    ax.legend(loc="upper right")
    ax.grid(alpha=0.3, axis="y")
    said = ". ".join(
        f"{name}: " + ", ".join(f"{column} {100 * value:.0f} %" for column, value in zip(names, values, strict=True))
        for name, values in shares.items()
    )
    return figure(drawn, f"What the other columns leave over of each column's spread. {said}.")


def _seen(point: Points) -> tuple[float, float]:
    """Where a point of space is drawn: the second axis goes back and to the right."""
    return float(point[0] + 0.55 * point[1]), float(point[2] + 0.42 * point[1])


def _box(ax: Any, u: Points, v: Points, w: Points, colour: str, dash: str, shade: float) -> None:
    for p, q, r in ((u, v, w), (v, w, u), (w, u, v)):
        for corner in (np.zeros(3), r):
            face = np.array([_seen(corner), _seen(corner + p), _seen(corner + p + q), _seen(corner + q)])
            ax.fill(*face.T, facecolor=("#0b3c86", shade), edgecolor=colour, ls=dash, lw=1.3)
