"""The Broadcast Explorer: two shapes, and the grid that they are stretched to, or the axis that clashes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from coursekit.gates import Prediction
from coursekit.interactives.scene import Scene, Still

SHAPES: tuple[tuple[int, ...], ...] = ((), (3,), (4,), (1, 4), (3, 1), (3, 4), (4, 3))


def written(shape: Sequence[int]) -> str:
    """A shape as Python writes it: `(3,)`, `(3, 4)`."""
    return str(tuple(shape))


def _numbers(shape: tuple[int, ...], step: int) -> Any:
    return (step * np.arange(int(np.prod(shape, dtype=int))).reshape(shape)).tolist()


def data() -> dict[str, Any]:
    """The shapes to choose from, with numbers to fill them: the first array counts in tens, the second in ones."""
    return {
        "shapes": [
            {"name": written(shape), "shape": list(shape), "tens": _numbers(shape, 10), "ones": _numbers(shape, 1)}
            for shape in SHAPES
        ]
    }


BROADCAST_EXPLORER = Scene(
    slug="broadcast_explorer",
    week="c1w1",
    title="Broadcast Explorer",
    summary="Add two arrays of different shapes. Either both are stretched to one grid, or an axis clashes.",
    prediction=Prediction(
        key="lab_1.broadcast_explorer",
        question="a has shape (3, 1) and b has shape (4,). What is a + b?",
        options=(
            "An array of shape (3, 4)",
            "An array of shape (3, 1)",
            "An array of shape (4, 3)",
            "An error: the shapes differ",
        ),
        answer=0,
        notice=(
            "Shapes are written below each other, ends on the right: 3, 1 over 4. The 1 is stretched to 4, and the "
            "missing axis of b counts as 1 and is stretched to 3. Only two different sizes that are both not 1 are an "
            "error."
        ),
    ),
    start={"a": "(3, 4)", "b": "(4,)"},
    stills=(
        Still({"a": "(3, 4)", "b": "()"}),
        Still({"a": "(3, 4)", "b": "(4,)"}),
        Still({"a": "(3, 1)", "b": "(4,)"}),
        Still({"a": "(3, 4)", "b": "(3,)"}),
    ),
    description=(
        "Each picture shows a at the top left, b at the top right and a + b below; cells that exist only by "
        "stretching have dotted edges. A single number is stretched to the whole grid, a row of four is repeated "
        "downwards, a column of three and a row of four are both repeated; a row of three clashes with four columns, "
        "and there is no sum."
    ),
    data=data,
)
