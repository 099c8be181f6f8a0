"""The figures of the assignment on principal components: one call each, so that the mathematics stays visible in the
notebook.

Every function returns a figure with alternative text (see `coursekit.figures.figure`). Nothing is told by hue alone:
lines differ in dash and width, markers in shape, areas in hatching. What does not depend on the learner is drawn once
for a whole class; pictures of digits and the chart of errors show what a learner's own code gives, and are drawn
without Matplotlib.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import isnan
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.figures import Shown, figure, image
from coursekit.log_chart import WIDTH, Curve, LogChart, shown_number
from coursekit.pictures import drawn_once
from coursekit.pixel_pictures import pixels
from coursekit.tables import digits

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "centring", "digit_shares", "errors_by_components", "feet", "pixels", "products_and_offsets",
    "squares_on_the_misses", "widest_direction",
]  # fmt: skip

Array = NDArray[np.float64]

# From the colour-blind safe palette of Okabe and Ito, ordered by lightness: black, blue, vermilion.
BLACK, BLUE, VERMILION, GREY = "#000000", "#0072B2", "#D55E00", "#777777"

BELOW: dict[str, Any] = {"loc": "upper center", "bbox_to_anchor": (0.5, -0.2), "ncols": 2}  # where no point is hidden


class Axis(NamedTuple):
    """What a plane of points is seen through: its mean, its directions in rows, the variance along each."""

    mean: Array
    directions: Array
    variance: Array


def _axes_of(table: Array) -> Axis:
    mean = table.mean(axis=0)
    _, sizes, directions = np.linalg.svd(table - mean, full_matrices=False)
    leading = np.abs(directions).argmax(axis=1)
    signs = np.sign(directions[np.arange(len(directions)), leading])
    return Axis(mean, directions * signs[:, None], sizes**2 / (len(table) - 1))


def _feet(axis: Axis, rows: Array) -> Array:
    """The points of the line through the mean, in the first direction, that are nearest to the rows."""
    along = (rows - axis.mean) @ axis.directions[0]
    feet: Array = axis.mean + along[:, None] * axis.directions[0]
    return feet


def _plane(axis: Axes, title: str, points: Array) -> None:
    low, high = points.min(axis=0) - 3, points.max(axis=0) + 3
    axis.set(title=title, xlim=(low[0], high[0]), ylim=(low[1], high[1]), aspect="equal")
    axis.set(xlabel="width in mm", ylabel="height in mm")
    axis.grid(alpha=0.3)


def _line(axis: Axes, model: Axis, direction: int = 0, **style: Any) -> None:
    ends = model.mean + np.array([[-40.0], [40.0]]) * model.directions[direction]
    axis.plot(*ends.T, **style)


@drawn_once
def centring(table: ArrayLike) -> Shown:
    """A cloud of points with its mean, before and after the mean was taken away."""
    from matplotlib import pyplot as plt

    points = np.asarray(table, dtype=np.float64)
    mean = points.mean(axis=0)
    drawn, axes = plt.subplots(1, 2, figsize=(8.6, 3.6), gridspec_kw={"wspace": 0.3})
    titles = ("The shells", "Minus the typical shell")
    for axis, cloud, middle, title in zip(axes, (points, points - mean), (mean, 0 * mean), titles, strict=True):
        axis.axhline(0, color=GREY, linewidth=1)
        axis.axvline(0, color=GREY, linewidth=1)
        axis.plot(*cloud.T, "o", color=BLUE, markersize=8, label="shells")
        axis.plot(*middle, "X", color=VERMILION, markeredgecolor=BLACK, markersize=11, label="mean")
        # both panels show the same window, moved by the mean: so the cloud is drawn equally large
        _plane(axis, title, np.vstack([points, [[0.0, 0.0]]]) + middle - mean)
    axes[0].legend(**BELOW)
    return figure(
        drawn,
        f"Two panels with the same cloud of {len(points)} points. Left its mean, marked by a cross, is at "
        f"({mean[0]:g}, {mean[1]:g}); right it is at (0, 0), and the shape of the cloud is unchanged.",
    )


@drawn_once
def products_and_offsets(table: ArrayLike) -> Shown:
    """Left, the products of deviations as rectangles; right, what an offset does to the one-pass formula."""
    from matplotlib import pyplot as plt
    from matplotlib.patches import Rectangle

    points = np.asarray(table, dtype=np.float64)
    mean = points.mean(axis=0)
    drawn, (left, right) = plt.subplots(1, 2, figsize=(9.6, 3.7), gridspec_kw={"wspace": 0.3})
    products = np.prod(points - mean, axis=1)
    for point, product in zip(points, products, strict=True):
        looks: dict[str, Any] = {"facecolor": "#CFE3F1", "edgecolor": BLUE}
        if product < 0:
            looks = {"facecolor": "white", "edgecolor": VERMILION, "hatch": "////"}
        left.add_patch(Rectangle((mean[0], mean[1]), *(point - mean), linewidth=1.5, **looks))
        if product:
            middle = (point + mean) / 2
            sign = f"{product:+g}".replace("-", "−")
            left.text(*middle, sign, ha="center", va="center", fontsize=11, bbox={"facecolor": "white", "pad": 1.5})
    left.plot(*points.T, "o", color=BLACK, markersize=7)
    _plane(left, "Products of deviations", points)

    offsets = np.float64(10) ** np.arange(0, 10)
    one_pass, centred = _errors_by_offset(points / 25.4, offsets)  # in inches: no whole numbers
    right.loglog(offsets, one_pass, "s--", color=VERMILION, linewidth=2, markersize=5, label="one pass")
    right.loglog(offsets, centred, "o-", color=BLUE, linewidth=2, markersize=5, label="centred first")
    right.set(xlabel="offset of both columns", ylabel="relative error", title="Error of the covariance")
    right.grid(alpha=0.3)
    right.legend()
    return figure(
        drawn,
        f"Left: a rectangle from the mean to each point; the products are "
        f"{', '.join(f'{product:g}' for product in products)}, negative ones hatched; their sum is {products.sum():g}. "
        f"Right: relative error of the covariance against an offset, both logarithmic. The one-pass formula is off by "
        f"{one_pass[-1]:.0e} at offset {offsets[-1]:.0e}; after centring the error there is {centred[-1]:.0e}.",
    )


def _errors_by_offset(points: Array, offsets: Array) -> tuple[Array, Array]:
    n = len(points)
    errors = []
    for offset in offsets:
        moved = points + offset
        back = moved - offset  # exactly what rounding left of the table: an offset changes nothing else
        truth = np.prod(back - back.mean(axis=0), axis=1).sum() / (n - 1)
        one_pass = (np.prod(moved, axis=1).mean() - np.prod(moved.mean(axis=0))) * n / (n - 1)
        centred = np.prod(moved - moved.mean(axis=0), axis=1).sum() / (n - 1)
        errors.append(np.abs(np.array([one_pass, centred]) / truth - 1))
    both = np.maximum(np.array(errors), 1e-17)  # an exact answer has no place on a logarithmic axis
    return both[:, 0], both[:, 1]


@drawn_once
def widest_direction(table: ArrayLike) -> Shown:
    """Left, the two main directions of a cloud; right, the variance of its shadow by direction."""
    from matplotlib import pyplot as plt

    points = np.asarray(table, dtype=np.float64)
    model = _axes_of(points)
    angles = np.radians(np.arange(0, 181))
    turned = np.column_stack([np.cos(angles), np.sin(angles)])
    variance = ((points - model.mean) @ turned.T).var(axis=0, ddof=1)
    peak, valley = int(variance.argmax()), int(variance.argmin())
    drawn, (left, right) = plt.subplots(1, 2, figsize=(9.6, 3.7), gridspec_kw={"wspace": 0.3})
    _line(left, model, 0, color=BLUE, linewidth=2.5, label="widest")
    _line(left, model, 1, color=VERMILION, linewidth=2.5, linestyle=(0, (5, 2)), label="narrowest")
    left.plot(*points.T, "o", color=BLACK, markersize=8)
    _plane(left, "Two directions", points)
    left.legend(**BELOW)
    right.plot(range(181), variance, color=BLACK, linewidth=2)
    right.plot(peak, variance[peak], "o", color=BLUE, markersize=9)
    right.plot(valley, variance[valley], "s", color=VERMILION, markersize=8)
    right.set(xlabel="angle of the line in degrees", ylabel="variance in mm²", title="Variance of the shadow")
    right.set(xticks=range(0, 181, 45), ylim=(0, None))
    right.grid(alpha=0.3)
    return figure(
        drawn,
        f"Left: five shells and two lines through their mean at right angles; the widest direction is "
        f"({model.directions[0][0]:.2g}, {model.directions[0][1]:.2g}). Right: variance against the angle, one wave "
        f"with its peak of {variance[peak]:.4g} near {peak} degrees and its valley of {variance[valley]:.4g} near "
        f"{valley} degrees.",
    )


@drawn_once
def feet(table: ArrayLike, new: ArrayLike) -> Shown:
    """Left, the points with their feet on the widest direction; right, new points centred by either mean."""
    from matplotlib import pyplot as plt

    points, others = np.asarray(table, dtype=np.float64), np.asarray(new, dtype=np.float64)
    model = _axes_of(points)
    drawn, (left, right) = plt.subplots(1, 2, figsize=(9.6, 3.7), gridspec_kw={"wspace": 0.55})
    _line(left, model, color=BLUE, linewidth=2)
    for point, foot in zip(points, _feet(model, points), strict=True):
        left.plot(*np.array([point, foot]).T, ":", color=BLACK, linewidth=1.5)
    left.plot(*_feet(model, points).T, "s", color=VERMILION, markersize=9, label="feet")
    left.plot(*points.T, "o", color=BLACK, markersize=5, label="shells")
    _plane(left, "Each shell and its foot", points)
    left.legend(**BELOW)

    old, fair, own = ((rows - mean) @ model.directions[0] for rows, mean in (
        (points, model.mean), (others, model.mean), (others, others.mean(axis=0)),
    ))  # fmt: skip
    for height, (along, marker, colour) in enumerate(((own, "X", VERMILION), (fair, "o", BLUE), (old, "s", BLACK))):
        right.axhline(height, color=GREY, linewidth=1)
        right.plot(along, np.full(len(along), height), marker, color=colour, markersize=10)
    right.set_yticks(range(3), ["new shells,\ntheir own mean", "new shells,\nthe model's mean", "the five shells"])
    right.set(title="Coordinates on the line", xlabel="mm from the mean", ylim=(-0.6, 2.6))
    right.axvline(0, color=GREY, linewidth=1)
    return figure(
        drawn,
        f"Left: five shells, joined by dotted segments to their feet on the line. Right: coordinates on the line. The "
        f"five shells have {_numbers(old)}; three new shells have {_numbers(fair)} with the model's mean, but "
        f"{_numbers(own)} with their own mean.",
    )


def _numbers(values: Array) -> str:
    return ", ".join(f"{value:.3g}" for value in np.round(values, 9) + 0.0)


@drawn_once
def digit_shares() -> Shown:
    """The share of the digits' variance that the first k components hold, for each k."""
    from matplotlib import pyplot as plt

    X = digits().X
    variance = _axes_of(X).variance
    shares = 100 * np.cumsum(variance) / variance.sum()
    drawn, axes = plt.subplots(1, 2, figsize=(9.6, 3.7), gridspec_kw={"wspace": 0.25})
    for axis, bottom, title in zip(axes, (0, 85), (f"{len(X)} digits", "The same, above 85 %"), strict=True):
        axis.plot(range(1, len(shares) + 1), shares, "o-", color=BLUE, linewidth=1.5, markersize=4)
        for share, dash in ((90, ":"), (95, "--"), (99, "-.")):
            axis.axhline(share, color=BLACK, linestyle=dash, linewidth=1.2)
        axis.set(xlabel="number of components", ylabel="share of the variance in %", title=title)
        axis.set(xlim=(0, len(shares) + 0.5), ylim=(bottom, 101 if bottom else 104))
        axis.set_xticks(range(0, len(shares) + 1, 5), minor=True)
        axis.grid(alpha=0.3, which="both")
    return figure(
        drawn,
        f"A curve that climbs steeply and flattens: one component holds {shares[0]:.0f} % of the variance, ten hold "
        f"{shares[9]:.0f} %, and after about forty hardly anything is added. Lines mark 90, 95 and 99 %.",
    )


