"""Figures of the lab on pivots, free variables and rank."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.figures import Shown, figure

FIRST, SECOND = "#0b3c86", "#b8500a"


def roundabout(net: Sequence[float], flows: Sequence[float] | None = None) -> Shown:
    """Draw a roundabout with three arms: `net` cars a minute come in at each (negative: leave); `flows` go round."""
    from matplotlib import pyplot

    drawn, ax = pyplot.subplots(figsize=(5.2, 4.4), layout="constrained")
    angles = np.radians([90, 210, 330])
    turn = np.linspace(0, 2 * np.pi, 200)
    ax.plot(np.cos(turn), np.sin(turn), color="0.35", lw=3)
    for arm, (angle, cars) in enumerate(zip(angles, net, strict=True), start=1):
        out = np.array([np.cos(angle), np.sin(angle)])
        near, far = (1.08 * out, 1.85 * out)
        tail, head = (far, near) if cars >= 0 else (near, far)
        ax.annotate(
            "", _at(head), _at(tail), arrowprops={"arrowstyle": "-|>", "lw": 2.4, "color": SECOND, "mutation_scale": 20}
        )
        words = f"arm {arm}\n{abs(cars):g} {'in' if cars >= 0 else 'out'}"
        ax.text(*_at(2.25 * out), words, ha="center", va="center", fontsize=12, color=SECOND, weight="bold")
    for k, angle in enumerate(np.radians([150, 270, 30]), start=1):
        at = np.array([np.cos(angle), np.sin(angle)])
        along = np.array([-np.sin(angle), np.cos(angle)])
        style = {"arrowstyle": "-|>", "lw": 3, "color": FIRST, "mutation_scale": 24}
        ax.annotate("", _at(at + 0.16 * along), _at(at - 0.16 * along), arrowprops=style)
        words = f"$x_{k}$" if flows is None else f"$x_{k}$ = {flows[k - 1]:g}"
        ax.text(*_at(1.42 * at), words, ha="center", va="center", fontsize=13, color=FIRST, weight="bold")
    ax.set(xlim=(-2.9, 2.9), ylim=(-1.9, 2.7), aspect="equal")
    ax.axis("off")
    arms = "; ".join(
        f"arm {k}: {abs(n):g} cars a minute {'come in' if n >= 0 else 'leave'}" for k, n in enumerate(net, 1)
    )
    between = "The stretches between the arms carry x1 (arm 1 to 2), x2 (arm 2 to 3) and x3 (arm 3 to 1)"
    values = "" if flows is None else f", here {', '.join(f'{value:g}' for value in flows)}"
    return figure(drawn, f"A roundabout with three arms, driven counter-clockwise. {arms}. {between}{values}.")


def staircase(entries: ArrayLike, pivots: Sequence[tuple[int, int]], names: Sequence[str]) -> Shown:
    """Draw a matrix in echelon form: pivots framed, columns without one marked as free."""
    from matplotlib import pyplot
    from matplotlib.patches import Rectangle

    table = np.asarray(entries, dtype=np.float64)
    m, n = table.shape
    drawn, ax = pyplot.subplots(figsize=(0.95 * n + 1.2, 0.62 * m + 1.2), layout="constrained")
    with_pivot = {column for _, column in pivots}
    for i in range(m):
        for j in range(n):
            pivot = (i, j) in pivots
            if pivot:
                ax.add_patch(Rectangle((j - 0.42, i - 0.4), 0.84, 0.8, facecolor="#e3ecf7", edgecolor=FIRST, lw=2.2))
            zero = table[i, j] == 0
            label = f"{table[i, j]:g}".replace("-", "−")
            weight = "bold" if pivot else "normal"
            ax.text(
                j, i, label, ha="center", va="center", fontsize=13, weight=weight, color="0.55" if zero else "black"
            )
    for j, name in enumerate(names):
        free = j not in with_pivot and j < len(names)
        ax.text(j, -0.95, f"${name}$", ha="center", va="center", fontsize=13)
        ax.text(
            j,
            m - 0.2,
            "free" if free else "pivot",
            ha="center",
            va="center",
            fontsize=11,
            style="italic" if free else "normal",
        )
    ax.axvline(len(names) - 0.5, color="0.4", lw=1.2)
    ax.set(xlim=(-0.7, n - 0.3), ylim=(m + 0.1, -1.4))
    ax.axis("off")
    rows = "; ".join(", ".join(f"{value:g}" for value in row) for row in table)
    free_names = [name for j, name in enumerate(names) if j not in with_pivot]
    return figure(
        drawn, f"Staircase with rows {rows}. Pivots in columns {sorted(with_pivot)}; free: {', '.join(free_names)}."
    )


def shifted_line() -> Shown:
    """The proof by picture: all solutions are one solution plus the null line."""
    from matplotlib import pyplot

    direction, start, origin = np.array([2.0, 1.0]) / np.sqrt(5), np.array([0.5, 2.0]), np.zeros(2)
    drawn, axes = pyplot.subplots(1, 2, figsize=(9.2, 4.3), layout="constrained")
    titles = ("One solution, and one null vector", "All of them")
    algebra = ("$Ap=b$ and $An=0$\ngive $A(p+tn)=b$", "$Aq=b$ and $Ap=b$\ngive $A(q-p)=0$")
    for ax, title, words, steps in zip(axes, titles, algebra, ((1.6,), (-2, -1, 1, 2)), strict=True):
        for through, style, colour, label in ((origin, "--", SECOND, "An = 0"), (start, "-", FIRST, "Ax = b")):
            ax.plot(*np.array([through - 5 * direction, through + 5 * direction]).T, ls=style, lw=2.6, color=colour)
            at = through + 2.4 * direction + [0.12, -0.46]
            ax.text(*_at(at), label, fontsize=12, color=colour, weight="bold")
            for t in steps:
                arrow = {"arrowstyle": "-|>", "lw": 1.6, "color": "0.35", "ls": ":", "mutation_scale": 13}
                ax.annotate("", _at(through + t * direction), _at(through), arrowprops=arrow)
        for t in steps:
            ax.plot(*_at(start + t * direction), "o", ms=9, mfc="white", mec="black", mew=2.2)
        ax.annotate("", _at(start), (0, 0), arrowprops={"arrowstyle": "-|>", "lw": 2, "mutation_scale": 16})
        ax.text(0.02, 1.15, "p", fontsize=13, weight="bold")
        ax.plot(*_at(start), "o", ms=9, color="black")
        ax.plot(0, 0, "s", ms=7, color="black")
        ax.set(xlim=(-2.6, 4.0), ylim=(-1.3, 3.9), aspect="equal", title=title, xticks=[], yticks=[])
        ax.set_xlabel(words, fontsize=12.5, labelpad=8)
    return figure(
        drawn,
        "Two panels with two parallel lines: dashed through the origin, all n with An = 0; solid through a point p, "
        "all x with Ax = b. Left: a dotted null vector carried from the origin to p ends on the solid line. Right: "
        "every point of the solid line is reached from p by a vector of the dashed line.",
    )


def pivots_against_zero(zeros: Sequence[float], ranks: Sequence[int], computed: float) -> Shown:
    """Plot the rank that is counted against what is taken for zero; `computed` is the library's own choice."""
    from matplotlib import pyplot

    drawn, ax = pyplot.subplots(figsize=(7.5, 3.0), layout="constrained")
    ax.step(zeros, ranks, where="post", color=FIRST, lw=2.6)
    ax.axvline(computed, color=SECOND, ls="--", lw=2)
    ax.text(computed * 1.6, max(ranks) - 0.42, "the library's choice", color=SECOND, fontsize=11)
    ax.set(
        xscale="log",
        xlabel="everything up to this size counts as zero",
        ylabel="rank",
        ylim=(min(ranks) - 0.4, max(ranks) + 0.4),
    )
    ax.set_yticks(sorted(set(ranks)))
    ax.grid(alpha=0.3)
    drops = [f"{zero:.0e}" for zero, before, after in zip(zeros[1:], ranks, ranks[1:], strict=False) if after < before]
    return figure(
        drawn, f"Rank against the limit for zero: {ranks[0]} at {zeros[0]:.0e}, dropping at {', '.join(drops)}."
    )


def _at(point: NDArray[np.float64]) -> tuple[float, float]:
    return float(point[0]), float(point[1])
