"""The figures of the elimination week's assignment: one call each, so that the mathematics stays visible in the
notebook.

Every function returns a figure with alternative text (see `coursekit.figures.figure`). Nothing is told by hue
alone: lines differ in dash and width, markers in shape, pivots in frame and weight. Margins are cropped when
the figure is saved, so nothing is laid out twice. What does not depend on the learner is drawn once for a whole
class; the figure that does is drawn without Matplotlib, in each learner's own process.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import isnan
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from coursekit.figures import Shown, figure, image
from coursekit.log_chart import WIDTH, Curve, LogChart, shown_number
from coursekit.pictures import drawn_once

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# From the colour-blind safe palette of Okabe and Ito, ordered by lightness: black, blue, vermilion, sky blue.
BLACK, BLUE, VERMILION, SKY = "#000000", "#0072B2", "#D55E00", "#56B4E9"
LINE_STYLES: tuple[dict[str, Any], ...] = (
    {"color": BLUE, "linewidth": 2.5},
    {"color": VERMILION, "linewidth": 2.5, "linestyle": (0, (5, 2))},
)


class Table(NamedTuple):
    """A matrix to be drawn: title, entries (m, n), pivot positions to frame, labels of rows and columns."""

    title: str
    entries: ArrayLike
    pivots: Sequence[tuple[int, int]] = ()
    row_labels: Sequence[str] = ()
    column_labels: Sequence[str] = ()


@drawn_once
def lines(*panels: tuple[str, ArrayLike]) -> Shown:
    """Pairs of lines, one panel for each (title, [A | b] of shape (2, 3)), with the point they have in common."""
    from matplotlib import pyplot as plt

    drawn, axes = plt.subplots(
        1, len(panels), figsize=(3.3 * len(panels), 3.1), squeeze=False, gridspec_kw={"wspace": 0.25}
    )
    said = []
    for axis, (title, table) in zip(axes[0], panels, strict=True):
        rows = np.asarray(table, dtype=np.float64)
        for (p, q, c), style in zip(rows, LINE_STYLES, strict=True):
            if (p, q) != (0.0, 0.0):
                normal = np.array([p, q]) / (p * p + q * q)
                ends = c * normal + np.array([[-20.0], [20.0]]) * np.array([-q, p]) / np.hypot(p, q)
                axis.plot(*ends.T, **style)
        if abs(np.linalg.det(rows[:, :2])) > 1e-12:
            point = np.linalg.solve(rows[:, :2], rows[:, 2])
            axis.plot(*point, "o", color=BLACK, markersize=9)
            said.append(f"{title}: two lines that cross at ({point[0]:g}, {point[1]:g}).")
        else:
            said.append(f"{title}: only one line is left, so there is no single crossing point.")
        axis.set(title=title, xlim=(-1, 6), ylim=(-1, 6), aspect="equal", xlabel="$x$", ylabel="$y$")
        axis.grid(alpha=0.3)
    return figure(drawn, " ".join(said))


@drawn_once
def tables(*panels: Table) -> Shown:
    """Matrices side by side: pivots framed and bold, zeros pale."""
    from matplotlib import pyplot as plt

    widths = [np.shape(panel.entries)[1] + 0.9 * bool(panel.row_labels) + 0.6 for panel in panels]
    height = max(np.shape(panel.entries)[0] for panel in panels)
    drawn, axes = plt.subplots(
        1, len(panels), figsize=(0.66 * sum(widths), 0.5 * height + 0.8), width_ratios=widths, squeeze=False
    )
    for axis, panel in zip(axes[0], panels, strict=True):
        _draw_table(axis, panel, height)
    return figure(drawn, " ".join(_describe_table(panel) for panel in panels))


def _draw_table(axis: Axes, panel: Table, height: int) -> None:
    from matplotlib.patches import Rectangle

    entries = np.asarray(panel.entries, dtype=np.float64)
    m, n = entries.shape
    for i in range(m):
        for j in range(n):
            pivot, zero = (i, j) in panel.pivots, entries[i, j] == 0.0
            if pivot:
                axis.add_patch(
                    Rectangle((j - 0.42, i - 0.4), 0.84, 0.8, facecolor="#E8F1F8", edgecolor=BLUE, linewidth=2)
                )
            label = f"{entries[i, j]:.4g}".replace("-", "−")
            axis.text(j, i, label, ha="center", va="center", fontsize=12 if len(label) < 5 else 10,
                      color="#8C8C8C" if zero else BLACK, fontweight="bold" if pivot else "normal")  # fmt: skip
    for j, label in enumerate(panel.column_labels):
        axis.text(j, -0.75, label, ha="center", va="center", fontsize=11)
    for i, label in enumerate(panel.row_labels):
        axis.text(-0.75, i, label, ha="right", va="center", fontsize=11)
    for x, inwards in ((-0.55, 0.15), (n - 0.45, -0.15)):
        axis.plot([x + inwards, x, x, x + inwards], [-0.5, -0.5, m - 0.5, m - 0.5], color=BLACK, linewidth=1.2)
    axis.set(xlim=(-0.8 - 1.2 * bool(panel.row_labels), n - 0.2), ylim=(height - 0.3, -1.0))
    axis.set_title(panel.title, fontsize=12)
    axis.set_axis_off()


def _describe_table(panel: Table) -> str:
    entries = np.asarray(panel.entries, dtype=np.float64)
    rows = "; ".join(
        (f"{panel.row_labels[i]}: " if panel.row_labels else "") + ", ".join(f"{entry:.4g}" for entry in row)
        for i, row in enumerate(entries)
    )
    columns = f" Columns {', '.join(panel.column_labels)}." if panel.column_labels else ""
    pivots = f" Framed pivots in columns {[column for _, column in panel.pivots]}." if panel.pivots else ""
    return f"{panel.title}: rows {rows}.{columns}{pivots}"


@drawn_once
def one_length_in_two_units(centimetres: ArrayLike, inches: ArrayLike, table: ArrayLike, limit: float) -> Shown:
    """Left, one measurement against its copy in another unit; right, how much each direction of the table
    holds."""
    from matplotlib import pyplot as plt

    sizes = np.linalg.svd(np.asarray(table, dtype=np.float64), compute_uv=False)
    drawn, (left, right) = plt.subplots(1, 2, figsize=(9.5, 3.3), gridspec_kw={"wspace": 0.25})
    left.plot(np.asarray(centimetres), np.asarray(inches), "o", color=BLUE, markersize=4, alpha=0.6)
    left.set(xlabel="petal length in cm", ylabel="petal length in inches", title="One measurement, two columns")
    places = np.arange(1, len(sizes) + 1)
    right.semilogy(places, sizes, "D", color=BLACK, markersize=8)
    right.axhline(limit, color=VERMILION, linestyle="--", linewidth=2)
    right.text(1, limit * 2, "limit of the tolerance rule", color=VERMILION, va="bottom")
    right.axhline(1e-20, color="none")
    right.set(
        xlabel="independent directions, largest first",
        ylabel="size",
        xticks=places,
        title="What the table holds",
    )
    right.set_ylim(min(sizes[-1], limit) / 30, sizes[0] * 30)
    for axis in (left, right):
        axis.grid(alpha=0.3)
    above = int((sizes > limit).sum())
    return figure(
        drawn,
        f"Left: petal length in inches against petal length in centimetres, all points on one straight line. "
        f"Right: {len(sizes)} sizes on a logarithmic scale; {above} lie far above the dashed limit {limit:.1e}, "
        f"the last is {sizes[-1]:.1e}, below it.",
    )


@drawn_once
def error_by_pivot_size() -> Shown:
    """Error of x when [[p, 1], [1, 1]] is solved with p as the pivot and with the rows exchanged."""
    from matplotlib import pyplot as plt

    pivots = 10.0 ** np.arange(-20.0, 0.0)
    kept, exchanged = [], []
    for p in pivots:
        truth = np.array([1 / (1 - p), 1 - p / (1 - p)])
        y = (2.0 - 1.0 / p) / (1.0 - 1.0 / p)
        kept.append(np.abs(np.array([(1.0 - y) / p, y]) - truth).max())
        y = (1.0 - 2.0 * p) / (1.0 - p)
        exchanged.append(np.abs(np.array([2.0 - y, y]) - truth).max())
    drawn, axis = plt.subplots(figsize=(6.8, 3.3))
    floor = 1e-17  # exact answers have error 0, which a logarithmic axis cannot show
    axis.loglog(
        pivots,
        np.maximum(kept, floor),
        "s--",
        color=VERMILION,
        linewidth=2,
        markersize=5,
        label="tiny pivot kept",
    )
    axis.loglog(
        pivots,
        np.maximum(exchanged, floor),
        "o-",
        color=BLUE,
        linewidth=2,
        markersize=5,
        label="rows exchanged",
    )
    axis.set(xlabel="entry in the pivot place", ylabel="error of the solution", title="The same two equations")
    axis.grid(alpha=0.3)
    axis.legend()
    return figure(
        drawn,
        f"Error of the solution against the pivot, both logarithmic. With the tiny pivot kept the error climbs from "
        f"{kept[-1]:.0e} to {max(kept):.0e} as the pivot shrinks; with the rows exchanged it never exceeds "
        f"{max(exchanged):.0e}.",
    )


@drawn_once
def nearly_parallel(A: ArrayLike, b: ArrayLike, candidate: ArrayLike) -> Shown:
    """Two nearly parallel lines, shaded where both equations nearly hold, with the solution and a far
    candidate."""
    from matplotlib import pyplot as plt

    matrix, side, far = (np.asarray(value, dtype=np.float64) for value in (A, b, candidate))
    solution = np.linalg.solve(matrix, side)
    residual = float(np.abs(side - matrix @ far).max())
    corners = np.linalg.solve(matrix, side[:, None] + residual * np.array([[-1, -1, 1, 1], [-1, 1, 1, -1]]))
    drawn, axis = plt.subplots(figsize=(6.2, 5.0))
    axis.fill(*corners, facecolor="#DDDDDD", edgecolor="#555555", hatch="////", linewidth=0.0)
    for (p, q), c, style in zip(matrix, side, LINE_STYLES, strict=True):
        axis.plot([-1, 3], [(c + p) / q, (c - 3 * p) / q], **{**style, "linewidth": 1.5})
    axis.plot(*solution, "o", color=BLACK, markersize=8, label="solution")
    axis.plot(*far, "X", color=VERMILION, markeredgecolor=BLACK, markersize=10, label="candidate")
    axis.set(
        xlim=(-0.3, 2.3),
        ylim=(-0.2, 2.2),
        aspect="equal",
        xlabel="$x$",
        ylabel="$y$",
        title="Hatched: both equations nearly hold",
    )
    axis.legend()
    return figure(
        drawn,
        f"Two lines that almost coincide; the hatched band, where the residual is at most {residual:.3g}, is long "
        f"and thin and holds both the solution ({solution[0]:.3g}, {solution[1]:.3g}) and the candidate "
        f"({far[0]:g}, {far[1]:g}).",
    )


def residual_and_error(orders: Sequence[int], residuals: Sequence[float], errors: Sequence[float]) -> Shown:
    """Residual and error of a computed solution against the order of the system, on a logarithmic scale.

    The learner's own solution gives the values, so they may be anything: what cannot be drawn is said. Without
    Matplotlib, since each learner's picture is another.
    """
    curves = (Curve("error of x", errors, VERMILION, square=True, dashed=True), Curve("residual", residuals, BLUE))
    try:
        chart = LogChart("The equations hold, the answer drifts", "order of the Hilbert matrix", "size", orders, curves)
    except ValueError as error:
        return _message(f"There is nothing to draw: {error}.")
    if chart.is_empty:
        return _message(f"There is nothing to draw. {chart.left_out()}".strip())
    words = f"Two curves on a logarithmic scale over the orders {min(orders)} to {max(orders)}: "
    if chart.left_out():
        words += f"residual {_sizes(residuals)}; error of x {_sizes(errors)}."
    else:
        words += (
            f"the residual stays near {_size(residuals[-1])}, the error climbs from {_size(errors[0])} to "
            f"{_size(errors[-1])}."
        )
    return image(chart.svg(words), words, WIDTH, chart.left_out())


def _sizes(values: Sequence[float]) -> str:
    return ", ".join(_size(value) for value in values)


def _size(value: float) -> str:
    number = shown_number(value)
    return "not shown" if isnan(number) else f"{number:.0e}" if number else "0"


def _message(words: str) -> Shown:
    return Shown(f"<p>{escape(words)}</p>", words)
