"""Figures of the lab on principal components."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.figures import Shown, figure
from coursekit.interactives.c1w4.principal_components import components_of

FIRST, SECOND = "#0b3c86", "#b8500a"
LIGHT = "#f3cfa8"
Array = NDArray[np.float64]


def _unit(degrees: float) -> Array:
    return np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])


def along_and_away(points: ArrayLike, angle: float, angles: Sequence[float]) -> Shown:
    """The proof by picture: each centred point's right triangle, and both squared sides added up, per direction."""
    from matplotlib import pyplot

    P = np.asarray(points, dtype=np.float64)
    drawn, (left, right) = pyplot.subplots(1, 2, figsize=(11, 4.6), layout="constrained")
    u = _unit(angle)
    reach = 1.15 * np.abs(P).max()
    left.plot(*np.outer([-1.3 * reach, 1.3 * reach], u).T, color=FIRST, lw=2)
    for point in P:
        foot = (point @ u) * u
        left.fill(*np.array([[0, 0], foot, point]).T, facecolor=LIGHT, edgecolor="none", alpha=0.6)
        left.plot([0, point[0]], [0, point[1]], color="black", lw=1.4, ls=":")
        left.plot([0, foot[0]], [0, foot[1]], color=FIRST, lw=4, solid_capstyle="butt")
        left.plot([foot[0], point[0]], [foot[1], point[1]], color=SECOND, lw=2.2, ls="--")
        left.plot(*point, "o", color="black", ms=7)
    left.plot(0, 0, "s", color="black", ms=7)
    left.set(aspect="equal", xlim=(-1.25 * reach, 1.25 * reach), ylim=(-1.25 * reach, 1.25 * reach))
    left.set_title(f"the line at {angle:g}°: a right triangle for each point", fontsize=12)
    left.grid(alpha=0.3)

    along = np.array([np.sum((P @ _unit(degrees)) ** 2) for degrees in angles])
    total = float(np.sum(P**2))
    places = np.arange(len(angles))
    right.bar(places, along, 0.7, color=FIRST, edgecolor="black", label="along the line, squared and added")
    right.bar(
        places, total - along, 0.7, bottom=along, color=LIGHT, edgecolor=SECOND, hatch="//",
        label="distances to it, squared and added",
    )  # fmt: skip
    right.axhline(total, color="black", ls=":", lw=2, label=f"from the middle: {total:g}")
    right.set_xticks(places, [f"{degrees:g}°" for degrees in angles])
    right.set(ylim=(0, 1.45 * total), xlabel="direction of the line")
    right.legend(loc="upper center", fontsize=10)
    said = "; ".join(
        f"{degrees:g}°: {part:.3g} and {total - part:.3g}" for degrees, part in zip(angles, along, strict=True)
    )
    return figure(
        drawn,
        f"Left: {len(P)} points around their middle, a line at {angle:g}°, and for each point the right triangle of "
        "middle, foot and point. Right: one bar for each direction, squared ways along the line below, squared "
        f"distances to it above: {said}. Every bar reaches {total:g}.",
    )


def share_curve(variance: ArrayLike, goals: Sequence[float]) -> Shown:
    """Plot each component's share of the variance, that of the first k, and the first k to reach each goal."""
    from matplotlib import pyplot

    values = np.asarray(variance, dtype=np.float64)
    kept = np.cumsum(values) / values.sum()
    needed = [int(np.argmax(kept >= goal)) + 1 for goal in goals]
    drawn, ax = pyplot.subplots(figsize=(8.4, 3.7), layout="constrained")
    ks = np.arange(1, len(values) + 1)
    ax.bar(ks, 100 * values / values.sum(), 0.8, color="#9fb6d9", edgecolor=FIRST, lw=0.6, label="component k alone")
    ax.plot(ks, 100 * kept, color=FIRST, lw=2.4, label="the first k together")
    for goal, k in zip(goals, needed, strict=True):
        ax.plot([0, k, k], [100 * goal, 100 * goal, 0], color=SECOND, ls="--", lw=1.3)
        ax.plot(k, 100 * kept[k - 1], "o", ms=7, mfc="white", mec=SECOND, mew=2)
        ax.annotate(
            f"{k}", (k, 0), xytext=(3, 30), textcoords="offset points", color=SECOND, fontsize=12, weight="bold"
        )
    ax.set(xlim=(0, len(values) + 0.6), ylim=(0, 104), xlabel="component", ylabel="% of the variance")
    ax.legend(loc="center right")
    ax.grid(alpha=0.3)
    said = ", ".join(f"{k} for {100 * goal:g} %" for goal, k in zip(goals, needed, strict=True))
    return figure(
        drawn,
        f"Bars: the share of each component falls from {100 * values[0] / values.sum():.1f} % to "
        f"{100 * abs(values[-1]) / values.sum():.1f} %. Curve: the share of the first k. Components needed: {said}.",
    )


def two_groups(group_a: ArrayLike, group_b: ArrayLike) -> Shown:
    """Draw two groups of points with the components of all of them, and both groups along each component."""
    from matplotlib import pyplot

    groups = [np.asarray(group, dtype=np.float64) for group in (group_a, group_b)]
    found = components_of(np.vstack(groups))
    drawn, (cloud, lines) = pyplot.subplots(1, 2, figsize=(11, 3.9), layout="constrained")
    looks = (("o", FIRST, "white"), ("^", SECOND, LIGHT))
    for group, name, (mark, colour, inside) in zip(groups, "ab", looks, strict=True):
        cloud.plot(*group.T, mark, ms=5.5, mec=colour, mfc=inside, label=f"group {name}")
    for size, direction, style, width in zip(
        np.sqrt(found.variance), found.directions, ("-", "--"), (3, 2), strict=True
    ):
        cloud.plot(*(found.mean + np.outer([-2 * size, 2 * size], direction)).T, "k", ls=style, lw=width)
    cloud.set(aspect="equal", title="components of all points: first solid, second dashed")
    cloud.set_adjustable("datalim")
    cloud.legend()
    cloud.grid(alpha=0.3)
    names = []
    for row, direction in enumerate(found.directions):
        for step, group, (mark, colour, inside) in zip((0.13, -0.13), groups, looks, strict=True):
            values = (group - found.mean) @ direction
            lines.plot(values, np.full(len(values), -row + step), mark, ms=5.5, mec=colour, mfc=inside, alpha=0.8)
        names.append(f"along {('first', 'second')[row]}\n{100 * found.variance[row] / found.variance.sum():.0f} %")
    lines.set_yticks([0, -1], names)
    lines.set(ylim=(-1.5, 0.5), title="each group along each component")
    lines.grid(alpha=0.3, axis="x")
    apart = [abs(float((groups[1].mean(axis=0) - groups[0].mean(axis=0)) @ axis)) for axis in found.directions]
    wide = np.sqrt(found.variance)
    return figure(
        drawn,
        f"Two groups of {len(groups[0])} and {len(groups[1])} points. The first component keeps "
        f"{100 * found.kept(1):.0f} % of the variance. Along it the middles of the groups are {apart[0]:.2g} apart, "
        f"along the second {apart[1]:.2g}, where one standard deviation of all points is {wide[0]:.2g} and "
        f"{wide[1]:.2g}.",
    )
