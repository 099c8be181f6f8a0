"""Narrow Crossing: blur two right-hand sides, and watch the region of possible answers as the lines turn parallel."""

from __future__ import annotations

from coursekit.gates import Prediction
from coursekit.interactives.scene import Scene, Still

ANSWER = (1.0, 2.0)  # both lines pass through it; line 1 is x + y = 3
WIDEST = 80  # degrees: so far may line 2 be turned against line 1

NARROW_CROSSING = Scene(
    slug="narrow_crossing",
    week="c1w1",
    title="Narrow Crossing",
    summary="Both right-hand sides are only nearly right. Turn line 2 and watch where the answer may be.",
    prediction=Prediction(
        key="lab_2.narrow_crossing",
        question=(
            "Both right-hand sides are true to 1 %, and the lines cross at 5°. How far off can the answer be, compared "
            "with the larger of x and y?"
        ),
        options=("At most 1 %", "At most 2 %: the two errors add up", "More than 15 %", "Nothing can be said"),
        answer=2,
        notice=(
            "The blurred lines are strips, and the answer may be anywhere in both. Two strips that cross narrowly "
            "overlap for a long way. For strips this wide it is the angle that decides how far: halve a small angle, "
            "and the region is about twice as long."
        ),
    ),
    start={"angle": 60, "blur": 1},
    stills=(
        Still({"angle": 60}, picture=1),
        Still({"angle": 20}, picture=1),
        Still({"angle": 8}, picture=1),
        Still({"angle": 3}, picture=1),
    ),
    description=(
        "The neighbourhood of the crossing, magnified: a strip around a solid line, a strip around a dashed one, and "
        "dark where both overlap. The overlap is a small rhomb at 60°, longer at 20°, a long sliver at 8°, and at 3° "
        "it runs out of the picture on both sides."
    ),
    data=lambda: {"answer": ANSWER, "widest": WIDEST, "lens": 0.4},
    scripts=("c1w1/equations.js",),
)
