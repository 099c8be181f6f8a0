"""Which attempt at a quiz counts, whatever files are submitted in which order, and when mistakes are explained."""

from __future__ import annotations

import json

import pytest

from coursegrader.grader_side.quiz_attempts import MOST_BYTES, QuizAttempts
from coursegrader.grader_side.variants import ATTEMPTS, Variant
from coursegrader.quiz_words import NOT_ANSWERED, NOT_HANDED_IN
from coursekit.quiz.answers import answers_name
from coursekit.quiz.kinds import Integer
from coursekit.quiz.questions import Question

QUESTIONS = 4


def variant(attempt: int) -> Variant:
    """The right answer to question n of attempt k is 10 k + n."""
    numbers = range(1, QUESTIONS + 1)
    questions = tuple(Question("q", f"{attempt}.{n}?", Integer(10 * attempt + n), "Explained.") for n in numbers)
    return Variant("quiz", attempt, f"v{attempt}", questions)


def answers(attempt: int, right: int, *, handed_in: bool = True, last: bool = False) -> dict[str, bytes]:
    """A file with so many right answers; the others are 0."""
    given = {str(n): str(10 * attempt + n) if n <= right else "0" for n in range(1, QUESTIONS + 1)}
    data = {"format": 1, "quiz": "quiz", "variant": f"v{attempt}", "answers": given, "handed_in": handed_in}
    return {answers_name("quiz", attempt): json.dumps(data | {"last": last}).encode()}


def attempts(*submissions: dict[str, bytes]) -> QuizAttempts:
    return QuizAttempts("quiz", variant, submissions)


def score(found: QuizAttempts) -> int:
    return sum(found.judge(number).right for number in range(1, QUESTIONS + 1))


def test_what_is_not_handed_in_counts_nothing_and_uses_nothing_up() -> None:
    found = attempts(answers(1, 4, handed_in=False))
    assert score(found) == 0 and found.handed_in == ()
    assert found.judge(1).hint == NOT_HANDED_IN
    data = {"format": 1, "quiz": "quiz", "variant": "v1", "answers": {"2": "12"}, "handed_in": False}
    partly = attempts({answers_name("quiz", 1): json.dumps(data).encode()})
    assert [partly.judge(number).hint for number in (1, 2)] == [NOT_ANSWERED, NOT_HANDED_IN]


def test_the_best_attempt_counts() -> None:
    worse = answers(1, 3) | answers(2, 1)
    assert score(attempts(worse)) == 3
    assert score(attempts(worse | answers(3, 4))) == 4


def test_answers_count_as_they_were_first_handed_in() -> None:
    first = answers(1, 1)
    assert score(attempts(first, answers(1, 4))) == 1
    assert score(attempts(first, answers(1, 4, handed_in=False))) == 1
    assert score(attempts(first, {})) == 1


def test_a_draft_does_not_count_and_may_change() -> None:
    assert score(attempts(answers(1, 1, handed_in=False), answers(1, 4))) == 4


def test_mistakes_are_explained_after_the_last_attempt() -> None:
    submissions = [answers(1, 1), answers(1, 1) | answers(2, 2), answers(1, 1) | answers(2, 2) | answers(3, 3)]
    hints = [attempts(*submissions[:k]).judge(4).hint for k in (1, 2, 3)]
    assert "attempt 1 of 3 counts so far, with 1 of 4" in hints[0] and "Explained." not in hints[0]
    assert "attempt 2 of 3 counts so far, with 2 of 4" in hints[1] and "Explained." not in hints[1]
    assert hints[2] == "Explained."


def test_who_wants_no_more_attempts_gets_explanations_and_no_more_attempts() -> None:
    first, over = answers(1, 1), answers(1, 1, last=True)
    assert attempts(over).judge(4).hint == "Explained."
    for submissions in ((first, over), (first, over, over | answers(2, 4)), (over, answers(1, 1) | answers(2, 4))):
        found = attempts(*submissions)
        assert found.judge(4).hint == "Explained." and score(found) == 1


def test_attempts_handed_in_together_with_giving_up_all_count() -> None:
    assert score(attempts(answers(1, 1, last=True) | answers(2, 4))) == 4


def test_a_right_answer_needs_no_explanation() -> None:
    assert attempts(answers(1, 4)).judge(4).hint == ""


def test_answers_to_another_variant_count_nothing() -> None:
    theirs = {answers_name("quiz", 1): answers(2, 4)[answers_name("quiz", 2)]}
    found = attempts(theirs)
    assert score(found) == 0
    assert "another variant" in found.judge(1).hint
    assert score(attempts(theirs, answers(1, 2))) == 2


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"[]", b"{", b"null", b"[" * 100_000, b"1" * 10_000, b'{"a": "' + b"x" * MOST_BYTES + b'"}'],
)
def test_a_damaged_file_counts_nothing_and_is_told(content: bytes) -> None:
    found = attempts({answers_name("quiz", 1): content})
    assert score(found) == 0
    assert "damaged" in found.judge(1).hint


@pytest.mark.parametrize(
    "data",
    [
        {"handed_in": 1},
        {"handed_in": True},
        {"handed_in": True, "variant": ["v1"], "answers": {}},
        {"handed_in": True, "variant": "v1", "answers": [1]},
        {"handed_in": True, "variant": "v1", "answers": {"1": {"x": []}, "2": 1e999, "3": [[]], "4": None}},
    ],
)
def test_nonsense_gets_no_points(data: dict[str, object]) -> None:
    found = attempts({answers_name("quiz", 1): json.dumps(data).encode()})
    assert score(found) == 0 and found.judge(1).hint


def test_no_answers_at_all_are_told_as_such() -> None:
    assert attempts({}).judge(1).hint == attempts().judge(1).hint == NOT_ANSWERED


def test_a_question_left_open_in_an_attempt_that_counts_says_so() -> None:
    data = {"format": 1, "quiz": "quiz", "variant": "v1", "answers": {"1": "11"}, "handed_in": True}
    found = attempts({answers_name("quiz", 1): json.dumps(data).encode()})
    assert found.judge(1).right and found.judge(2).hint == NOT_ANSWERED


def test_there_are_no_more_attempts_than_allowed() -> None:
    fourth = answers(ATTEMPTS + 1, 4)
    assert score(attempts(fourth)) == 0


def test_beside_the_notebook_lies_the_attempt_that_counts_alone() -> None:
    found = attempts(answers(1, 1) | answers(2, 3))
    files = found.files()
    assert set(files) == {"quiz_items.json", "quiz_answers.json"}
    assert json.loads(files["quiz_items.json"])["variant"] == json.loads(files["quiz_answers.json"])["variant"] == "v2"
    assert found.hides("quiz_answers_2.json") and found.hides("quiz_items_3.json")
    assert not found.hides("notes_2.json")


def test_a_draft_is_shown_with_its_questions() -> None:
    draft = attempts(answers(1, 1, handed_in=False))
    assert set(draft.files()) == {"quiz_items.json"}  # the learner's own file lies there already


def test_only_what_is_needed_is_drawn() -> None:
    drawn: list[int] = []

    def draw(attempt: int) -> Variant:
        drawn.append(attempt)
        return variant(attempt)

    found = QuizAttempts("quiz", draw, [answers(1, 1), answers(1, 1) | answers(2, 0, handed_in=False)])
    found.files()
    assert [found.judge(number).right for number in (1, 2)] == [True, False]
    assert drawn == [1]
