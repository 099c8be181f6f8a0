"""The exchange holds learners to the assignment's policy, by the server's clock."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coursegrader.errors import Closed, CoolingDown, NoAttemptsLeft, NotNow, NotOpenYet, NotReleased
from coursegrader.store import AttemptStore, DataFolder, Exchange, Policies, Policy

DUE = datetime(2026, 3, 1, 23, 59, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
FILES = {"quiz.ipynb": b"{}"}


class Course:
    """A course with one released assignment, and a clock to set."""

    def __init__(self, folder: Path) -> None:
        (folder / "source" / "week1").mkdir(parents=True)
        self.file = folder / "source" / "week1.toml"
        self.now = DUE - DAY
        self.policies = Policies({"maths": folder})
        self.store = AttemptStore(DataFolder(folder / "data"))
        self.exchange = Exchange(self.store, policies=self.policies, clock=lambda: self.now)
        self.exchange.release("maths", "week1", FILES, replace=False)

    def set(self, policy: Policy) -> None:
        self.policies.save("maths", "week1", policy)

    def submit(self, learner: str = "amara", content: bytes = b"{}", *, early: bool = False) -> float:
        """Seconds by which it was late."""
        return self.exchange.submit("maths", "week1", learner, {"quiz.ipynb": content}, early=early).late_seconds


@pytest.fixture
def course(tmp_path: Path) -> Iterator[Course]:
    made = Course(tmp_path)
    yield made
    made.store.close()


def test_an_attempt_is_stamped_with_the_servers_clock(course: Course) -> None:
    attempt = course.exchange.submit("maths", "week1", "amara", FILES)
    assert attempt.received_at == course.now
    assert course.store.find_attempt("maths", attempt.id) == attempt


def test_before_it_opens_an_assignment_is_for_the_staff_alone(course: Course) -> None:
    course.set(Policy(opens_at=DUE))
    with pytest.raises(NotOpenYet, match="opens on 1 March 2026 at 23:59 UTC"):
        course.submit()
    with pytest.raises(NotOpenYet, match="come back then"):
        course.exchange.fetch("maths", "week1", "amara")
    assert course.exchange.fetch("maths", "week1", "tomas", early=True) == FILES
    course.submit("tomas", early=True)
    course.now = DUE
    course.submit()
    assert course.exchange.fetch("maths", "week1", "amara") == FILES


def test_after_the_due_time_attempts_are_late_and_then_refused(course: Course) -> None:
    course.set(Policy(due_at=DUE, closes_at=DUE + DAY))
    assert course.submit() == 0
    course.now = DUE + 90 * MINUTE
    assert course.submit() == 5400
    course.now = DUE + DAY + MINUTE
    with pytest.raises(Closed, match="closed on 2 March 2026 at 23:59 UTC"):
        course.submit()
    assert [attempt.late_seconds for attempt in course.store.attempts("maths")] == [0, 5400]


def test_attempts_are_bounded_and_apart(course: Course) -> None:
    course.set(Policy(attempts=2, cooldown_minutes=10))
    course.submit()
    course.now += MINUTE
    with pytest.raises(CoolingDown, match="again in 9 minutes"):
        course.submit()
    course.submit("kenji")
    course.now += 9 * MINUTE
    course.submit()
    course.now += DAY
    with pytest.raises(NoAttemptsLeft, match="all 2 attempts"):
        course.submit()


def test_an_extension_holds_for_its_learner(course: Course) -> None:
    course.set(Policy(due_at=DUE, closes_at=DUE, attempts=1))
    course.store.extensions.grant(
        "maths", "week1", "amara", due_at=DUE + DAY, more_attempts=1, reason="ill", by="imani"
    )
    course.now = DUE + MINUTE
    assert course.submit() == 0
    course.submit()
    with pytest.raises(NoAttemptsLeft):
        course.submit()
    with pytest.raises(Closed):
        course.submit("kenji")
    course.store.extensions.withdraw("maths", "week1", "amara")
    with pytest.raises(Closed):
        course.submit()


def test_a_refused_submission_leaves_nothing_behind(course: Course, tmp_path: Path) -> None:
    course.set(Policy(closes_at=DUE))
    course.now = DUE + DAY
    before = sorted((tmp_path / "data" / "blobs").rglob("*"))
    with pytest.raises(Closed):
        course.submit(content=b"a new content")
    assert sorted((tmp_path / "data" / "blobs").rglob("*")) == before
    assert course.store.attempts("maths") == []


def test_two_submissions_at_once_cannot_both_be_the_last(course: Course) -> None:
    course.set(Policy(attempts=3))

    def submit(number: int) -> bool:
        try:
            course.submit(content=str(number).encode())
        except NotNow:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(submit, range(16)))
    assert sum(taken) == 3
    assert [attempt.number for attempt in course.store.attempts("maths")] == [1, 2, 3]


def test_a_policy_that_cannot_be_read_costs_nobody_an_attempt(course: Course, caplog: pytest.LogCaptureFixture) -> None:
    course.file.write_text("attempts = 1\ncloses = 2020-01-01T00:00:00Z\n")
    with caplog.at_level(logging.ERROR):
        course.submit()
        course.submit()
    assert "line 2: unknown setting 'closes': write 'closes_at' instead; until this is mended" in caplog.text
    assert len(course.store.attempts("maths")) == 2


def test_a_changed_file_holds_from_the_next_submission_on(course: Course) -> None:
    course.submit()
    course.file.write_text("attempts = 1\n")
    with pytest.raises(NoAttemptsLeft):
        course.submit()


def test_a_policy_releases_nothing(course: Course) -> None:
    course.policies.save("maths", "week2", Policy(attempts=3))
    with pytest.raises(NotReleased, match="'week2' is not released in course 'maths'"):
        course.exchange.submit("maths", "week2", "amara", FILES)
