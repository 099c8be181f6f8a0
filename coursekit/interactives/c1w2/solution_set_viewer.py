"""The Solution-Set Viewer: turn the rank of three equations; see a point, a line, a plane, all of space, or nothing."""

from __future__ import annotations

from typing import Any

from coursekit.gates import Prediction
from coursekit.interactives.c1w2.exact_systems import equation, solve
from coursekit.interactives.scene import Scene, Still

# For each rank: three equations in x, y, z that have a solution, and the same left-hand sides with none. With rank 3
# every right-hand side has a solution.
SYSTEMS: dict[int, tuple[list[list[int]], list[list[int]] | None]] = {
    0: ([[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]], [[0, 0, 0, 0], [0, 0, 0, 2], [0, 0, 0, 0]]),
    1: ([[1, 1, 1, 2], [2, 2, 2, 4], [-1, -1, -1, -2]], [[1, 1, 1, 2], [2, 2, 2, -2], [-1, -1, -1, -2]]),
    2: ([[1, 1, 1, 2], [1, -1, 0, 0], [2, 0, 1, 2]], [[1, 1, 1, 2], [1, -1, 0, 0], [2, 0, 1, -1]]),
    3: ([[1, 1, 1, 2], [1, -1, 0, 0], [1, 0, 2, 1]], None),
}


def _view(rows: list[list[int]]) -> dict[str, Any]:
    found = solve(rows)
    return {
        "rows": rows,
        "equations": [equation(row) for row in rows],
        "reduced": [equation(row) for row in found.reduced],
        "free": ["xyz"[column] for column in range(3) if column not in found.pivots],
        "point": None if found.point is None else [float(value) for value in found.point],
        "directions": [[float(value) for value in direction] for direction in found.directions],
    }


def data() -> dict[str, Any]:
    """The systems of all ranks, solved: the scene draws what it is told."""
    return {
        str(rank): {"fits": _view(fits), "clash": None if clash is None else _view(clash)}
        for rank, (fits, clash) in SYSTEMS.items()
    }


SOLUTION_SET_VIEWER = Scene(
    slug="solution_set_viewer",
    week="c1w2",
    title="Solution-Set Viewer",
    summary="Three equations in x, y and z. Turn the rank dial, change a right-hand side, walk through the solutions.",
    prediction=Prediction(
        key="lab_2.solution_set_viewer",
        question=(
            "Three equations in three unknowns have rank 2, and at least one solution. What do all the solutions "
            "together look like?"
        ),
        options=("A single point", "A line", "A plane", "Two points"),
        answer=1,
        notice=(
            "Each pivot fixes one unknown once the others are chosen. With 2 pivots among 3 unknowns, 3 − 2 = 1 "
            "unknown is free, and one free number traces a line. Whether there is anything to see at all is decided "
            "elsewhere: by a row that has lost its left side."
        ),
    ),
    start={"rank": 2, "fits": True, "s": 0.0, "t": 0.0, "turn": 65},
    stills=(
        Still({"rank": 3, "fits": True}),
        Still({"rank": 2, "fits": True, "t": 1.0}),
        Still({"rank": 1, "fits": True, "s": 0.5, "t": 1.0}),
        Still({"rank": 2, "fits": False}),
    ),
    description=(
        "Each picture shows the cube from −3 to 3 with the planes of the equations in pale colours and the solutions "
        "in black. With rank 3 they are a point, with rank 2 a line, with rank 1 a plane; in the last frame the three "
        "planes meet pairwise in parallel lines, and no point lies on all of them."
    ),
    data=data,
)
