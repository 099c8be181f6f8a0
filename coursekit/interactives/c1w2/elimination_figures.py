"""Figures of the lab on row operations: systems, the proof by picture, and digits against pivots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib import pyplot
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from coursekit.figures import Shown, drawing, figure
from coursekit.interactives.c1w2.elimination_scene import draw
from coursekit.interactives.c1w2.pivot_arithmetic import ALL_DIGITS
from coursekit.interactives.c1w2.row_moves import System

FIRST, SECOND = "#0b3c86", "#b8500a"
LINES = (np.array([1.0, 2.0, 5.0]), np.array([3.0, 1.0, 5.0]))


def _system(matrix: ArrayLike) -> System:
    return System.of(np.asarray(matrix, dtype=float).tolist())


def system_picture(matrix: ArrayLike, before: ArrayLike | None = None, caption: str = "") -> Shown:
    """Draw an augmented matrix, (2, 3) or (3, 4); rows of `before` that moved are dotted grey."""
    old = None if before is None else _system(before)
    return drawing(draw(_system(matrix), old), caption)


def _line(ax: Axes, row: NDArray[np.float64], **style: object) -> None:
    a, b, c = row
    reach = np.array([-2.0, 4.0])
    if abs(b) > 1e-12:
        ax.plot(reach, (c - a * reach) / b, **style)  # type: ignore[arg-type]
    else:
        ax.plot([c / a, c / a], [-1, 5], **style)  # type: ignore[arg-type]


def proof_picture() -> Shown:
    """Three panels, one for each move, with the algebra under each: the common point survives."""
    first, second = LINES
    panels = (
        (
            "Swap: two names trade places",
            "$r_1(p)=0$ and $r_2(p)=0$\nis the same as\n$r_2(p)=0$ and $r_1(p)=0$",
        ),
        (
            "Scale: the same line, rewritten",
            "$r_2(p)=0$\nis the same as $s\\,r_2(p)=0$\nas long as $s\\neq 0$",
        ),
        ("Add: R2 turns about p", "$r_1(p)=0$ and $r_2(p)=0$\ngive $r_2(p)+c\\,r_1(p)=0$\nwhatever $c$ is"),
    )
    drawn, axes = pyplot.subplots(1, 3, figsize=(10.5, 4.6), layout="constrained")
    for number, (ax, (title, algebra)) in enumerate(zip(axes, panels, strict=True)):
        if number == 2:
            for c in (-2, -1, -0.4, 0.5, 1.5, 4):
                _line(ax, second + c * first, color="0.62", lw=1.2, ls=":")
        one, two = (SECOND, FIRST) if number == 0 else (FIRST, SECOND)
        _line(ax, first, color=one, lw=2.6, ls="--" if number == 0 else "-")
        _line(ax, second, color=two, lw=2.6, ls="-" if number == 0 else "--")
        labels = ("R2", "R1") if number == 0 else ("R1", "R2")
        ax.annotate(labels[0], (3.4, 0.8), (3.25, 1.15), color=one, weight="bold", fontsize=12)
        ax.annotate(labels[1], (0.3, 4.1), (0.55, 4.15), color=two, weight="bold", fontsize=12)
        ax.plot(1, 2, "o", ms=10, mfc="white", mec="black", mew=2.4, zorder=5)
        ax.annotate("p", (1, 2), (1.25, 2.2), fontsize=13, weight="bold")
        ax.set(xlim=(-2, 4), ylim=(-1, 5), aspect="equal", title=title, xticks=range(-2, 5), yticks=range(-1, 6))
        ax.grid(alpha=0.3)
        ax.set_xlabel(algebra, fontsize=12.5, labelpad=10)
    return figure(
        drawn,
        "Three panels with the same two lines through one point p. Swap: the lines stay, only the names R1 "
        "and R2 trade places. Scale: nothing moves. Add: a fan of dotted lines, each R2 + c R1 for another "
        "c, all through p. The algebra under each panel says why p survives: both left sides minus right "
        "sides are 0 at p, and so are their multiples and their sum.",
    )


def digits_plot(exponents: Sequence[int], counts: Mapping[str, Sequence[int]]) -> Shown:
    """Plot correct digits (0 to 16) against k, for pivots 10^−k: one marked curve for each method."""
    drawn, ax = pyplot.subplots(figsize=(7.5, 3.8), layout="constrained")
    styles = zip(
        counts.items(),
        ((SECOND, "--", "x", 7), (FIRST, "-", "o", 11), ("#3f9a86", ":", "s", 5)),
        strict=False,
    )
    for (name, values), (colour, line, marker, size) in styles:
        ax.plot(exponents, values, color=colour, ls=line, marker=marker, ms=size, mfc="white", label=name)
    ax.set(
        xlabel="k, for a pivot of $10^{-k}$",
        ylabel="correct digits (worse unknown)",
        ylim=(-0.6, ALL_DIGITS + 0.8),
    )
    ax.set(xticks=list(exponents)[::2], yticks=range(0, ALL_DIGITS + 1, 4))
    ax.grid(alpha=0.3)
    ax.legend(loc="center left", bbox_to_anchor=(0.02, 0.35))
    said = "; ".join(f"{name}: from {values[0]} digits down to {min(values)}" for name, values in counts.items())
    return figure(drawn, f"Correct digits against k for a pivot of ten to the minus k. {said}.")
