"""Order Matters: turn, then shear, beside shear, then turn."""

from __future__ import annotations

from coursekit.gates import Prediction
from coursekit.interactives.scene import Scene, Still

ORDER_MATTERS = Scene(
    slug="order_matters",
    week="c1w3",
    title="Order Matters",
    summary="The same two moves, a turn and a shear, in the two possible orders.",
    prediction=Prediction(
        key="lab_2.order_matters",
        question=(
            "You turn a picture by a quarter turn to the left, then slant it to the right. Your friend slants first, "
            "then turns. Do you get the same picture?"
        ),
        options=(
            "Yes: the same two moves were made",
            "The same shape, but in another place",
            "No: one of them ends up slanted in another direction",
            "No: one of them ends up larger",
        ),
        answer=2,
        notice=(
            "A shear slides points sideways by their height. After the quarter turn other points are high, so other "
            "points slide. Neither move changes areas, in whatever order. Only for special pairs, such as two turns, "
            "does the order not matter."
        ),
    ),
    start={"angle": 90, "shear": 0.0},
    stills=(
        Still({"angle": 90, "shear": 0.0}),
        Still({"angle": 90, "shear": 1.0}),
        Still({"angle": 90, "shear": 1.0}, caption="The other order: shear by 1, then turn by 90°.", picture=1),
        Still({"angle": 180, "shear": 1.0}),
    ),
    description=(
        "A house on the unit square, pale where it was, and after two moves. Frame 2 turns by 90° and then shears: "
        "the walls stay level lines and the floor leans. Frame 3 shears first and then turns: the floor stays upright "
        "and the walls lean. In frame 4 the turn is a half turn, and both orders agree."
    ),
)
