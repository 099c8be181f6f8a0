"""The Impossible Four: try to cut the exclusive-or pattern with a single line."""

from __future__ import annotations

from coursekit.gates import Prediction
from coursekit.interactives.scene import Scene, Still

CORNERS: tuple[tuple[int, int], ...] = ((0, 0), (1, 0), (0, 1), (1, 1))
PATTERNS: dict[str, tuple[int, int, int, int]] = {  # which corners are filled, in the order above
    "and": (0, 0, 0, 1),
    "or": (0, 1, 1, 1),
    "exclusive or": (0, 1, 1, 0),
}

IMPOSSIBLE_FOUR = Scene(
    slug="impossible_four",
    week="c1w3",
    title="The Impossible Four",
    summary="Four corners. Drag the two points of the line: filled corners to the shaded side, hollow ones off it.",
    prediction=Prediction(
        key="lab_3.impossible_four",
        question=(
            "Exclusive or: a corner (x, y) is filled if exactly one of x and y is 1. So filled corners face each other "
            "across the square, and so do hollow ones. How many of the four can one straight line get right?"
        ),
        options=("At most 2", "At most 3", "All 4, at the right slope", "All 4, if the line misses the middle"),
        answer=1,
        notice=(
            "The two diagonals cross in the middle of the square. If both filled corners are on the shaded side, the "
            "middle is too; if both hollow corners are off it, the middle is off it as well. It cannot be both."
        ),
    ),
    start={"pattern": "and", "p": [-0.5, 0.5], "q": [1.5, 0.5], "over": True},
    stills=(
        Still({"pattern": "and", "p": [-0.5, 0.5], "q": [1.5, 0.5], "over": True}),
        Still({"pattern": "and", "p": [0.25, 1.25], "q": [1.25, 0.25], "over": True}),
        Still({"pattern": "or", "p": [-0.25, 0.75], "q": [0.75, -0.25], "over": True}),
        Still({"pattern": "exclusive or", "p": [-0.25, 0.75], "q": [0.75, -0.25], "over": True}),
    ),
    description=(
        "The four corners of a square, filled or hollow, and a line through two points with one side shaded. Crosses "
        "mark corners on the wrong side. Frame 1: a level line for the pattern 'and', one corner wrong. Frame 2 cuts "
        "it right, frame 3 cuts 'or' right. In frame 4 the same line leaves one corner of 'exclusive or' wrong."
    ),
    data=lambda: {"corners": CORNERS, "patterns": PATTERNS, "names": list(PATTERNS)},
    scripts=("c1w3/half_plane.js",),
)
