"""Power Trail: multiply an arrow by one matrix again and again, and watch its direction settle."""

from __future__ import annotations

from coursekit.gates import Prediction
from coursekit.interactives.scene import Scene, Still

POWER_TRAIL = Scene(
    slug="power_trail",
    week="c1w4",
    title="Power Trail",
    summary="Drag the start, choose how strong the second direction is, and follow the arrow from step to step.",
    prediction=Prediction(
        key="lab_2.power_trail",
        question=(
            "A matrix has two directions that only scale, with factors 2 and −1. You multiply an arrow by it again and "
            "again; by now it is 8° off the direction with factor 2. And after ten more steps?"
        ),
        options=(
            "About 4° off: half of it is gone",
            "About 0.8° off: a tenth is left",
            "About 0.008° off: a thousandth is left",
            "It cannot be said: the −1 makes it jump from side to side",
        ),
        answer=2,
        notice=(
            "In each step the part along the first direction doubles, and the other part only changes its sign. So "
            "what is left of the angle is halved each time: ten halvings leave about a thousandth. It does jump from "
            "side to side, always closer."
        ),
    ),
    start={"start": [-0.5, 1.25], "second": -1.0, "steps": 0},
    stills=(
        Still({"steps": 0}),
        Still({"steps": 5}),
        Still({"second": -1.75, "steps": 5}),
        Still({"steps": 12}, picture=1),
    ),
    description=(
        "Two lines through the origin, on which the matrix only scales, and the numbered directions of an arrow that "
        "is multiplied again and again. In frame 2 they have closed in on the first line from both sides; in frame 3 "
        "the second factor is nearly as large as the first, and after as many steps the arrow is still far off. Frame "
        "4: the angle left after each step, on a scale where each line down is a factor of ten, soon falls along a "
        "straight line."
    ),
)
