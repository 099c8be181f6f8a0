from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from coursegrader.errors import StoreError
from coursegrader.store import AttemptStore

DUE = datetime(2026, 3, 1, 23, 59, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_later_extension_takes_the_place_of_an_earlier_one(store: AttemptStore) -> None:
    give = store.extensions.grant
    give("maths", "week1", "amara", due_at=DUE, reason="ill", by="imani")
    last = give("maths", "week1", "amara", closes_at=DUE + DAY, more_attempts=2, reason=" ill again ", by="imani")
    assert store.extensions.of("maths", "week1", "amara") == last
    assert (last.due_at, last.closes_at, last.more_attempts, last.reason) == (None, DUE + DAY, 2, "ill again")
    assert store.extensions.of("maths", "week2", "amara") is None
    assert store.extensions.of("physics", "week1", "amara") is None


def test_a_courses_extensions_are_listed_and_withdrawn(store: AttemptStore) -> None:
    for course, assignment, learner in (
        ("maths", "week2", "amara"),
        ("maths", "week1", "kenji"),
        ("maths", "week1", "amara"),
        ("physics", "week1", "amara"),
    ):
        store.extensions.grant(course, assignment, learner, more_attempts=1, reason="", by="imani")
    store.extensions.withdraw("maths", "week1", "kenji")
    assert [(e.assignment, e.learner) for e in store.extensions.all("maths")] == [
        ("week1", "amara"),
        ("week2", "amara"),
    ]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "gives nothing"),
        ({"due_at": DUE, "more_attempts": -1}, "cannot take attempts away"),
        ({"due_at": DUE, "closes_at": DUE - DAY}, "closes before it is due"),
        ({"due_at": DUE.replace(tzinfo=None)}, "the due date of the extension has no time zone"),
    ],
)
def test_extensions_that_make_no_sense_are_refused(store: AttemptStore, given: dict[str, object], says: str) -> None:
    with pytest.raises(StoreError, match=says):
        store.extensions.grant("maths", "week1", "amara", **given, reason="", by="imani")  # type: ignore[arg-type]
    assert store.extensions.all("maths") == []
