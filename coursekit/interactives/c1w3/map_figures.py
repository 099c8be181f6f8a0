"""Figures of the lab on matrices as moves of the plane."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.figures import Shown, figure

FIRST, SECOND = "#0b3c86", "#b8500a"
Points = NDArray[np.float64]


def outlines(*shapes: tuple[str, ArrayLike], reach: float = 3.0) -> Shown:
    """Draw outlines (n, 2), each with its name, as far as `reach` or farther; the first is dotted behind the others."""
    from matplotlib import pyplot

    drawn, axes = pyplot.subplots(1, len(shapes), figsize=(3.4 * len(shapes), 3.5), squeeze=False, layout="constrained")
    start = np.asarray(shapes[0][1], dtype=np.float64)
    farthest = max(np.abs(np.asarray(points, dtype=np.float64)).max(initial=0.0) for _, points in shapes)
    reach = max(reach, 1.1 * float(farthest))
    said = []
    for k, (ax, (title, points)) in enumerate(zip(axes[0], shapes, strict=True)):
        outline = np.asarray(points, dtype=np.float64)
        if k:
            ax.fill(*start.T, facecolor="none", edgecolor="0.55", ls=":", lw=1.6)
        ax.fill(*outline.T, facecolor="#dbe5f3", edgecolor=FIRST, lw=2.2)
        ax.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal", title=title)
        ax.axhline(0, color="0.5", lw=0.8)
        ax.axvline(0, color="0.5", lw=0.8)
        ax.grid(alpha=0.3)
        corners = ", ".join(f"({x:.3g}, {y:.3g})" for x, y in outline)
        said.append(f"{title}: corners {corners}")
    return figure(drawn, ". ".join(said) + ".")


def two_images_fix_all(a: ArrayLike, b: ArrayLike, weights: tuple[float, float] = (2.0, 1.0)) -> Shown:
    """The proof by picture: the same steps along the basis arrows, and along their images."""
    from matplotlib import pyplot

    images = np.column_stack([np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)])
    drawn, axes = pyplot.subplots(1, 2, figsize=(9.4, 4.4), layout="constrained")
    u, v = weights
    names = (("before: $x = u\\,e_1 + v\\,e_2$", np.eye(2), "e"), ("after: $Ax = u\\,a + v\\,b$", images, "a"))
    for ax, (title, basis, kind) in zip(axes, names, strict=True):
        for k in range(-6, 7):
            for one, other in ((0, 1), (1, 0)):
                ends = np.array([basis[:, one] * k - 6 * basis[:, other], basis[:, one] * k + 6 * basis[:, other]])
                ax.plot(*ends.T, color="0.82", lw=0.9, zorder=0)
        steps = np.array([np.zeros(2), u * basis[:, 0], u * basis[:, 0] + v * basis[:, 1]])
        for k, (colour, style) in enumerate(((FIRST, "-"), (SECOND, "--"))):
            _arrow(ax, steps[k], steps[k + 1], colour, style)
        labels = ("$u\\,e_1$", "$v\\,e_2$") if kind == "e" else ("$u\\,a$", "$v\\,b$")
        for k, label in enumerate(labels):
            at = (steps[k] + steps[k + 1]) / 2
            ax.text(at[0] + 0.12, at[1] - 0.3, label, fontsize=14, color=(FIRST, SECOND)[k])
        ax.plot(*steps[2], "o", ms=9, mfc="white", mec="black", mew=2.2)
        ax.text(steps[2][0] + 0.15, steps[2][1] + 0.1, "$x$" if kind == "e" else "$Ax$", fontsize=14)
        ax.set(xlim=(-1.5, 4.5), ylim=(-1.2, 4.2), aspect="equal", title=title)
        ax.axhline(0, color="0.5", lw=0.8)
        ax.axvline(0, color="0.5", lw=0.8)
    return figure(
        drawn,
        f"Left, a point x reached by {u:g} steps along the first basis arrow (solid) and {v:g} along the second "
        f"(dashed). Right, the same numbers of steps along the images a and b on the slanted grid lead to Ax.",
    )


def _arrow(ax: object, start: Points, end: Points, colour: str, style: str) -> None:
    arrow = {
        "arrowstyle": "-|>",
        "lw": 2.6,
        "color": colour,
        "ls": style,
        "mutation_scale": 18,
        "shrinkA": 0,
        "shrinkB": 0,
    }
    ax.annotate("", (end[0], end[1]), (start[0], start[1]), arrowprops=arrow)  # type: ignore[attr-defined]
