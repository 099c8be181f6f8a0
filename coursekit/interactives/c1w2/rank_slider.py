"""The Rank Slider: a photograph from its first k layers, with what is kept and what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coursekit.gates import Prediction
from coursekit.interactives.c1w2.photo_layers import page_data, photograph, png
from coursekit.interactives.scene import Scene, Still

STEPS = (1, 2, 3, 5, 8, 12, 20, 30, 45, 64, 100, 150, 200, 255, 300, 427)


def compute(state: Mapping[str, Any]) -> dict[str, Any]:
    """The photograph itself, in all its pixels."""
    return {"k": state["k"], "image": png(photograph().sum(int(state["k"])))}


RANK_SLIDER = Scene(
    slug="rank_slider",
    week="c1w2",
    title="Rank Slider",
    summary="A photograph of 427 × 640 pixels, rebuilt from its first k layers. How many does it take?",
    prediction=Prediction(
        key="lab_3.rank_slider",
        question=(
            "The photograph has 427 rows and 640 columns, and full rank. How much of its squared intensity do the "
            "first 20 of its 427 layers keep?"
        ),
        options=("About 5 %", "About 50 %", "About 80 %", "About 98 %"),
        answer=3,
        notice=(
            "The layers are sorted by size, and in a photograph the sizes fall steeply: sky, ground and large shapes "
            "are in the first few. What is missing at 20 layers is detail, about 2 % of the squared intensity, and the "
            "eye finds it at once."
        ),
    ),
    start={"k": 1},
    stills=(Still({"k": 1}), Still({"k": 5}), Still({"k": 20}), Still({"k": 64})),
    description=(
        "The same landscape from 1, 5, 20 and 64 layers. One layer is a plaid of bright and dark stripes; with 5 a "
        "roof can be guessed; with 20 the pavilion is plain, though blurred; with 64 only fine detail is missing."
    ),
    data=lambda: page_data() | {"steps": STEPS},
    compute=compute,
    scripts=("c1w2/photo_layers.js",),
)
