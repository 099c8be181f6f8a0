"""The Elimination Stepper: choose the next move; the lines (or planes) go, their common point stays."""

from __future__ import annotations

from fractions import Fraction
from html import escape

from coursekit.figures import SIDE, Frame, Strip
from coursekit.gates import Prediction
from coursekit.interactives.base import Interactive
from coursekit.interactives.c1w2.elimination_controls import FACTORS, Controls
from coursekit.interactives.c1w2.elimination_scene import draw
from coursekit.interactives.c1w2.row_moves import Game, System, add, scale, show_point
from coursekit.interactives.page import as_script_data
from coursekit.interactives.style import template

LINES = System.of([[1, 2, 5], [3, 1, 5]])
PLANES = System.of([[1, 1, 1, 4], [2, 3, 1, 9], [1, -1, 2, 1]])
LABELS = {"Lines: 2 unknowns": LINES, "Planes: 3 unknowns": PLANES}


def _strip() -> Strip:
    meeting = show_point(LINES.common_point() or ())
    first, second, third = add(2, 1, -3), scale(2, "-1/5"), add(1, 2, -2)
    game = Game(LINES)
    frames = [Frame(draw(LINES, side=SIDE), f"{LINES.equation(1)} and {LINES.equation(2)}.")]
    for move in (first, second, third):
        before = game.system
        game.play(move)
        caption = f"{move}. Now R{move.row} says {game.system.equation(move.row)}."
        frames.append(Frame(draw(game.system, before, side=SIDE), caption))
    start, turned, scaled, solved = frames
    return Strip(
        "Elimination Stepper",
        "Three moves solve two equations. An addition turns one line about the crossing point, to level in "
        "frame 2 and to upright in frame 4 (dotted grey: where it was); the scaling of frame 3 moves "
        f"nothing. The crossing point {meeting} is in the same place in all four frames.",
        (start, turned, scaled, solved),
    )


def _radios(name: str, legend: str, options: dict[str, str], chosen: str) -> str:
    inside = "".join(
        f'<label><input type="radio" name="{name}" value="{value}"{" checked" if value == chosen else ""}> '
        f"{escape(words)}</label>"
        for value, words in options.items()
    )
    return f'<fieldset class="row" id="set-{name}"><legend>{legend}</legend>{inside}</fieldset>'


def _stage() -> str:
    rows = {str(n): f"R{n}" for n in (1, 2, 3)}
    return template("c1w2/elimination_stepper.html").replace(
        "<!--choices-->",
        _radios("system", "System", {str(i): label for i, label in enumerate(LABELS)}, "0")
        + _radios("kind", "Move", {"swap": "swap", "scale": "scale", "add": "add a multiple"}, "add")
        + _radios("row", "Row that changes", rows, "2")
        + _radios("source", "Other row", rows, "1"),
    )


def _script() -> str:
    systems = [[[str(value) for value in row] for row in system.rows] for system in LABELS.values()]
    data = {
        "systems": systems,
        "factors": [str(factor) for factor in FACTORS],
        "start": FACTORS.index(Fraction(1)),
    }
    names = ("c1w2/fractions.js", "c1w2/elimination_scene.js", "c1w2/elimination_stepper.js")
    return f"const DATA = {as_script_data(data)};\n" + "\n".join(template(name) for name in names)


ELIMINATION_STEPPER = Interactive(
    slug="elimination_stepper",
    week="c1w2",
    title="Elimination Stepper",
    summary="Choose a move (swap, scale, add a multiple of a row) and see what it does to the picture.",
    prediction=Prediction(
        key="lab_1.elimination_stepper",
        question=(
            f"Two lines, R1: {LINES.equation(1)} and R2: {LINES.equation(2)}. You replace R2 by R2 + c·R1 "
            "and slide c slowly from −3 to 3. What does the line R2 do?"
        ),
        options=(
            "It slides sideways, keeping its direction",
            "It turns about the point where the two lines cross",
            "It turns about the point where it meets the x-axis",
            "It stays exactly where it is",
        ),
        answer=1,
        notice=(
            "Whatever c is, a point on both lines makes both R2 and c·R1 true, so it makes their sum true: "
            "R2 can only turn about that point. One value of c brings it level, and there the unknown x is "
            "gone. A scaling or a swap changes how the rows are written, and the picture does not move at "
            "all."
        ),
    ),
    live=lambda: Controls(LABELS).widget,
    stage=_stage,
    script=_script,
    strip=_strip,
)
