"""Prediction gates: closed until the learner commits, open ever after, and never in the way of a program."""

from __future__ import annotations

import json
from pathlib import Path

import ipywidgets as widgets
import pytest

from coursekit.figures import Shown
from coursekit.front_end import OVERRIDE
from coursekit.gates import Commitments, Gate, Prediction, UnreadableCommitmentsError, predict_first
from coursekit.interactives.c1w2.pivot_duel import PIVOT_DUEL

QUESTION = Prediction("lab.q", "Up or down?", ("up", "down"), answer=1, notice="It falls by 9.8 m/s².")


@pytest.fixture
def kept(tmp_path: Path) -> Commitments:
    return Commitments(tmp_path / "kept.json")


def gate(kept: Commitments, prediction: Prediction = QUESTION) -> Gate:
    return Gate(prediction, lambda: widgets.HTML("the picture"), kept)


def shown(made: Gate) -> str:
    return " ".join(str(child.value) for child in made.widget.children if isinstance(child, widgets.HTML))


def test_the_picture_is_not_even_built_before_the_commitment(kept: Commitments) -> None:
    made = gate(kept)
    assert not made.is_open
    assert made.commit_button.disabled
    assert "the picture" not in shown(made)
    made.commit_button.click()
    assert not made.is_open


def test_committing_unlocks_the_picture_and_fixes_the_answer(kept: Commitments) -> None:
    made = gate(kept)
    made.choice.index = 0
    made.commit_button.click()
    assert made.is_open
    assert made.choice.disabled
    assert "the picture" in shown(made)
    assert "Not what you predicted" in shown(made)


def test_the_commitment_survives_running_the_cell_again(kept: Commitments) -> None:
    first = gate(kept)
    first.choice.index = 1
    first.commit_button.click()
    again = gate(kept)
    assert again.is_open
    assert again.choice.value == "down"
    assert "You predicted it" in shown(again)


def test_gates_keep_their_commitments_apart(kept: Commitments) -> None:
    kept.add("lab.other", "left")
    made = gate(kept)
    made.choice.index = 1
    made.commit_button.click()
    assert kept.read() == {"lab.other": "left", "lab.q": "down"}
    assert json.loads(kept.path.read_text(encoding="utf-8"))["lab.q"] == "down"


def test_an_option_that_was_reworded_is_asked_again(kept: Commitments) -> None:
    kept.add("lab.q", "sideways")
    assert not gate(kept).is_open


@pytest.mark.parametrize("damaged", ["{", "[1]", "\x00"])
def test_a_damaged_file_is_named_and_the_gate_still_opens(kept: Commitments, damaged: str) -> None:
    kept.path.write_text(damaged, encoding="utf-8")
    with pytest.raises(UnreadableCommitmentsError, match="delete it and predict again"):
        kept.read()
    made = gate(kept)
    assert "kept.json" in shown(made)
    made.choice.index = 1
    made.commit_button.click()
    assert made.is_open
    assert "could not be kept" in shown(made)


def test_without_a_front_end_the_kernel_free_version_is_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(OVERRIDE, "0")
    monkeypatch.chdir(tmp_path)
    page = predict_first(PIVOT_DUEL)
    assert isinstance(page, Shown)
    assert 'sandbox="allow-scripts"' in page.html
    assert "four frames" in page.words
    assert list(tmp_path.iterdir()) == []


def test_with_a_front_end_the_gate_is_shown(monkeypatch: pytest.MonkeyPatch, kept: Commitments) -> None:
    monkeypatch.setenv(OVERRIDE, "1")
    assert isinstance(predict_first(PIVOT_DUEL, kept), widgets.VBox)
