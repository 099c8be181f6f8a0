"""Attempts at a graded quiz, as the learner sees them in the notebook."""

import json
from pathlib import Path

import pytest

from coursekit.quiz import Quiz, open_quiz
from coursekit.quiz.answers import HandedInError
from coursekit.quiz.hand_in_panel import HandInPanel
from coursekit.quiz.quiz_panel import QuizPanel


def press(panel: HandInPanel, words: str) -> None:
    """Press the button that says so."""
    (button,) = [button for button in panel._buttons.children if words in button.description]
    button.click()


def offers(panel: HandInPanel) -> list[str]:
    return [button.description for button in panel._buttons.children]


def test_the_next_attempt_has_other_questions_and_the_first_one_stays(three: Path) -> None:
    quiz = open_quiz("quiz", three)
    quiz.answer(3, 7)
    quiz.hand_in()
    quiz.next_attempt()
    assert (quiz.attempt, quiz.attempts) == (2, 3)
    assert quiz.item(3).text == "A number? (draw 2)"
    quiz.answer(3, 8)
    first, second = (json.loads((three / name).read_text()) for name in ("quiz_answers.json", "quiz_answers_2.json"))
    assert (first["variant"], first["answers"], first["handed_in"]) == ("v1", {"3": "7"}, True)
    assert (second["variant"], second["answers"], second["handed_in"]) == ("v2", {"3": "8"}, False)


def test_a_quiz_opens_at_the_attempt_that_was_begun(three: Path) -> None:
    quiz = open_quiz("quiz", three)
    quiz.hand_in()
    assert open_quiz("quiz", three).attempt == 1
    quiz.next_attempt()
    assert open_quiz("quiz", three).attempt == 2


@pytest.mark.parametrize("last", [False, True])
def test_there_is_no_next_attempt_before_one_is_handed_in_nor_after_the_last(three: Path, last: bool) -> None:
    quiz = open_quiz("quiz", three)
    with pytest.raises(HandedInError, match="Attempt 1 of 3 is not handed in yet"):
        quiz.next_attempt()
    if last:
        quiz.hand_in(last=True)
    else:
        for _ in range(2):
            quiz.hand_in()
            quiz.next_attempt()
        quiz.hand_in()
    with pytest.raises(HandedInError, match="is handed in as the last one"):
        quiz.next_attempt()
    with pytest.raises(HandedInError, match="handed in"):
        quiz.answer(3, 1)


def test_without_a_browser_progress_says_how_to_hand_in(three: Path, capsys: pytest.CaptureFixture[str]) -> None:
    quiz = open_quiz("quiz", three)
    quiz.progress()
    assert "Attempt 1 of 3 is not handed in yet" in capsys.readouterr().out
    quiz.hand_in()
    assert "counts with your next submission" in capsys.readouterr().out


def test_a_quiz_with_one_variant_has_one_attempt(folder: Path) -> None:
    quiz = open_quiz("quiz", folder)
    quiz.hand_in()
    assert not quiz.may_go_on
    assert offers(HandInPanel(quiz)) == []


@pytest.fixture
def quiz(three: Path) -> Quiz:
    return open_quiz("quiz", three)


def test_the_button_asks_twice_and_says_what_is_open(quiz: Quiz) -> None:
    quiz.answer(3, 7)
    panel = HandInPanel(quiz)
    press(panel, "Hand in attempt 1 of 3")
    assert "1, 2, 4, 5, 6, 7, 8, 9, 10, 11" in panel._words.value
    press(panel, "Not yet")
    assert not quiz.file.handed_in
    press(panel, "Hand in attempt 1 of 3")
    press(panel, "Yes, hand it in")
    assert quiz.file.handed_in
    assert "Submit" in panel._words.value
    assert offers(panel) == ["Begin attempt 2, with other numbers", "No more attempts: explain my mistakes"]


def test_beginning_the_next_attempt_exchanges_the_questions_that_are_shown(quiz: Quiz) -> None:
    quiz.answer(3, 7)
    shown = QuizPanel(quiz.item(3), quiz.file)
    quiz._panels[3] = shown
    panel = HandInPanel(quiz)
    press(panel, "Hand in")
    press(panel, "Yes")
    assert "Handed in" in shown.panel._status.value
    shown.panel.input.fields[0].value = "8"  # whoever types on sees the answer that stays
    assert shown.panel.input.fields[0].value == "7"
    press(panel, "Begin attempt 2")
    assert shown.panel.item.text == "A number? (draw 2)"
    shown.panel.input.fields[0].value = "9"
    assert quiz.answers()["answers"] == {"3": "9"}
    assert offers(panel) == ["Hand in attempt 2 of 3"]


def test_giving_up_further_attempts_is_asked_twice(quiz: Quiz) -> None:
    quiz.hand_in()
    panel = HandInPanel(quiz)
    press(panel, "No more attempts")
    press(panel, "Not yet")
    assert not quiz.file.last
    press(panel, "No more attempts")
    press(panel, "Yes, no more attempts")
    assert quiz.file.last and offers(panel) == []
    assert "explanations come with the result" in panel._words.value


def test_a_full_disk_is_told_and_nothing_is_handed_in(quiz: Quiz, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    panel = HandInPanel(quiz)
    press(panel, "Hand in")
    with monkeypatch.context() as broken:
        broken.setattr("coursekit.quiz.kept_file.os.fsync", full)
        press(panel, "Yes")
    assert "No space left on device" in panel._words.value
    assert not quiz.file.handed_in
    press(panel, "Yes")
    assert quiz.file.handed_in
