"""The Volume Meter: the box spanned by three arrows, and the sign that flips when it turns inside out."""

from __future__ import annotations

from coursekit.gates import Prediction
from coursekit.interactives.scene import Scene, Still

VOLUME_METER = Scene(
    slug="volume_meter",
    week="c1w4",
    title="Volume Meter",
    summary="Three arrows span a box. Two stay on the floor; move the third, and read the volume with its sign.",
    prediction=Prediction(
        key="lab_1.volume_meter",
        question=(
            "Two arrows lie on the floor, the third stands upright. You push its tip down, through the floor, and out "
            "below. What does the determinant of the three arrows do?"
        ),
        options=(
            "It shrinks to 0 at the floor and grows again below",
            "It shrinks, passes through 0 at the floor, and is negative below",
            "It stays the same as long as the floor is not touched",
            "It grows: the box turns inside out",
        ),
        answer=1,
        notice=(
            "The volume is floor times height, and the determinant counts a height below the floor as negative. The "
            "sign tells on which side of the floor the third arrow is: whether the three arrows stand like the "
            "fingers of a right hand or of a left one."
        ),
    ),
    start={"u": [2.0, 0.0], "v": [0.5, 1.5], "tip": [0.5, 0.5, 1.5], "turn": 35},
    stills=(
        Still({"tip": [0.5, 0.5, 1.5]}),
        Still({"tip": [-0.5, 1.0, 1.5]}),
        Still({"tip": [0.5, 0.5, 0.0]}),
        Still({"tip": [0.5, 0.5, -1.0]}),
    ),
    description=(
        "A box over a floor spanned by the first two arrows. From frame 1 to 2 the third arrow leans to another side "
        "at the same height, and the volume stays; in frame 3 it lies on the floor and the box is flat; in frame 4 it "
        "points below the floor, the box has another colour and dashed edges, and the determinant is negative."
    ),
)
