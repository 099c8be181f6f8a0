from __future__ import annotations

from datetime import timedelta

from coursegrader.hub.web.student.weeks import WeekState
from coursegrader.store import AttemptState
from tests.hub.web.student.records import NOON, attempt, week

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_a_week_begins_unopened_and_is_then_in_progress() -> None:
    assert week().state is WeekState.NEW
    assert week().open_text == "Open"
    assert not week().may_submit  # there is nothing yet
    opened = week(opened=True)
    assert opened.state is WeekState.OPENED
    assert opened.open_text == "Go on working"
    assert opened.may_submit


def test_a_locked_week_cannot_be_opened() -> None:
    locked = week(opens_at=NOON + HOUR)
    assert locked.is_locked and not locked.may_open and not locked.may_submit
    assert week(opens_at=NOON).may_open


def test_the_latest_attempt_gives_the_state_and_the_best_one_the_score() -> None:
    found = week(tried=[attempt(1, 7), attempt(2, 4)])
    assert found.state is WeekState.GRADED
    assert found.counted is not None and found.counted.score == 7
    assert week(tried=[attempt(1, 7), attempt(2)]).state is WeekState.WAITING
    failed = week(tried=[attempt(1, 7), attempt(2, state=AttemptState.FAILED)])
    assert failed.state is WeekState.FAILED
    assert failed.counted is not None and failed.counted.score == 7


def test_the_last_one_counts_if_the_policy_says_so() -> None:
    found = week(tried=[attempt(1, 7), attempt(2, 4)], counts="last")
    assert found.counted is not None and found.counted.score == 4


def test_a_late_attempt_counts_less() -> None:
    found = week(tried=[attempt(1, 10)], due_at=NOON - HOUR, late_percent_per_day=10)
    assert found.counted is not None and found.counted.score == 9
    assert not found.is_full


def test_nothing_is_taken_after_the_closing_but_work_can_be_opened() -> None:
    closed = week(tried=[attempt(1, 7)], closes_at=NOON - HOUR)
    assert closed.is_closed and not closed.may_submit
    assert closed.may_open
    assert closed.open_text == "Open"


def test_a_withdrawn_week_keeps_its_score() -> None:
    withdrawn = week(tried=[attempt(1, 7)], released=False)
    assert withdrawn.is_closed and withdrawn.counted is not None
    assert not withdrawn.may_submit


def test_a_cool_down_is_not_the_end() -> None:
    cooling = week(tried=[attempt(1, 7, at=NOON - timedelta(minutes=5))], cooldown_minutes=30)
    assert cooling.is_cooling_down and not cooling.may_submit and not cooling.is_closed


def test_a_title_from_the_policy_or_from_the_name() -> None:
    assert week("week_1-sums").title == "Week 1 sums"
    assert week(title="Sums").title == "Sums"


def test_soon_is_within_two_days() -> None:
    assert week(due_at=NOON + DAY).is_due_soon
    assert not week(due_at=NOON + 3 * DAY).is_due_soon
    assert not week(due_at=NOON - DAY).is_due_soon
