"""Undo: find the map that brings a bent grid back."""

from __future__ import annotations

from coursekit.gates import Prediction
from coursekit.interactives.scene import Scene, Still

MAPS: dict[str, list[list[float]]] = {
    "stretch": [[2.0, 0.0], [0.0, 1.0]],
    "quarter turn": [[0.0, -1.0], [1.0, 0.0]],
    "shear": [[1.0, 1.0], [0.0, 1.0]],
    "turn and grow": [[1.0, 1.0], [-1.0, 1.0]],
    "press flat": [[1.0, 2.0], [0.5, 1.0]],
}

UNDO = Scene(
    slug="undo",
    week="c1w3",
    title="Undo",
    summary="A map has bent the grid. Drag the two arrows of a second map until the grid is straight again.",
    prediction=Prediction(
        key="lab_2.undo",
        question=(
            "A shear has moved (0, 1) to (1, 1) and left (1, 0) where it was. Where must the undoing map send (0, 1)?"
        ),
        options=("To (1, 1)", "To (−1, 1)", "To (1, −1)", "To (0, −1)"),
        answer=1,
        notice=(
            "Undoing a slant to the right is a slant to the left by the same amount: (0, 1) goes to (−1, 1). Check it "
            "on the point that the shear had moved: (1, 1) is one step along each arrow, so it goes to "
            "(1, 0) + (−1, 1), and that is (0, 1), where it came from."
        ),
    ),
    start={"map": "stretch", "a": [1.0, 0.0], "b": [0.0, 1.0]},
    stills=(
        Still({"map": "shear", "a": [1.0, 0.0], "b": [0.0, 1.0]}),
        Still({"map": "shear", "a": [1.0, 0.0], "b": [-1.0, 1.0]}),
        Still({"map": "turn and grow", "a": [1.0, 0.0], "b": [0.0, 1.0]}),
        Still({"map": "press flat", "a": [1.0, 0.0], "b": [0.0, 1.0]}),
    ),
    description=(
        "Frame 1: the grid after a shear, with the second map still doing nothing. Frame 2: the second map shears "
        "back and the grid is straight. Frame 3: a turn with growth, not undone yet; a turn the other way that shrinks "
        "as much would do it. Frame 4: the grid pressed onto a line; no second map can spread it out again."
    ),
    data=lambda: {"maps": MAPS, "names": list(MAPS)},
)
