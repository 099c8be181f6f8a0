from __future__ import annotations

import pytest

from coursegrader.errors import StoreError
from coursegrader.store import Attempt, AttemptStore


@pytest.fixture
def attempt(store: AttemptStore) -> Attempt:
    return store.add_attempt("maths", "week1", "amara", {"quiz.ipynb": b"{}"})


def test_a_request_is_open_until_it_is_answered(store: AttemptStore, attempt: Attempt) -> None:
    asked = store.requests.ask("maths", attempt.id, "amara", "quiz/q1", " My sign is right. ")
    assert store.requests.open("maths") == [asked]
    assert (asked.assignment, asked.attempt, asked.cell, asked.message) == (
        "week1",
        attempt.id,
        "quiz/q1",
        "My sign is right.",
    )
    answered = store.requests.answer("maths", asked.id, "tomas", "It is: 2 points more.")
    assert (answered.answer, answered.answered_by) == ("It is: 2 points more.", "tomas")
    assert store.requests.open("maths") == []
    assert store.requests.of_attempt(attempt.id) == [answered] == [store.requests.find("maths", asked.id)]


def test_one_question_at_a_time_about_a_cell(store: AttemptStore, attempt: Attempt) -> None:
    asked = store.requests.ask("maths", attempt.id, "amara", "quiz/q1", "why?")
    with pytest.raises(StoreError, match="you have already asked about this exercise"):
        store.requests.ask("maths", attempt.id, "amara", "quiz/q1", "why??")
    store.requests.ask("maths", attempt.id, "amara", "quiz/q2", "why?")
    store.requests.answer("maths", asked.id, "tomas", "because")
    store.requests.ask("maths", attempt.id, "amara", "quiz/q1", "but why?")
    assert [request.message for request in store.requests.of_attempt(attempt.id)] == ["why?", "why?", "but why?"]


def test_the_first_answer_holds(store: AttemptStore, attempt: Attempt) -> None:
    asked = store.requests.ask("maths", attempt.id, "amara", "quiz/q1", "why?")
    store.requests.answer("maths", asked.id, "tomas", "because")
    with pytest.raises(StoreError, match="tomas has already answered"):
        store.requests.answer("maths", asked.id, "imani", "no")
    assert store.requests.find("maths", asked.id).answer == "because"


def test_requests_of_other_courses_are_not_found(store: AttemptStore, attempt: Attempt) -> None:
    asked = store.requests.ask("maths", attempt.id, "amara", "quiz/q1", "why?")
    with pytest.raises(StoreError, match=f"course 'physics' has no regrade request {asked.id}"):
        store.requests.answer("physics", asked.id, "other", "mine")
    assert store.requests.open("physics") == []
    assert store.requests.open("maths") == [asked]


@pytest.mark.parametrize("text", ["", "  \n", "x" * 5000])
def test_questions_and_answers_are_sentences(store: AttemptStore, attempt: Attempt, text: str) -> None:
    with pytest.raises(StoreError, match="a reason has 1 to 4000 characters"):
        store.requests.ask("maths", attempt.id, "amara", "quiz/q1", text)
    asked = store.requests.ask("maths", attempt.id, "amara", "quiz/q1", "why?")
    with pytest.raises(StoreError, match="an answer has 1 to 4000 characters"):
        store.requests.answer("maths", asked.id, "tomas", text)
