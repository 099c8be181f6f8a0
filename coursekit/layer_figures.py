"""The figures of the assignment on one layer: one call each, so that the mathematics stays visible in the notebook.

Every function returns a figure with alternative text (see `coursekit.figures.figure`). Nothing is told by hue alone:
curves differ in dash and marker, regions in hatch and lightness, entries that matter in frame and weight. What does not
depend on the learner is drawn once for a whole class; the three figures that do are drawn without Matplotlib, in each
learner's own process, from whatever values may come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from math import isnan
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.figures import Shown, figure, image
from coursekit.interactives.svg import element, picture
from coursekit.interactives.svg import text as svg_text
from coursekit.log_chart import FONT, WIDTH, Curve, LogChart, shown_number
from coursekit.pictures import drawn_once

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Array = NDArray[np.float64]

# From the colour-blind safe palette of Okabe and Ito, ordered by lightness: black, blue, vermilion.
BLACK, BLUE, VERMILION = "#000000", "#0072B2", "#D55E00"
SIDE: Final = 8  # pixels along the side of a digit
PIXEL: Final = 11  # how large one is shown
GAP: Final = 14
MOST_CLASSES: Final = 20  # that are shown; whoever returns more has made a mistake


class Table(NamedTuple):
    """A table to be drawn: title, entries (m, n), labels of rows and columns, places to frame."""

    title: str
    entries: Array
    rows: Sequence[str] = ()
    columns: Sequence[str] = ()
    framed: Iterable[tuple[int, int]] = ()


@drawn_once
def layer(
    X: ArrayLike, W: ArrayLike, b: ArrayLike, inputs: Sequence[str], outputs: Sequence[str], entry: tuple[int, int]
) -> Shown:
    """X @ W + b as four tables with their shapes; framed is what goes into one entry of the result."""
    batch, weights, bias = (np.asarray(value, dtype=np.float64) for value in (X, W, b))
    (i, c), result = entry, batch @ weights + bias
    parts = (
        Table(f"$X$ {batch.shape}", batch, (), inputs, [(i, j) for j in range(len(inputs))]),
        Table(f"@  $W$ {weights.shape}", weights, inputs, outputs, [(j, c) for j in range(len(inputs))]),
        Table(f"+  $b$ {bias.shape}", bias[None, :], (), outputs, [(0, c)]),
        Table(f"=  result {result.shape}", result, (), outputs, [(i, c)]),
    )
    terms = " + ".join(f"{x:g} times {w:g}" for x, w in zip(batch[i], weights[:, c], strict=True))
    return _tables(parts, f"Framed: row {i} of the result, {outputs[c]}: {terms} + {bias[c]:g} = {result[i, c]:g}.")


@drawn_once
def differences(pred: ArrayLike, target: ArrayLike) -> Shown:
    """What a column (n, 1) minus a vector (n,) gives: all differences, with those that were meant in frames."""
    column, vector = np.asarray(pred, dtype=np.float64), np.asarray(target, dtype=np.float64)
    table, n = column - vector, len(vector)
    parts = (
        Table(f"predicted {column.shape}", column),
        Table(f"−  labels {vector.shape}", vector[None, :]),
        Table(f"=  differences {table.shape}", table, (), (), [(i, i) for i in range(n)]),
    )
    meant = np.diag(table)
    return _tables(
        parts,
        f"Framed is the diagonal: the mean square of these {n} is {np.mean(meant**2):g}, that of all {table.size} is "
        f"{np.mean(table**2):g}.",
    )


@drawn_once
def tally_steps(scores: ArrayLike, y: Sequence[int]) -> Shown:
    """From scores to predicted labels to a tally: the largest scores framed, and every mistake in the tally."""
    table = np.asarray(scores, dtype=np.float64)
    k, labels = table.shape[1], np.argmax(table, axis=1)
    counts = np.zeros((k, k))
    for truth, label in zip(y, labels, strict=True):
        counts[truth, label] += 1
    classes = [str(c) for c in range(k)]
    mistakes = [(i, j) for i in range(k) for j in range(k) if i != j and counts[i, j]]
    parts = (
        Table("scores", table, (), classes, [(i, int(label)) for i, label in enumerate(labels)]),
        Table("predicted", labels[:, None].astype(np.float64)),
        Table("true", np.asarray(y, dtype=np.float64)[:, None]),
        Table("tally: true row, predicted column", counts, classes, classes, mistakes),
    )
    said = "; ".join(f"{counts[i, j]:g} of class {i} predicted as {j}" for i, j in mistakes)
    return _tables(parts, f"Framed are the largest score of each row and the mistakes: {said}.")


@drawn_once
def signal_through_layers(width: int, depth: int) -> Shown:
    """The size of a signal after each of many layers, for three spreads of the weights, on a logarithmic axis."""
    from matplotlib import pyplot as plt

    styles: dict[str, tuple[float, dict[str, Any]]] = {
        "variance 1": (1.0, {"color": VERMILION, "marker": "^", "linestyle": "--"}),
        "variance 2 / d": (np.sqrt(2 / width), {"color": BLUE, "marker": "o", "linestyle": "-"}),
        "standard deviation 2 / d": (2 / width, {"color": BLACK, "marker": "s", "linestyle": ":"}),
    }
    drawn, axis = plt.subplots(figsize=(6.8, 3.4))
    said = []
    for name, (spread, style) in styles.items():
        rng = np.random.default_rng(0)
        signal, sizes = rng.standard_normal((100, width)), []
        for _ in range(depth):
            signal = np.maximum(0.0, signal @ (spread * rng.standard_normal((width, width))))
            sizes.append(float(np.sqrt(np.mean(signal**2))))
        axis.semilogy(range(1, depth + 1), sizes, linewidth=2, markersize=5, label=name, **style)
        said.append(f"with {name} it is {sizes[-1]:.0e}")
    axis.set(xlabel="layer", ylabel="size of the signal", title=f"One signal, {depth} layers of {width} inputs")
    axis.grid(alpha=0.3)
    axis.legend()
    return figure(drawn, f"Size of a signal on a logarithmic axis. After {depth} layers {', '.join(said)}.")


@drawn_once
def regions(means: ArrayLike) -> Shown:
    """Which class has the largest score where, in the plane: with the bias of the nearest mean, and without any."""
    from matplotlib import pyplot as plt

    centres = np.asarray(means, dtype=np.float64)
    drawn, axes = plt.subplots(1, 2, figsize=(8.6, 4.0), gridspec_kw={"wspace": 0.22})
    halves = 0.5 * (centres**2).sum(axis=1)
    said = [
        _draw_regions(axes[0], "with the bias: nearest mean", centres, halves),
        _draw_regions(axes[1], "without a bias", centres, 0.0 * halves),
    ]
    return figure(drawn, " ".join(said))


def _draw_regions(axis: Axes, title: str, centres: Array, taken_away: Array) -> str:
    """Colour and hatch the plane by the largest score; say which mean lies in whose region."""
    low, high, k = -0.5, 5.5, len(centres)
    grid = np.linspace(low, high, 301)
    places = np.stack(np.meshgrid(grid, grid), axis=-1)
    largest = np.argmax(places @ centres.T - taken_away, axis=2)
    greys = ["#FFFFFF", "#D9E8F2", "#F5DCC8", "#E0E0E0"][:k]
    axis.contourf(grid, grid, largest, np.arange(k + 1) - 0.5, colors=greys, hatches=["", "//", "..", "xx"][:k])
    axis.contour(grid, grid, largest, np.arange(1, k) - 0.5, colors=BLACK, linewidths=1.0)
    words = []
    for c, (centre, marker) in enumerate(zip(centres, "osD^", strict=False)):
        axis.plot(*centre, marker, color=BLACK, markersize=9, markeredgecolor="white")
        axis.annotate(f"mean {c}", centre, (8, 6), textcoords="offset points", fontsize=11, fontweight="bold",
                      bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"})  # fmt: skip
        owner = int(np.argmax(centres @ centre - taken_away))
        words.append(f"mean {c} lies in the region of class {owner}")
    axis.set(title=title, aspect="equal", xlim=(low, high), ylim=(low, high))
    axis.set(xlabel="first measurement", ylabel="second measurement")
    return f"{title}: {', '.join(words)}."


def spread_by_layer(curves: Mapping[str, Sequence[float]]) -> Shown:
    """The size of a signal after each layer of the learner's, on a logarithmic scale; the first curve is solid."""
    looks = ({"colour": BLUE}, {"colour": VERMILION, "square": True, "dashed": True})
    drawn = tuple(Curve(name, sizes, **look) for (name, sizes), look in zip(curves.items(), looks, strict=False))  # type: ignore[arg-type]
    layers = range(1, 1 + max(map(len, curves.values()), default=0))
    try:
        chart = LogChart("Digits on their way through your layers", "layer", "size of the signal", layers, drawn)
    except ValueError as error:
        return _message(f"There is nothing to draw: {error}.")
    if not layers or chart.is_empty:
        return _message(f"There is nothing to draw. {chart.left_out()}".strip())
    ends = (f"{curve.label} from {_size(curve.values[0])} to {_size(curve.values[-1])}" for curve in drawn)
    words = f"Size of the signal over {len(layers)} layers, on a logarithmic scale: {', '.join(ends)}."
    return image(chart.svg(words), words, WIDTH, chart.left_out())


