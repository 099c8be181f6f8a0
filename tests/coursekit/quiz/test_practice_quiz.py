"""Practice: feedback at once, other numbers when asked for, and everything still there after a restart."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from coursekit.quiz import Practice, QuizFileError, open_practice
from coursekit.quiz.in_place import text_of
from coursekit.quiz.practice_file import PracticeFile
from coursekit.quiz.practice_panel import PracticePanel

QUESTIONS = """
from .practice_words import WORDS

from coursekit.quiz.kinds import Integer
from coursekit.quiz.questions import Misconception, Question, in_order, one_of, wrong


def sum_of_two(rng):
    a, b = (int(v) for v in rng.integers(1, 10**6, size=2))
    listed = (Misconception("minus", str(a - b), "You subtracted."),)
    return Question("sum_of_two", f"{WORDS} ${a} + {b}$?", Integer(a + b), "Add again.", listed)


def choice(rng):
    return Question("choice", "Yes?", one_of(rng, "yes", [wrong("no", "no", "Say yes.")]), "")


def order(rng):
    return Question("order", "Order?", in_order(rng, ("one", "two", "three")), "Count.")


TEMPLATES = (sum_of_two, choice, order)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "practice_questions.py").write_text(QUESTIONS)
    (tmp_path / "practice_words.py").write_text("WORDS = 'How much is'\n")
    return tmp_path


@pytest.fixture
def quiz(folder: Path) -> Practice:
    return open_practice("practice", folder)


def kept(folder: Path) -> PracticeFile:
    return PracticeFile(folder / "practice_answers.json", "practice")


def panel(folder: Path, number: int) -> PracticePanel:
    """A question's widgets, as in a browser."""
    quiz = open_practice("practice", folder)
    quiz._file.begin()
    return PracticePanel(quiz, quiz._file, number)


def text(panel: PracticePanel) -> str:
    """What stands above the widgets."""
    return text_of(panel._panel.item)["text/markdown"]


def right(quiz: Practice, number: int) -> str:
    return str(quiz.question(number).kind.reference())


def test_an_answer_by_code_gets_its_verdict_at_once(quiz: Practice, capsys: pytest.CaptureFixture[str]) -> None:
    quiz.answer(1, 3)
    assert "**Not yet.** Add again." in capsys.readouterr().out
    quiz.answer(1, quiz.question(1).misconceptions()[0].answer)
    assert "**Not yet.** You subtracted." in capsys.readouterr().out
    quiz.answer(1, right(quiz, 1))
    assert "**Right.**" in capsys.readouterr().out


def test_a_printed_question_has_options_and_a_folded_form(quiz: Practice, capsys: pytest.CaptureFixture[str]) -> None:
    quiz.ask(2)
    shown = capsys.readouterr().out
    assert "☐ **A**" in shown and "☑" not in shown
    assert "<details><summary>How to answer</summary>" in shown and 'quiz.answer(2, "A")' in shown


def test_printing_keeps_nothing_and_is_always_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        open_practice("practice", folder).ask(1)
    one, other = capsys.readouterr().out.split("How much is")[1:]
    assert one.split("?")[0] == other.split("?")[0]
    assert not (folder / "practice_answers.json").exists()


def test_two_learners_get_different_numbers(folder: Path) -> None:
    texts = set()
    for _ in range(5):
        texts.add(text(panel(folder, 1)))
        (folder / "practice_answers.json").unlink()
    assert len(texts) == 5


def test_numbers_and_answers_come_back_after_a_restart(folder: Path) -> None:
    first = panel(folder, 1)
    first._panel.input.fields[0].value = "12"
    again = panel(folder, 1)
    assert text(again) == text(first)
    assert again._panel.input.fields[0].value == "12"


def test_check_explains_and_a_change_takes_the_verdict_away(folder: Path) -> None:
    widgets = panel(folder, 1)
    quiz = open_practice("practice", folder)
    field = widgets._panel.input.fields[0]
    widgets._check.click()
    assert "It is not answered yet." in widgets._verdict.value
    field.value = str(quiz.question(1).misconceptions()[0].answer)
    assert "quiz-verdict" not in widgets._verdict.value
    widgets._check.click()
    assert "✗ Not yet." in widgets._verdict.value and "You subtracted." in widgets._verdict.value
    field.value = right(quiz, 1)
    widgets._check.click()
    assert "✓ Right." in widgets._verdict.value and kept(folder).is_solved(1)


