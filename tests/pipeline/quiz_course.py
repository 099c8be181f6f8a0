"""Two small weeks with quizzes, released to learners."""

from __future__ import annotations

from pathlib import Path

from coursegrader.nbgrader_plugins.exchange.local_transport import LocalTransport
from coursegrader.pipeline import release_assignment_files
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
def test_question(quiz_answers, quiz_variant, reveal, number):
    \"\"\"This question does not have the right answer yet.\"\"\"
    verdict = quiz_variant.judge(number, quiz_answers)
    reveal(verdict.hint)
    assert verdict.right
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


def quiz_course(root: Path) -> None:
    """Two weeks, of three questions each; the last one of the second week is a call-back."""
    root.mkdir()
    (root / "nbgrader_config.py").write_text(CONFIG)
    week(root, FIRST, ("ant", "bee", "cat"), ())
    week(root, SECOND, ("dog", "elk"), (FIRST,))
    staff = LocalTransport.of_course(root, "tiny", "")
    for name in (FIRST, SECOND):
        folder = release_assignment_files(root, name)
        staff.release("tiny", name, {"quiz.ipynb": (folder / "quiz.ipynb").read_bytes()}, replace=False)


def fetched(course: Path, learner: str, assignment: str) -> dict[str, bytes]:
    return LocalTransport.of_course(course, "tiny", learner).fetch("tiny", assignment)
