"""Figures with handles for tests: a line to be made parallel to another, and groups that no line separates."""

from coursekit.quiz.kinds import Picture, Places, Region
from coursekit.quiz.scene import Handle, Scene, Shape


def _on_first(place: tuple[object, object]) -> bool:
    x, y = place
    return bool(2 * y == x + 2)  # type: ignore[operator]


def _is_parallel(places: Places) -> bool:
    (px, py), (qx, qy) = places
    return (px, py) != (qx, qy) and 2 * (qy - py) == qx - px


SCENE = Scene(
    window=(-6, 6, -6, 6),
    shapes=(Shape("line", ((0, 1), (2, 2))), Shape("line", ("P", "Q"), style=2, label="second")),
    handles=(Handle("P", (0, 4)), Handle("Q", (4, 0))),
    description="A line through (0, 1) and (2, 2), and a second one through P and Q.",
)
PARALLEL = Picture(
    SCENE,
    holds=lambda places: _is_parallel(places) and not _on_first(places[0]),
    example=((0, 3), (4, 5)),
    regions=(
        Region(
            "same_line",
            lambda places: _is_parallel(places) and _on_first(places[0]),
            ((0, 1), (4, 3)),
            "The lines lie on each other.",
        ),
    ),
)
SEPARABLE = Picture(
    Scene((-3, 3, -3, 3), (), (Handle("P", (-1, 0)), Handle("Q", (1, 0))), "Four points.", 0.5, "impossible"),
    holds=lambda places: False,
    tick_is_right=True,
    regions=(Region("any", lambda places: True, ((0, 0), (1, 1)), "Whatever line you place, one point is wrong."),),
)
