"""The figure of a PIC question as a still SVG, with its handles where an answer put them: for feedback and print."""

from coursekit.interactives.svg import Point, Window, element, picture, text
from coursekit.quiz.answers import Answer
from coursekit.quiz.scene import Scene, Shape

WIDTH = 380.0
_DASH = {0: "3 4", 1: "", 2: "12 5", 3: "2.5 5"}
_HEAD = 12.0  # pixels


def scene_svg(scene: Scene, answer: Answer | None) -> str:
    """The figure; everything is drawn in the colour of the text around it, and told apart by dashes."""
    left, right, bottom, top = scene.window
    window = Window(left, right, bottom, top, WIDTH, WIDTH * (top - bottom) / (right - left))
    points = scene.points(answer)
    parts = [_grid(window)]
    for shape in scene.shapes:
        parts.append(_shape(window, shape, [scene.spot(spot, points) for spot in shape.spots]))
    for handle, point in zip(scene.handles, points, strict=True):
        x, y = window.at(point)
        parts.append(element("circle", cx=x, cy=y, r=7, fill="none", stroke="currentColor", stroke_width=2.5))
        parts.append(text(handle.name, (x + 9, y - 9), fill="currentColor", font_size=14, font_weight="bold"))
    return picture(window.width, window.height, scene.description, *parts)


def _grid(window: Window) -> str:
    lines = [
        *((x, window.line((1, 0, x), **_rule(x))) for x in range(int(window.left), int(window.right) + 1)),
        *((y, window.line((0, 1, y), **_rule(y))) for y in range(int(window.bottom), int(window.top) + 1)),
    ]
    return "".join(line for _, line in lines)


def _rule(value: int) -> dict[str, str | float]:
    return {"stroke": "currentColor", "stroke_width": 1, "stroke_opacity": 0.6 if value == 0 else 0.15}


def _shape(window: Window, shape: Shape, spots: list[Point]) -> str:
    style: dict[str, str | float] = {"stroke": "currentColor", "stroke_width": 1.6 if shape.style == 0 else 2.8}
    if _DASH[shape.style]:
        style["stroke_dasharray"] = _DASH[shape.style]
    drawn = _drawn(window, shape.what, spots, style)
    if not shape.label:
        return drawn
    x, y = window.at(spots[-1])
    return drawn + text(shape.label, (x + 8, y - 8), fill="currentColor", font_size=14)


def _drawn(window: Window, what: str, spots: list[Point], style: dict[str, str | float]) -> str:
    if what == "line":
        (x1, y1), (x2, y2) = spots[0], spots[1]
        a, b = y2 - y1, x1 - x2
        return window.line((a, b, a * x1 + b * y1), **style)
    if what == "polygon":
        corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(window.at, spots))
        return element("polygon", points=corners, fill="currentColor", fill_opacity=0.1, **style)
    if what in ("point", "cross"):
        return "".join(_mark(window.at(spot), what) for spot in spots)
    (x1, y1), (x2, y2) = window.at(spots[0]), window.at(spots[1])
    line = element("line", x1=x1, y1=y1, x2=x2, y2=y2, **style)
    return line + (_head((x1, y1), (x2, y2)) if what == "arrow" else "")


def _mark(at: Point, what: str) -> str:
    x, y = at
    if what == "point":
        return element("circle", cx=x, cy=y, r=5, fill="currentColor")
    return element("path", d=f"M{x - 5:.1f} {y - 5:.1f}l10 10m0 -10l-10 10", stroke="currentColor", stroke_width=2.5)


def _head(start: Point, tip: Point) -> str:
    along = (tip[0] - start[0], tip[1] - start[1])
    length = (along[0] ** 2 + along[1] ** 2) ** 0.5
    if length == 0:
        return ""
    ux, uy = along[0] / length, along[1] / length
    bx, by = tip[0] - _HEAD * ux, tip[1] - _HEAD * uy
    corners = [tip, (bx - 0.45 * _HEAD * uy, by + 0.45 * _HEAD * ux), (bx + 0.45 * _HEAD * uy, by - 0.45 * _HEAD * ux)]
    return element("polygon", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in corners), fill="currentColor")
