"""A quiz in a notebook, without a browser: what the grader's run shows."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from coursekit.quiz import Quiz, open_quiz


@pytest.fixture
def quiz(folder: Path) -> Quiz:
    return open_quiz("quiz", folder)


def test_an_answer_by_code_is_kept(quiz: Quiz, folder: Path) -> None:
    quiz.answer(1, [[1, 0], [0, "1/2"]])
    assert open_quiz("quiz", folder).answers()["answers"] == {"1": [["1", "0"], ["0", "1/2"]]}


def test_a_wrong_form_names_the_question(quiz: Quiz) -> None:
    with pytest.raises(ValueError, match="question 5: 'Z' is not one of the options A, B"):
        quiz.answer(5, "Z")


def test_asking_shows_the_question_and_the_answer(quiz: Quiz, capsys: pytest.CaptureFixture[str]) -> None:
    quiz.answer(6, "AC")
    quiz.ask(6)
    shown = capsys.readouterr().out
    assert "Which ones?" in shown
    assert "☑ **A** option A" in shown and "☐ **B** option B" in shown
    assert "**Your answer:** `A`, `C`" in shown


def test_an_unanswered_question_says_so(quiz: Quiz, capsys: pytest.CaptureFixture[str]) -> None:
    quiz.ask(7)
    shown = capsys.readouterr().out
    assert " 2      print(k)" in shown
    assert "not answered yet" in shown


def test_a_figure_is_shown_as_the_answer_left_it(quiz: Quiz, capsys: pytest.CaptureFixture[str]) -> None:
    quiz.answer(11, [[1, 2], [3, 4]])
    quiz.ask(11)
    shown = capsys.readouterr().out
    assert "*Figure: A line through (0, 1) and (2, 2)" in shown
    assert "**Your answer:** P at (1, 2), Q at (3, 4)" in shown


def test_progress_counts_complete_answers(quiz: Quiz, capsys: pytest.CaptureFixture[str]) -> None:
    quiz.answer(3, "1/2")
    quiz.answer(5, "A")
    quiz.progress()
    shown = capsys.readouterr().out
    assert "| 3 | `1/2` | ✓ complete |" in shown
    assert "| 4 |  | ○ not answered yet |" in shown
    assert "**2 of 11 questions answered.**" in shown


def test_a_damaged_answer_file_is_reported_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "quiz_answers.json").write_text("{")
    quiz = open_quiz("quiz", folder)
    quiz.ask(1)
    assert capsys.readouterr().out.count("kept as quiz_answers.backup-1.json") == 1
    assert quiz.answers()["trouble"] == "damaged"


def test_answers_stay_in_their_folder(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    quiz = open_quiz("quiz")
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    quiz.answer(3, 1)
    assert json.loads((folder / "quiz_answers.json").read_text())["answers"] == {"3": "1"}


def test_opening_a_quiz_loads_no_widgets(folder: Path) -> None:
    code = "import sys, coursekit.quiz as q; q.open_quiz('quiz').ask(1); print('ipywidgets' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout.endswith("False\n")