def test_other_numbers_forget_the_answer_and_not_that_it_was_right(folder: Path) -> None:
    widgets = panel(folder, 1)
    before = text(widgets)
    widgets._panel.input.fields[0].value = right(open_practice("practice", folder), 1)
    widgets._check.click()
    widgets._other.click()
    assert text(widgets) != before
    assert widgets._panel.input.fields[0].value == ""
    assert kept(folder).get(1) is None and kept(folder).is_solved(1) and kept(folder).draw(1) == 1
    assert text(panel(folder, 1)) == text(widgets)


def test_other_numbers_by_code(quiz: Practice, capsys: pytest.CaptureFixture[str]) -> None:
    before = quiz.question(1).text
    quiz.another(1)
    assert quiz.question(1).text != before
    assert quiz.question(1).text in capsys.readouterr().out


def test_progress(quiz: Practice, capsys: pytest.CaptureFixture[str]) -> None:
    quiz.answer(1, right(quiz, 1))
    quiz.answer(3, quiz.item(3).letters)
    capsys.readouterr()
    quiz.progress()
    shown = capsys.readouterr().out
    assert "✓ answered rightly" in shown and "| 2 |  | ○ not answered yet |" in shown
    assert "**1 of 3 questions answered rightly so far.**" in shown


@pytest.mark.parametrize("text", ["{", '{"format": 1, "quiz": "quiz", "variant": "v", "answers": {}}', "[]"])
def test_a_file_of_something_else_is_set_aside(folder: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "practice_answers.json").write_text(text)
    open_practice("practice", folder).answer(1, 3)
    assert "kept as practice_answers.backup-1.json" in capsys.readouterr().out
    assert (folder / "practice_answers.backup-1.json").read_text() == text
    assert kept(folder).get(1) == "3"


def test_where_nothing_can_be_written_practice_goes_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("coursekit.quiz.kept_file.os.fsync", full)
    monkeypatch.setenv("COURSEKIT_FRONT_END", "1")
    quiz = open_practice("practice", folder)
    quiz.ask(1)
    assert "your answers cannot be kept here (No space left on device)" in capsys.readouterr().out
    widgets = quiz._panels[1]
    widgets._panel.input.fields[0].value = "1"
    assert "Not saved" in widgets._panel._status.value
    widgets._other.click()
    assert "Not saved" in widgets._verdict.value


@pytest.mark.parametrize("number", [0, 4, -1])
def test_a_question_that_is_not_there(quiz: Practice, number: int) -> None:
    with pytest.raises(IndexError, match=f"there is no question {number}: this quiz has questions 1 to 3"):
        quiz.ask(number)


@pytest.mark.parametrize("text", [None, "TEMPLATES = ()", "import nothing_there", "def"])
def test_unusable_questions_say_what_to_do(folder: Path, text: str | None) -> None:
    path = folder / "practice_questions.py"
    if text is None:
        path.unlink()
    else:
        path.write_text(text)
    with pytest.raises(QuizFileError, match=r"practice_questions\.py cannot be used .*fetch the assignment again"):
        open_practice("practice", folder)


def test_no_widgets_are_loaded_without_a_browser(folder: Path) -> None:
    code = "import sys, coursekit.quiz as q; q.open_practice('practice').ask(1); print('ipywidgets' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout.endswith("False\n")


def test_importing_the_package_loads_no_numpy() -> None:
    code = "import sys, coursekit.quiz; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_the_file_is_plain(folder: Path) -> None:
    quiz = open_practice("practice", folder)
    quiz._file.begin()
    quiz.answer(2, "A")
    data = json.loads((folder / "practice_answers.json").read_text())
    assert set(data) == {"format", "quiz", "seed", "draws", "answers", "solved"}
    assert data["answers"] == {"2": "A"} and data["seed"] > 0
