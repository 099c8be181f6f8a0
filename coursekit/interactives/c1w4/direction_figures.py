"""Figures of the lab on directions that only scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from coursekit.figures import Shown, figure

FIRST, SECOND, THIRD = "#0b3c86", "#b8500a", "#2f7d6d"
LOOKS = ((FIRST, "-", 2.6), (SECOND, "--", 2.2), (THIRD, ":", 2.6))  # colour, dash, width


def flock_shares(flocks: Mapping[str, ArrayLike]) -> Shown:
    """Plot the share of young birds year by year; each flock is (years, 2): young, old."""
    from matplotlib import pyplot

    drawn, ax = pyplot.subplots(figsize=(7.2, 3.5), layout="constrained")
    said = []
    for (name, flock), (colour, dash, width) in zip(flocks.items(), LOOKS, strict=False):
        birds = np.asarray(flock, dtype=np.float64)
        shares = 100 * birds[:, 0] / birds.sum(axis=1)
        ax.plot(shares, dash, marker="o", color=colour, lw=width, ms=7, mfc="white", mew=2, label=f"begun with {name}")
        said.append(f"begun with {name}: {', '.join(f'{share:.1f}' for share in shares)}")
    ax.set(xlabel="year", ylabel="young birds, in % of the flock", ylim=(-8, 108))
    ax.grid(alpha=0.3)
    ax.legend(loc="lower right", fontsize=10)
    return figure(drawn, f"Young birds in percent of the flock, year by year: zigzags that settle. {'; '.join(said)}.")


def flatness(matrices: Mapping[str, ArrayLike], reach: Sequence[float] = (-2.6, 3.6)) -> Shown:
    """Plot det(A − λI) against λ for 2 × 2 matrices, and mark where it is 0."""
    from matplotlib import pyplot

    drawn, ax = pyplot.subplots(figsize=(7.2, 3.9), layout="constrained")
    factors = np.linspace(reach[0], reach[1], 300)
    said = []
    for (name, entries), (colour, dash, width) in zip(matrices.items(), LOOKS, strict=False):
        matrix = np.asarray(entries, dtype=np.float64)
        trace, determinant = float(np.trace(matrix)), float(np.linalg.det(matrix))
        ax.plot(factors, factors**2 - trace * factors + determinant, dash, color=colour, lw=width, label=name)
        below = trace**2 / 4 - determinant
        zeros = [] if below < -1e-9 else sorted({trace / 2 - max(below, 0) ** 0.5, trace / 2 + max(below, 0) ** 0.5})
        ax.plot(zeros, [0] * len(zeros), "o", color=colour, ms=10, mfc="white", mew=2.4)
        said.append(f"{name}: zero at {' and '.join(f'{zero:g}' for zero in zeros) or 'no λ'}")
    ax.axhline(0, color="0.3", lw=1)
    ax.set(xlabel="λ", ylabel="det(A − λI)", ylim=(-3, 6), xlim=reach)
    ax.grid(alpha=0.3)
    ax.legend(loc="upper center", fontsize=10)
    return figure(drawn, f"Three parabolas, det(A − λI) against λ. {'; '.join(said)}.")


def components_grow(p: ArrayLike, q: ArrayLike, factors: tuple[float, float], parts: tuple[float, float]) -> Shown:
    """The proof by picture: x, Ax, A²x, A³x and their parts along p and q, each panel in units of factor 1 to the k."""
    from matplotlib import pyplot

    one, two = np.asarray(p, dtype=np.float64), np.asarray(q, dtype=np.float64)
    drawn, axes = pyplot.subplots(1, 4, figsize=(12.4, 3.7), layout="constrained", sharey=True)
    said = []
    for k, ax in enumerate(axes):
        for j in range(-8, 9):
            for along, across in ((one, two), (two, one)):
                ends = np.array([j * across / 2 - 8 * along, j * across / 2 + 8 * along])
                ax.plot(*ends.T, color="0.86", lw=0.8, zorder=0)
        unit = factors[0] ** k
        first = parts[0] * one
        second = parts[1] * factors[1] ** k / unit * two
        for tail, head, (colour, dash, _) in (((0, 0), first, LOOKS[0]), (first, first + second, LOOKS[1])):
            _arrow(ax, tail, head, colour, dash)
        _arrow(ax, (0, 0), first + second, "black", "-", 1.3)
        ax.set(xlim=(-0.7, 2.7), ylim=(-0.9, 2.0), aspect="equal")
        ax.set_title(("$x$", "$Ax$")[k] if k < 2 else f"$A^{k}x$", fontsize=15)
        ax.set_xlabel(f"1 unit here = {unit:g}", fontsize=11)
        ax.set(xticks=range(3), yticks=range(2))
        if k == 0:
            ax.text(*(first / 2 + (0.1, -0.28)), "$c_1 p$", fontsize=14, color=FIRST)
            ax.text(*(first + second / 2 + (0.1, 0.1)), "$c_2 q$", fontsize=14, color=SECOND)
        said.append(f"after {k} steps {parts[0] * unit:g} and {parts[1] * factors[1] ** k:g}")
    return figure(
        drawn,
        f"An arrow (thin, black) as a part along p (solid) and a part along q (dashed), each panel drawn "
        f"{factors[0]:g} times as small as the one before. How much of p and of q there is: {'; '.join(said)}. "
        "In the pictures the part along p stays, and the part along q shrinks and turns round each time.",
    )


def _arrow(ax: object, start: ArrayLike, end: ArrayLike, colour: str, dash: str, width: float = 2.8) -> None:
    style = {"arrowstyle": "-|>", "lw": width, "color": colour, "ls": dash, "mutation_scale": 15, "shrinkA": 0}
    ax.annotate("", np.asarray(end), np.asarray(start), arrowprops=style | {"shrinkB": 0})  # type: ignore[attr-defined]
