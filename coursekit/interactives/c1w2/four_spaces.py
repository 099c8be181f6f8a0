"""Four Spaces: an input split into a part that the matrix sees and a part that it does not."""

from __future__ import annotations

from typing import Any

from coursekit.gates import Prediction
from coursekit.interactives.scene import Scene, Still

MATRICES: dict[str, dict[str, Any]] = {
    # row: basis of the row space; null: basis of the null space; both orthogonal by construction
    "rank 2": {"A": [[1, 0, 1], [0, 1, 1]], "row": [[1, 0, 1], [0, 1, 1]], "null": [[1, 1, -1]]},
    "rank 1": {"A": [[1, 1, 0], [2, 2, 0]], "row": [[1, 1, 0]], "null": [[1, -1, 0], [0, 0, 1]]},
}


def data() -> dict[str, Any]:
    """The two matrices with bases of their row and null spaces."""
    return MATRICES


FOUR_SPACES = Scene(
    slug="four_spaces",
    week="c1w2",
    title="Four Spaces",
    summary="A matrix with 2 rows and 3 columns takes points of space (left) to points of a plane (right).",
    prediction=Prediction(
        key="lab_2.four_spaces",
        question=(
            "A has rank 2, and n is a non-zero vector with An = 0. You walk from a point x along n, further and "
            "further. What does the image of the point do?"
        ),
        options=(
            "It walks along a line, ever further",
            "It turns around the origin",
            "It does not move at all",
            "It runs into the origin and stays there",
        ),
        answer=2,
        notice=(
            "A(x + s·n) = Ax + s·An = Ax. Walking along n is invisible from the other side. What A sees of x is its "
            "part in the row space, the plane at right angles to n; that part can be read off from the image, the "
            "other is lost."
        ),
    ),
    start={"matrix": "rank 2", "u": 1.0, "v": 0.5, "s": 0.0, "turn": 35},
    stills=(
        Still({"matrix": "rank 2", "u": 1.0, "v": 0.5, "s": 0.0}),
        Still({"matrix": "rank 2", "u": 1.0, "v": 0.5, "s": 1.5}),
        Still({"matrix": "rank 1", "u": 1.0, "v": 0.0, "s": 0.0}),
        Still({"matrix": "rank 1", "u": 1.0, "v": 0.0, "s": 1.5}),
    ),
    description=(
        "Space with the row space (plane with a solid edge, or solid line) and at right angles to it the null space "
        "(dashed line, or plane with a dashed edge). The point is a sum of a part in each. From frame 1 to 2, and from "
        "3 to 4, only the part in the null space changes: the point moves, its image stays the same."
    ),
    data=data,
)
