"""Figures of the lab on pictures by rank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from coursekit.figures import Shown, figure

FIRST, SECOND = "#0b3c86", "#b8500a"


def pictures(shown: Mapping[str, ArrayLike], signed: bool = False) -> Shown:
    """Show matrices as grey pictures side by side: 0 black, 255 white; `signed`: middle grey is zero."""
    from matplotlib import pyplot

    drawn, axes = pyplot.subplots(1, len(shown), figsize=(4.6 * len(shown), 3.5), squeeze=False, layout="constrained")
    for ax, (title, values) in zip(axes[0], shown.items(), strict=True):
        table = np.asarray(values, dtype=np.float64)
        most = float(np.abs(table).max()) or 1.0
        low, high = (-most, most) if signed else (0.0, 255.0 if most > 1 else 1.0)
        ax.imshow(table, cmap="gray", vmin=low, vmax=high, interpolation="nearest")
        ax.set_title(title, fontsize=12)
        ax.axis("off")
    words = "; ".join(f"{title} ({np.shape(values)[0]} by {np.shape(values)[1]})" for title, values in shown.items())
    return figure(drawn, f"Grey pictures: {words}.")


def outer_product(column: Sequence[float], row: Sequence[float]) -> Shown:
    """The proof by picture: a column times a row, entry by entry, and the multiples that its rows are."""
    from matplotlib import pyplot
    from matplotlib.patches import Rectangle

    u, v = np.asarray(column, dtype=np.float64), np.asarray(row, dtype=np.float64)
    table = np.outer(u, v) + 0.0  # minus one times zero is a zero without a sign
    drawn, ax = pyplot.subplots(figsize=(0.95 * len(v) + 4.2, 0.75 * len(u) + 1.5), layout="constrained")
    most = np.abs(table).max()
    for i in range(len(u)):
        for j in range(len(v)):
            shade = 0.5 + 0.5 * table[i, j] / most
            ax.add_patch(Rectangle((j - 0.5, i - 0.5), 1, 1, facecolor=str(shade), edgecolor="0.4"))
            ax.text(
                j,
                i,
                _short(table[i, j]),
                ha="center",
                va="center",
                fontsize=13,
                color="white" if shade < 0.5 else "black",
            )
        ax.text(-1.1, i, _short(u[i]), ha="center", va="center", fontsize=14, color=FIRST, weight="bold")
        ax.text(len(v) - 0.2, i, f"= {_short(u[i])} × the row above", ha="left", va="center", fontsize=12)
    for j in range(len(v)):
        ax.text(j, -1.1, _short(v[j]), ha="center", va="center", fontsize=14, color=SECOND, weight="bold")
    ax.text(-1.1, -1.1, "×", ha="center", va="center", fontsize=14)
    ax.set(xlim=(-1.7, len(v) + 2.6), ylim=(len(u) - 0.3, -1.7))
    ax.axis("off")
    rows = "; ".join(", ".join(_short(entry) for entry in line) for line in table)
    return figure(
        drawn,
        f"A column {', '.join(map(_short, u))} times a row {', '.join(map(_short, v))} gives the table {rows}. "
        "Each row of the table is the row above it all, times the number to its left.",
    )


def sizes_plot(sizes: Mapping[str, ArrayLike]) -> Shown:
    """Plot the sizes of the layers of several pictures, relative to the first, on a logarithmic scale."""
    from matplotlib import pyplot

    drawn, ax = pyplot.subplots(figsize=(7.5, 3.6), layout="constrained")
    styles = ((FIRST, "-"), (SECOND, "--"), ("0.25", ":"))
    said = []
    for (name, values), (colour, style) in zip(sizes.items(), styles, strict=False):
        falling = np.asarray(values, dtype=np.float64)
        falling = falling / falling[0]
        ax.semilogy(np.arange(1, len(falling) + 1), falling, color=colour, ls=style, lw=2.4, label=name)
        said.append(f"{name}: layer 10 has {falling[9]:.2g} of the size of layer 1")
    ax.set(xlabel="layer", ylabel="size, first layer = 1", xlim=(0, 100), ylim=(1e-3, 1.5))
    ax.grid(alpha=0.3)
    ax.legend()
    return figure(drawn, f"Sizes of the first hundred layers. {'; '.join(said)}.")


def _short(value: float) -> str:
    return f"{value:g}".replace("-", "−")
