"""The figures of the first week's assignment: one call each, so that the mathematics stays visible in the notebook.

Every function returns a figure with alternative text (see `coursekit.figures.figure`). Nothing is told by hue alone:
lines differ in dash and width, boxes in hatching and frame, arrows in number. None depends on the learner's code, so
each is drawn once for a whole class.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.elimination_figures import BLACK, BLUE, SKY, VERMILION
from coursekit.figures import Shown, figure
from coursekit.pictures import drawn_once

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GREY, PALE = "#8C8C8C", "#E8F1F8"
LINES: tuple[dict[str, Any], ...] = (  # the second can be seen on the first
    {"color": SKY, "linewidth": 6},
    {"color": BLACK, "linewidth": 2, "linestyle": (0, (5, 3))},
)
Equation = tuple[Mapping[str, float], float]


@drawn_once
def receipts(equations: Sequence[Equation], variables: Sequence[str]) -> Shown:
    """Receipts as they were written, and beside them the rows that they become."""
    from matplotlib import pyplot as plt

    m, n = len(equations), len(variables)
    drawn, (left, right) = plt.subplots(
        1, 2, figsize=(9.0, 0.62 * m + 0.8), width_ratios=(1.15, 1), gridspec_kw={"wspace": 0.12}
    )
    rows = [[float(coefficients.get(name, 0.0)) for name in variables] for coefficients, _ in equations]
    for i, (coefficients, total) in enumerate(equations):
        bought = ", ".join(f"{number:g} × {name}" for name, number in coefficients.items())
        left.text(0.04, i, f"{bought}:  {total:g} coins", va="center", fontsize=12, family="monospace",
                  bbox={"boxstyle": "square,pad=0.45", "facecolor": "#FFFDF5", "edgecolor": GREY})  # fmt: skip
        arrow = {"arrowstyle": "->", "linewidth": 1.5}
        left.annotate("", (1.08, i), (0.94, i), arrowprops=arrow, annotation_clip=False)
        for j, entry in enumerate(rows[i]):
            _number(right, j, i, entry)
        _number(right, n + 0.5, i, total)
    left.set(xlim=(0, 1), ylim=(m - 0.4, -1.2), title="the sentences")
    for j, name in enumerate([*variables, "total"]):
        right.text(j + 0.5 * (j == n), -0.8, name, ha="center", fontsize=11, style="italic")
    right.axvline(n - 0.25, ymin=0.02, ymax=0.78, color=BLACK, linewidth=1)
    right.set(xlim=(-0.7, n + 1.1), ylim=(m - 0.4, -1.2), title="the rows of A, and b")
    left.set_axis_off()
    right.set_axis_off()
    said = [
        f"{', '.join(f'{number:g} {name}' for name, number in coefficients.items())} for {total:g} coins becomes the "
        f"row {', '.join(f'{entry:g}' for entry in row)} with total {total:g}."
        for (coefficients, total), row in zip(equations, rows, strict=True)
    ]
    return figure(drawn, f"Columns {', '.join(variables)}. " + " ".join(said))


@drawn_once
def residuals(*lists: tuple[str, Sequence[float]], limit: float) -> Shown:
    """What is left in each equation for some proposed answers, with the limit and the average size."""
    from matplotlib import pyplot as plt

    drawn, axes = plt.subplots(
        1, len(lists), figsize=(4.4 * len(lists), 2.8), sharey=True, squeeze=False, gridspec_kw={"wspace": 0.08}
    )
    said = []
    for axis, (title, values) in zip(axes[0], lists, strict=True):
        sizes = np.abs(np.asarray(values, dtype=np.float64))
        places = np.arange(len(sizes))
        bad = sizes > limit
        axis.bar(places[~bad], sizes[~bad], color=BLUE, width=0.7)
        axis.bar(places[bad], sizes[bad], color="white", edgecolor=VERMILION, hatch="////", linewidth=2, width=0.7)
        axis.axhline(limit, color=BLACK, linestyle="--", linewidth=2)
        axis.axhline(sizes.mean(), color=BLACK, linestyle=":", linewidth=2)
        axis.set(title=f"{title}: average {sizes.mean():.2f} (dotted)", xlabel="receipt", xticks=places)
        axis.text(len(sizes) - 0.4, limit * 1.05, "limit", ha="right", va="bottom")
        beyond = ", ".join(f"receipt {k} reaches {sizes[k]:g}" for k in places[bad]) or "all stay below the limit"
        said.append(f"{title}: limit {limit:g}, average {sizes.mean():.2f}, {beyond}.")
    axes[0, 0].set_ylabel("|residual|")
    return figure(drawn, f"Size of the residual for {len(lists[0][1])} receipts. " + " ".join(said))


@drawn_once
def pairs_of_lines(*panels: tuple[str, ArrayLike]) -> Shown:
    """Pairs of lines, one panel for each (title, [A | b] of shape (2, 3))."""
    from matplotlib import pyplot as plt

    drawn, axes = plt.subplots(
        1, len(panels), figsize=(3.3 * len(panels), 3.1), squeeze=False, gridspec_kw={"wspace": 0.25}
    )
    said = []
    for axis, (title, table) in zip(axes[0], panels, strict=True):
        rows = np.asarray(table, dtype=np.float64)
        for (p, q, c), style in zip(rows, LINES, strict=True):
            foot, along = c * np.array([p, q]) / (p * p + q * q), np.array([-q, p]) / np.hypot(p, q)
            equation = f"{_term(p, 'x')} + {_term(q, 'y')} = {c:g}"
            axis.plot(*(foot + np.array([[-20.0], [20.0]]) * along).T, **style, label=equation)
        axis.set(title=title, xlim=(-1, 9), ylim=(-1, 9), aspect="equal", xlabel="$x$", ylabel="$y$")
        axis.grid(alpha=0.3)
        said.append(f"{title}: {' and '.join(_sentence(row) for row in rows)}, {_meeting(axis, rows)}.")
        axis.legend(loc="upper right", fontsize=9, handlelength=3)
    return figure(drawn, " ".join(said))


def _meeting(axis: Axes, rows: NDArray[np.float64]) -> str:
    """Mark the point where two lines meet, if there is one, and say how they lie."""
    if abs(np.linalg.det(rows[:, :2])) > 1e-12:
        x, y = np.linalg.solve(rows[:, :2], rows[:, 2])
        axis.plot(x, y, "o", color=VERMILION, markeredgecolor=BLACK, markersize=10, zorder=3)
        return f"which cross at ({x:g}, {y:g})"
    return "parallel lines" if np.linalg.matrix_rank(rows) == 2 else "the same line twice, one dashed over the other"


@drawn_once
def expansion(matrix: ArrayLike) -> Shown:
    """The expansion of a determinant along the first row: a panel for each entry, with what it strikes out."""
    from matplotlib import pyplot as plt
    from matplotlib.patches import Rectangle

    A = np.asarray(matrix, dtype=np.float64)
    n = len(A)
    drawn, axes = plt.subplots(1, n, figsize=(2.5 * n, 0.62 * n + 1.0), gridspec_kw={"wspace": 0.3})
    said = []
    for j, axis in enumerate(axes):
        rest = np.delete(A[1:], j, axis=1)
        sign, small = ("+", "-")[j % 2], np.linalg.det(rest)
        for row in range(n):
            for column in range(n):
                _number(axis, column, row, A[row, column], pale=(row == 0) != (column == j))
        axis.add_patch(Rectangle((j - 0.38, -0.38), 0.76, 0.76, facecolor=PALE, edgecolor=BLUE, linewidth=2, zorder=0))
        axis.plot([-0.5, n - 0.5], [0, 0], color=GREY, linewidth=1.5, zorder=-1)
        axis.plot([j, j], [-0.5, n - 0.5], color=GREY, linewidth=1.5, zorder=-1)
        for x, inwards in ((-0.65, 0.15), (n - 0.35, -0.15)):
            axis.plot([x + inwards, x, x, x + inwards], [-0.6, -0.6, n - 0.4, n - 0.4], color=BLACK, linewidth=1.2)
        part = f"{sign} {A[0, j]:g} · ({small:.0f})"
        axis.text((n - 1) / 2, n - 0.1, _minus(part), ha="center", va="top", fontsize=13)
        axis.set(xlim=(-0.9, n - 0.1), ylim=(n + 0.4, -0.8), aspect="equal")
        axis.set_axis_off()
        said.append(f"{sign} {A[0, j]:g} times the determinant {small:.0f} of {rest.tolist()}")
    whole = f"{np.linalg.det(A):.0f}"
    drawn.suptitle(_minus(f"the {n} parts add up to {whole}"), y=0.92, fontsize=12)
    return figure(drawn, f"Expansion of {A.tolist()} along its first row: {'; '.join(said)}; together {whole}.")


@drawn_once
def closed_walk(rows: ArrayLike, coefficients: Sequence[float]) -> Shown:
    """Rows in the plane from the origin, and beside them their multiples head to tail."""
    from matplotlib import pyplot as plt

    V, c = np.asarray(rows, dtype=np.float64), np.asarray(coefficients, dtype=np.float64)
    drawn, (left, right) = plt.subplots(1, 2, figsize=(8.6, 3.7), gridspec_kw={"wspace": 0.15})
    places = np.vstack([np.zeros(2), np.cumsum(c[:, None] * V, axis=0)])
    middle = places[:-1].mean(axis=0)  # labels of a walk stand outside of what it surrounds
    looks = ((BLUE, "-"), (VERMILION, (0, (5, 2))), (BLACK, (0, (1.5, 1.5))))
    for k, (row, (colour, dash)) in enumerate(zip(V, looks, strict=False)):
        _arrow(left, np.zeros(2), row, colour, dash)
        _label(left, row + 0.45 * row / np.hypot(*row), f"$v_{k}$", colour)
        _arrow(right, places[k], places[k + 1], colour, dash)
        centre, along = (places[k] + places[k + 1]) / 2, places[k + 1] - places[k]
        aside = np.array([along[1], -along[0]]) / np.hypot(*along)
        side = 1.0 if (centre - middle) @ aside > 0 else -1.0
        _label(right, centre + 0.95 * side * aside, _minus(f"{c[k]:g} · ") + f"$v_{k}$", colour)
    right.plot(0, 0, "o", markersize=11, markerfacecolor="white", markeredgecolor=BLACK, zorder=3)
    corners = np.vstack([V, places])
    low, high = corners.min(axis=0) - 1.0, corners.max(axis=0) + 1.0
    for axis, title in ((left, "three rows"), (right, "one after the other")):
        axis.set(title=title, xlim=(low[0], high[0]), ylim=(low[1], high[1]), aspect="equal")
        axis.grid(alpha=0.3)
    steps = ", ".join(f"{number:g} times {row.tolist()}" for number, row in zip(c, V, strict=True))
    end = "the start again" if np.allclose(places[-1], 0) else f"{places[-1].tolist()}, not the start"
    return figure(drawn, f"Left: {len(V)} arrows from the origin. Right: the walk {steps} ends at {end}.")


@drawn_once
def alignment(*groups: Sequence[Sequence[int]]) -> Shown:
    """Shapes under each other, together on the right, with the shape that they give; stretched places are hatched."""
    from matplotlib import pyplot as plt

    height, start, said = max(map(len, groups)), 0.0, []
    drawn, axis = plt.subplots()
    for shapes in groups:
        # column by column, from the right: None where a shape has no such place
        columns = list(zip_longest(*(tuple(shape)[::-1] for shape in shapes), fillvalue=None))[::-1]
        result = [_together(column) for column in columns]
        for j, (column, size) in enumerate(zip(columns, result, strict=True)):
            for i, given in enumerate(column):
                _box(axis, start + j, i, given, stretched=given in (1, None) and size != 1)
            word, colour = ("clash", VERMILION) if size is None else (f"{size}", BLACK)
            axis.text(start + j, len(shapes) + 0.1, word, ha="center", va="center",
                      fontsize=13, fontweight="bold", color=colour)  # fmt: skip
        ends = [start - 0.5, start + len(columns) - 0.5]
        axis.plot(ends, [len(shapes) - 0.4] * 2, color=BLACK, linewidth=1.5)
        title = " with ".join(str(tuple(shape)) for shape in shapes)
        axis.text(start - 0.45, -0.8, title, fontsize=12)
        said.append(f"{title}, aligned on the right, {_outcome(result)}.")
        start += max(len(columns), 2) + 1.4
    drawn.set_size_inches(0.72 * start, 0.72 * (height + 1.6))
    axis.set(xlim=(-0.6, start - 1.0), ylim=(height + 0.5, -1.1), aspect="equal")
    axis.set_axis_off()
    return figure(drawn, "Shapes " + " Shapes ".join(said))


@drawn_once
def spreads(table: ArrayLike, names: Sequence[str]) -> Shown:
    """The standard deviation of each column on a logarithmic axis, largest on top, and where all should come to lie."""
    from matplotlib import pyplot as plt

    scale = np.asarray(table, dtype=np.float64).std(axis=0)
    order = np.argsort(scale)
    drawn, axis = plt.subplots(figsize=(8.2, 0.26 * len(scale) + 0.7), gridspec_kw={"left": 0.22})
    places = np.arange(len(scale))
    axis.hlines(places, np.minimum(scale[order], 1.0), np.maximum(scale[order], 1.0), color=GREY, linewidth=1.5)
    axis.plot(scale[order], places, "D", color=BLUE, markersize=7, label="as measured")
    axis.plot(np.ones(len(scale)), places, "o", markerfacecolor="white", markeredgecolor=BLACK, label="standardized")
    axis.set(xscale="log", yticks=places, yticklabels=[names[k] for k in order], xlabel="spread of the column")
    axis.grid(alpha=0.3, axis="x")
    axis.legend(loc="lower right")
    return figure(
        drawn,
        f"Spreads of {len(scale)} columns on a logarithmic axis, from {scale.min():.2g} ({names[order[0]]}) to "
        f"{scale.max():.0f} ({names[order[-1]]}); a circle at 1 marks each column after standardizing.",
    )


def _together(sizes: Sequence[int | None]) -> int | None:
    """The size that sizes in one place give, None if they clash; a missing place counts as 1."""
    others = {size for size in sizes if size not in (1, None)}
    return None if len(others) > 1 else others.pop() if others else 1


def _outcome(result: Sequence[int | None]) -> str:
    return "do not fit" if None in result else f"give {tuple(result)}"


def _box(axis: Axes, x: float, y: float, size: int | None, stretched: bool) -> None:
    from matplotlib.patches import Rectangle

    corner, given = (x - 0.42, y - 0.4), size is not None
    ground = PALE if given and not stretched else "white"
    hatch = "////" if stretched else None
    axis.add_patch(Rectangle(corner, 0.84, 0.8, facecolor=ground, edgecolor="#B0B0B0", hatch=hatch, linewidth=0))
    edge, line = (BLUE, "-") if given else (GREY, ":")
    axis.add_patch(Rectangle(corner, 0.84, 0.8, fill=False, linewidth=1.6, edgecolor=edge, linestyle=line))
    if size is not None:
        around = {"facecolor": ground, "edgecolor": "none", "pad": 1.0}
        axis.text(x, y, str(size), ha="center", va="center", fontsize=13, bbox=around)


def _arrow(axis: Axes, start: NDArray[np.float64], end: NDArray[np.float64], colour: str, dash: Any) -> None:
    axis.plot(*np.stack([start, end - 0.02 * (end - start)], axis=1), color=colour, linestyle=dash, linewidth=2.2)
    before = end - 0.1 * (end - start) / np.hypot(*(end - start))  # a head of its own, so that no dash cuts it
    head = {"arrowstyle": "-|>,head_width=0.35,head_length=0.7", "color": colour, "shrinkA": 0, "shrinkB": 0}
    axis.annotate("", (end[0], end[1]), (before[0], before[1]), arrowprops=head)


def _label(axis: Axes, at: NDArray[np.float64], words: str, colour: str) -> None:
    axis.text(at[0], at[1], words, ha="center", va="center", fontsize=13, color=colour)


def _number(axis: Axes, x: float, y: float, entry: float, pale: bool = False) -> None:
    colour = GREY if entry == 0.0 or pale else BLACK
    axis.text(x, y, _minus(f"{entry:g}"), ha="center", va="center", fontsize=13, color=colour)


def _term(number: float, name: str) -> str:
    return f"${name}$" if number == 1 else f"${number:g}{name}$"


def _sentence(row: ArrayLike) -> str:
    p, q, c = np.asarray(row, dtype=np.float64)
    return f"{_term(p, 'x')} + {_term(q, 'y')} = {c:g}".replace("$", "")


def _minus(words: str) -> str:
    return words.replace("-", "−")
