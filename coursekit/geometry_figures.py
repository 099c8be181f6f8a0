"""The figures of the geometry assignment: one call each, so that the mathematics stays visible in the notebook.

Every function returns a figure with alternative text (see `coursekit.figures`). Nothing is told by hue alone: lines
differ in dash and width, arrows in dash and label. What does not depend on the learner is drawn once for a whole class;
what shows a learner's own results (`outlines`, `pictures`) is drawn without Matplotlib, and says what it cannot draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.figures import Shown, figure, image
from coursekit.interactives.svg import Window, element, picture, text
from coursekit.pictures import drawn_once

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Array = NDArray[np.float64]

# From the colour-blind safe palette of Okabe and Ito, ordered by lightness.
BLACK, BLUE, VERMILION, SKY = "#000000", "#0072B2", "#D55E00", "#56B4E9"
DASHED = (0, (4, 2))
BALL_LOOKS: tuple[dict[str, Any], ...] = (
    {"color": BLUE, "linewidth": 2.6},
    {"color": VERMILION, "linewidth": 2.2, "linestyle": (0, (6, 2))},
    {"color": BLACK, "linewidth": 1.6, "linestyle": (0, (1.5, 1.5))},
    {"color": SKY, "linewidth": 3.2, "linestyle": (0, (8, 2, 2, 2))},
)
LETTER: tuple[tuple[float, float], ...] = (
    (0.2, 0.1), (0.4, 0.1), (0.4, 0.45), (0.7, 0.45), (0.7, 0.62), (0.4, 0.62), (0.4, 0.8), (0.85, 0.8),
    (0.85, 1.0), (0.2, 1.0), (0.2, 0.1),
)  # fmt: skip
"""The letter F: it has no symmetry, so that a turn, a mirror and a shear all show."""


class Warp(NamedTuple):
    """A move of the plane to be drawn: title, matrix (2, 2) or homogeneous (3, 3), and the two arrows to follow, which
    are columns."""

    title: str
    matrix: ArrayLike
    arrows: ArrayLike = ((1.0, 0.0), (0.0, 1.0))


@drawn_once
def unit_balls(arrow: tuple[float, float], powers: Sequence[float]) -> Shown:
    """All points that are as far from the origin as the arrow in its largest entry, one curve for each power."""
    from matplotlib import pyplot as plt

    drawn, axis = plt.subplots(figsize=(5.4, 5.0))
    angles = np.linspace(0.0, 2 * np.pi, 721)
    circle = np.array([np.cos(angles), np.sin(angles)])
    said = []
    for p, look in zip(powers, BALL_LOOKS, strict=True):
        name = "∞" if np.isinf(p) else f"{p:g}"
        axis.plot(*(5.0 * circle / _norm(circle, p)), label=f"p = {name}", **look)
        said.append(f"for p = {name} a {'diamond' if p == 1 else 'square' if np.isinf(p) else 'rounded curve'}")
    _arrow(axis, (0.0, 0.0), arrow, BLACK)
    axis.annotate(f"({arrow[0]:g}, {arrow[1]:g})", arrow, xytext=(8, 2), textcoords="offset points")
    axis.set(xlim=(-6, 6), ylim=(-6, 6), aspect="equal", xlabel="first entry", ylabel="second entry")
    axis.set_title("Everything of length 5")
    axis.grid(alpha=0.3)
    axis.legend(loc="center", bbox_to_anchor=(0.5, 0.37), handlelength=4, fontsize=9)
    on = [("∞" if np.isinf(p) else f"{p:g}", _norm(np.array(arrow)[:, None], p)[0]) for p in powers]
    lengths = ", ".join(f"{length:.3g} for p = {name}" for name, length in on)
    return figure(
        drawn,
        f"Curves of all vectors of length 5: {'; '.join(said)}. They touch on the axes and lie inside each other, "
        f"the diamond innermost. The arrow ({arrow[0]:g}, {arrow[1]:g}) has length {lengths}.",
    )


def _norm(columns: Array, p: float) -> Array:
    sizes: Array = np.abs(columns)
    if np.isinf(p):
        return np.asarray(sizes.max(axis=0))
    return np.asarray((sizes**p).sum(axis=0) ** (1 / p))


@drawn_once
def distance_and_angle(query: tuple[float, float], candidates: Sequence[tuple[str, tuple[float, float]]]) -> Shown:
    """One arrow and two others: the nearer tip is not the more similar direction."""
    from matplotlib import pyplot as plt

    drawn, axis = plt.subplots(figsize=(6.6, 3.6))
    said = []
    for (name, tip), (colour, dash) in zip(candidates, ((BLUE, "-"), (VERMILION, DASHED)), strict=True):
        _arrow(axis, (0.0, 0.0), tip, colour, dash)
        axis.annotate(name, tip, xytext=(6, 2), textcoords="offset points", color=colour)
        axis.plot([query[0], tip[0]], [query[1], tip[1]], color="#777777", linestyle=":", linewidth=1.4)
        distance = float(np.hypot(tip[0] - query[0], tip[1] - query[1]))
        angle = abs(float(np.degrees(np.arctan2(tip[1], tip[0]) - np.arctan2(query[1], query[0]))))
        said.append(f"{name} is {distance:.2f} away and {angle:.0f} degrees off")
    _arrow(axis, (0.0, 0.0), query, BLACK)  # last: it lies on the arrow of the same direction
    axis.annotate("query", query, xytext=(6, -12), textcoords="offset points")
    tips = np.array([query, *(tip for _, tip in candidates)])
    axis.set(xlim=(-0.4, tips[:, 0].max() + 2.2), ylim=(-0.4, tips[:, 1].max() + 0.6), aspect="equal")
    axis.set_title("Near is not the same as similar")
    axis.grid(alpha=0.3)
    return figure(drawn, f"Arrows from the origin. Compared with the query, {'; '.join(said)}.")


@drawn_once
def shadows(v: tuple[float, float, float], B: ArrayLike) -> Shown:
    """Left, v and its shadow on one line; right, looking down on the plane of two columns: the sum of two separate
    shadows against the projection."""
    from matplotlib import pyplot as plt

    columns, vector = np.asarray(B, dtype=np.float64), np.asarray(v, dtype=np.float64)
    flat = np.linalg.lstsq(columns, vector, rcond=None)[0]
    point = columns @ flat
    separate = columns * (columns.T @ vector / (columns * columns).sum(axis=0))
    drawn, (left, right) = plt.subplots(1, 2, figsize=(10.5, 4.2), gridspec_kw={"wspace": 0.2})

    # seen from the side: the line along column 0, and v above it
    along = float(columns[:, 0] @ vector / np.linalg.norm(columns[:, 0]))
    above = float(np.sqrt(vector @ vector - along**2))
    left.plot([-0.5, along + 1.5], [0, 0], color=SKY, linewidth=3)
    _arrow(left, (0.0, 0.0), (along, above), BLACK)
    _arrow(left, (0.0, 0.0), (along, 0.0), BLUE)
    left.plot([along, along], [0, above], color="#777777", linestyle=":", linewidth=2)
    left.plot([along - 0.2, along - 0.2, along], [0, 0.2, 0.2], color="#777777", linewidth=1)
    left.annotate("v", (along, above), xytext=(6, 0), textcoords="offset points")
    left.annotate("p", (along, 0.0), xytext=(-4, -16), textcoords="offset points", color=BLUE)
    left.annotate("v − p", (along, above / 2), xytext=(6, 0), textcoords="offset points", color="#555555")
    left.set(title="One column: the shadow on its line", aspect="equal", ylim=(-0.7, above + 0.5))

    # seen from above: only the first two coordinates, in which both columns lie
    for k, (colour, dash) in enumerate(((BLUE, "-"), (VERMILION, DASHED))):
        _arrow(right, (0.0, 0.0), columns[:2, k], colour, dash)
        right.annotate(f"column {k}", columns[:2, k], xytext=(6, 4), textcoords="offset points", color=colour)
    total = separate.sum(axis=1)
    corner = separate[:, 0]
    right.plot([0, corner[0], total[0]], [0, corner[1], total[1]], color="#777777", linestyle=":", linewidth=2)
    right.plot(*point[:2], "o", color=BLACK, markersize=9, label="projection p of v")
    right.plot(*total[:2], "X", color=VERMILION, markeredgecolor=BLACK, markersize=11, label="sum of two shadows")
    right.set(title="Two columns, seen from above", aspect="equal")
    right.legend(loc="upper left")
    reach = np.abs(np.column_stack([columns, point, total])[:2]).max() + 1.0
    right.set(xlim=(-0.5, reach), ylim=(-0.5, reach))
    for axis in (left, right):
        axis.grid(alpha=0.3)
    return figure(
        drawn,
        f"Left: an arrow v above a line, its shadow p on the line, and the dotted rest v − p, perpendicular to the "
        f"line. Right: two columns that are not perpendicular, seen from above; the projection of v is the dot at "
        f"({point[0]:.3g}, {point[1]:.3g}), while the sum of its shadows on the two columns is the cross at "
        f"({total[0]:.3g}, {total[1]:.3g}).",
    )


@drawn_once
def warps(*panels: Warp) -> Shown:
    """What moves do to the grid, the letter F and two arrows, one panel for each."""
    from matplotlib import pyplot as plt

    moved = [_moved_parts(panel) for panel in panels]
    corners = np.vstack([np.vstack([letter, arrows]) for letter, arrows, _ in moved])
    low, high = corners.min(axis=0) - 0.4, corners.max(axis=0) + 0.4
    low, high = np.minimum(low, -0.4), np.maximum(high, 1.3)
    shape = 2.4 if len(panels) > 3 else 3.1
    size = (shape * len(panels), shape * float(np.clip((high - low)[1] / (high - low)[0], 0.6, 1.5)))
    drawn, axes = plt.subplots(1, len(panels), figsize=size, squeeze=False, sharey=True, gridspec_kw={"wspace": 0.08})
    for axis, panel, (letter, arrows, lines) in zip(axes[0], panels, moved, strict=True):
        for line in lines:
            axis.plot(*line.T, color="#BBBBBB", linewidth=0.8, zorder=0)
        axis.fill(*letter.T, facecolor="#DDE9F2", edgecolor=BLACK, linewidth=1.2)
        for tip, (colour, dash) in zip(arrows[1:], ((BLUE, "-"), (VERMILION, DASHED)), strict=True):
            _arrow(axis, arrows[0], tip, colour, dash)
        axis.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), aspect="equal")
        axis.set_title(panel.title, fontsize=11)
        axis.axhline(0, color=BLACK, linewidth=0.5, zorder=0)
        axis.axvline(0, color=BLACK, linewidth=0.5, zorder=0)
        axis.tick_params(labelsize=8)
    said = [
        f"{panel.title}: the solid arrow ends at ({a[0]:.3g}, {a[1]:.3g}), the dashed one at ({b[0]:.3g}, {b[1]:.3g})"
        for panel, (_, (_, a, b), _) in zip(panels, moved, strict=True)
    ]
    return figure(drawn, f"A grid, the letter F and two arrows after each move. {'; '.join(said)}.")


def _moved_parts(panel: Warp) -> tuple[Array, Array, list[Array]]:
    """The letter, the arrows (start, first tip, second tip) and the grid lines after a move."""
    matrix = np.asarray(panel.matrix, dtype=np.float64)
    linear, offset = matrix[:2, :2], matrix[:2, 2] if len(matrix) == 3 else np.zeros(2)

    def moved(points: ArrayLike) -> Array:
        return np.asarray(np.asarray(points, dtype=np.float64) @ linear.T + offset)

    ends = [(k, s) for k in range(-6, 7) for s in (-6, 6)]
    lines = [moved([ends[i], ends[i + 1]]) for i in range(0, len(ends), 2)]
    lines += [moved([ends[i][::-1], ends[i + 1][::-1]]) for i in range(0, len(ends), 2)]
    tips = np.asarray(panel.arrows, dtype=np.float64).T
    return moved(LETTER), moved(np.vstack([np.zeros(2), tips])), lines


def _arrow(axis: Axes, start: ArrayLike, tip: ArrayLike, colour: str, dash: Any = "-") -> None:
    tail, head = np.asarray(start, dtype=np.float64), np.asarray(tip, dtype=np.float64)
    axis.plot([tail[0], head[0]], [tail[1], head[1]], color=colour, linewidth=2.4, linestyle=dash)
    look = {"arrowstyle": "-|>", "color": colour, "linewidth": 2, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 16}
    neck = tail + 0.9 * (head - tail)
    axis.annotate("", (head[0], head[1]), xytext=(neck[0], neck[1]), arrowprops=look)


def outline(picture_: ArrayLike, level: float) -> Array:
    """The longest border (n, 2) around the pixels above `level`, counter-clockwise and closed; x to the right, y up,
    one unit a pixel."""
    inside = np.pad(np.asarray(picture_, dtype=np.float64) > level, 1)[::-1]
    edges: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for y, x in np.argwhere(inside).tolist():
        corners = ((x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1))
        for k, (dy, dx) in enumerate(((-1, 0), (0, 1), (1, 0), (0, -1))):
            if not inside[y + dy, x + dx]:
                edges.setdefault(corners[k], []).append(corners[(k + 1) % 4])
    loops = []
    while edges:
        path = [next(iter(edges))]
        while path[-1] in edges:
            following = edges[path[-1]]
            path.append(following.pop())
            if not following:
                del edges[path[-2]]
        loops.append(path)
    if not loops:
        raise ValueError(f"no pixel is above {level}")
    return np.array(max(loops, key=len), dtype=np.float64) - 1.0


PANEL, GAP, HEAD = 190.0, 14.0, 26.0  # pixels: side of a panel, space around it, room for its title
FONT = "DejaVu Sans, Verdana, sans-serif"


def outlines(*panels: tuple[str, object]) -> Shown:
    """Closed outlines (n, 2) side by side, all at one scale, with the axes and a dot on the first point.

    The points are a learner's own results, so they may be anything: what cannot be drawn is said.
    """
    shapes = [(title, _points(value)) for title, value in panels]
    good = [points for _, points in shapes if points is not None]
    if not good:
        return _message("There is nothing to draw: no panel has finite points in an array of shape (n, 2).")
    every = np.vstack([*good, np.zeros((1, 2))])
    low, high = every.min(axis=0), every.max(axis=0)
    middle, half = (low + high) / 2, max(float((high - low).max()) / 2 * 1.08, 1e-9)
    window = Window(middle[0] - half, middle[0] + half, middle[1] - half, middle[1] + half, PANEL, PANEL)
    parts, said = [], []
    for title, points in shapes:
        if points is None:
            parts.append(text("no finite points", (PANEL / 2, PANEL / 2), text_anchor="middle", font_size=12))
            said.append(f"{title}: nothing to draw, since it is no array (n, 2) of finite numbers")
            continue
        (left, bottom), (right, top) = points.min(axis=0), points.max(axis=0)
        said.append(f"{title}: from {left:.3g} to {right:.3g} across and from {bottom:.3g} to {top:.3g} upwards")
        parts.append(_outline_panel(window, points))
    words = f"Outlines at one scale. {'; '.join(said)}."
    return _in_a_row([title for title, _ in shapes], parts, words)


def pictures(*panels: tuple[str, ArrayLike]) -> Shown:
    """Small grey pictures side by side, each at its own contrast: 0 is white, its largest value black."""
    parts = []
    for _, grid in panels:
        values = np.asarray(grid, dtype=np.float64)
        shades = 255 - np.round(255 * np.clip(values / (values.max() or 1.0), 0.0, 1.0)).astype(int)
        side = PANEL / len(values)
        cells = (
            element(
                "rect", x=float(j * side), y=float(i * side), width=side + 0.4, height=side + 0.4,
                fill=f"rgb({shade},{shade},{shade})",
            )
            for i, row in enumerate(shades.tolist()) for j, shade in enumerate(row) if shade < 255
        )  # fmt: skip
        parts.append("".join(cells))
    return _in_a_row([title for title, _ in panels], parts, f"Pictures of digits: {'; '.join(t for t, _ in panels)}.")


def _points(value: object) -> Array | None:
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "iuf" or value.ndim != 2:
        return None
    points = value.astype(np.float64)
    return points if points.shape[1] == 2 and len(points) and np.abs(points).max() < 1e9 else None


def _outline_panel(window: Window, points: Array) -> str:
    axes = window.line((1, 0, 0), stroke="#999999") + window.line((0, 1, 0), stroke="#999999")
    shown = [window.at((x, y)) for x, y in points.tolist()]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in shown)
    shape = element("polygon", points=path, fill="#DDE9F2", stroke=BLACK, stroke_width=1.6)
    return shape + axes + element("circle", cx=shown[0][0], cy=shown[0][1], r=4.5, fill=VERMILION, stroke=BLACK)


def _in_a_row(titles: Sequence[str], parts: Sequence[str], words: str) -> Shown:
    """Panels with frames and titles on white."""
    width, height = len(parts) * (PANEL + GAP) + GAP, HEAD + PANEL + GAP
    groups = [element("rect", width=width, height=height, fill="#ffffff")]
    for k, (title, part) in enumerate(zip(titles, parts, strict=True)):
        frame = element("rect", width=PANEL, height=PANEL, fill="none", stroke="#999999")
        head = text(title, (PANEL / 2, -8), text_anchor="middle", font_size=13, font_family=FONT)
        groups.append(element("g", head, part, frame, transform=f"translate({GAP + k * (PANEL + GAP):g} {HEAD:g})"))
    return image(picture(width, height, words, *groups), words, round(width))


def _message(words: str) -> Shown:
    return Shown(f"<p>{escape(words)}</p>", words)
