"""The live Stepper, driven through its widgets as a learner would."""

from __future__ import annotations

from fractions import Fraction

import pytest

from coursekit.interactives.c1w2.elimination_controls import Controls
from coursekit.interactives.c1w2.elimination_stepper import LABELS, LINES, PLANES


@pytest.fixture
def controls() -> Controls:
    return Controls(LABELS)


def test_sliding_previews_a_turned_line_and_leaves_the_system_alone(controls: Controls) -> None:
    before = controls.view.value
    controls.factor.value = Fraction(-3)
    assert controls.view.value != before
    assert "ck-ghost" in controls.view.value
    assert "(1, 2)" in controls.view.value
    assert "would say −5y = −10" in controls.words.value
    assert controls.game.system == LINES


def test_finding_the_factor_then_moving_reaches_a_staircase(controls: Controls) -> None:
    controls.clear.click()
    assert controls.factor.value == -3
    controls.apply.click()
    assert "Staircase" in controls.log.value
    controls.undo.click()
    assert controls.game.system == LINES


def test_scaling_by_zero_is_shown_and_refused(controls: Controls) -> None:
    controls.kind.value = "scale"
    controls.factor.value = Fraction(0)
    assert "not a move" in controls.words.value
    controls.apply.click()
    assert controls.game.moves == ()


def test_a_factor_off_the_slider_can_still_be_found(controls: Controls) -> None:
    controls.row.value, controls.source.value = 1, 2
    controls.clear.click()
    controls.apply.click()
    controls.kind.value = "scale"
    controls.clear.click()
    assert controls.factor.value == Fraction(3, 5)
    assert "R1 ← (3/5)·R1" in controls.words.value


def test_planes_can_be_chosen_solved_and_turned(controls: Controls) -> None:
    controls.system.value = "Planes: 3 unknowns"
    assert controls.game.system == PLANES
    for row, source in ((2, 1), (3, 1), (3, 2)):
        controls.row.value, controls.source.value = row, source
        controls.clear.click()
        controls.apply.click()
    assert "Staircase" in controls.log.value
    before = controls.view.value
    controls.turn.value = 60
    assert controls.view.value != before


def test_adding_a_row_to_itself_is_explained(controls: Controls) -> None:
    controls.source.value = 2
    assert "two different rows" in controls.words.value
