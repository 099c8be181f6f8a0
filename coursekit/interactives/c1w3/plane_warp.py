"""Plane Warp: drag where the two basis arrows go; the whole plane follows."""

from __future__ import annotations

from coursekit.gates import Prediction
from coursekit.interactives.scene import Scene, Still

PLANE_WARP = Scene(
    slug="plane_warp",
    week="c1w3",
    title="Plane Warp",
    summary="Drag the tips of the two arrows. The grid, the flag and the unit square go where the arrows take them.",
    prediction=Prediction(
        key="lab_2.plane_warp",
        question=(
            "A move of the plane keeps straight lines straight, spaces them evenly and leaves the origin where it is. "
            "It takes the arrow (1, 0) to (2, 1) and (0, 1) to (−1, 1). Where does it take (1, 1)?"
        ),
        options=("To (1, 2)", "To (2, 1)", "To (3, 0)", "That depends on the move"),
        answer=0,
        notice=(
            "(1, 1) is one step along each arrow, so its image is one step along each image: (2, 1) + (−1, 1). "
            "Two images fix everything else, and they are the two columns of the matrix."
        ),
    ),
    start={"a": [1.0, 0.0], "b": [0.0, 1.0]},
    stills=(
        Still({"a": [1.0, 0.0], "b": [0.0, 1.0]}),
        Still({"a": [2.0, 1.0], "b": [-1.0, 1.0]}),
        Still({"a": [0.0, 1.0], "b": [1.0, 0.0]}),
        Still({"a": [2.0, 1.0], "b": [-1.0, -0.5]}),
    ),
    description=(
        "Grey: the grid before the move. The first arrow is solid, the second dashed; the unit square between them is "
        "shaded. In frame 2 the square has become a larger parallelogram; in frame 3 the two arrows have changed "
        "places, so the flag is seen in a mirror; in frame 4 both arrows lie on one line and the square is flat."
    ),
)
