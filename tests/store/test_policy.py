"""Who may submit when, what a late attempt costs, and which attempt counts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from coursegrader.errors import Closed, CoolingDown, NoAttemptsLeft, NotOpenYet
from coursegrader.store import AttemptState, Extension, Policy, counted, effective, standing
from coursegrader.store.policy import admit, penalty_percent
from tests.store.attempts import attempt

DUE = datetime(2026, 3, 1, 23, 59, tzinfo=UTC)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
ANY = Policy()
WEEK = Policy(opens_at=DUE - 7 * DAY, due_at=DUE, closes_at=DUE + 3 * DAY, late_percent_per_day=20)


def extension(due_at: datetime | None = None, closes_at: datetime | None = None, more_attempts: int = 0) -> Extension:
    return Extension("maths", "week1", "amara", due_at, closes_at, more_attempts, "ill", "imani", DUE)


def test_without_a_policy_everything_is_allowed_at_any_time() -> None:
    many = [attempt(number, DUE, 1.0) for number in range(1, 50)]
    found = standing(ANY, many, DUE)
    assert found.may_submit and found.why == "" and found.attempts_left is None
    assert found.next_at is None and not found.is_late and found.penalty_percent == 0


def test_an_assignment_opens_and_closes_by_the_clock() -> None:
    early = standing(WEEK, [], DUE - 8 * DAY)
    assert not early.may_submit
    assert early.why == "This assignment opens on 22 February 2026 at 23:59 UTC: come back then."
    assert early.next_at == DUE - 7 * DAY
    assert standing(WEEK, [], DUE - 7 * DAY).may_submit
    assert standing(WEEK, [], DUE + 3 * DAY).may_submit
    closed = standing(WEEK, [], DUE + 3 * DAY + SECOND)
    assert not closed.may_submit and closed.next_at is None
    assert (
        closed.why == "This assignment closed on 4 March 2026 at 23:59 UTC: ask your instructor if you need more time."
    )
    for error, moment in ((NotOpenYet, DUE - 8 * DAY), (Closed, DUE + 4 * DAY)):
        with pytest.raises(error):
            admit(WEEK, [], moment)


@pytest.mark.parametrize(
    ("after", "percent"),
    [
        (timedelta(0), 0),
        (timedelta(microseconds=1), 20),
        (DAY, 20),
        (DAY + timedelta(microseconds=1), 40),
        (3 * DAY, 60),
    ],
)
def test_each_started_day_costs(after: timedelta, percent: float) -> None:
    assert penalty_percent(WEEK, DUE + after) == percent
    found = standing(WEEK, [], DUE + after)
    assert found.penalty_percent == percent and found.is_late is (percent > 0)
    assert admit(WEEK, [], DUE + after) == after.total_seconds()


def test_the_penalty_has_a_bound() -> None:
    assert penalty_percent(replace(WEEK, late_percent_most=50), DUE + 3 * DAY) == 50
    assert penalty_percent(replace(WEEK, late_percent_per_day=60), DUE + 2 * DAY) == 100


def test_days_are_24_hours_wherever_the_clocks_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    # the night in which the clocks go forward: 23 hours from one midnight to the next
    due = datetime(2026, 3, 29, 0, 0, tzinfo=berlin)
    policy = Policy(due_at=due.astimezone(UTC), late_percent_per_day=10)
    assert penalty_percent(policy, datetime(2026, 3, 30, 0, 0, tzinfo=berlin).astimezone(UTC)) == 10
    assert penalty_percent(policy, datetime(2026, 3, 30, 1, 0, tzinfo=berlin).astimezone(UTC)) == 10
    assert penalty_percent(policy, datetime(2026, 3, 30, 1, 1, tzinfo=berlin).astimezone(UTC)) == 20


def test_the_same_moment_is_the_same_in_every_time_zone() -> None:
    apia = DUE.astimezone(ZoneInfo("Pacific/Apia"))
    assert standing(WEEK, [], apia) == standing(WEEK, [], DUE)
    assert standing(replace(WEEK, due_at=apia), [], DUE) == standing(WEEK, [], DUE)


def test_attempts_run_out() -> None:
    policy = Policy(attempts=2)
    made = [attempt(1, DUE, 4.0)]
    assert standing(policy, made, DUE).attempts_left == 1
    made.append(attempt(2, DUE))  # one that waits counts, too
    found = standing(policy, made, DUE)
    assert not found.may_submit and found.attempts_left == 0 and found.next_at is None
    assert found.why == "You have used all 2 attempts at this assignment: ask your instructor if you need another."
    with pytest.raises(NoAttemptsLeft, match="You have used the one attempt"):
        admit(Policy(attempts=1), made, DUE)


def test_an_attempt_that_could_not_be_graded_uses_none_up() -> None:
    failed = attempt(1, DUE, state=AttemptState.FAILED)
    assert standing(Policy(attempts=1), [failed], DUE).attempts_left == 1


def test_attempts_have_to_be_some_time_apart() -> None:
    policy = Policy(cooldown_minutes=10)
    made = [attempt(2, DUE, 1.0), attempt(1, DUE - HOUR, 1.0)]
    found = standing(policy, made, DUE + timedelta(minutes=7, seconds=30))
    assert not found.may_submit and found.next_at == DUE + timedelta(minutes=10)
    assert found.why == (
        "You may submit again in 3 minutes (2 March 2026 at 00:09 UTC): use the time to read your feedback."
    )
    assert standing(policy, made, DUE + timedelta(minutes=10)).may_submit
    with pytest.raises(CoolingDown, match=re.escape("in a minute")):
        admit(policy, made, DUE + timedelta(minutes=9, seconds=30))


def test_an_extension_gives_time_and_attempts() -> None:
    policy = replace(WEEK, attempts=2)
    mine = effective(policy, extension(due_at=DUE + 5 * DAY, more_attempts=1))
    assert (mine.due_at, mine.closes_at, mine.attempts) == (DUE + 5 * DAY, DUE + 5 * DAY, 3)
    mine = effective(policy, extension(closes_at=DUE + 9 * DAY))
    assert (mine.due_at, mine.closes_at, mine.attempts) == (DUE, DUE + 9 * DAY, 2)
    assert effective(policy, None) == policy


def test_an_extension_never_takes_anything_away() -> None:
    small = extension(due_at=DUE - DAY, closes_at=DUE, more_attempts=1)
    assert effective(WEEK, small) == WEEK
    assert effective(ANY, small) == ANY


def test_the_best_attempt_counts_after_its_penalty() -> None:
    made = [attempt(1, DUE, 7.0), attempt(2, DUE + HOUR, 8.0), attempt(3, DUE + 2 * HOUR)]
    found = counted(WEEK, made)
    assert found is not None
    assert (found.attempt.number, found.raw, found.penalty_percent, found.score, found.max_score) == (1, 7, 0, 7, 10)
    forgiven = counted(effective(WEEK, extension(due_at=DUE + DAY)), made)
    assert forgiven is not None and (forgiven.attempt.number, forgiven.score) == (2, 8)


def test_the_last_graded_attempt_counts_where_that_is_the_rule() -> None:
    policy = replace(WEEK, counts="last")
    made = [attempt(2, DUE + HOUR, 5.0), attempt(1, DUE, 9.0), attempt(3, DUE + HOUR)]
    found = counted(policy, made)
    assert found is not None
    assert (found.attempt.number, found.raw, found.penalty_percent, found.score) == (2, 5, 20, 4)


def test_of_equally_good_attempts_the_latest_counts() -> None:
    found = counted(ANY, [attempt(2, DUE, 5.0), attempt(1, DUE, 5.0)])
    assert found is not None and found.attempt.number == 2


def test_nothing_counts_before_something_is_graded() -> None:
    assert counted(ANY, []) is None
    assert counted(ANY, [attempt(1, DUE), attempt(2, DUE, state=AttemptState.FAILED)]) is None


def test_a_score_stays_while_it_is_graded_again() -> None:
    found = counted(ANY, [attempt(1, DUE, 5.0, state=AttemptState.WAITING)])
    assert found is not None and found.score == 5.0


@pytest.mark.parametrize(
    ("policy", "key", "says"),
    [
        (Policy(due_at=DUE.replace(tzinfo=None)), "due_at", "a time zone"),
        (replace(WEEK, closes_at=DUE - DAY), "closes_at", "before due_at"),
        (replace(WEEK, opens_at=DUE + DAY), "due_at", "before opens_at"),
        (Policy(opens_at=DUE, closes_at=DUE - DAY), "closes_at", "before opens_at"),
        (Policy(late_percent_per_day=120), "late_percent_per_day", "from 0 to 100"),
        (Policy(late_percent_most=float("nan")), "late_percent_most", "from 0 to 100"),
        (Policy(attempts=0), "attempts", "1 or more"),
        (Policy(attempts=True), "attempts", "1 or more"),
        (Policy(cooldown_minutes=-1), "cooldown_minutes", "0 or more"),
        (Policy(counts="first"), "counts", 'write "best" or "last"'),  # type: ignore[arg-type]
        (Policy(title="a\nb"), "title", "one line"),
    ],
)
def test_settings_that_make_no_sense_are_named(policy: Policy, key: str, says: str) -> None:
    fault = policy.fault()
    assert fault is not None
    assert fault[0] == key and says in fault[1]


def test_sensible_settings_have_no_fault() -> None:
    assert ANY.fault() is None
    assert replace(WEEK, attempts=3, cooldown_minutes=0.5, counts="last", title="Woche 1: Größen").fault() is None
