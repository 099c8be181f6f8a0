"""Rotate the Cloud: turn a line through a cloud until the feet of the points are spread as widely as they can be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from coursekit.gates import Prediction
from coursekit.interactives.c1w4.principal_components import Array
from coursekit.interactives.scene import Scene, Still
from coursekit.tables import iris

FLOWERS = 50  # the first species, Iris setosa


def flowers() -> Array:
    """Sepal length and width of one species, in cm."""
    return iris().X[:FLOWERS, :2]


def _data() -> Mapping[str, Any]:
    table = flowers()
    return {"points": np.round(table - table.mean(axis=0), 6).tolist()}


ROTATE_THE_CLOUD = Scene(
    slug="rotate_the_cloud",
    week="c1w4",
    title="Rotate the Cloud",
    summary="Turn the line by its arrow. Each flower has a foot on it: where are the feet spread most widely?",
    prediction=Prediction(
        key="lab_3.rotate_the_cloud",
        question=(
            "You turn a line through the middle of a cloud until the feet of the points are spread along it as widely "
            "as possible. What about the squared distances from the points to the line, all added up?"
        ),
        options=(
            "They are then as large as they can get",
            "They are then as small as they can get",
            "Neither: the two have nothing to do with each other",
            "They stay the same for every line",
        ),
        answer=1,
        notice=(
            "For each point, squared foot plus squared distance is its squared way from the middle, which no turning "
            "changes. What the spread gains, the distances lose: the widest direction is also the closest line."
        ),
    ),
    start={"angle": 0, "seen": [0], "compare": False},
    stills=(
        Still({"angle": 0, "seen": [0]}),
        Still({"angle": 138, "seen": [0, *range(90, 181, 4)]}),
        Still({"angle": 48, "seen": list(range(0, 180, 4))}),
        Still({"angle": 48, "seen": list(range(0, 180, 4)), "compare": True}, picture=1),
    ),
    description=(
        "Fifty flowers as dots around their mean; a solid line through the mean, a dashed thread from each dot to its "
        "foot on the line, and a thick bar one standard deviation to both sides. Along the cloud the bar is long and "
        "the threads are short, across it the bar is short and the threads are long. Frame 4: the variance along "
        "the line (solid) and across it (dashed) against the angle; one is high where the other is low, and their sum, "
        "dotted, is level."
    ),
    data=_data,
)
