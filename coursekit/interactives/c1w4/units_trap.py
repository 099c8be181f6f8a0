"""Units Trap: thirteen measurements of wines; the unit of one column decides what the first component is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coursekit.gates import Prediction
from coursekit.interactives.scene import Scene, Still
from coursekit.tables import wine

CHOOSE = ("proline", "magnesium", "hue", "alcohol")  # columns whose unit can be changed


def _data() -> Mapping[str, Any]:
    table = wine()
    return {
        "table": table.X.tolist(),
        "grower": table.y.tolist(),
        "columns": list(table.columns),
        "choose": CHOOSE,
    }


RAW = {"column": "proline", "unit": 0, "standardised": False}

UNITS_TRAP = Scene(
    slug="units_trap",
    week="c1w4",
    title="Units Trap",
    summary="178 wines, 13 measurements. Write one column in another unit, and watch the first component.",
    prediction=Prediction(
        key="lab_3.units_trap",
        question=(
            "178 wines with 13 measurements each: hue is a number near 1, proline is in milligrams a litre, near 750. "
            "What share of the variance does the first component take, with the numbers as they are?"
        ),
        options=("About 8 %, one in thirteen", "About 36 %", "About 70 %", "99.8 %"),
        answer=3,
        notice=(
            "Variance has the square of a unit. Proline is written in large numbers, so its variance is larger than "
            "all others together a few hundred times, and the first component is proline under another name. With "
            "every column divided by its standard deviation the share is 36 %."
        ),
    ),
    start=RAW,
    stills=(
        Still(RAW),
        Still(RAW | {"unit": -3}),
        Still(RAW | {"standardised": True}),
        Still(
            RAW | {"standardised": True},
            caption="The same standardised wines, seen along their first two components: the three growers, in three "
            "shapes, stand nearly apart.",
            picture=1,
        ),
    ),
    description=(
        "Bars: how much of the first component's arrow points along each of the 13 columns. As measured there is one "
        "bar, proline. With proline written in a unit a thousand times larger there is again one bar, now magnesium. "
        "Standardised, nearly all columns have a bar, and the longest is less than a fifth of the whole."
    ),
    data=_data,
    scripts=("c1w4/symmetric_eigen.js",),
)
