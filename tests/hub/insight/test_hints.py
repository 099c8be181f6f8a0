"""The most frequent hints, as learners read them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from coursegrader.grader_side.recorder import _what_the_code_did
from coursegrader.grader_side.student_error import StudentError
from coursegrader.hub.insight.class_insight import analyse
from coursegrader.hub.insight.hint_text import HintText, left_empty, no_answer_yet, not_handed_in
from coursegrader.hub.insight.hints import Told, frequent_hints
from coursegrader.hub.insight.work import class_work
from coursegrader.quiz_words import EXPLAINED_LATER, NOT_HANDED_IN
from coursekit.quiz.kinds import Number
from coursekit.quiz.questions import Question
from tests.hub.insight.classes import attempt, cell, hidden


def test_hints_are_ranked_by_learners_not_by_attempts() -> None:
    stubborn = [
        attempt("amara", number, [cell("sum", hidden(False, "test_a", "Mind the sign."))]) for number in (1, 2, 3)
    ]
    others = [attempt(name, 1, [cell("sum", hidden(False, "test_b", "Add the carry."))]) for name in ("kenji", "sofia")]
    mended = attempt("sofia", 2, [cell("sum", hidden(True, "test_b"))])
    hints = analyse([*stubborn, *others, mended]).hints
    assert [(hint.text, hint.learners, hint.still) for hint in hints] == [
        ("Add the carry.", 2, 1),
        ("Mind the sign.", 1, 1),
    ]


def test_what_answers_had_in_common_is_counted_below_the_hint() -> None:
    hint = "Question 1 does not have the right answer yet."
    why = {"amara": "Rank is no sum.", "kenji": "Rank is no sum.", "sofia": "A pivot is missing."}
    attempts = [
        attempt(name, 1, [cell("quiz_1", hidden(False, "test_question[quiz_1]", f"{hint}\n{line}"))])
        for name, line in why.items()
    ]
    (found,) = analyse(attempts).hints
    assert (found.text, found.learners) == (hint, 3)
    assert found.details == (Told("Rank is no sum.", 2), Told("A pivot is missing.", 1))


def test_how_the_code_failed_does_not_split_a_hint() -> None:
    hints = [
        "Mind the sign.",
        "Mind the sign. (Your code raised TypeError.)",
        "Mind the sign. (Your code took too long.)",
    ]
    attempts = [attempt(f"l{k}", 1, [cell("sum", hidden(False, hint=hint))]) for k, hint in enumerate(hints)]
    (found,) = analyse(attempts).hints
    assert found.learners == 3
    assert {told.text for told in found.details} == {"Your code raised TypeError.", "Your code took too long."}


def test_an_authors_own_parentheses_stay_in_the_hint() -> None:
    hint = "The first assignment overwrote the row (a slice is a view, not a copy)."
    assert HintText.read(hint) == HintText(hint, "", ())
    assert HintText.read(f"{hint} (Your code took too long.)") == HintText(hint, "Your code took too long.", ())


@pytest.mark.parametrize("kind", ["NotImplementedError", "TimeoutError", "CrashError", "ZeroDivisionError", "Own"])
def test_what_the_grader_says_of_a_failure_is_recognised(kind: str) -> None:
    (sentence,) = _what_the_code_did(StudentError(kind, ""))
    parts = HintText.read(f"Mind the sign. {sentence}")
    assert parts.hint == "Mind the sign."
    assert parts.how == sentence.strip("()")
    assert no_answer_yet(f"Mind the sign. {sentence}") == (kind == "NotImplementedError")


def test_a_quiz_question_without_an_answer_is_recognised() -> None:
    question = Question("t", "How many?", Number(Fraction(1)), "Count again.")
    verdict = question.judge(None)
    assert no_answer_yet(f"Question 1 does not have the right answer yet.\n{verdict.hint}")


def test_a_quiz_that_is_not_handed_in_is_no_wrong_answer() -> None:
    draft = f"Question 1 does not have the right answer yet.\n{NOT_HANDED_IN}"
    assert no_answer_yet(draft) and not_handed_in(draft) and left_empty([draft], 1)
    assert not not_handed_in("Question 1 does not have the right answer yet.\nCount again.")
    assert analyse([attempt("amara", 1, [cell("quiz_1", hidden(False, hint=draft))])]).hints == ()


def test_when_mistakes_are_explained_is_no_misconception() -> None:
    later = f"Question 1 does not have the right answer yet.\n{EXPLAINED_LATER} (attempt 1 of 3 counts so far)."
    (hint,) = analyse([attempt("amara", 1, [cell("quiz_1", hidden(False, hint=later))])]).hints
    assert (hint.learners, hint.details) == (1, ())


def test_answers_not_yet_written_are_no_wrong_answers() -> None:
    empty = cell("sum", hidden(False, hint="Mind the sign. (There is no answer in this cell yet.)"))
    assert analyse([attempt("amara", 1, [empty])]).hints == ()


def test_hints_of_one_exercise() -> None:
    cells = [cell("sum", hidden(False, hint="Mind the sign.")), cell("product", hidden(False, hint="Mind the zero."))]
    works = class_work([attempt("amara", 1, cells)])
    assert [hint.text for hint in frequent_hints(works, "assignment_a/product")] == ["Mind the zero."]


NO_ANSWER = "(There is no answer in this cell yet.)"


@pytest.mark.parametrize(
    ("failed", "tests", "empty"),
    [
        ([f"Mind the sign. {NO_ANSWER}"] * 3, 3, True),
        ([f"Mind the sign. {NO_ANSWER}"] * 2 + ["A table with one row is refused with a ValueError."], 3, True),
        ([f"Mind the sign. {NO_ANSWER}"] * 2, 3, False),  # one has passed
        ([f"Mind the sign. {NO_ANSWER}"] * 2 + ["Mind the size. (Your code raised TypeError.)"], 3, False),
        ([f"Mind the sign. {NO_ANSWER}", "Mind the size.", "Mind the shape."], 3, False),
        ([], 0, False),
    ],
)
def test_an_exercise_is_left_empty_if_nothing_in_it_was_run(failed: list[str], tests: int, empty: bool) -> None:
    assert left_empty(failed, tests) is empty