@drawn_once
def squares_on_the_misses(table: ArrayLike) -> Shown:
    """A square on each segment from a point to its foot on the widest direction."""
    from matplotlib import pyplot as plt
    from matplotlib.patches import Polygon

    points = np.asarray(table, dtype=np.float64)
    model = _axes_of(points)
    ends = _feet(model, points)
    areas = np.round(((points - ends) ** 2).sum(axis=1), 9) + 0.0
    drawn, axis = plt.subplots(figsize=(5.6, 4.6))
    drawn_points = [*points]
    for point, foot, area in zip(points, ends, areas, strict=True):
        if area:
            across = np.array([[0.0, -1.0], [1.0, 0.0]]) @ (point - foot)
            corners = np.array([foot, point, point + across, foot + across])
            drawn_points += [*corners]
            axis.add_patch(Polygon(corners, facecolor="#BDBDBD", edgecolor=VERMILION, linewidth=1.5))
            x, y = corners.mean(axis=0)
            axis.text(x, y, f"{area:g}", ha="center", va="center", fontsize=12)
    _line(axis, model, color=BLUE, linewidth=2)
    axis.plot(*ends.T, "s", color=VERMILION, markersize=8, label="restored")
    axis.plot(*points.T, "o", color=BLACK, markersize=6, label="shells")
    _plane(axis, "Squared distances", np.array(drawn_points))
    axis.legend(loc="lower right")
    return figure(
        drawn,
        f"Five shells and a square on the segment from each to its foot on the line; the areas are "
        f"{_numbers(areas)}, their mean is {areas.mean():g}.",
    )


def errors_by_components(counts: Sequence[int], fitted: Sequence[float], unseen: Sequence[float]) -> Shown:
    """Reconstruction error on fitted and on unseen rows against the number of components, on a logarithmic scale."""
    curves = (Curve("unseen rows", unseen, VERMILION, square=True, dashed=True), Curve("fitted rows", fitted, BLUE))
    try:
        chart = LogChart("What the restored digits miss", "number of components", "error", counts, curves)
    except ValueError as error:
        return _message(f"There is nothing to draw: {error}.")
    if chart.is_empty:
        return _message(f"There is nothing to draw. {chart.left_out()}".strip())
    words = (
        f"Two falling curves on a logarithmic scale over {min(counts)} to {max(counts)} components: fitted rows from "
        f"{_size(fitted[0])} to {_size(fitted[-1])}, unseen rows from {_size(unseen[0])} to {_size(unseen[-1])}."
    )
    return image(chart.svg(words), words, WIDTH, chart.left_out())


def _size(value: float) -> str:
    number = shown_number(value)
    return "not shown" if isnan(number) else f"{number:.3g}"


def _message(words: str) -> Shown:
    return Shown(f"<p>{escape(words)}</p>", words)
