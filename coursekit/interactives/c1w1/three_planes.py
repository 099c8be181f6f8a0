"""Three Planes: two stand still, the third is mixed from them, tilted and shifted; a point, a line, or nothing."""

from __future__ import annotations

from coursekit.gates import Prediction
from coursekit.interactives.scene import Scene, Still

# x + z = 1 and y + z = 2: coefficients and right-hand side
FIXED: tuple[tuple[list[int], int], ...] = (([1, 0, 1], 1), ([0, 1, 1], 2))

THREE_PLANES = Scene(
    slug="three_planes",
    week="c1w1",
    title="Three Planes",
    summary="Planes 1 and 2 stand still. Plane 3 is mixed from them; tilt it, shift it, rotate the cube.",
    prediction=Prediction(
        key="lab_3.three_planes",
        question=(
            "The third equation is the sum of the other two, on both sides. What do all the points that lie on all "
            "three planes look like?"
        ),
        options=("A single point", "A line", "There is no such point", "A plane"),
        answer=1,
        notice=(
            "Planes 1 and 2 meet in a line, and every point of it fits the sum of both equations too: plane 3 passes "
            "through that line like a third page through the spine of a book. A third equation, and no news."
        ),
    ),
    start={"a": 1, "b": 1, "t": 0, "shift": 0, "turn": 25},
    stills=(
        Still({"a": 1, "b": 1, "t": 0, "shift": 0}),
        Still({"a": 1, "b": 1, "t": 0, "shift": 2, "turn": -45}),
        Still({"a": 1, "b": 1, "t": 1, "shift": 1}),
        Still({"a": 1, "b": -1, "t": -2, "shift": 1}),
    ),
    description=(
        "A cube from −3 to 3 with three planes: outlines solid, dashed and dotted. Frame 1: all three share one line, "
        "drawn thick. Frame 2: plane 3 is shifted, and the cube is rotated so that the planes are seen nearly edge-on; "
        "they form a triangle without a common corner. Frames 3 and 4: plane 3 is tilted, and the planes share a "
        "single point, drawn as a ring."
    ),
    data=lambda: {"fixed": FIXED},
    scripts=("c1w1/equations.js",),
)
