"""The practice quizzes of the course: every draw is a fair question, and the notebook asks them all."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from coursekit.quiz.forms import answer_from, state_of
from coursekit.quiz.items import item_of
from coursekit.quiz.questions import Draw, Question
from coursekit.quiz.template_files import load_templates
from tests.course.fair_questions import assert_fair, assert_misconceptions_explained, assert_places_even

SOURCE = Path(__file__).parents[2] / "source"
WEEKS = [path.parent.name for path in sorted(SOURCE.glob("*/practice_questions.py"))]
DRAWS = 200

each_week = pytest.mark.parametrize("week", WEEKS)


def templates(week: str) -> Mapping[str, Draw]:
    return load_templates(SOURCE / week / "practice_questions.py", "practice_*.py")


@pytest.fixture(scope="module")
def drawn() -> dict[str, list[Question]]:
    """Many draws of each question."""
    return {
        week: [draw(np.random.default_rng(seed)) for draw in templates(week).values() for seed in range(DRAWS)]
        for week in WEEKS
    }


@each_week
def test_ten_questions_are_asked(week: str) -> None:
    notebook = json.loads((SOURCE / week / "practice_quiz.ipynb").read_text())
    sources = "\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code")
    assert re.findall(r"quiz\.ask\((\d+)\)", sources) == [str(number) for number in range(1, 11)]
    assert len(templates(week)) == 10
    assert not any("nbgrader" in cell["metadata"] for cell in notebook["cells"])


@each_week
def test_every_draw_is_a_fair_question(drawn: dict[str, list[Question]], week: str) -> None:
    for question in drawn[week]:
        assert_fair(question)
        assert_misconceptions_explained(question)
    assert_places_even(drawn[week])


@each_week
def test_questions_carry_the_name_of_their_template(drawn: dict[str, list[Question]], week: str) -> None:
    assert {question.template for question in drawn[week]} == set(templates(week))


@each_week
def test_numbers_differ_from_draw_to_draw(drawn: dict[str, list[Question]], week: str) -> None:
    for name in templates(week):
        texts = {json.dumps(q.public(1)) for q in drawn[week] if q.template == name}
        assert len(texts) > 20, name


@each_week
def test_a_widget_can_give_every_right_answer(drawn: dict[str, list[Question]], week: str) -> None:
    for question in drawn[week][::10]:
        item = item_of(json.loads(json.dumps(question.public(1))))
        answer = question.kind.reference()
        assert answer_from(item, answer) == answer
        assert state_of(item, answer).complete
