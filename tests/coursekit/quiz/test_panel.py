"""The answer fields: each change is kept at once, and the line below says so."""

import json
from pathlib import Path
from typing import Any

import pytest

from coursekit.quiz.answers import AnswerFile
from coursekit.quiz.items import load_items
from coursekit.quiz.panel import AnswerPanel


def panel(folder: Path, number: int) -> AnswerPanel:
    quiz = load_items(folder / "quiz_items.json")
    return AnswerPanel(quiz.item(number), AnswerFile(folder / "quiz_answers.json", quiz.name, quiz.variant))


def inputs(panel: AnswerPanel) -> list[Any]:
    return panel.input.fields


def kept(folder: Path) -> Any:
    if not (folder / "quiz_answers.json").exists():
        return {}
    return json.loads((folder / "quiz_answers.json").read_text())["answers"]


@pytest.mark.parametrize(
    ("number", "field", "value", "answer"),
    [
        (1, 3, "7/2", [["", ""], ["", "7/2"]]),
        (2, 0, "-1", ["-1", "", ""]),
        (3, 0, "0.5", "0.5"),
        (4, 0, "4", "4"),
        (5, 0, "B", "B"),
        (6, 2, True, ["C"]),
        (7, 0, 2, 2),
        (9, 0, "3*x", "3*x"),
        (10, 0, "(4, 3)", "(4, 3)"),
    ],
)
def test_a_change_is_kept_and_comes_back(folder: Path, number: int, field: int, value: object, answer: object) -> None:
    first = panel(folder, number)
    inputs(first)[field].value = value
    assert kept(folder) == {str(number): answer}
    assert "✓ Saved at" in first._status.value
    assert inputs(panel(folder, number))[field].value == value


@pytest.mark.parametrize(
    ("number", "state", "answer"),
    [
        (8, {"order": ["B", "A", "C"], "moved": True}, ["B", "A", "C"]),
        (11, {"points": [[1, 2], [0.5, -3]], "moved": True, "ticked": False}, [["1", "2"], ["0.5", "-3"]]),
    ],
)
def test_what_is_moved_is_kept_and_comes_back(folder: Path, number: int, state: dict[str, Any], answer: object) -> None:
    first = panel(folder, number)
    assert kept(folder) == {}
    inputs(first)[0].state = state
    assert kept(folder) == {str(number): answer}
    assert inputs(panel(folder, number))[0].state == state


def test_a_ticked_box_is_an_answer_and_unticked_none(folder: Path) -> None:
    fields = panel(folder, 11)
    state = inputs(fields)[0].state
    inputs(fields)[0].state = {**state, "ticked": True}
    assert kept(folder) == {"11": "ticked"} and "ticked: impossible" in fields._status.value
    inputs(fields)[0].state = state
    assert kept(folder) == {}


def test_nothing_moved_is_no_answer(folder: Path) -> None:
    for number in (8, 11):
        panel(folder, number).refill()
        assert panel(folder, number).input.read() is None
    assert not (folder / "quiz_answers.json").exists()


def test_a_formula_is_shown_as_it_is_read(folder: Path) -> None:
    fields = panel(folder, 9)
    inputs(fields)[0].value = "x/y"
    assert r"\frac{x}{y}" in fields.input.box.children[1].value
    inputs(fields)[0].value = "2x"
    assert "write 2*x" in fields._status.value


def test_what_is_typed_wrongly_is_kept_and_explained(folder: Path) -> None:
    fields = panel(folder, 3)
    inputs(fields)[0].value = "3,5"
    assert kept(folder) == {"3": "3,5"}
    assert "⚠ Kept at" in fields._status.value and "write 3.5 or 7/2" in fields._status.value


def test_what_is_typed_is_never_markup(folder: Path) -> None:
    fields = panel(folder, 3)
    inputs(fields)[0].value = "<b>"
    assert "<b>" not in fields._status.value and "&lt;b&gt;" in fields._status.value


def test_clearing_the_fields_forgets_the_answer(folder: Path) -> None:
    fields = panel(folder, 3)
    inputs(fields)[0].value = "1"
    inputs(fields)[0].value = ""
    assert kept(folder) == {}


def test_a_change_that_cannot_be_written_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fields = panel(folder, 3)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("coursekit.quiz.kept_file.os.fsync", full)
    inputs(fields)[0].value = "1"
    assert "Not saved" in fields._status.value and "No space left" in fields._status.value


def test_a_file_damaged_while_the_quiz_is_open_is_reported(folder: Path) -> None:
    fields = panel(folder, 3)
    (folder / "quiz_answers.json").write_text("{")
    inputs(fields)[0].value = "1"
    assert "kept as quiz_answers.backup-1.json" in fields._status.value
    assert kept(folder) == {"3": "1"}


def test_every_field_has_a_name_for_screen_readers(folder: Path) -> None:
    names = [field.description for field in inputs(panel(folder, 1))]
    assert names[1] == "Question 1, row 1, column 2"
    assert inputs(panel(folder, 5))[0].description == "Answer to question 5"


def test_indentation_of_code_lines_is_kept(folder: Path) -> None:
    labels = [label for label, _ in inputs(panel(folder, 7))[0].options]
    assert labels[1].replace("\N{NO-BREAK SPACE}", " ") == " 2       print(k)"
