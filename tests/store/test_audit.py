from __future__ import annotations

from datetime import UTC, datetime

from coursegrader.store import AttemptStore


def test_who_did_what_is_kept_newest_first(store: AttemptStore) -> None:
    before = datetime.now(UTC)
    store.audit.add("maths", "imani", "policy", "week1", before={"attempts": None}, after={"attempts": 3})
    store.audit.add("maths", "tomas", "mark", "week1/amara", points=2.5)
    store.audit.add("physics", "other", "release", "week1")
    marked, set_policy = store.audit.entries("maths")
    assert (marked.who, marked.action, marked.subject, marked.details) == (
        "tomas",
        "mark",
        "week1/amara",
        {"points": 2.5},
    )
    assert set_policy.details == {"before": {"attempts": None}, "after": {"attempts": 3}}
    assert before <= set_policy.at <= marked.at <= datetime.now(UTC)


def test_entries_are_read_page_by_page_and_by_person(store: AttemptStore) -> None:
    for number in range(5):
        store.audit.add("maths", "imani" if number % 2 else "tomas", "fetch", f"week{number}")
    first = store.audit.entries("maths", limit=2)
    assert [entry.subject for entry in first] == ["week4", "week3"]
    second = store.audit.entries("maths", before=first[-1].id, limit=2)
    assert [entry.subject for entry in second] == ["week2", "week1"]
    assert [entry.subject for entry in store.audit.entries("maths", who="imani")] == ["week3", "week1"]
    assert store.audit.entries("maths", action="release") == []
