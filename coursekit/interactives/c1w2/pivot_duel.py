"""The Pivot Duel: one 2×2 system with a tiny pivot, solved with and without a row exchange."""

from __future__ import annotations

from html import escape

import ipywidgets as widgets

from coursekit.figures import SIDE, Frame, Strip
from coursekit.gates import Prediction
from coursekit.interactives.base import Interactive
from coursekit.interactives.c1w2.pivot_arithmetic import (
    ALL_DIGITS,
    Answer,
    Round,
    correct_digits,
    duel,
    fewest_digits,
)
from coursekit.interactives.page import as_script_data
from coursekit.interactives.style import notebook_style, template
from coursekit.interactives.svg import Window, element, picture, text

LAST = 20
ASKED = 8  # the exponent of the prediction
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def power(exponent: int) -> str:
    """Write 10^−exponent: `10⁻⁸`."""
    return "10" + str(-exponent).translate(_RAISED)


def draw(answer: Answer, played: Round, side: int = 300) -> str:
    """Draw the two final lines, `side` pixels wide, the exact point (ring) and the computed one (cross)."""
    height = round(side * 2.4 / 3.4)
    window = Window(-0.6, 2.8, -0.3, 2.1, side, height)
    lines = [window.line(row, class_=f"ck-line ck-r{n}") for n, row in enumerate(answer.rows, start=1)]
    true = window.at((float(played.truth[0]), float(played.truth[1])))
    x, y = window.at((answer.x, answer.y))
    shapes = [
        element("circle", cx=true[0], cy=true[1], r=9, class_="ck-point", fill_opacity=0.3),
        element("path", d=f"M{x - 7:.1f} {y - 7:.1f}l14 14m0 -14l-14 14", class_="ck-cross"),
        text("ring: exact · cross: computed", (side - 8, 16), class_="ck-tick", text_anchor="end"),
    ]
    computed = f"Computed ({answer.x!r}, {answer.y!r})."
    label = f"The two lines the answer is read from cross at {_angle(answer)}. {computed}"
    paper = element("rect", width=side, height=height, class_="ck-paper")
    return picture(side, height, label, paper, window.grid(), *lines, *shapes)


def _angle(answer: Answer) -> str:
    if answer.angle >= 0.001:
        return f"{answer.angle:.3g}°"
    size, exponent = f"{answer.angle:.1e}".split("e")
    return f"{size}·10{str(int(exponent)).translate(_RAISED)}°"


def _number(value: float, digits: int) -> str:
    """Write a number with its first `digits` significant digits underlined."""
    written = repr(value)
    lead = next((at for at, sign in enumerate(written) if sign in "123456789"), len(written))
    significant = [at for at, sign in enumerate(written) if sign.isdigit() and at >= lead]
    cut = significant[digits] if digits < len(significant) else len(written)
    if digits == 0:
        cut = 0
    marked = f'<span class="ck-right">{written[:cut]}</span><span class="ck-wrong">{written[cut:]}</span>'
    return f'<span class="ck-mono">{marked}</span>'


def _meter(digits: int) -> str:
    cells = "".join(f'<i class="{"on" if n < digits else ""}"></i>' for n in range(ALL_DIGITS))
    return f'<span class="ck-meter" aria-hidden="true">{cells}</span> {digits} of {ALL_DIGITS} digits'


def _card(title: str, answer: Answer, played: Round) -> str:
    rows = ""
    for name, value, truth in zip("xy", (answer.x, answer.y), played.truth, strict=True):
        digits = correct_digits(value, truth)
        rows += f"<tr><td><strong>{name}</strong></td><td>{_number(value, digits)}<br>{_meter(digits)}</td></tr>"
    return (
        f'<div class="ck-card"><h3>{escape(title)}</h3>{draw(answer, played)}'
        f"<p>The final lines cross at <strong>{_angle(answer)}</strong>.</p><table>{rows}</table></div>"
    )


