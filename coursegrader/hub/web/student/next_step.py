"""The one thing that a learner does best now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from coursegrader.hub.web.student.weeks import Week, WeekState
from coursegrader.hub.web.student.wording import from_now

Kind = Literal["open", "look", "wait", "rest"]
_AT_WORK = (WeekState.NEW, WeekState.OPENED)


@dataclass(frozen=True)
class NextStep:
    """One sentence, why, and what the button does: open the week, look at its attempts, or nothing."""

    kind: Kind
    title: str
    why: str
    week: Week | None = None


def next_step(weeks: Sequence[Week]) -> NextStep:
    """What to do now, given the whole course in its order.

    Work that is due comes first, then an attempt that is being graded, then points that can still be had.
    """
    current = [week for week in weeks if not week.is_locked and not week.is_closed]
    to_do = sorted((week for week in current if week.state in _AT_WORK), key=_urgency)
    waiting = [week for week in current if week.state is WeekState.WAITING]
    if waiting and not any(week.is_due_soon for week in to_do):
        return NextStep("wait", f"{waiting[0].title} is being graded", "The score appears by itself.", waiting[0])
    if to_do:
        return _work(to_do[0])
    better = sorted((week for week in current if _has_points_to_gain(week)), key=_urgency)
    if better:
        return _improve(better[0])
    later = [week for week in weeks if week.is_locked and week.policy.opens_at is not None]
    return _rest(weeks, min(later, key=lambda week: week.policy.opens_at or week.now, default=None))


def _work(week: Week) -> NextStep:
    started = week.state is WeekState.OPENED
    title = f"Go on with {week.title}" if started else f"Start {week.title}"
    return NextStep("open", title, _deadline(week) or "Take your time: there is no due date.", week)


def _improve(week: Week) -> NextStep:
    if week.state is WeekState.FAILED:
        return NextStep("look", f"{week.title} waits for your teachers", "You need not do anything.", week)
    lacking = week.counted.max_score - week.counted.score if week.counted else 0.0
    points = f"{lacking:.3g} {'point' if lacking == 1 else 'points'}"
    why = " ".join(filter(None, (f"There are {points} to gain: the hints tell where.", _deadline(week))))
    return NextStep("look", f"Improve {week.title}", why, week)


def _rest(weeks: Sequence[Week], opens_next: Week | None) -> NextStep:
    if not weeks:
        return NextStep("rest", "Nothing is open yet", "Your first week will appear here.")
    if opens_next is not None and opens_next.policy.opens_at is not None:
        opens = from_now(opens_next.policy.opens_at, opens_next.now)
        return NextStep("rest", "You are up to date", f"{opens_next.title} opens {opens}.", opens_next)
    return NextStep("rest", "You are up to date", "There is nothing to hand in now.")


def _deadline(week: Week) -> str:
    due, closes = week.policy.due_at, week.policy.closes_at
    if due is not None and due >= week.now:
        return f"It is due {from_now(due, week.now)}."
    if due is not None:
        last = f", and closes {from_now(closes, week.now)}" if closes is not None else ""
        loses = week.standing.penalty_percent
        cost = f" An attempt now loses {loses:g}\u202f%." if loses else " It costs nothing to be late."
        return f"It was due {from_now(due, week.now)}{last}.{cost}"
    return f"It closes {from_now(closes, week.now)}." if closes is not None else ""


def _has_points_to_gain(week: Week) -> bool:
    return (week.may_submit or week.is_cooling_down) and not week.is_full


def _urgency(week: Week) -> tuple[bool, datetime]:
    """Sooner due first, without any due time last; a week that waits for a teacher is nobody's hurry."""
    ends = week.policy.due_at or week.policy.closes_at or datetime.max.replace(tzinfo=UTC)
    return week.state is WeekState.FAILED, ends  # equal ones stay in the course's order: sorting is stable
