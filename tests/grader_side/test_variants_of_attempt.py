"""The quizzes of one attempt."""

import json
from pathlib import Path

import pytest

from coursegrader.errors import SuiteError
from coursegrader.grader_side.assignment import Assignment
from coursegrader.grader_side.attempt import Attempt
from coursegrader.grader_side.quiz_attempts import QuizAttempts
from coursegrader.grader_side.request import GradingRequest
from coursegrader.grader_side.variants import Variant, draw_variant
from coursegrader.grader_side.variants_of_attempt import AttemptVariants

QUESTIONS = """
from coursegrader.grader_side.graded_quiz import GradedQuiz
from coursekit.quiz.kinds import Integer
from coursekit.quiz.questions import Question

drawn = 0

def sum_of_two(rng):
    global drawn
    drawn += 1
    a = int(rng.integers(1, 10**6))
    return Question("sum_of_two", f"{a} + {drawn}?", Integer(a + drawn), "Add again.")

QUIZZES = {"NAME": GradedQuiz((sum_of_two,))}
"""


def variants(course: Path, quiz: str | None, learner: str | None = "ada") -> AttemptVariants:
    folder = course / "graders/week"
    folder.mkdir(parents=True)
    if quiz is not None:
        (folder / "questions.py").write_text(QUESTIONS.replace("NAME", quiz))
    request = GradingRequest(course, "week", Attempt({}), learner=learner, secret=b"s")
    return AttemptVariants(Assignment(course, "week"), request)


def own(found: AttemptVariants) -> Variant:
    """The learner's first attempt."""
    attempts = found.quiz()
    assert isinstance(attempts, QuizAttempts)
    return attempts.variant(1)


def test_a_quiz_is_drawn_once(tmp_path: Path) -> None:
    mine = variants(tmp_path, "quiz")
    handed_out = json.loads(mine.files()["quiz_items.json"])
    for _ in range(3):
        assert own(mine).identifier == handed_out["variant"]
        assert own(mine).questions[0].text == handed_out["items"][0]["text"]
    assert own(mine).questions[0].text.endswith("+ 1?")


def test_it_is_the_learners_own(tmp_path: Path) -> None:
    mine = own(variants(tmp_path, "quiz"))
    number = mine.questions[0].text.split()[0]
    for learner, same in (("ada", True), ("bob", False)):
        other = draw_variant(tmp_path, "week", learner, b"s")
        assert (other.questions[0].text.split()[0] == number) is same


def test_an_assignment_without_questions_has_no_files(tmp_path: Path) -> None:
    mine = variants(tmp_path, None)
    assert mine.files() == {}
    with pytest.raises(SuiteError, match="has no quiz 'quiz'"):
        mine.quiz()


def test_quizzes_of_other_names_are_files_only(tmp_path: Path) -> None:
    mine = variants(tmp_path, "exam")
    assert list(mine.files()) == ["exam_items.json"]
    with pytest.raises(SuiteError, match="has no quiz 'quiz'"):
        mine.quiz()


def test_without_a_learner_it_is_the_example_and_the_notebook_is_asked(tmp_path: Path) -> None:
    found = variants(tmp_path, "quiz", learner=None)
    example = found.quiz()
    assert isinstance(example, Variant)
    assert json.loads(found.files()["quiz_items.json"])["variant"] == example.identifier
    assert found.asks_notebook and not variants(tmp_path / "other", "quiz").asks_notebook
