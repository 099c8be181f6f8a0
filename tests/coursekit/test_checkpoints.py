"""Checkpoints: a reply to every answer, at once."""

from __future__ import annotations

from fractions import Fraction

import ipywidgets as widgets
import pytest

from coursekit.checkpoints import Choice, Number, ask_choice, feedback
from coursekit.figures import Shown
from coursekit.front_end import OVERRIDE

REPLIES = {"yes": "because so", "no": "look again"}


def number() -> Number:
    return Number("How much?", Fraction(-4, 3), "it cancels", {Fraction(4, 3): "the sign"}, "another number")


def test_each_option_has_its_own_reply() -> None:
    asked = Choice("Is it?", REPLIES, answer="yes")
    asked.radio.value = "no"
    assert "Not yet." in asked.reply.value
    assert "look again" in asked.reply.value
    asked.radio.value = "yes"
    assert "Right." in asked.reply.value


def test_an_answer_that_is_no_option_is_refused() -> None:
    with pytest.raises(ValueError, match="not one of the options"):
        Choice("Is it?", REPLIES, answer="maybe")


@pytest.mark.parametrize("typed", ["-4/3", " −4/3 ", "-1.3333", "-8/6", "- 4/3"])
def test_a_number_may_be_written_in_any_form(typed: str) -> None:
    assert "Right." in number().reply_to(typed)


@pytest.mark.parametrize(("typed", "said"), [("4/3", "the sign"), ("7", "another number"), ("-1.3", "another number")])
def test_a_wrong_number_is_told_what_to_look_at(typed: str, said: str) -> None:
    assert "Not yet." in number().reply_to(typed)
    assert said in number().reply_to(typed)


@pytest.mark.parametrize("typed", ["", "x", "1/0", "nan", "3/"])
def test_what_is_no_number_is_asked_again_without_judging(typed: str) -> None:
    reply = number().reply_to(typed)
    assert "Write a number" in reply
    assert "Not yet." not in reply


def test_without_a_front_end_the_answer_is_folded_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(OVERRIDE, "0")
    shown = ask_choice("Is it?", REPLIES, answer="yes")
    assert isinstance(shown, Shown)
    assert "<details>" in shown.html
    assert "because so" not in shown.words


def test_with_a_front_end_there_are_widgets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(OVERRIDE, "1")
    assert isinstance(ask_choice("Is it?", REPLIES, answer="yes"), widgets.VBox)


def test_feedback_escapes_what_it_repeats() -> None:
    assert "<script>" not in feedback(False, "<script>").html
