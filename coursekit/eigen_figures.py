"""The figures of the assignment on determinants, eigenvectors and long runs: one call each, so that the mathematics
stays visible in the notebook.

Every function returns a figure with alternative text. Nothing is told by hue alone: lines differ in dash and width,
points in shape and number. What does not depend on the learner is drawn once for a whole class; what does is drawn
without Matplotlib, and takes whatever comes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.figures import Shown, figure, image
from coursekit.interactives.svg import element, picture, text
from coursekit.log_chart import FONT, WIDTH, Curve, LogChart, describe, shown_number
from coursekit.pictures import drawn_once

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# From the colour-blind safe palette of Okabe and Ito, ordered by lightness.
BLACK, BLUE, VERMILION, SKY = "#000000", "#0072B2", "#D55E00", "#56B4E9"
GREY = "#8C8C8C"
Matrix = NDArray[np.float64]


@drawn_once
def areas(*panels: tuple[str, ArrayLike]) -> Shown:
    """The parallelogram between the two rows of each matrix (2, 2), hatched where its area counts as negative."""
    from matplotlib import pyplot as plt

    drawn, axes = plt.subplots(
        1, len(panels), figsize=(2.9 * len(panels), 2.9), squeeze=False, gridspec_kw={"wspace": 0.22}
    )
    said = []
    for axis, (title, table) in zip(axes[0], panels, strict=True):
        first, second = rows = np.asarray(table, dtype=np.float64)
        area = float(first[0] * second[1] - first[1] * second[0])
        corners = np.array([[0.0, 0.0], first, first + second, second])
        looks = {"facecolor": "#F6D9C6", "hatch": "///"} if area < 0 else {"facecolor": "#CFE3F1"}
        axis.fill(*corners.T, edgecolor=GREY, linewidth=1.0, **looks)
        for number, (row, colour) in enumerate(zip(rows, (BLUE, VERMILION), strict=True)):
            _arrow(axis, row, colour, dashed=number == 1)
            halo = {"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.85}
            at, side = ((6, -12), "left") if row[0] > row[1] else ((-2, 7), "center")  # outside the parallelogram
            axis.annotate(f"row {number}", row, textcoords="offset points", xytext=at, ha=side, fontsize=10, bbox=halo)
        axis.set(title=f"{title}\nsigned area {area:g}".replace("-", "−"), xlim=(-1.1, 4.7), ylim=(-0.6, 4.2))
        axis.set_aspect("equal")
        axis.grid(alpha=0.3)
        orientation = "counter-clockwise" if area > 0 else "clockwise"
        said.append(
            f"{title}: rows {_row(first)} and {_row(second)}, row 0 to row 1 turns {orientation}, area {area:g}."
        )
    return figure(drawn, " ".join(said))


@drawn_once
def directions(*panels: tuple[str, ArrayLike]) -> Shown:
    """What each matrix (2, 2) makes of the unit circle, and the lines through 0 that it maps to themselves."""
    from matplotlib import pyplot as plt

    drawn, axes = plt.subplots(
        1, len(panels), figsize=(2.7 * len(panels), 2.7), squeeze=False, gridspec_kw={"wspace": 0.12}
    )
    said = []
    for axis, (title, table) in zip(axes[0], panels, strict=True):
        matrix = np.asarray(table, dtype=np.float64)
        lines = _fixed_lines(matrix)
        count = (
            "every line stays"
            if lines is None
            else f"{('no line stays', 'one line stays', 'two lines stay')[len(lines)]}"
        )
        _draw_map(axis, matrix, lines)
        axis.tick_params(labelleft=axis is axes[0][0])  # the same for all: their numbers would run into the neighbours
        axis.set_title(f"{title}\n{count}", fontsize=11)
        said.append(f"{title}, rows {_row(matrix[0])} and {_row(matrix[1])}: {count}.")
    return figure(
        drawn,
        f"Dotted unit circle, its image solid, thin arrows from points to their images, lines that stay dashed. "
        f"{' '.join(said)}",
    )


def _draw_map(axis: Axes, matrix: Matrix, lines: list[float] | None) -> None:
    circle = _on_circle(np.linspace(0.0, 2.0 * np.pi, 121))
    axis.plot(*circle, color=GREY, linewidth=1.3, linestyle=":")
    axis.plot(*(matrix @ circle), color=BLUE, linewidth=2.2)
    starts = _on_circle(np.arange(8) * np.pi / 4 + np.pi / 8)
    moves = matrix @ starts - starts
    axis.quiver(*starts, *moves, angles="xy", scale_units="xy", scale=1, color=GREY, width=0.009, zorder=2)
    for angle in np.arange(12) * np.pi / 12 if lines is None else lines:
        unit = _on_circle(angle)
        width = 0.8 if lines is None else 2.0
        axis.plot(*(4.0 * np.array([-unit, unit]).T), color=VERMILION, linestyle="--", linewidth=width)
        if lines is not None:
            axis.plot(*unit, "o", markerfacecolor="white", markeredgecolor=BLACK, markersize=10)
            axis.plot(*(matrix @ unit), "s", color=BLACK, markersize=5)
    axis.set(xlim=(-2.6, 2.6), ylim=(-2.6, 2.6), aspect="equal", xticks=[-2, 0, 2], yticks=[-2, 0, 2])
    axis.grid(alpha=0.3)


def _on_circle(angle: float | Matrix) -> Matrix:
    return np.array([np.cos(angle), np.sin(angle)])


def _fixed_lines(matrix: Matrix) -> list[float] | None:
    """The angles of the lines that stay in place, that of the smaller eigenvalue first; None if all lines stay."""
    (a, b), (c, d) = matrix
    if b == c == a - d == 0.0:
        return None
    inside = float((a - d) ** 2 + 4.0 * b * c)
    if inside < 0.0:
        return []
    lines = []
    for root in sorted({-math.sqrt(inside), math.sqrt(inside)}):
        # the two candidates for a vector of the eigenvalue (a + d + root) / 2; one may be 0
        longer = max([(2.0 * b, d - a + root), (a - d + root, 2.0 * c)], key=lambda v: math.hypot(*v))
        lines.append(math.atan2(longer[1], longer[0]))
    return lines


class Trail(NamedTuple):
    """A start (2,) that is multiplied by a matrix (2, 2) again and again: title, matrix, start."""

    title: str
    matrix: ArrayLike
    start: ArrayLike


@drawn_once
def trails(steps: int, *panels: Trail) -> Shown:
    """The directions of x, A x, A² x, ... as numbered points on the unit circle, and the line they come to."""
    from matplotlib import pyplot as plt

    drawn, axes = plt.subplots(
        1, len(panels), figsize=(3.3 * len(panels), 3.3), squeeze=False, gridspec_kw={"wspace": 0.15}
    )
    said = []
    for axis, (title, table, start) in zip(axes[0], panels, strict=True):
        matrix, x = np.asarray(table, dtype=np.float64), np.asarray(start, dtype=np.float64)
        axis.plot(*_on_circle(np.linspace(0.0, 2.0 * np.pi, 121)), color=GREY, linewidth=1.2, linestyle=":")
        lines = _fixed_lines(matrix) or []
        for angle in lines[-1:] if np.trace(matrix) > 0.0 else lines[:1]:  # of the eigenvalue of larger size
            axis.plot(*(1.4 * np.array([-_on_circle(angle), _on_circle(angle)]).T), color=VERMILION, linestyle="--")
        angles = []
        for step in range(steps + 1):
            x = x / np.hypot(*x)
            angles.append(math.degrees(math.atan2(x[1], x[0])))
            axis.plot([0.0, x[0]], [0.0, x[1]], color=BLUE, linewidth=1.0, alpha=0.6)
            axis.plot(*x, "o", color=BLUE, markersize=5)
            if step < 5:
                axis.text(1.17 * x[0], 1.17 * x[1], str(step), ha="center", va="center", fontsize=11)
            x = matrix @ x
        ticks = [-1, 0, 1]
        axis.set(title=title, xlim=(-1.45, 1.45), ylim=(-1.45, 1.45), aspect="equal", xticks=ticks, yticks=ticks)
        axis.grid(alpha=0.3)
        said.append(f"{title}: the directions in degrees are {', '.join(f'{angle:.0f}' for angle in angles)}.")
    return figure(drawn, " ".join(said))


class Network(NamedTuple):
    """Places and the ways between them: title, names, weights (n, n) with `weights[i, j]` for the way from j to i, and
    whether to write the weights at the arrows."""

    title: str
    names: Sequence[str]
    weights: ArrayLike
    labelled: bool = True


@drawn_once
def networks(*panels: Network) -> Shown:
    """Places on a circle, an arrow for every way from one to another."""
    from matplotlib import pyplot as plt

    drawn, axes = plt.subplots(
        1, len(panels), figsize=(4.4 * len(panels), 3.9), squeeze=False, gridspec_kw={"wspace": 0.02}
    )
    for axis, panel in zip(axes[0], panels, strict=True):
        _draw_network(axis, panel)
    return figure(drawn, " ".join(_describe_network(panel) for panel in panels))


def _draw_network(axis: Axes, panel: Network) -> None:
    from matplotlib.patches import FancyArrowPatch

    weights = np.asarray(panel.weights, dtype=np.float64)
    n, gap = len(panel.names), 25 if panel.labelled else 15  # points between a place and its arrows
    places = _on_circle(np.pi / 2 - 2.0 * np.pi * np.arange(n) / n).T
    for i, j in np.argwhere(weights > 0):
        if i == j:
            continue
        axis.add_patch(
            FancyArrowPatch(tuple(places[j]), tuple(places[i]), connectionstyle="arc3,rad=0.16", arrowstyle="-|>",
                            mutation_scale=14, shrinkA=gap, shrinkB=gap, color=BLUE, linewidth=1.6)
        )  # fmt: skip
        if panel.labelled:
            along = places[i] - places[j]
            # an arc's middle lies aside by half of its bend; near its tail, labels of crossing arrows keep apart
            at = places[j] + 0.38 * along + 0.125 * np.array([along[1], -along[0]])
            axis.text(at[0], at[1], f"{weights[i, j]:g}", ha="center", va="center", fontsize=10,
                      bbox={"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none"})  # fmt: skip
    for k, name in enumerate(panel.names):
        stays = f"\nstays {weights[k, k]:g}" if panel.labelled and weights[k, k] > 0 else ""
        axis.text(places[k, 0], places[k, 1], name + stays, ha="center", va="center", fontsize=10,
                  bbox={"boxstyle": "round,pad=0.4", "facecolor": "#E8F1F8", "edgecolor": BLACK})  # fmt: skip
    axis.set(xlim=(-1.45, 1.45), ylim=(-1.25, 1.25), aspect="equal", title=panel.title)
    axis.set_axis_off()


def _describe_network(panel: Network) -> str:
    weights = np.asarray(panel.weights, dtype=np.float64)
    ways = []
    for j, name in enumerate(panel.names):
        to = [
            panel.names[i] + (f" {weights[i, j]:g}" if panel.labelled else "")
            for i in np.flatnonzero(weights[:, j] > 0).tolist()
        ]
        ways.append(f"from {name} to {', '.join(to)}" if to else f"from {name} nowhere")
    return f"{panel.title}: {'; '.join(ways)}."


def steps_for_digits(steps: Sequence[float], tolerances: Sequence[float], matrix_name: str) -> Shown:
    """The steps that an iteration took for each tolerance. The learner's own function counted them."""
    try:
        chart = LogChart(
            f"Each digit costs the same: {matrix_name}",
            "steps",
            "tolerance",
            steps,
            [Curve("tolerance", tolerances, BLUE)],
        )
    except (TypeError, ValueError) as error:
        return _message(f"There is nothing to draw: {error}.")
    if chart.is_empty:
        return _message("There is nothing to draw.")
    pairs = ", ".join(f"{tolerance:.0e} after {count:g}" for count, tolerance in zip(steps, tolerances, strict=True))
    words = f"Tolerance on a logarithmic scale against steps, for {matrix_name}: {pairs}."
    return image(chart.svg(words), words, WIDTH, chart.left_out())


