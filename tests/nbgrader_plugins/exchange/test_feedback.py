"""Releasing and fetching feedback."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursegrader.store import Attempt, AttemptStore
from tests.nbgrader_plugins.exchange.conftest import Make


@pytest.fixture
def attempts(released: Make, store: AttemptStore) -> list[Attempt]:
    for learner in ("amara", "kenji"):
        store.add_attempt("maths", "week1", learner, {"a.ipynb": b"{}", "extra.ipynb": b"{}"})
    return store.attempts("maths")


def write_feedback(course: Path, attempt: Attempt, page: str, timestamp: str | None = None) -> None:
    folder = course / "feedback" / attempt.learner / "week1"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a.html").write_text(page)
    (folder / "timestamp.txt").write_text(attempt.timestamp if timestamp is None else timestamp)


def test_a_learner_fetches_their_own_pages(released: Make, attempts: list[Attempt], course: Path, home: Path) -> None:
    for attempt in attempts:
        write_feedback(course, attempt, f"for {attempt.learner}")
    released("ReleaseFeedback").start()
    (group,) = released("List", learner="amara", cached=True).start()
    assert group["submissions"][0]["has_exchange_feedback"]
    assert not group["submissions"][0]["has_local_feedback"]
    released("FetchFeedback", learner="amara").start()
    page = home / "week1" / "feedback" / attempts[0].timestamp / "a.html"
    assert page.read_text() == "for amara"
    (group,) = released("List", learner="amara", cached=True).start()
    info = group["submissions"][0]
    assert info["has_local_feedback"]
    assert info["local_feedback_path"] == str(page.parent)


def test_changed_feedback_is_offered_again(released: Make, attempts: list[Attempt], course: Path) -> None:
    write_feedback(course, attempts[0], "first")
    released("ReleaseFeedback").start()
    released("FetchFeedback", learner="amara").start()
    write_feedback(course, attempts[0], "second")
    released("ReleaseFeedback", learner="amara").start()
    (group,) = released("List", learner="amara", cached=True).start()
    assert group["submissions"][0]["feedback_updated"]


def test_an_unreadable_timestamp_means_the_latest_attempt(
    released: Make, attempts: list[Attempt], course: Path, store: AttemptStore
) -> None:
    store.add_attempt("maths", "week1", "amara", {"a.ipynb": b"{}"})
    write_feedback(course, attempts[0], "page", timestamp="yesterday")
    released("ReleaseFeedback").start()
    assert [attempt.number for attempt in store.attempts("maths") if attempt.feedback] == [2]


def test_fetching_before_there_is_feedback_does_nothing(released: Make, attempts: list[Attempt], home: Path) -> None:
    released("FetchFeedback", learner="amara").start()
    assert list(home.iterdir()) == []
