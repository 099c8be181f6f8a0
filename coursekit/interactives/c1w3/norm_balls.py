"""Norm Balls: slide p from 1 to infinity; the unit ball changes shape, and with it who is nearest."""

from __future__ import annotations

from coursekit.gates import Prediction
from coursekit.interactives.scene import Scene, Still

POINTS: dict[str, tuple[float, float]] = {
    "A": (3.0, 3.0),
    "B": (5.0, 0.0),
    "C": (-4.5, 2.0),
    "D": (-3.0, -4.0),
    "E": (2.5, -4.5),
}
SIZES: tuple[float | str, ...] = (
    1,
    1.1,
    1.2,
    1.35,
    1.5,
    1.75,
    2,
    2.5,
    3,
    4,
    5,
    7,
    10,
    20,
    "inf",
)  # JSON has no infinity

NORM_BALLS = Scene(
    slug="norm_balls",
    week="c1w3",
    title="Norm Balls",
    summary="Slide p and watch all the points at length 1. Then grow that shape around you until it meets a neighbour.",
    prediction=Prediction(
        key="lab_1.norm_balls",
        question=(
            "Café A is 3 blocks east and 3 blocks north of you, café B is 5 blocks east. Which one is nearer: by the "
            "streets, and as the crow flies?"
        ),
        options=(
            "A, both ways",
            "B, both ways",
            "B by the streets, A as the crow flies",
            "A by the streets, B as the crow flies",
        ),
        answer=2,
        notice=(
            "By the streets A is 3 + 3 = 6 blocks away and B only 5. In a straight line A is √18 ≈ 4.24 away, B still "
            "5. The streets charge both coordinates in full; the crow cuts the corner. So 'nearest' depends on the "
            "norm."
        ),
    ),
    start={"p": 1, "v": [1.0, 0.5], "here": [0.0, 0.0]},
    stills=(
        Still(
            {"p": 4, "v": [1.0, 0.5]},
            caption="p = 4: the points of length 1, a square with round corners. The arrow (1, 0.5) has length 1.02.",
        ),
        Still({"p": 1}, picture=1, caption="p = 1: the diamond, grown around (0, 0), meets B first, at distance 5."),
        Still({"p": 2}, picture=1, caption="p = 2: the circle meets A first, at distance 4.24."),
        Still({"p": "inf"}, picture=1, caption="p = ∞: the square meets A first, with a corner, at distance 3."),
    ),
    description=(
        "Frame 1: the points of length 1 for p = 4, a square with round corners; thin dashed lines show the diamond of "
        "p = 1, the circle of p = 2 and the square of p = ∞. Frames 2 to 4: five places, A to E, and the shape grown "
        "around the point (0, 0) until it touches the first of them: B for p = 1, A for p = 2 and for p = ∞."
    ),
    data=lambda: {"points": POINTS, "sizes": SIZES},
)