def scene(exponent: int) -> str:
    """Return the two cards of one round as HTML."""
    played = duel(exponent)
    return (
        f'<p>R1: {power(exponent)}·x + y = 1 &nbsp; R2: x + y = 2</p><div class="ck-cards">'
        + _card(f"No exchange: pivot {power(exponent)}", played.without, played)
        + _card("Rows exchanged: pivot 1", played.exchanged, played)
        + "</div>"
    )


def outcome(exponent: int) -> str:
    """Say in one sentence how a round ended."""
    played = duel(exponent)
    plain = fewest_digits(played.without, played.truth)
    exchanged = fewest_digits(played.exchanged, played.truth)
    survived = f"{plain} of {ALL_DIGITS} digits survive without an exchange, {exchanged} with one"
    return f"Pivot {power(exponent)}: {survived}."


def live() -> widgets.Widget:
    """Build the version for the notebook: a slider and two cards."""
    slider = widgets.IntSlider(
        value=1, min=1, max=LAST, description="Pivot 10⁻ᵏ, k", style={"description_width": "initial"}
    )
    slider.layout = widgets.Layout(width="min(480px, 100%)")
    view = widgets.HTML(layout=widgets.Layout(width="auto", max_width="780px"))

    def redraw(_: object = None) -> None:
        k = slider.value
        view.value = f"{notebook_style()}<div class='ck'><p role='status'>{outcome(k)}</p>{scene(k)}</div>"

    slider.observe(redraw, names="value")
    redraw()
    return widgets.VBox([slider, view])


def _strip() -> Strip:
    frames = []
    for exponent in (1, 4, 8, 16):
        played = duel(exponent)
        found = f"The lines cross at {_angle(played.without)}; x comes out as {played.without.x!r}."
        caption = f"{outcome(exponent)} {found}"
        frames.append(Frame(draw(played.without, played, side=SIDE), caption, height=round(SIDE * 2.4 / 3.4)))
    one, two, three, four = frames
    return Strip(
        "Pivot Duel",
        "The same system without a row exchange, for four pivots. The smaller the pivot, the flatter R1 "
        "and the closer the new R2 lies to it, so that the place where they cross is harder and harder to "
        "tell; in the last frame the computed point (cross) has left the exact one (ring).",
        (one, two, three, four),
    )


def _stage() -> str:
    return (
        "<label>Pivot: move right to make it smaller "
        f'<input type="range" id="step" min="0" max="{LAST - 1}" value="0"></label>'
        '<p id="status" role="status"></p><div id="frame"></div>'
    )


def _script() -> str:
    frames = [{"markup": scene(k), "words": outcome(k)} for k in range(1, LAST + 1)]
    return f"const FRAMES = {as_script_data(frames)};\n{template('c1w2/frames.js')}"


def _prediction() -> Prediction:
    played = duel(ASKED)
    left = fewest_digits(played.without, played.truth)
    rounds = map(duel, range(1, LAST + 1))
    worst = min(fewest_digits(each.exchanged, each.truth) for each in rounds)
    options = tuple(f"{count} of {ALL_DIGITS}" for count in (16, 12, 8, 0))
    return Prediction(
        key="lab_1.pivot_duel",
        question=(
            f"R1: {power(ASKED)}·x + y = 1 and R2: x + y = 2. Nothing is wrong with this system: its lines "
            f"cross at about 45°. You eliminate x with R1 as it stands, so the pivot is {power(ASKED)}. How "
            "many digits of the answer are correct?"
        ),
        options=options,
        answer=options.index(f"{left} of {ALL_DIGITS}"),
        notice=(
            f"Each factor of ten in the pivot costs about one digit: at {power(ASKED)}, {left} of "
            f"{ALL_DIGITS} are left, and from {power(16)} on, none. y stays right all the time; x is read "
            f"off two lines that cross at {_angle(played.without)}. With the rows exchanged the lines cross "
            f"at {_angle(played.exchanged)}, and {worst} digits or more stay for every pivot."
        ),
    )


PIVOT_DUEL = Interactive(
    slug="pivot_duel",
    week="c1w2",
    title="Pivot Duel",
    summary="One system, two orders of its rows. Make the pivot smaller and count the digits that survive.",
    prediction=_prediction(),
    live=live,
    stage=_stage,
    script=_script,
    strip=_strip,
)
