"""The Layer Peeler: a photograph's layers one at a time, each a column times a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from coursekit.gates import Prediction
from coursekit.interactives.c1w2.photo_layers import page_data, photograph, png
from coursekit.interactives.scene import Scene, Still

MOST = 12


def compute(state: Mapping[str, Any]) -> dict[str, Any]:
    """Layer and sum in all their pixels; a layer is shown around middle grey."""
    layers, j = photograph(), int(state["j"])
    layer = layers.layer(j)
    return {"j": j, "layer": png(127.5 + 127.5 * layer / np.abs(layer).max()), "sum": png(layers.sum(j))}


LAYER_PEELER = Scene(
    slug="layer_peeler",
    week="c1w2",
    title="Layer Peeler",
    summary="Each layer is one column of numbers times one row of numbers. Add them one by one.",
    prediction=Prediction(
        key="lab_3.layer_peeler",
        question="One layer has rank 1. What does a picture of rank 1 look like?",
        options=(
            "One bright dot on a dark ground",
            "Every row is the same row, only brighter or darker",
            "A single straight line across the picture",
            "A smaller copy of the photograph",
        ),
        answer=1,
        notice=(
            "Column times row: the entry in row i and column j is u[i]·v[j]. So every row is a multiple of v, and "
            "every column a multiple of u: a plaid. A roof at a slant needs many plaids, a fence hardly any."
        ),
    ),
    start={"j": 1},
    stills=(Still({"j": 1}), Still({"j": 2}), Still({"j": 3}), Still({"j": 8})),
    description=(
        "Single layers 1, 2, 3 and 8 of the photograph, dark for negative, middle grey for zero, bright for positive. "
        "The curve to the left is the layer's column, the curve above it its row: each picture is their product, a "
        "plaid whose stripes become finer from layer to layer."
    ),
    data=lambda: page_data() | {"most": MOST},
    compute=compute,
    scripts=("c1w2/photo_layers.js",),
)
