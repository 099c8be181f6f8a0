"""Figures of the lab on one layer."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from coursekit.figures import Shown, figure

FIRST, SECOND = "#0b3c86", "#b8500a"
SHADE = "#dbe5f3"


class Cut(NamedTuple):
    """Points (n, 2), which of them are filled, and the line w·x + b = 0; no line where w is None."""

    points: ArrayLike
    filled: ArrayLike
    w: ArrayLike | None = None
    b: float = 0.0


def cuts(shown: dict[str, Cut], axes: tuple[str, str] = ("x", "y"), means: bool = False) -> Shown:
    """Draw hollow and filled points, each with its line and the side of positive score shaded."""
    from matplotlib import pyplot

    drawn, all_axes = pyplot.subplots(
        1, len(shown), figsize=(4.7 * len(shown), 3.9), squeeze=False, layout="constrained"
    )
    said = [_panel(ax, title, cut, axes, means) for ax, (title, cut) in zip(all_axes[0], shown.items(), strict=True)]
    return figure(drawn, " ".join(said))


def _panel(ax: Any, title: str, cut: Cut, axes: tuple[str, str], means: bool) -> str:
    points, filled = np.asarray(cut.points, dtype=np.float64), np.asarray(cut.filled, dtype=bool)
    room = 0.22 * max(float(np.ptp(points, axis=0).max()), 1e-9)
    (left, bottom), (right, top) = points.min(axis=0) - room, points.max(axis=0) + room
    said = f"{title}: {int((~filled).sum())} hollow and {int(filled.sum())} filled points"
    if cut.w is not None:
        w = np.asarray(cut.w, dtype=np.float64)
        x, y = np.meshgrid(np.linspace(left, right, 241), np.linspace(bottom, top, 241))
        score = w[0] * x + w[1] * y + cut.b
        ax.contourf(x, y, score, levels=[0, np.inf], colors=[SHADE], zorder=0)
        ax.contour(x, y, score, levels=[0], colors=[FIRST], linewidths=2.6, zorder=1)
        wrong = (points @ w + cut.b > 0) != filled
        ax.plot(*points[wrong].T, "x", ms=12, mew=2.2, color="#a32626", zorder=4)
        said += f", and a line with {int(wrong.sum())} of them on the wrong side, marked by crosses"
    ax.plot(*points[~filled].T, "o", ms=6.5, mfc="white", mec="black", mew=1.5, zorder=3)
    ax.plot(*points[filled].T, "o", ms=6.5, mfc="black", mec="white", mew=0.8, zorder=3)
    if means:
        both = np.array([points[~filled].mean(axis=0), points[filled].mean(axis=0)])
        ax.plot(*both.T, color=SECOND, ls="--", lw=2.2, zorder=4)
        for mean, face in zip(both, ("white", SECOND), strict=True):
            ax.plot(*mean, "s", ms=11, mfc=face, mec=SECOND, mew=2.4, zorder=5)
        said += ", the two means as squares with a dashed line between them"
    ax.set(xlim=(left, right), ylim=(bottom, top), aspect="equal", title=title, xlabel=axes[0], ylabel=axes[1])
    ax.grid(alpha=0.25)
    return said + "."


def crossing_diagonals() -> Shown:
    """The proof by picture: whichever side holds both ends of a diagonal holds the middle of the square."""
    from matplotlib import pyplot

    drawn, axes = pyplot.subplots(1, 3, figsize=(11, 3.7), layout="constrained")
    filled, hollow = np.array([[0, 1], [1, 0]]), np.array([[0, 0], [1, 1]])
    panels = (
        ("filled corners above 0:\nthe middle is above 0", filled, "-", FIRST),
        ("hollow corners below 0:\nthe middle is below 0", hollow, "--", SECOND),
        ("both at once:\nthe middle cannot be both", None, "", "black"),
    )
    for ax, (title, ends, style, colour) in zip(axes, panels, strict=True):
        if ends is None:
            ax.plot(*filled.T, color=FIRST, lw=2.6)
            ax.plot(*hollow.T, color=SECOND, ls="--", lw=2.6)
            ax.annotate("?", (0.5, 0.5), xytext=(0, 16), textcoords="offset points", ha="center", fontsize=18)
        else:
            ax.plot(*ends.T, color=colour, ls=style, lw=2.6)
            mark = "+" if style == "-" else "−"
            for point in (*ends, (0.5, 0.5)):
                ax.annotate(mark, point, xytext=(0, 14), textcoords="offset points", ha="center", fontsize=16)
        ax.plot(*hollow.T, "o", ms=13, mfc="white", mec="black", mew=2)
        ax.plot(*filled.T, "o", ms=13, mfc="black", mec="black")
        ax.plot(0.5, 0.5, "D", ms=9, mfc="0.75", mec="black", mew=1.6)
        ax.set(xlim=(-0.4, 1.4), ylim=(-0.3, 1.4), aspect="equal", title=title, xticks=[0, 1], yticks=[0, 1])
        ax.grid(alpha=0.25)
    return figure(
        drawn,
        "Three copies of a square with filled corners (0, 1) and (1, 0) and hollow corners (0, 0) and (1, 1). Left, "
        "the solid diagonal between the filled corners with a plus at both ends and in the middle. Centre, the dashed "
        "diagonal between the hollow corners, with minus signs. Right, both diagonals cross in the same middle point.",
    )
