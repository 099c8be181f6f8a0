"""Boundary Bender: two weights and a bias move a line across the iris flowers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coursekit.gates import Prediction
from coursekit.interactives.scene import Scene, Still
from coursekit.tables import iris

TASKS: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {  # species that should be below 0, and above
    "setosa or not": ((0,), (1, 2)),
    "versicolor or virginica": ((1,), (2,)),
}


def _data() -> Mapping[str, Any]:
    X, y, _, _ = iris()
    tasks = {
        name: [[*petal.tolist(), int(species in above)] for petal, species in zip(X[:, 2:], y, strict=True)
               if species in below + above]
        for name, (below, above) in TASKS.items()
    }  # fmt: skip
    return {"tasks": tasks, "names": list(TASKS)}


BOUNDARY_BENDER = Scene(
    slug="boundary_bender",
    week="c1w3",
    title="Boundary Bender",
    summary=(
        "Each flower gets the score w₁·length + w₂·width + b. Drag the line, or the arrow w, until the filled flowers "
        "are on the shaded side and the hollow ones are not."
    ),
    prediction=Prediction(
        key="lab_3.boundary_bender",
        question="You double all three numbers, w₁, w₂ and b. What happens to the line on which the score is 0?",
        options=(
            "It moves twice as far from the origin",
            "It becomes steeper",
            "Nothing",
            "It stays, but its two sides change places",
        ),
        answer=2,
        notice=(
            "All scores double, and twice 0 is 0: the same line, the same signs. So three numbers say less than it "
            "seems: direction and place of a line, and apart from that only how fast the score grows."
        ),
    ),
    start={"task": "setosa or not", "w": [1.0, 0.0], "b": -4.0},
    stills=(
        Still({"task": "setosa or not", "w": [1.0, 0.0], "b": -4.0}),
        Still({"task": "setosa or not", "w": [1.0, 1.0], "b": -3.0}),
        Still({"task": "setosa or not", "w": [-1.0, -1.0], "b": 3.0}),
        Still({"task": "versicolor or virginica", "w": [0.5, 1.0], "b": -4.1}),
    ),
    description=(
        "Petals of iris flowers, length to the right, width upwards. A line cuts the plane; the side of positive "
        "score is shaded, and the arrow w points into it at a right angle to the line. Crosses mark flowers on the "
        "wrong side. In frame 2 the line separates setosa from the others; in frame 3 it is the same line with its "
        "sides exchanged; in frame 4 two species overlap, and a few flowers stay on the wrong side."
    ),
    data=_data,
    scripts=("c1w3/half_plane.js",),
)
