"""Redundancy Dial: mix a column from two others, and watch the volume of the box go to zero."""

from __future__ import annotations

from coursekit.gates import Prediction
from coursekit.interactives.scene import Scene, Still

FIRST, SECOND = (2, 0, 0), (1, 2, 0)  # the columns that stay: the base of the box, on the floor
NEW = (-1, 1, 2)  # what the third column has that no mix of the other two can have

REDUNDANCY_DIAL = Scene(
    slug="redundancy_dial",
    week="c1w1",
    title="Redundancy Dial",
    summary="Three columns span a box. Mix the third from the other two and a share of something new.",
    prediction=Prediction(
        key="lab_3.redundancy_dial",
        question=(
            "Three columns span a box. To the third you add half the first. What happens to the volume of the box?"
        ),
        options=("It grows by half", "It shrinks by half", "It stays as it is", "That depends on the columns"),
        answer=2,
        notice=(
            "The roof of the box slides sideways, parallel to the base: base and height stay, and so does the volume. "
            "Only the share of something new lifts the roof; where it is zero, the roof lies on the base."
        ),
    ),
    start={"new": 1, "a": 0, "b": 0, "turn": 25},
    stills=(
        Still({"new": 1, "a": 0, "b": 0}),
        Still({"new": 1, "a": 1, "b": 0.5}),
        Still({"new": 0.3, "a": 1, "b": 0.5}),
        Still({"new": 0, "a": 1, "b": 0.5}),
    ),
    description=(
        "A box on its base: first column solid, second dashed, third dotted and pointing up. From frame 1 to 2 the "
        "roof slides sideways and the volume stays. From frame 2 to 4 the dial goes from 1 to 0.3 to 0: the roof comes "
        "down, and in the end the third arrow lies between the other two on the floor."
    ),
    data=lambda: {"u": FIRST, "v": SECOND, "fresh": NEW},
)