BAR_LEFT, BAR_LENGTH, BAR_STEP = 150, 400, 26  # pixels


def bars(title: str, names: Sequence[str], values: Sequence[object]) -> Shown:
    """A bar for each value; where a value cannot be drawn, it is said. The values are the learner's."""
    numbers = [shown_number(value) for value in values]
    longest = max((number for number in numbers if not math.isnan(number)), default=0.0) or 1.0
    parts, said = [], []
    for line, (name, value, number) in enumerate(zip(names, values, numbers, strict=False)):
        y = 40 + BAR_STEP * line
        label = f"no bar: {describe(value)}" if math.isnan(number) else f"{number:.4f}"
        length = 0.0 if math.isnan(number) else BAR_LENGTH * number / longest
        parts.append(text(name, (BAR_LEFT - 8, y + 14), text_anchor="end"))
        parts.append(element("rect", x=BAR_LEFT, y=y, width=length, height=18, fill=SKY, stroke=BLACK, stroke_width=1))
        parts.append(text(label, (BAR_LEFT + length + 8, y + 14)))
        said.append(f"{name} {label}")
    if not said:
        return _message("There is nothing to draw.")
    words = f"{title}: {', '.join(said)}."
    height = 40 + BAR_STEP * len(said) + 8
    paper = element("rect", width=WIDTH, height=height, fill="#ffffff")
    heading = text(title, (WIDTH / 2, 22), text_anchor="middle", font_size=16)
    inside = element("g", heading, *parts, font_family=FONT, font_size=13, fill=BLACK)
    return image(picture(WIDTH, height, words, paper, inside), words, WIDTH)


def _arrow(axis: Axes, to: Matrix, colour: str, *, dashed: bool) -> None:
    looks = {"arrowstyle": "-|>", "color": colour, "linewidth": 2.4, "linestyle": "--" if dashed else "-",
             "mutation_scale": 16, "shrinkA": 0, "shrinkB": 0}  # fmt: skip
    axis.annotate("", xy=(float(to[0]), float(to[1])), xytext=(0.0, 0.0), arrowprops=looks)


def _row(row: Matrix) -> str:
    return f"({', '.join(f'{entry:.3g}' for entry in row)})"


def _message(words: str) -> Shown:
    return Shown(f"<p>{escape(words)}</p>", words)
