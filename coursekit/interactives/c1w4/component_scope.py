"""Component Scope: a digit of 64 pixels, rebuilt from its first k components."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

import numpy as np

from coursekit.gates import Prediction
from coursekit.interactives.c1w4.principal_components import digit_components, digit_table
from coursekit.interactives.scene import Scene, Still

RANK = 61  # three pixels are the same in all pictures: the last three components hold nothing, and are arbitrary
UNIT = 32767  # an entry of a direction, times this, is packed as a 16-bit number


def _data() -> Mapping[str, Any]:
    found, table = digit_components(), digit_table()
    packed = np.round(found.directions[:RANK] * UNIT).astype("<i2")
    return {
        "digits": table.X[:10].astype(int).tolist(),  # the first ten pictures are a 0, a 1, … a 9
        "count": len(table.X),
        "mean": np.round(found.mean, 4).tolist(),
        "directions": base64.b64encode(packed.tobytes()).decode("ascii"),
        "unit": UNIT,
        "kept": [round(found.kept(k), 6) for k in range(table.X.shape[1] + 1)],
    }


COMPONENT_SCOPE = Scene(
    slug="component_scope",
    week="c1w4",
    title="Component Scope",
    summary="A digit is 64 numbers. Start from the mean of all digits, and add one component after the other.",
    prediction=Prediction(
        key="lab_3.component_scope",
        question=(
            "1,797 handwritten digits, each of 64 pixels. How many of the 64 components keep 95 % of the variance of "
            "all these pictures?"
        ),
        options=("3", "29", "61, that is 95 % of 64", "All 64"),
        answer=1,
        notice=(
            "The components are sorted by variance, so the first ones keep far more than their share: 21 keep 90 %, 29 "
            "keep 95 %, 41 keep 99 %. Neighbouring pixels are dark together; a component counts such a habit once."
        ),
    ),
    start={"digit": 3, "k": 0},
    stills=(
        Still({"digit": 3, "k": 1}),
        Still({"digit": 3, "k": 5}),
        Still({"digit": 3, "k": 15}),
        Still({"digit": 3, "k": 29}),
    ),
    description=(
        "In each frame: a 3 in 64 grey pixels, the same rebuilt from its first 1, 5, 15 and 29 components, and the "
        "component that was added last, middle grey where it changes nothing. From one component there is a blot, from "
        "5 something curved, from 15 a 3, from 29 nearly this very 3; the later components have smaller patches."
    ),
    data=_data,
)
