"""Shape Tracer: a batch flows through a layer; every shape is drawn, and what does not fit explodes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coursekit.gates import Prediction
from coursekit.interactives.scene import Scene, Still

BIASES = ("(k,)", "(n,)", "(k, 1)", "one number")


def bias_shape(state: Mapping[str, Any]) -> tuple[int, ...]:
    """The shape of the bias that was chosen."""
    n, k = int(state["n"]), int(state["k"])
    return {"(k,)": (k,), "(n,)": (n,), "(k, 1)": (k, 1), "one number": ()}[state["bias"]]


SHAPE_TRACER = Scene(
    slug="shape_tracer",
    week="c1w3",
    title="Shape Tracer",
    summary="A batch X of n examples meets the weights W and the bias b. Choose the shapes and see what comes out.",
    prediction=Prediction(
        key="lab_3.shape_tracer",
        question=(
            "X @ W has the shape (4, 1): one score for each of four flowers. By mistake the bias b has the shape (4,). "
            "What is the shape of X @ W + b?"
        ),
        options=("(4, 1)", "(4,)", "(4, 4)", "None: NumPy stops with an error"),
        answer=2,
        notice=(
            "NumPy lines shapes up at their right ends: (4, 1) against (4,) is a column against a row, and both are "
            "stretched to (4, 4). No error, sixteen scores for four flowers, and the mistake surfaces much later."
        ),
    ),
    start={"n": 5, "d": 3, "rows": 3, "k": 2, "bias": "(k,)"},
    stills=(
        Still({"n": 5, "d": 3, "rows": 3, "k": 2, "bias": "(k,)"}),
        Still({"n": 5, "d": 3, "rows": 4, "k": 2, "bias": "(k,)"}),
        Still(
            {"n": 5, "d": 3, "rows": 3, "k": 2, "bias": "(k,)"},
            caption="Adding b (2,): every row of the result gets the same two biases, one for each column.",
            picture=1,
        ),
        Still({"n": 4, "d": 3, "rows": 3, "k": 1, "bias": "(n,)"}, picture=1),
    ),
    description=(
        "Tables drawn as blocks of cells. Frame 1: X with 5 rows and 3 columns times W with 3 rows and 2 columns gives "
        "5 rows and 2 columns; thick bars mark the two sizes that must agree. In frame 2 W has 4 rows, and in place of "
        "a result there is a jagged star. Frame 3 adds the bias, and the cells say which entry of b they got. Frame 4: "
        "a column of 4 scores plus a row of 4 numbers fills a square of 4 by 4."
    ),
    data=lambda: {"biases": BIASES},
)
