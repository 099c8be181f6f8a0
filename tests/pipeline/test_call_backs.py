"""From one week's quiz to the next: what was missed comes back, and is graded as it was handed out."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coursegrader.nbgrader_plugins.exchange.local_transport import LocalTransport
from coursegrader.pipeline import grade_attempt_in_course, release_assignment_files
from coursegrader.store import DataFolder
from coursekit.quiz.answers import Answer, answers_text
from tests.course_factory import CONFIG, code, notebook, write_notebook

FIRST, SECOND = "c1w1-first", "c1w2-second"
TEMPLATES = """
from coursekit.quiz.kinds import Integer
from coursekit.quiz.questions import Question


def template(name):
    def draw(rng):
        number = int(rng.integers(1, 10**9))
        return Question(name, f"Type {number} for {name}.", Integer(number), "Not that one.")

    draw.__name__ = name
    return draw


TEMPLATES = tuple(template(name) for name in NAMES)
"""
QUESTIONS = """
from coursegrader.grader_side.graded_quiz import GradedQuiz

from .question_templates import TEMPLATES

QUIZZES = {"quiz": GradedQuiz(TEMPLATES, earlier=EARLIER, count=1)}
"""
SUITE = """
import pytest

CELLS = ("quiz_1", "quiz_2", "quiz_3")


@pytest.mark.parametrize("number", [pytest.param(k, marks=pytest.mark.cell(c)) for k, c in enumerate(CELLS, start=1)])
def test_question(quiz_answers, quiz_variant, number):
    \"\"\"This question does not have the right answer yet.\"\"\"
    assert quiz_variant.judge(number, quiz_answers).right
"""


def week(course: Path, name: str, templates: tuple[str, ...], earlier: tuple[str, ...]) -> None:
    """Three questions, one point each."""
    asks = [
        code(f"quiz-{k}", f"quiz.ask({k})", grade=True, locked=True, points=1, grade_id=f"quiz_{k}") for k in (1, 2, 3)
    ]
    opens = code("quiz-open", 'from coursekit.quiz import open_quiz\nquiz = open_quiz("quiz")')
    write_notebook(course / "source" / name / "quiz.ipynb", notebook(opens, *asks))
    graders = course / "graders" / name
    graders.mkdir(parents=True)
    (graders / "question_templates.py").write_text(f"NAMES = {templates!r}\n{TEMPLATES}")
    (graders / "questions.py").write_text(f"EARLIER = {earlier!r}\n{QUESTIONS}")
    (graders / "test_quiz.py").write_text(SUITE)


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two weeks with quizzes, released."""
    monkeypatch.setenv("COURSEGRADER_DATA", str(tmp_path / "data"))
    root = tmp_path / "course"
    root.mkdir()
    (root / "nbgrader_config.py").write_text(CONFIG)
    week(root, FIRST, ("ant", "bee", "cat"), ())
    week(root, SECOND, ("dog", "elk"), (FIRST,))
    staff = LocalTransport.of_course(root, "tiny", "")
    for name in (FIRST, SECOND):
        folder = release_assignment_files(root, name)
        staff.release("tiny", name, {"quiz.ipynb": (folder / "quiz.ipynb").read_bytes()}, replace=False)
    return root


def fetched(course: Path, learner: str, assignment: str) -> dict[str, bytes]:
    return LocalTransport.of_course(course, "tiny", learner).fetch("tiny", assignment)


def call_back(files: dict[str, bytes]) -> str:
    """The template of the third question of the second week."""
    text: str = json.loads(files["quiz_items.json"])["items"][2]["text"]
    assert text.startswith("*From week 1.*")
    return text.removesuffix(".").split()[-1]


def hand_in(course: Path, learner: str, assignment: str, wrong: Callable[[str], bool] = lambda text: False) -> float:
    """Fetch, answer what is asked for, but wrongly where told so, hand in; the score."""
    files = fetched(course, learner, assignment)
    data = json.loads(files["quiz_items.json"])
    answers: dict[int, Answer] = {
        item["number"]: "0" if wrong(item["text"]) else item["text"].split("Type ")[1].split()[0]
        for item in data["items"]
    }
    files["quiz_answers.json"] = answers_text("quiz", data["variant"], answers).encode()
    transport = LocalTransport.of_course(course, "tiny", learner)
    attempt = transport.submit("tiny", assignment, files)
    graded = grade_attempt_in_course(course, assignment, learner, files, datetime.now(UTC))
    transport.exchange.store.record_result(attempt, graded.result.to_json(), graded.feedback)
    assert graded.result.score is not None
    return graded.result.score


@pytest.mark.parametrize("missed", ["ant", "bee", "cat"])
def test_what_was_missed_comes_back_and_is_graded_right(course: Path, missed: str) -> None:
    assert hand_in(course, "ada", FIRST, wrong=lambda text: missed in text) == 2
    assert call_back(fetched(course, "ada", SECOND)) == missed
    assert hand_in(course, "ada", SECOND) == 3
    assert hand_in(course, "ada", SECOND, wrong=lambda text: missed in text) == 2


def test_who_missed_nothing_gets_any_of_them(course: Path) -> None:
    assert hand_in(course, "ada", FIRST) == 3
    fresh = {call_back(fetched(course, f"learner{k}", SECOND)) for k in range(20)}  # without any attempt
    assert fresh == {"ant", "bee", "cat"}
    assert hand_in(course, "ada", SECOND) == 3


def test_the_latest_attempt_counts(course: Path) -> None:
    hand_in(course, "ada", FIRST, wrong=lambda text: "ant" in text)
    hand_in(course, "ada", FIRST, wrong=lambda text: "bee" in text)
    assert call_back(fetched(course, "ada", SECOND)) == "bee"


def test_a_quiz_that_was_handed_out_stays_as_it_is(course: Path) -> None:
    hand_in(course, "ada", FIRST, wrong=lambda text: "ant" in text)
    held = fetched(course, "ada", SECOND)
    hand_in(course, "ada", FIRST, wrong=lambda text: "bee" in text)
    assert fetched(course, "ada", SECOND) == held
    assert hand_in(course, "ada", SECOND) == 3


def test_nothing_of_it_lies_where_learners_look(course: Path) -> None:
    hand_in(course, "ada", FIRST, wrong=lambda text: "ant" in text)
    assert set(fetched(course, "ada", SECOND)) == {"quiz.ipynb", "quiz_items.json"}
    assert DataFolder.of_course(course).root.stat().st_mode & 0o077 == 0
