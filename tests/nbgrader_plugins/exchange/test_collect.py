from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from coursegrader.store import AttemptStore
from tests.nbgrader_plugins.exchange.conftest import Make


@pytest.fixture
def submitted(released: Make, store: AttemptStore) -> Make:
    for learner in ("amara", "kenji", "amara"):
        number = len(store.attempts("maths"))
        store.add_attempt("maths", "week1", learner, {"a.ipynb": f"attempt {number}".encode()})
    return released


def read(course: Path, learner: str, name: str) -> str:
    return (course / "submitted" / learner / "week1" / name).read_text()


def test_the_latest_attempts_are_collected(submitted: Make, course: Path, store: AttemptStore) -> None:
    submitted("Collect").start()
    assert read(course, "amara", "a.ipynb") == "attempt 2"
    assert read(course, "kenji", "a.ipynb") == "attempt 1"
    assert read(course, "amara", "timestamp.txt") == store.attempts("maths")[2].timestamp


def test_one_learner_can_be_named(submitted: Make, course: Path) -> None:
    submitted("Collect", learner="kenji").start()
    assert [path.name for path in (course / "submitted").iterdir()] == ["kenji"]


def test_the_last_attempt_before_the_due_date(submitted: Make, course: Path, store: AttemptStore) -> None:
    due = store.attempts("maths")[0].received_at + timedelta(microseconds=1)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "maths") as gradebook:
        gradebook.add_assignment("week1", duedate=due.strftime("%Y-%m-%d %H:%M:%S.%f UTC"))
    submitted("Collect", before_duedate=True).start()
    assert read(course, "amara", "a.ipynb") == "attempt 0"
    assert read(course, "kenji", "a.ipynb") == "attempt 1"


def test_an_update_replaces_only_what_is_older(submitted: Make, course: Path, store: AttemptStore) -> None:
    submitted("Collect").start()
    store.add_attempt("maths", "week1", "amara", {"a.ipynb": b"newest"})
    submitted("Collect").start()
    assert read(course, "amara", "a.ipynb") == "attempt 2"
    submitted("Collect", update=True).start()
    assert read(course, "amara", "a.ipynb") == "newest"


def test_a_bad_date_stops_nothing(submitted: Make, course: Path) -> None:
    submitted("Collect").start()
    (course / "submitted" / "amara" / "week1" / "timestamp.txt").write_text("the day after tomorrow")
    submitted("Collect", update=True).start()
    assert read(course, "amara", "timestamp.txt").endswith("UTC")


def test_a_bad_submission_stops_nothing(submitted: Make, course: Path, store: AttemptStore) -> None:
    digest = store.attempts("maths")[2].files["a.ipynb"]
    (store.folder.blobs / digest[:2] / digest).unlink()
    submitted("Collect").start()
    assert read(course, "kenji", "a.ipynb") == "attempt 1"
    assert not (course / "submitted" / "amara").exists()
