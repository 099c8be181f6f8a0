"""The Operation Ledger: each row operation, and the factor that it writes on the determinant's account."""

from __future__ import annotations

from coursekit.gates import Prediction
from coursekit.interactives.scene import Scene, Still

START = [[0.0, 2.0, 1.0], [1.0, 1.0, 0.0], [2.0, 0.0, 3.0]]

OPERATION_LEDGER = Scene(
    slug="operation_ledger",
    week="c1w4",
    title="Operation Ledger",
    summary="Bring the matrix to a staircase. Every operation is booked with the factor it puts on the determinant.",
    prediction=Prediction(
        key="lab_1.operation_ledger",
        question="You add 5 times row 1 of a matrix to row 2. What happens to its determinant?",
        options=(
            "It is multiplied by 5",
            "It stays the same",
            "It changes its sign",
            "It grows by 5 times the determinant",
        ),
        answer=1,
        notice=(
            "Adding a multiple of one row to another slides one face of the box along the other rows: floor and "
            "height stay. A swap changes the sign, a scaling by s multiplies by s, an addition does nothing: "
            "elimination computes a determinant while it walks."
        ),
    ),
    start={"rows": START, "ledger": [], "kind": "swap", "row": 1, "other": 2, "factor": 1.0},
    stills=(
        Still({"rows": START, "ledger": []}),
        Still({"rows": [START[1], START[0], START[2]], "ledger": [["R1 ↔ R2", -1]]}),
        Still(
            {
                "rows": [[1.0, 1.0, 0.0], [0.0, 2.0, 1.0], [0.0, -2.0, 3.0]],
                "ledger": [["R1 ↔ R2", -1], ["R3 ← R3 − 2·R1", 1]],
            }
        ),
        Still(
            {
                "rows": [[1.0, 1.0, 0.0], [0.0, 2.0, 1.0], [0.0, 0.0, 4.0]],
                "ledger": [["R1 ↔ R2", -1], ["R3 ← R3 − 2·R1", 1], ["R3 ← R3 + R2", 1]],
            }
        ),
    ),
    description=(
        "A 3 × 3 matrix, the box of its three rows, and the account of factors. One swap books −1, two additions book "
        "1 each. In frame 4 the matrix is a staircase: the product of its diagonal, divided by the booked factors, is "
        "the determinant that the first matrix had."
    ),
    data=lambda: {"start": START},
)
