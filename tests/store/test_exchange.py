from __future__ import annotations

from collections.abc import Mapping

import pytest

from coursegrader.errors import BadSubmission, StoreError
from coursegrader.store import AttemptStore, Exchange

RELEASE = {"quiz.ipynb": b"{}", "quiz_items.json": b"example"}


@pytest.fixture
def exchange(store: AttemptStore) -> Exchange:
    def own_variant(course: str, assignment: str, learner: str) -> Mapping[str, bytes]:
        return {"quiz_items.json": f"for {learner}".encode()}

    made = Exchange(store, own_variant)
    made.release("maths", "week1", RELEASE, replace=False)
    return made


def test_each_learner_fetches_their_own_variant(exchange: Exchange) -> None:
    assert exchange.fetch("maths", "week1", "amara") == {"quiz.ipynb": b"{}", "quiz_items.json": b"for amara"}
    assert exchange.fetch("maths", "week1", "kenji")["quiz_items.json"] == b"for kenji"


def test_a_release_is_replaced_only_on_purpose(exchange: Exchange) -> None:
    with pytest.raises(StoreError, match="already released in 'maths': add --force"):
        exchange.release("maths", "week1", RELEASE, replace=False)
    exchange.release("maths", "week1", {"quiz.ipynb": b"new"}, replace=True)
    assert exchange.fetch("maths", "week1", "amara")["quiz.ipynb"] == b"new"


def test_a_release_without_a_notebook_is_refused(exchange: Exchange) -> None:
    with pytest.raises(StoreError, match="has no notebook: run 'nbgrader generate_assignment'"):
        exchange.release("maths", "week2", {"data.csv": b""}, replace=False)


def test_only_released_assignments_can_be_fetched_or_submitted(exchange: Exchange) -> None:
    with pytest.raises(StoreError, match="'week9' is not released in course 'maths'"):
        exchange.fetch("maths", "week9", "amara")
    with pytest.raises(StoreError, match="'week9' is not released"):
        exchange.submit("maths", "week9", "amara", {"quiz.ipynb": b"{}"})


def test_an_empty_submission_is_refused(exchange: Exchange) -> None:
    with pytest.raises(BadSubmission, match="nothing to submit for 'week1'"):
        exchange.submit("maths", "week1", "amara", {})


@pytest.mark.parametrize("name", ["../up", "", "a b", "-x", "a/b"])
def test_names_that_are_no_folder_names_are_refused(exchange: Exchange, name: str) -> None:
    with pytest.raises(StoreError, match="may hold only"):
        exchange.submit("maths", "week1", name, {"quiz.ipynb": b"{}"})
    with pytest.raises(StoreError, match="may hold only"):
        exchange.release("maths", name, RELEASE, replace=False)


def test_released_feedback_can_be_read(exchange: Exchange) -> None:
    attempt = exchange.submit("maths", "week1", "amara", {"quiz.ipynb": b"{}"})
    assert exchange.feedback_files(attempt) == {}
    exchange.release_feedback(attempt, {"quiz.html": b"<p>"})
    assert exchange.feedback_files(exchange.store.find_attempt("maths", attempt.id)) == {"quiz.html": b"<p>"}
