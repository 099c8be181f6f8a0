"""Eigen Hunt: turn an arrow until its image lies on the same line."""

from __future__ import annotations

from coursekit.gates import Prediction
from coursekit.interactives.scene import Scene, Still

MATRICES: dict[str, list[list[float]]] = {
    "birds": [[1.0, 2.0], [1.0, 0.0]],
    "mirror": [[0.0, 1.0], [1.0, 0.0]],
    "shear": [[1.0, 1.0], [0.0, 1.0]],
    "swirl": [[1.0, -2.0], [1.0, 1.0]],
    "twice as large": [[2.0, 0.0], [0.0, 2.0]],
    "press flat": [[1.0, 2.0], [0.5, 1.0]],
}

EIGEN_HUNT = Scene(
    slug="eigen_hunt",
    week="c1w4",
    title="Eigen Hunt",
    summary="Turn the solid arrow until its dashed image lies on the same line. How many such lines has each matrix?",
    prediction=Prediction(
        key="lab_2.eigen_hunt",
        question=(
            "On some lines through the origin a matrix only slides points along the line; all other lines are turned. "
            "How many lines does a 2 × 2 matrix leave in place?"
        ),
        options=(
            "Always two",
            "Two or none",
            "Two, one or none",
            "Two, one, none, or every line there is",
        ),
        answer=3,
        notice=(
            "The area between arrow and image follows a wave as the arrow turns, and a line is left in place where it "
            "is 0. A wave can cross 0 twice in a half turn, touch it once, pass above it or below it, or be flat at 0."
        ),
    ),
    start={"matrix": "birds", "angle": 80.0, "curve": False, "found": {}},
    stills=(
        Still({"matrix": "birds", "angle": 80.0}),
        Still({"matrix": "birds", "angle": 26.57, "found": {"birds": [26.57]}}),
        Still({"matrix": "shear", "angle": 0.0, "found": {"shear": [0]}}),
        Still({"matrix": "swirl", "angle": 60.0, "curve": True}, picture=1),
    ),
    description=(
        "A solid arrow of length 1 on a dotted circle, its dashed image, and the parallelogram between them. In frame "
        "1 the image points elsewhere; in frames 2 and 3 arrow and image lie on one line, which is drawn through the "
        "picture, and the parallelogram has closed. Frame 4 plots its area against the direction of the arrow, for a "
        "matrix that turns every line: the wave stays above zero."
    ),
    data=lambda: {"matrices": MATRICES, "names": list(MATRICES)},
)
