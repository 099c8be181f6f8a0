"""Variants: who gets which questions, what is handed out, and answers to somebody else's variant."""

import json
from pathlib import Path

import pytest

from coursegrader.errors import CourseError, SuiteError
from coursegrader.grader_side.quiz_example import refresh_example
from coursegrader.grader_side.variants import (
    draw_variant,
    misconception_answers,
    reference_answers,
    render_variants,
    variant_seed,
)

QUESTIONS = """
from coursegrader.grader_side.graded_quiz import GradedQuiz

from .question_templates import TEMPLATES

QUIZZES = {"quiz": GradedQuiz(TEMPLATES, earlier=("earlier",), count=1)}
"""
TEMPLATES = """
from coursekit.quiz.kinds import Integer
from coursekit.quiz.questions import Misconception, Question

from .question_words import WORDS

def sum_of_two(rng):
    a, b = (int(v) for v in rng.integers(1, 10**6, size=2))
    listed = (Misconception("minus", str(a - b), "You subtracted."),)
    return Question("sum_of_two", f"{WORDS} {a} + {b}?", Integer(a + b), "Add again.", listed)

TEMPLATES = (sum_of_two,)
"""
EARLIER = """
from coursekit.quiz.kinds import Integer
from coursekit.quiz.questions import Question

def zero(rng):
    return Question("zero", "Type 0.", Integer(0), "")

def one(rng):
    return Question("one", "Type 1.", Integer(1), "")

TEMPLATES = (zero, one)
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    folder, earlier = tmp_path / "graders" / "week", tmp_path / "graders" / "earlier"
    for path in (folder, earlier):
        path.mkdir(parents=True)
    (folder / "questions.py").write_text(QUESTIONS)
    (folder / "question_templates.py").write_text(TEMPLATES)
    (folder / "question_words.py").write_text("WORDS = 'How much is'\n")
    (earlier / "question_templates.py").write_text(EARLIER)
    return tmp_path


def test_the_seed_depends_on_everything_that_names_a_variant() -> None:
    base = (b"s", "ada", "week", "quiz", 1)
    others = [(b"t", *base[1:]), (b"s", "bob", "week", "quiz", 1), (b"s", "ada", "w", "quiz", 1),
              (b"s", "ada", "week", "q", 1), (b"s", "ada", "week", "quiz", 2)]  # fmt: skip
    seeds = {variant_seed(*names) for names in [base, *others]}
    assert len(seeds) == 6
    assert variant_seed(*base) == variant_seed(*base)


def test_names_that_run_together_give_different_seeds() -> None:
    assert variant_seed(b"s", "ab", "c", "q") != variant_seed(b"s", "a", "bc", "q")


def test_the_example_variant_needs_no_secret() -> None:
    assert variant_seed(b"one", None, "week", "quiz") == variant_seed(b"two", None, "week", "quiz")


@pytest.mark.parametrize(("secret", "learner"), [(b"", "ada"), (b"s", "")])
def test_a_variant_that_could_be_foretold_is_refused(secret: bytes, learner: str) -> None:
    with pytest.raises(CourseError, match="needs the course secret and the learner's name"):
        variant_seed(secret, learner, "week", "quiz")


def test_a_learner_is_handed_the_rendering_only(course: Path) -> None:
    files = render_variants(course, "week", "ada", b"s")
    assert list(files) == ["quiz_items.json", "quiz_items_2.json", "quiz_items_3.json"]
    for attempt, content in enumerate(files.values(), start=1):
        data = json.loads(content)
        assert set(data) == {"format", "quiz", "attempt", "variant", "items"}
        assert data["attempt"] == attempt
        assert set(data["items"][0]) == {"number", "kind", "text"}


def test_each_attempt_is_a_new_draw_of_the_same_templates(course: Path) -> None:
    drawn = [draw_variant(course, "week", "ada", b"s", attempt=attempt) for attempt in (1, 2, 3)]
    assert len({variant.questions[0].text for variant in drawn}) == 3
    assert len({variant.identifier for variant in drawn}) == 3
    for learner in (f"learner{k}" for k in range(10)):
        several = [draw_variant(course, "week", learner, b"s", attempt=attempt) for attempt in (1, 2, 3)]
        assert len({variant.questions[1].template for variant in several}) == 1


def test_drawing_again_gives_the_same_variant(course: Path) -> None:
    assert render_variants(course, "week", "ada", b"s") == render_variants(course, "week", "ada", b"s")


def test_no_two_learners_share_numbers(course: Path) -> None:
    texts = {draw_variant(course, "week", f"learner{k}", b"s").questions[0].text for k in range(50)}
    assert len(texts) == 50


def test_a_week_without_a_quiz_has_nothing_to_hand_out(course: Path) -> None:
    assert render_variants(course, "other", "ada", b"s") == {}
    assert reference_answers(course, "other", "ada", b"s") == {}


def test_drawing_from_a_week_without_a_quiz_says_so(course: Path) -> None:
    with pytest.raises(CourseError, match=r"graders/other has no questions.py"):
        draw_variant(course, "other", "ada", b"s")
    with pytest.raises(SuiteError, match="has no quiz 'exam'"):
        draw_variant(course, "week", "ada", b"s", quiz="exam")


def test_an_edited_generator_is_read_again(course: Path) -> None:
    before = draw_variant(course, "week", "ada", b"s")
    (course / "graders" / "week" / "question_words.py").write_text("WORDS = 'What is'\n")
    after = draw_variant(course, "week", "ada", b"s")
    assert after.questions[0].text.startswith("What is")
    assert after.identifier != before.identifier  # old answers are never scored against new questions


def test_reference_answers_score_full(course: Path) -> None:
    variant = draw_variant(course, "week", "ada", b"s")
    submitted = json.loads(reference_answers(course, "week", "ada", b"s")["quiz_answers.json"])
    assert all(variant.judge(number, submitted).right for number in (1, 2))


def test_each_misconception_scores_nothing_and_shows_its_hint(course: Path) -> None:
    variant = draw_variant(course, "week", "ada", b"s")
    (case,) = misconception_answers(course, "week", "ada", b"s")
    verdict = variant.judge(1, json.loads(case.files["quiz_answers.json"]))
    assert (case.grade_id, case.misconception) == ("quiz_1", "minus")
    assert not verdict.right and verdict.hint == case.hint == "You subtracted."


def test_answers_to_another_variant_get_no_points(course: Path) -> None:
    variant = draw_variant(course, "week", "ada", b"s")
    others = json.loads(reference_answers(course, "week", "bob", b"s")["quiz_answers.json"])
    others["answers"] = variant.reference()
    verdict = variant.judge(2, others)
    assert not verdict.right and "another variant" in verdict.hint


@pytest.mark.parametrize(
    "submitted",
    [
        None,
        3,
        [],
        {},
        {"answers": 3},
        {"answers": {}},
        {"variant": [], "answers": {}},
        {"variant": "", "answers": []},
    ],
)
def test_answers_that_are_no_answers_get_no_points(course: Path, submitted: object) -> None:
    verdict = draw_variant(course, "week", "ada", b"s").judge(1, submitted)
    assert not verdict.right and verdict.hint


@pytest.mark.parametrize("trouble", ["damaged", [], {}, 3, "unheard of"])
def test_nonsense_about_trouble_does_no_harm(course: Path, trouble: object) -> None:
    variant = draw_variant(course, "week", "ada", b"s")
    submitted = {"variant": variant.identifier, "answers": {}, "trouble": trouble}
    assert not variant.judge(1, submitted).right


def test_a_damaged_file_is_named_as_the_reason(course: Path) -> None:
    variant = draw_variant(course, "week", "ada", b"s")
    submitted = {"variant": variant.identifier, "answers": {}, "trouble": "damaged"}
    assert "damaged" in variant.judge(1, submitted).hint


def test_what_a_learner_missed_reaches_the_generator(course: Path) -> None:
    for name in ("zero", "one"):
        drawn = [draw_variant(course, "week", f"learner{k}", b"s", missed=[f"earlier/{name}"]) for k in range(10)]
        assert {variant.questions[1].template for variant in drawn} == {name}


def test_an_edited_template_of_an_earlier_week_is_read_again(course: Path) -> None:
    draw_variant(course, "week", "ada", b"s")
    path = course / "graders" / "earlier" / "question_templates.py"
    path.write_text(path.read_text().replace("Type", "Write"))
    assert "Write" in draw_variant(course, "week", "ada", b"s").questions[1].text


def test_an_earlier_week_without_templates_is_named(course: Path) -> None:
    (course / "graders" / "earlier" / "question_templates.py").unlink()
    with pytest.raises(SuiteError, match=r"call-backs to earlier: .*question_templates\.py"):
        draw_variant(course, "week", "ada", b"s")


@pytest.mark.parametrize("text", ["", "QUIZZES = 3", "QUIZZES = {'quiz': print}"])
def test_questions_without_a_quiz_are_refused(course: Path, text: str) -> None:
    (course / "graders" / "week" / "questions.py").write_text(text)
    with pytest.raises(SuiteError, match="defines no QUIZZES"):
        draw_variant(course, "week", "ada", b"s")


def test_refreshing_the_example_needs_its_cell(course: Path) -> None:
    folder = course / "source" / "week"
    folder.mkdir(parents=True)
    (folder / "quiz.ipynb").write_text('{"cells": []}')
    with pytest.raises(CourseError, match="needs one code cell with id 'quiz-reference-answers'"):
        refresh_example(course, "week")


def test_refreshing_the_example_writes_items_and_reference_answers(course: Path) -> None:
    folder = course / "source" / "week"
    folder.mkdir(parents=True)
    cell = {"id": "quiz-reference-answers", "metadata": {"tags": ["instructor-only"]}, "source": []}
    (folder / "quiz.ipynb").write_text(json.dumps({"cells": [cell]}))
    assert refresh_example(course, "week") == ["quiz_items.json", "quiz.ipynb"]
    assert refresh_example(course, "week") == []
    source = json.loads((folder / "quiz.ipynb").read_text())["cells"][0]["source"]
    assert source[2].startswith("quiz.answer(2,")