def templates(W: object) -> Shown:
    """Each column of W (64, k) as a picture of 8 by 8 pixels: the largest weight black, zero and below white."""
    weights = _numbers(W)
    if weights is None or len(weights) != SIDE * SIDE or weights.shape[1] > MOST_CLASSES:
        return _message("There is nothing to draw: the templates are no table of finite numbers with 64 rows.")
    shades = np.clip(weights / max(float(np.abs(weights).max()), 1e-300), 0.0, 1.0)
    middles = shades.reshape(SIDE, SIDE, -1)[3:5, 3:5].mean(axis=(0, 1))
    words = (
        f"{weights.shape[1]} pictures of {SIDE} by {SIDE} pixels, one for each column of weights, dark where a weight "
        "is large. Darkness of the middle, in percent: "
        + ", ".join(f"template {c} {100 * middle:.0f}" for c, middle in enumerate(middles))
        + "."
    )
    across, step = 5, SIDE * PIXEL + GAP
    rows = -(-shades.shape[1] // across)
    width, height = across * step + GAP, rows * (step + 18) + GAP
    drawn = [
        _template(shades[:, c], c, GAP + c % across * step, GAP + c // across * (step + 18))
        for c in range(shades.shape[1])
    ]
    paper = element("rect", width=width, height=height, fill="#ffffff")
    return image(picture(width, height, words, paper, *drawn), words, width)


def _template(shades: Array, c: int, left: float, top: float) -> str:
    """One picture with its frame, and its number below."""
    inside = [
        element("rect", x=i % SIDE * PIXEL, y=i // SIDE * PIXEL, width=PIXEL, height=PIXEL, fill=_grey(shade))
        for i, shade in enumerate(shades.tolist())
    ]
    side = SIDE * PIXEL
    frame = element("rect", width=side, height=side, fill="none", stroke="#888888")
    name = svg_text(str(c), (side / 2, side + 15), text_anchor="middle", font_family=FONT, font_size=13)
    return element("g", *inside, frame, name, transform=f"translate({left} {top})")


def tally(table: object) -> Shown:
    """A tally of true (row) and predicted (column) labels as a table to read: right ones bold, frequent ones shaded."""
    counts = _numbers(table)
    if counts is None or max(counts.shape) > MOST_CLASSES:
        return _message("There is nothing to show: the tally is no table of finite numbers.")
    most = max(float(np.abs(counts).max()), 1e-300)
    head = "".join(f'<th scope="col">{j}</th>' for j in range(counts.shape[1]))
    rows = [
        f'<tr><th scope="row">{i}</th>' + "".join(_count(entry, i == j, most) for j, entry in enumerate(row)) + "</tr>"
        for i, row in enumerate(counts.tolist())
    ]
    caption = "rows: what it is; columns: what it was read as"
    html = f"<table><caption>{caption}</caption><tr><td></td>{head}</tr>{''.join(rows)}</table>"
    words = "; ".join(f"{i}: " + ", ".join(f"{entry:g}" for entry in row) for i, row in enumerate(counts.tolist()))
    return Shown(html, f"Tally, {caption}. {words}.")


def _count(entry: float, right: bool, most: float) -> str:
    number = f"{entry:g}" if entry else "·"
    ground = _grey(0.35 * min(abs(entry) / most * (1 if right else 4), 1.0))
    return f'<td style="background:{ground};color:#000000">{f"<strong>{number}</strong>" if right else number}</td>'


def _grey(darkness: float) -> str:
    return "#" + 3 * f"{round(255 * (1 - darkness)):02x}"


def _tables(parts: Sequence[Table], remark: str) -> Shown:
    """Tables side by side, each entry a number, some framed."""
    from matplotlib import pyplot as plt

    widths = [max(part.entries.shape[1] + 1.3 * bool(part.rows), 0.19 * len(part.title)) + 0.5 for part in parts]
    height = max(len(part.entries) for part in parts)
    drawn, axes = plt.subplots(
        1, len(parts), figsize=(0.66 * sum(widths), 0.45 * height + 0.9), width_ratios=widths, squeeze=False,
        gridspec_kw={"wspace": 0.04},
    )  # fmt: skip
    for axis, part, width in zip(axes[0], parts, widths, strict=True):
        _draw_table(axis, part, width, height)
    return figure(drawn, " ".join([*map(_describe, parts), remark]))


def _draw_table(axis: Axes, part: Table, width: float, height: int) -> None:
    from matplotlib.patches import Rectangle

    m, n = part.entries.shape
    framed = set(part.framed)
    for i, row in enumerate(part.entries.tolist()):
        for j, entry in enumerate(row):
            if (i, j) in framed:
                axis.add_patch(
                    Rectangle((j - 0.43, i - 0.41), 0.86, 0.82, facecolor="#E8F1F8", edgecolor=BLUE, linewidth=2)
                )
            axis.text(j, i, f"{entry:.4g}".replace("-", "−"), ha="center", va="center", fontsize=12,
                      fontweight="bold" if (i, j) in framed else "normal")  # fmt: skip
    for j, label in enumerate(part.columns):
        axis.text(j, -0.75, label, ha="center", va="center", fontsize=9, color="#444444")
    for i, label in enumerate(part.rows):
        axis.text(-0.7, i, label, ha="right", va="center", fontsize=9, color="#444444")
    for x, inwards in ((-0.55, 0.15), (n - 0.45, -0.15)):
        axis.plot([x + inwards, x, x, x + inwards], [-0.5, -0.5, m - 0.5, m - 0.5], color=BLACK, linewidth=1.2)
    labels = 1.3 * bool(part.rows)
    left = -0.75 - labels - (width - 0.5 - n - labels) / 2
    axis.text((n - 1) / 2, -1.35, part.title, ha="center", va="center", fontsize=12)
    axis.set(xlim=(left, left + width), ylim=(height - 0.3, -1.7))
    axis.set_axis_off()


def _describe(part: Table) -> str:
    rows = "; ".join(
        (f"{part.rows[i]}: " if part.rows else "") + ", ".join(f"{entry:.4g}" for entry in row)
        for i, row in enumerate(part.entries.tolist())
    )
    columns = f" (columns {', '.join(part.columns)})" if part.columns else ""
    return f"{part.title.replace('$', '')}{columns}: {rows}."


def _numbers(value: object) -> Array | None:
    """A table of finite numbers, which a learner's result may be or not."""
    try:
        table = np.asarray(value)
    except ValueError:  # rows of different lengths
        return None
    if table.dtype.kind not in "biuf" or table.ndim != 2 or table.size == 0 or not np.isfinite(table).all():
        return None
    return table.astype(np.float64)


def _size(value: object) -> str:
    number = shown_number(value)
    return "not shown" if isnan(number) else f"{number:.1e}" if number else "0"


def _message(words: str) -> Shown:
    return Shown(f"<p>{escape(words)}</p>", words)
