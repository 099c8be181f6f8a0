"""Angle or Distance?: two pictures of digits; make one fainter, and the distance changes, the angle does not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coursekit.gates import Prediction
from coursekit.interactives.scene import Scene, Still
from coursekit.tables import digits

FIRST = 3  # its row in the table of digits
OTHERS: dict[str, int] = {"another 3": 45, "an 8": 8, "a 4": 68}


def _data() -> Mapping[str, Any]:
    X = digits().X.astype(int)
    others = {name: X[row].tolist() for name, row in OTHERS.items()}
    return {"first": X[FIRST].tolist(), "others": others, "names": list(others)}


ANGLE_OR_DISTANCE = Scene(
    slug="angle_or_distance",
    week="c1w3",
    title="Angle or Distance?",
    summary="Two pictures of 64 numbers are two arrows. Make the second one fainter or stronger: drag its tip.",
    prediction=Prediction(
        key="lab_1.angle_or_distance",
        question=(
            "A scan came out at half the ink: each of its 64 numbers is halved. What changes between it and another "
            "picture?"
        ),
        options=(
            "The distance and the angle",
            "The distance, but not the angle",
            "The angle, but not the distance",
            "Neither: it is the same drawing",
        ),
        answer=1,
        notice=(
            "Halving all numbers halves the arrow and leaves its direction alone. The angle compares directions, that "
            "is, the drawing; the distance compares drawing and amount of ink at once."
        ),
    ),
    start={"other": "another 3", "ink": 1.0},
    stills=(
        Still({"other": "another 3", "ink": 1.0}, picture=1),
        Still({"other": "another 3", "ink": 0.4}, picture=1),
        Still({"other": "a 4", "ink": 1.0}, picture=1),
        Still({"other": "a 4", "ink": 0.55}, picture=1),
    ),
    description=(
        "Two pictures of digits as arrows in the plane that contains both: the first lies level and solid, the second "
        "is dashed, and the dotted line between the tips is the distance. In frame 2 the second arrow is shorter, at "
        "the same angle. Frame 3: a 3 and a 4, at a wider angle. Frame 4: the 4 with about half its ink; the dotted "
        "line meets its arrow at a right angle, and no other amount of ink comes closer."
    ),
    data=_data,
)
