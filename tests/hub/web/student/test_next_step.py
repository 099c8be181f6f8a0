from __future__ import annotations

from datetime import timedelta

from coursegrader.hub.web.student.next_step import next_step
from coursegrader.store import AttemptState
from tests.hub.web.student.records import NOON, attempt, week

DAY = timedelta(days=1)


def test_an_empty_course_says_so() -> None:
    assert next_step([]).kind == "rest"


def test_what_is_due_first_comes_first() -> None:
    step = next_step([week("week1", due_at=NOON + 9 * DAY), week("week2", opened=True, due_at=NOON + 3 * DAY)])
    assert (step.kind, step.title, step.why) == ("open", "Go on with Week2", "It is due in 3 days.")


def test_without_due_times_the_order_of_the_course_holds() -> None:
    assert next_step([week("week1"), week("week2")]).title == "Start Week1"


def test_what_is_overdue_says_what_it_costs() -> None:
    late = week(due_at=NOON - DAY, closes_at=NOON + DAY, late_percent_per_day=10)
    step = next_step([late])
    assert step.why == "It was due a day ago, and closes in a day. An attempt now loses 10\u202f%."
    assert "costs nothing" in next_step([week(due_at=NOON - DAY)]).why


def test_a_score_is_waited_for_unless_something_is_due_soon() -> None:
    waiting = week("week1", [attempt(1)])
    assert next_step([waiting, week("week2", due_at=NOON + 9 * DAY)]).kind == "wait"
    assert next_step([waiting, week("week2", due_at=NOON + DAY)]).title == "Start Week2"


def test_points_that_can_still_be_had_come_next() -> None:
    step = next_step([week("week1", [attempt(1, 10)]), week("week2", [attempt(1, 7)])])
    assert (step.kind, step.title) == ("look", "Improve Week2")
    assert "3 points to gain" in step.why


def test_a_closed_or_used_up_week_is_not_to_be_improved() -> None:
    closed = week("week1", [attempt(1, 7)], closes_at=NOON - DAY)
    used_up = week("week2", [attempt(1, 7)], attempts=1)
    assert next_step([closed, used_up]).title == "You are up to date"


def test_a_failed_grading_asks_nothing_of_the_learner() -> None:
    failed = week("week1", [attempt(1, state=AttemptState.FAILED)])
    assert "need not do anything" in next_step([failed]).why
    assert next_step([failed, week("week2", [attempt(1, 7)])]).title == "Improve Week2"


def test_who_is_up_to_date_hears_when_it_goes_on() -> None:
    step = next_step([week("week1", [attempt(1, 10)]), week("week2", opens_at=NOON + 2 * DAY)])
    assert (step.kind, step.why) == ("rest", "Week2 opens in 2 days.")
