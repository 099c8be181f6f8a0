"""Figures of the lab on lengths and angles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.figures import Shown, figure

FIRST, SECOND = "#0b3c86", "#b8500a"
STYLES = ((FIRST, "-", "o"), (SECOND, "--", "s"), ("0.25", ":", "^"), ("black", "-.", "D"))
Vector = NDArray[np.float64]


def three_walks(east: int, north: int) -> Shown:
    """Draw a walk by the streets, one as the crow flies, and one of a chess king, to the same place."""
    from matplotlib import pyplot

    drawn, ax = pyplot.subplots(figsize=(4.6, 4.6), layout="constrained")
    steps = np.arange(max(east, north) + 1)
    king = np.column_stack([np.minimum(steps, east), np.minimum(steps, north)])
    ax.plot([0, 0, east], [0, north, north], color=SECOND, ls="--", lw=2.8, label="by the streets")
    ax.plot([0, east], [0, north], color=FIRST, lw=2.8, label="as the crow flies")
    ax.plot(*king.T, color="0.25", ls=":", marker="o", lw=2.4, label="a king's steps")
    ax.plot([0, east], [0, north], "o", ms=11, mfc="white", mec="black", mew=2.2, zorder=4)
    ax.set(xlim=(-0.7, east + 2.7), ylim=(-0.7, north + 0.7), aspect="equal", xlabel="blocks east", ylabel="north")
    ax.set_xticks(range(east + 3))
    ax.set_yticks(range(north + 1))
    ax.grid(alpha=0.35)
    ax.legend(loc="lower right", framealpha=0.95)
    return figure(
        drawn,
        f"A street map. Three ways from (0, 0) to ({east}, {north}): dashed along the streets, solid in a straight "
        f"line, dotted in the {max(east, north)} steps of a chess king, who may also go diagonally.",
    )


def digit_pictures(shown: Mapping[str, ArrayLike]) -> Shown:
    """Show vectors of 64 grey values, 0 white to 16 black, as pictures of 8 by 8."""
    from matplotlib import pyplot

    drawn, axes = pyplot.subplots(1, len(shown), figsize=(1.7 * len(shown), 2.1), squeeze=False, layout="constrained")
    for ax, (title, values) in zip(axes[0], shown.items(), strict=True):
        ax.imshow(np.reshape(values, (8, 8)), cmap="gray_r", vmin=0, vmax=16, interpolation="nearest")
        ax.set_title(title, fontsize=11)
        ax.set(xticks=[], yticks=[])
    return figure(drawn, f"Pictures of handwritten digits, 8 by 8 dots: {', '.join(shown)}.")


def projection_triangle(v: ArrayLike, u: ArrayLike, other: float) -> Shown:
    """The proof by picture: v, its nearest point on the line through u, and another point of the line."""
    from matplotlib import pyplot

    v, u = np.asarray(v, dtype=np.float64), np.asarray(u, dtype=np.float64)
    c = (u @ v) / (u @ u)
    foot, wrong = c * u, other * u
    drawn, (ax, curve) = pyplot.subplots(1, 2, figsize=(10.2, 4.2), layout="constrained", width_ratios=(1.3, 1))
    ax.plot(*np.outer(u, (-0.35, max(c, other) + 0.5)), color="0.45", lw=1.2)
    _arrow(ax, np.zeros(2), v, FIRST, "-")
    _arrow(ax, np.zeros(2), foot, SECOND, "--")
    ax.plot(*np.column_stack([foot, v]), color="black", ls=":", lw=2.8)
    ax.plot(*np.column_stack([wrong, v]), color="0.35", ls="-.", lw=1.8)
    along, up = u / np.hypot(*u) * 0.22, (v - foot) / np.hypot(*(v - foot)) * 0.22
    ax.plot(*np.column_stack([foot - along, foot - along + up, foot + up]), color="black", lw=1.4)
    ax.plot(*wrong, "s", ms=8, mfc="white", mec="black", mew=1.8)
    ax.plot(*foot, "o", ms=8, mfc="white", mec="black", mew=1.8)
    names = (
        (v * 0.52, "$v$", (-20, 6)),
        (foot * 0.55, "$p = c\\,u$", (0, -20)),
        ((v + foot) / 2, "$e$", (-20, -6)),
        (wrong, "$t\\,u$", (2, -22)),
        ((v + wrong) / 2, "$v - t\\,u$", (8, 4)),
    )
    for at, name, shift in names:
        ax.annotate(name, at, xytext=shift, textcoords="offset points", fontsize=14)
    ax.set(aspect="equal", title="the nearest point of a line: $e = v - p$")
    ax.axis("off")
    t = np.linspace(c - 1, c + 1, 101)
    curve.plot(t, ((v[:, None] - np.outer(u, t)) ** 2).sum(axis=0), color=FIRST, lw=2.4)
    for value, mark in ((c, "o"), (other, "s")):
        curve.plot(value, ((v - value * u) ** 2).sum(), mark, ms=9, mfc="white", mec="black", mew=2)
    curve.axvline(c, color="black", ls=":", lw=1.4)
    curve.set(xlabel="$t$", title="squared distance from $v$ to $t\\,u$")
    curve.grid(alpha=0.3)
    return figure(
        drawn,
        f"Left: an arrow v, a line along u, and the nearest point p = c u of that line, c = {c:.3g}. The error e, "
        "dotted, goes from p to v and stands at a right angle to the line. Another point t u of the line, a square, "
        f"t = {other:g}, is farther from v. Right: the squared distance from v to t u against t, a bowl with its "
        "lowest point at t = c.",
    )


def recognised(ink: Sequence[float], shares: Mapping[str, Sequence[float]]) -> Shown:
    """Plot the share of pictures that were recognised against the amount of ink."""
    from matplotlib import pyplot

    drawn, ax = pyplot.subplots(figsize=(7.2, 3.6), layout="constrained")
    said = []
    for (name, right), (colour, style, mark) in zip(shares.items(), STYLES, strict=False):
        ax.plot(ink, [100 * share for share in right], color=colour, ls=style, marker=mark, lw=2.3, label=name)
        said.append(f"{name} {100 * right[0]:.0f} % at full ink and {100 * right[-1]:.0f} % at {ink[-1]:g}")
    ax.set(
        xlabel="ink (1 = as scanned)", ylabel="recognised, %", ylim=(0, 104), xlim=(max(ink) + 0.03, min(ink) - 0.03)
    )
    ax.grid(alpha=0.3)
    ax.legend()
    return figure(drawn, f"Share of pictures whose nearest neighbour shows the same digit. {'; '.join(said)}.")


def _arrow(ax: object, start: Vector, end: Vector, colour: str, style: str) -> None:
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
