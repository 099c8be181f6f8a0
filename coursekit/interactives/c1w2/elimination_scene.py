"""Pictures of a system: lines in the plane, or planes in a box, with their common point."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations
from math import atan2, cos, dist, radians, sin

from coursekit.interactives.c1w2.row_moves import Row, System, show_point
from coursekit.interactives.svg import Point, Window, element, picture, text

HALF = 4.0  # the box of the planes reaches from −4 to 4 in each direction
TILT = radians(22)

Space = tuple[float, float, float]
Plane = tuple[float, float, float, float]
Project = Callable[[Space], Point]


def describe(system: System) -> str:
    """Say in words what the picture of `system` shows, for screen readers and print."""
    kind = "lines" if system.size == 2 else "planes"
    rows = "; ".join(f"R{row}: {system.equation(row)}" for row in range(1, system.size + 1))
    point = system.common_point()
    meet = f"They meet at {show_point(point)}." if point else f"There is no single point common to these {kind}."
    return f"{system.size} {kind}. {rows}. {meet}"


def draw(system: System, before: System | None = None, turn: float = 115.0, side: int = 360) -> str:
    """Return the SVG of `system`, `side` pixels wide, with the rows of `before` as dotted grey ghosts.

    `turn` (degrees) rotates the box of the planes about its vertical axis.
    """
    inside = _lines(system, before, side) if system.size == 2 else _planes(system, before, radians(turn), side)
    return picture(side, side, describe(system), element("rect", width=side, height=side, class_="ck-paper"), *inside)


def _lines(system: System, before: System | None, side: int) -> list[str]:
    window = Window(-3, 5, -3, 5, side, side)
    parts = [window.grid()]
    for old in _changed(system, before):
        parts.append(window.line((old[0], old[1], old[2]), class_="ck-ghost"))
    for number, row in enumerate(system.rows, start=1):
        a, b, c = (float(value) for value in row)
        parts.append(window.line((a, b, c), class_=f"ck-line ck-r{number}"))
        segment = window.segment(a, b, c)
        if segment is not None:
            parts.append(_tag(number, window.at(_along(segment, 0.93 if number == 1 else 0.07)), side))
    point = system.common_point()
    if point is not None:
        parts.append(_dot(window.at((float(point[0]), float(point[1]))), show_point(point)))
    return parts


def _changed(system: System, before: System | None) -> list[tuple[float, ...]]:
    if before is None:
        return []
    # A row is drawn by what it says, so rows that only traded places or grew leave no ghost.
    now = [_direction(row) for row in system.rows]
    return [tuple(map(float, row)) for row in before.rows if _direction(row) not in now]


def _direction(row: Row) -> Row:
    lead = next((value for value in row if value), Fraction(1))
    return tuple(value / lead for value in row)


def _along(segment: tuple[Point, Point], share: float) -> Point:
    (x1, y1), (x2, y2) = segment
    return x1 + share * (x2 - x1), y1 + share * (y2 - y1)


def _tag(number: int, at: Point, side: int) -> str:
    x, y = min(max(at[0], 16), side - 16), min(max(at[1], 14), side - 14)
    return element(
        "g",
        element("rect", x=x - 13, y=y - 10, width=26, height=20, rx=5, class_=f"ck-tag ck-r{number}"),
        text(f"R{number}", (x, y + 4.5), class_="ck-tagtext", text_anchor="middle"),
    )


def _dot(at: Point, label: str) -> str:
    return element(
        "g",
        element("circle", cx=at[0], cy=at[1], r=6, class_="ck-point"),
        text(label, (at[0] + 11, at[1] - 10), class_="ck-pointtext"),
    )


# Planes: each plane is cut to the box, then by the other planes, so that pieces sorted by depth cover one
# another rightly.


def _planes(system: System, before: System | None, turn: float, side: int) -> list[str]:
    unit = side / 13.4

    def project(p: Space) -> Point:
        x, y, _ = _eye(p, turn)
        return side / 2 + x * unit, side / 2 - y * unit

    planes: list[Plane] = [(float(r[0]), float(r[1]), float(r[2]), float(r[3])) for r in system.rows]
    pieces: list[tuple[float, str]] = []
    tags: list[str] = []
    point = system.common_point()
    centre = project((float(point[0]), float(point[1]), float(point[2]))) if point else (side / 2, side / 2)
    taken = [centre, (centre[0] + 45, centre[1] - 15)]  # the common point and its label
    for number, plane in enumerate(planes, start=1):
        outline = _in_box(plane)
        if not outline:
            continue
        for piece in _cut(outline, [other for other in planes if other is not plane]):
            depth = sum(_eye(corner, turn)[2] for corner in piece) / len(piece)
            pieces.append((depth, element("polygon", points=_path(piece, project), class_=f"ck-plane ck-r{number}")))
        tags.append(element("polygon", points=_path(outline, project), class_=f"ck-outline ck-r{number}"))
        taken.append(_freest([project(corner) for corner in outline], taken))
        tags.append(_tag(number, taken[-1], side))
    ghosts = [
        element("polygon", points=_path(_in_box((old[0], old[1], old[2], old[3])), project), class_="ck-ghost")
        for old in _changed(system, before)
    ]
    dot = _dot(centre, show_point(point)) if point else ""
    return [
        *_box(project),
        *(shape for _, shape in sorted(pieces)),
        *_seams(planes, project),
        *ghosts,
        *tags,
        dot,
    ]


def _freest(corners: list[Point], taken: list[Point]) -> Point:
    """The corner farthest from everything that is written already."""
    return max(corners, key=lambda corner: min(dist(corner, other) for other in taken))


def _eye(p: Space, turn: float) -> Space:
    """Coordinates seen by the viewer: right, up, and towards the viewer."""
    x, y, z = p
    right = -sin(turn) * x + cos(turn) * y
    near = cos(turn) * x + sin(turn) * y
    return right, cos(TILT) * z - sin(TILT) * near, sin(TILT) * z + cos(TILT) * near


def _height(plane: Plane, p: Space) -> float:
    return plane[0] * p[0] + plane[1] * p[1] + plane[2] * p[2] - plane[3]


def _corners() -> list[Space]:
    return [(x, y, z) for x in (-HALF, HALF) for y in (-HALF, HALF) for z in (-HALF, HALF)]


def _edges() -> list[tuple[Space, Space]]:
    return [(p, q) for p, q in combinations(_corners(), 2) if sum(a != b for a, b in zip(p, q, strict=True)) == 1]


def _between(p: Space, q: Space, at_p: float, at_q: float) -> Space:
    share = at_p / (at_p - at_q)
    return p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1]), p[2] + share * (q[2] - p[2])


def _in_box(plane: Plane) -> list[Space]:
    """Corners, in order, of the part of the plane inside the box; empty for a row without coefficients."""
    normal = plane[:3]
    if not any(normal):
        return []
    hits = []
    for p, q in _edges():
        at_p, at_q = _height(plane, p), _height(plane, q)
        if at_p != at_q and at_p * at_q <= 0:
            hits.append(_between(p, q, at_p, at_q))
    if len(hits) < 3:
        return []
    middle = tuple(sum(hit[axis] for hit in hits) / len(hits) for axis in range(3))
    axis = max(range(3), key=lambda k: abs(normal[k]))
    u, v = [k for k in range(3) if k != axis]
    ordered = sorted(hits, key=lambda hit: atan2(hit[v] - middle[v], hit[u] - middle[u]))
    return [hit for index, hit in enumerate(ordered) if hit != ordered[index - 1]]


def _cut(polygon: list[Space], planes: list[Plane]) -> list[list[Space]]:
    pieces = [polygon]
    for plane in planes:
        pieces = [
            half for piece in pieces for half in (_half(piece, plane, 1), _half(piece, plane, -1)) if len(half) > 2
        ]
    return pieces


def _half(polygon: list[Space], plane: Plane, side: int) -> list[Space]:
    kept = []
    for index, q in enumerate(polygon):
        p = polygon[index - 1]
        at_p, at_q = side * _height(plane, p), side * _height(plane, q)
        if at_p * at_q < 0:
            kept.append(_between(p, q, at_p, at_q))
        if at_q >= 0:
            kept.append(q)
    return kept


def _seams(planes: list[Plane], project: Project) -> list[str]:
    """The lines in which two planes meet, inside the box."""
    seams = []
    for one, other in combinations(planes, 2):
        polygon = _in_box(one)
        ends = [
            _between(polygon[i - 1], polygon[i], _height(other, polygon[i - 1]), _height(other, polygon[i]))
            for i in range(len(polygon))
            if _height(other, polygon[i - 1]) * _height(other, polygon[i]) < 0
        ]
        if len(ends) == 2:
            (x1, y1), (x2, y2) = project(ends[0]), project(ends[1])
            seams.append(element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_="ck-seam"))
    return seams


def _box(project: Project) -> list[str]:
    parts = []
    for p, q in _edges():
        (x1, y1), (x2, y2) = project(p), project(q)
        parts.append(element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_="ck-grid"))
    for name, end in zip("xyz", ((HALF, -HALF, -HALF), (-HALF, HALF, -HALF), (-HALF, -HALF, HALF)), strict=True):
        (x1, y1), (x2, y2) = project((-HALF, -HALF, -HALF)), project(end)
        parts.append(element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_="ck-axis"))
        parts.append(
            text(
                name,
                (x2 + (x2 - x1) * 0.06, y2 + (y2 - y1) * 0.06 + 4),
                class_="ck-tick",
                text_anchor="middle",
            )
        )
    return parts


def _path(polygon: list[Space], project: Project) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in map(project, polygon))
