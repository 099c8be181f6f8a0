"""Figures of the lab on two lines: rows and columns of a system, the determinant as an area, blurred answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.figures import Shown, figure

FIRST, SECOND = "#0b3c86", "#b8500a"
STYLES = ((FIRST, "-"), (SECOND, "--"))


def two_pictures(A: ArrayLike, b: ArrayLike) -> Shown:
    """Draw a 2 by 2 system twice: its rows as lines, its columns as arrows with the right-hand sides as target."""
    from matplotlib import pyplot

    matrix, right = np.asarray(A, dtype=np.float64), np.asarray(b, dtype=np.float64)
    x: NDArray[np.float64] = np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)
    drawn, (rows, columns) = pyplot.subplots(1, 2, figsize=(9.2, 4.3), layout="constrained")
    reach = np.array([-1.0, 6.0])
    for (p, q), c, (colour, style), name in zip(matrix, right, STYLES, ("basket 1", "basket 2"), strict=True):
        rows.plot(reach, (c - p * reach) / q, color=colour, ls=style, lw=2.6, label=name)
    rows.plot(*x, "o", ms=10, mfc="white", mec="black", mew=2.4)
    rows.annotate(f"({x[0]:g}, {x[1]:g})", _at(x), (x[0] + 0.25, x[1] + 0.2), fontsize=12, weight="bold")
    rows.set(
        xlim=(-0.5, 5.5),
        ylim=(-0.5, 5.5),
        aspect="equal",
        title="Rows: two lines, one common point",
        xlabel="x, a melon in kg",
        ylabel="y, a pumpkin in kg",
    )
    rows.legend(loc="upper right")
    path = np.array([np.zeros(2), x[0] * matrix[:, 0], right])
    for k, (colour, style) in enumerate(STYLES):
        for step in range(round(x[k])):
            start = path[k] + step * matrix[:, k]
            _arrow(columns, start, start + matrix[:, k], colour, style)
        middle = (path[k] + path[k + 1]) / 2
        columns.text(middle[0] + 0.25, middle[1] - 0.35, "xy"[k], fontsize=14, color=colour, weight="bold")
    columns.plot(*right, "o", ms=10, mfc="white", mec="black", mew=2.4)
    columns.annotate(
        f"({right[0]:g}, {right[1]:g})", _at(right), (right[0] - 1.4, right[1]), fontsize=12, weight="bold"
    )
    columns.set(
        xlim=(-0.5, 5.5),
        ylim=(-0.5, 5.5),
        aspect="equal",
        title="Columns: two arrows, one target",
        xlabel="basket 1, in kg",
        ylabel="basket 2, in kg",
    )
    for ax in (rows, columns):
        ax.grid(alpha=0.3)
    return figure(
        drawn,
        f"Left, two lines that cross at ({x[0]:g}, {x[1]:g}). Right, {x[0]:g} times the arrow "
        f"({matrix[0, 0]:g}, {matrix[1, 0]:g}), solid, and {x[1]:g} times the arrow ({matrix[0, 1]:g}, "
        f"{matrix[1, 1]:g}), dashed, lead to the point ({right[0]:g}, {right[1]:g}).",
    )


def area_by_sliding(A: ArrayLike) -> Shown:
    """The proof by picture: two slides turn the cell of the columns into a rectangle of the same area."""
    from matplotlib import pyplot

    matrix = np.asarray(A, dtype=np.float64)
    u, v = matrix.T
    upright = v - v[0] / u[0] * u
    level = u - u[1] / upright[1] * upright
    panels = (
        ("The cell of the columns", u, v, None, "corners $0$, $(a,c)$, $(b,d)$\nand their sum"),
        ("Slide the second arrow", u, upright, (u, v), "$(b,d)-\\frac{b}{a}(a,c)=(0,\\ d-\\frac{bc}{a})$"),
        ("Slide the first arrow", level, upright, (u, upright), "width $a$, height $d-\\frac{bc}{a}$:\narea $ad-bc$"),
    )
    drawn, axes = pyplot.subplots(1, 3, figsize=(10.4, 4.6), layout="constrained")
    for ax, (title, p, q, before, algebra) in zip(axes, panels, strict=True):
        if before is not None:
            ax.fill(*_cell(*before).T, facecolor="none", edgecolor="0.5", ls=":", lw=1.8)
        ax.fill(*_cell(p, q).T, facecolor="#dbe5f3", edgecolor="0.3", lw=1.2)
        _arrow(ax, np.zeros(2), p, *STYLES[0])
        _arrow(ax, np.zeros(2), q, *STYLES[1])
        ax.axhline(0, color="0.5", lw=0.8, zorder=0)
        ax.axvline(0, color="0.5", lw=0.8, zorder=0)
        top = _cell(u, v).max(axis=0)
        ax.set(xlim=(-0.6, top[0] + 0.5), ylim=(-0.6, top[1] + 0.5), aspect="equal", title=title)
        ax.set_xlabel(algebra, fontsize=12.5, labelpad=8)
        ax.grid(alpha=0.3)
    area = matrix[0, 0] * matrix[1, 1] - matrix[0, 1] * matrix[1, 0]
    return figure(
        drawn,
        f"Three panels. First the parallelogram of the columns ({u[0]:g}, {u[1]:g}), solid, and ({v[0]:g}, {v[1]:g}), "
        f"dashed. Then the side opposite to the solid arrow slides along itself until the dashed arrow stands upright "
        f"at (0, {upright[1]:g}). Then the opposite side slides upright until the solid arrow is level at "
        f"({level[0]:g}, 0). The rectangle has area {level[0]:g} times {upright[1]:g}, which is {area:g}.",
    )


def cloud(answers: ArrayLike, corners: ArrayLike, truth: Sequence[float], title: str = "") -> Shown:
    """Scatter answers (n, 2) found from blurred right-hand sides, with the outline of what is possible."""
    from matplotlib import pyplot

    points, outline = np.asarray(answers, dtype=np.float64), np.asarray(corners, dtype=np.float64)
    drawn, ax = pyplot.subplots(figsize=(6.4, 4.2), layout="constrained")
    ax.fill(*outline.T, facecolor="#f6e7da", edgecolor=SECOND, ls="--", lw=2)
    ax.plot(*points.T, ".", ms=3, color=FIRST, alpha=0.6)
    ax.plot(*truth, "o", ms=10, mfc="white", mec="black", mew=2.4)
    ax.set(aspect="equal", title=title, xlabel="x, a melon in kg", ylabel="y, a pumpkin in kg")
    ax.grid(alpha=0.3)
    low, high = points.min(axis=0), points.max(axis=0)
    return figure(
        drawn,
        f"{len(points)} answers as dots fill a narrow parallelogram around ({truth[0]:g}, {truth[1]:g}): x from "
        f"{low[0]:.2f} to {high[0]:.2f}, y from {low[1]:.2f} to {high[1]:.2f}.",
    )


def error_against_angle(angles: ArrayLike, errors: ArrayLike) -> Shown:
    """Plot how far the answer may be off, in per cent, against the angle between the lines, in degrees."""
    from matplotlib import pyplot

    x, y = np.asarray(angles, dtype=np.float64), np.asarray(errors, dtype=np.float64)
    drawn, ax = pyplot.subplots(figsize=(7.0, 3.4), layout="constrained")
    ax.plot(x, y, "o-", color=FIRST, lw=2.2, ms=6, mfc="white")
    ax.set(xscale="log", yscale="log", xlabel="angle between the lines, in degrees", ylabel="answer off by up to, in %")
    ax.set_xticks(x, [f"{angle:g}" for angle in x])
    ax.minorticks_off()
    marks = [mark for mark in (1, 3, 10, 30, 100, 300) if y.min() / 2 <= mark <= y.max() * 2]
    ax.set_yticks(marks, [f"{mark:g}" for mark in marks])
    ax.grid(alpha=0.3)
    said = ", ".join(f"{error:.1f} % at {angle:g}°" for angle, error in zip(x, y, strict=True))
    return figure(drawn, f"Largest error of the answer against the angle between the lines: {said}.")


def _cell(u: NDArray[np.float64], v: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.array([np.zeros(2), u, u + v, v])


def _arrow(ax: Any, start: NDArray[np.float64], end: NDArray[np.float64], colour: str, style: str) -> None:
    look = {
        "arrowstyle": "-|>",
        "lw": 2.6,
        "color": colour,
        "ls": style,
        "mutation_scale": 18,
        "shrinkA": 0,
        "shrinkB": 0,
    }
    ax.annotate("", _at(end), _at(start), arrowprops=look)


def _at(point: NDArray[np.float64]) -> tuple[float, float]:
    return float(point[0]), float(point[1])
