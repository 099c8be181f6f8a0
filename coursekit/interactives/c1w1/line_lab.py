"""Line Lab: drag two lines; the same numbers beside them as a mix of two column arrows."""

from __future__ import annotations

from coursekit.gates import Prediction
from coursekit.interactives.scene import Scene, Still

# rows of coefficients, and a point of each line: two baskets of melons and pumpkins
START = {"A": [[2, 1], [1, 2]], "p": [[2, 0], [3, 1]]}
PARALLEL = {"A": [[2, 1], [2, 1]], "p": [[2, 0], [3, 1]]}

LINE_LAB = Scene(
    slug="line_lab",
    week="c1w1",
    title="Line Lab",
    summary="Each line has two grips: one shifts it, the other turns it. The same numbers are drawn twice.",
    prediction=Prediction(
        key="lab_2.line_lab",
        question=(
            "The coefficients of x are drawn as one arrow, those of y as another. Now you turn line 2 until it is "
            "parallel to line 1. What will you see of the two arrows?"
        ),
        options=(
            "They are at a right angle",
            "They are equally long",
            "They lie on one line",
            "Nothing special: arrows are one thing, lines another",
        ),
        answer=2,
        notice=(
            "Parallel lines have proportional rows. In a table of two rows and two columns, proportional rows make "
            "proportional columns, so both arrows lie on one line and the cell between them has no area left."
        ),
    ),
    start=START,
    stills=(
        Still(START),
        Still(
            START,
            caption="The same numbers as columns: 1 first and 2 second arrows lead to the right-hand sides (4, 5).",
            picture=1,
        ),
        Still(PARALLEL),
        Still(
            PARALLEL,
            caption=(
                "The same numbers as columns: both arrows lie on one line, the cell is flat, and the right-hand sides "
                "(4, 7) are off that line."
            ),
            picture=1,
        ),
    ),
    description=(
        "Frames 1 and 2 are two drawings of one system: two lines that cross in a point (line 1 solid, line 2 dashed), "
        "and two arrows that span a cell (shaded), with a dotted walk of one first and two second arrows that ends "
        "at the right-hand sides. Frames 3 and 4 are two drawings of another system, whose lines are parallel."
    ),
    data=lambda: {"start": START},
    scripts=("c1w1/equations.js",),
)
