"""Who Shares Memory?: a family of arrays, some of them windows on the same numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from coursekit.gates import Prediction
from coursekit.interactives.scene import Scene, Still

# name, how it was made, and of which other
FAMILY = (
    ("a", "np.arange(12).reshape(3, 4)", ""),
    ("b", "a[1]", "a"),
    ("c", "a[:, ::2]", "a"),
    ("d", "a[[1, 2]]", "a"),
    ("e", "a.T", "a"),
    ("f", "b + 0", "b"),
)


def made() -> dict[str, np.ndarray[Any, Any]]:
    """The family, made by NumPy as the expressions say."""
    arrays: dict[str, np.ndarray[Any, Any]] = {}
    for name, expression, _ in FAMILY:
        arrays[name] = eval(expression, {"np": np}, arrays)  # noqa: S307 - the expressions stand above
    return arrays


def data() -> dict[str, Any]:
    """For each array: which number of the memory each entry is, or its own numbers if it is a copy."""
    arrays = made()
    return {
        "family": [
            {
                "name": name,
                "made": expression,
                "parent": parent,
                "entries": np.atleast_2d(arrays[name]).tolist(),  # a counts 0, 1, 2, …: an entry is its own place
                "shares": bool(np.shares_memory(arrays[name], arrays["a"])),
            }
            for name, expression, parent in FAMILY
        ]
    }


WHO_SHARES_MEMORY = Scene(
    slug="who_shares_memory",
    week="c1w1",
    title="Who Shares Memory?",
    summary="Six arrays, made from each other. Change one cell of one of them, and see which others change.",
    prediction=Prediction(
        key="lab_1.who_shares_memory",
        question=(
            "a is a table, b = a[1] its second row, and d = a[[1, 2]] a selection by a list, which begins with the "
            "same row. You write b[0] = 100. Which of these three change?"
        ),
        options=("Only b", "b and a", "b, a and d", "b and d"),
        answer=1,
        notice=(
            "A slice such as a[1] or a[:, ::2] is a window on the same numbers, a view, and so is a.T. A selection by "
            "a list copies, and so does anything that is computed, such as b + 0."
        ),
    ),
    start={"array": "b", "cell": 0, "edits": []},
    stills=(
        Still({"edits": []}),
        Still({"edits": [["b", 0]]}),
        Still({"edits": [["d", 0]]}),
        Still({"edits": [["e", 1]]}),
    ),
    description=(
        "The memory of a as a row of twelve numbers, below it a tree of six arrays, views on solid branches and "
        "copies on dotted ones; changed cells are framed and bold. In frame 2 a cell of b is changed, and with it a, "
        "c and e, which are windows on the same number; in frame 3 a cell of d, and nobody else; in frame 4 a cell of "
        "the transpose e, with a, b and whoever else shows that number."
    ),
    data=data,
)
