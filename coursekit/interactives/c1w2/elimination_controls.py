"""The live version of the Elimination Stepper: widgets around a game of row moves."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from html import escape
from typing import Any

import ipywidgets as widgets

from coursekit.interactives.c1w2.elimination_scene import draw
from coursekit.interactives.c1w2.row_moves import Game, IllegalMoveError, Move, System, show_number
from coursekit.interactives.style import notebook_style

FACTORS = sorted({Fraction(p, q) for q in (1, 2, 3, 4, 5) for p in range(-4 * q, 4 * q + 1)})
NARROW = {"width": "auto"}


def _buttons(options: Any, value: Any, description: str) -> widgets.ToggleButtons:
    made = widgets.ToggleButtons(options=options, value=value, description=description)
    made.style.button_width = "auto"
    made.layout = widgets.Layout(width="auto", margin="0 18px 0 0")
    return made


class Controls:
    """Buttons, a slider and a picture; every change redraws one HTML widget in place, so nothing flickers."""

    def __init__(self, systems: Mapping[str, System]) -> None:
        self._systems = dict(systems)
        first = next(iter(self._systems))
        self.game = Game(self._systems[first])
        self._refusal = ""
        self._quiet = False
        self.system = _buttons(list(self._systems), first, "System")
        self.kind = _buttons([("swap", "swap"), ("scale", "scale"), ("add a multiple", "add")], "add", "Move")
        self.row = _buttons([("R1", 1), ("R2", 2)], 2, "Changes")
        self.source = _buttons([("R1", 1), ("R2", 2)], 1, "Other row")
        self.factor = widgets.SelectionSlider(
            options=_labelled(FACTORS),
            value=Fraction(1),
            description="c",
            layout=widgets.Layout(width="320px"),
        )
        self.clear = widgets.Button(
            description="Find the c that clears", tooltip="Set c so that an unknown disappears", layout=NARROW
        )
        self.turn = widgets.IntSlider(value=115, min=0, max=180, step=5, description="Turn box", readout=False)
        self.apply = widgets.Button(description="Make this move", button_style="primary", layout=NARROW)
        self.undo = widgets.Button(description="Undo", layout=NARROW)
        self.restart = widgets.Button(description="Start again", layout=NARROW)
        self.view, self.words, self.log = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self._connect()
        self.widget = self._arranged()
        self.redraw()

    def _connect(self) -> None:
        self.system.observe(self._chose_system, names="value")
        for control in (self.kind, self.row, self.source, self.factor, self.turn):
            control.observe(self._changed, names="value")
        self.apply.on_click(lambda _: self.make_move())
        self.clear.on_click(lambda _: self.find_factor())
        self.undo.on_click(lambda _: self._turn_back(self.game.undo))
        self.restart.on_click(lambda _: self._turn_back(self.game.restart))

    def _arranged(self) -> widgets.Widget:
        move = widgets.HBox([self.apply, self.undo, self.restart], layout=widgets.Layout(flex_flow="row wrap"))
        factor = widgets.HBox([self.factor, self.clear], layout=widgets.Layout(flex_flow="row wrap"))
        rows = widgets.HBox([self.row, self.source], layout=widgets.Layout(flex_flow="row wrap"))
        controls = widgets.VBox(
            [self.system, self.kind, rows, factor, self.turn, self.words, move, self.log],
            layout=widgets.Layout(flex="1 1 430px", min_width="0"),
        )
        self.view.layout = widgets.Layout(flex="0 1 372px", min_width="260px")
        layout = widgets.Layout(display="flex", flex_flow="row wrap", align_items="flex-start", grid_gap="14px")
        return widgets.Box([self.view, controls], layout=layout)

    def chosen(self) -> Move:
        """Return the move the controls describe now."""
        source = 0 if self.kind.value == "scale" else self.source.value
        return Move(self.kind.value, self.row.value, source, Fraction(self.factor.value))

    def make_move(self) -> None:
        """Play the chosen move, or say why it is none; afterwards c is back at its harmless value."""
        try:
            self.game.play(self.chosen())
        except IllegalMoveError as error:
            self._refusal = str(error)
        else:
            self._refusal = ""
            self._set_factor(Fraction(1) if self.kind.value == "scale" else Fraction(0))
        self.redraw()

    def find_factor(self) -> None:
        """Set c so that the chosen addition (or scaling) clears an entry (or makes the leading one 1)."""
        row, source = self.row.value, self.source.value
        found: Fraction | None = None
        if self.kind.value == "add" and row != source:
            found = self.game.system.clearing_factor(row, source)
        elif self.kind.value == "scale":
            lead = next((value for value in self.game.system.rows[row - 1][:-1] if value), None)
            found = 1 / lead if lead else None
        if found is not None:
            self._set_factor(found)
        self.redraw()

    def _set_factor(self, value: Fraction) -> None:
        self._quiet = True
        self.factor.options = _labelled(sorted({*FACTORS, value}))
        self.factor.value = value
        self._quiet = False

    def _turn_back(self, action: Any) -> None:
        action()
        self._refusal = ""
        self.redraw()

    def _chose_system(self, change: Any) -> None:
        self.game = Game(self._systems[change["new"]])
        rows = [(f"R{n}", n) for n in range(1, self.game.start.size + 1)]
        self._quiet = True
        for control, value in ((self.row, 2), (self.source, 1)):
            control.options, control.value = rows, value
        self._quiet = False
        self._refusal = ""
        self.redraw()

    def _changed(self, _: Any) -> None:
        if not self._quiet:
            self._refusal = ""
            self.redraw()

    def redraw(self) -> None:
        """Bring picture and words in line with game and controls."""
        move, now = self.chosen(), self.game.system
        problem = now.problem_with(move)
        self.source.layout.display = "none" if self.kind.value == "scale" else ""
        self.factor.layout.display = self.clear.layout.display = "none" if self.kind.value == "swap" else ""
        self.turn.layout.display = "" if now.size == 3 else "none"
        vanishing = move.kind == "scale" and move.factor == 0
        seen = now.preview(move) if problem is None or vanishing else now
        self.view.value = f"{notebook_style()}<div class='ck'>{draw(seen, now, self.turn.value)}</div>"
        note = self._refusal or problem or f"would say {seen.equation(move.row)}"
        self.words.value = f"<div class='ck' role='status'><strong>{move}</strong><br>{escape(note)}</div>"
        self.log.value = f"<div class='ck'>{_table(now)}<p role='status'>{escape(self.game.report())}</p></div>"


def _labelled(factors: list[Fraction]) -> list[tuple[str, Fraction]]:
    return [(show_number(factor), factor) for factor in factors]


def _table(system: System) -> str:
    rows = "".join(f"<tr><td>R{n}</td><td>{system.equation(n)}</td></tr>" for n in range(1, system.size + 1))
    return f"<table class='ck-system'>{rows}</table>"
