"""When and how often learners may submit an assignment, and which attempt counts: rules, without files or clocks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from coursegrader.errors import Closed, CoolingDown, NoAttemptsLeft, NotNow, NotOpenYet
from coursegrader.store.extensions import Extension
from coursegrader.store.records import Attempt, AttemptState

DAY = timedelta(days=1)
MOST_TITLE = 200


@dataclass(frozen=True)
class Policy:
    """What an instructor set for one assignment. Without any setting, everything is allowed at any time.

    Attributes:
        opens_at, due_at, closes_at: aware moments, the last two still in time; None for no such bound. After
            ``due_at`` an attempt is late; after ``closes_at`` none is taken.
        late_percent_per_day: how much of the score a late attempt loses for each started day.
        late_percent_most: the most that it loses.
        attempts: how many are allowed; None for any number. Attempts that could not be graded do not use one up.
        cooldown_minutes: the least time between two attempts.
        counts: whether the best graded attempt (after its penalty) or the last one counts.
        title: what learners read instead of the assignment's name; may be empty.
    """

    opens_at: datetime | None = None
    due_at: datetime | None = None
    closes_at: datetime | None = None
    late_percent_per_day: float = 0
    late_percent_most: float = 100
    attempts: int | None = None
    cooldown_minutes: float = 0
    counts: Literal["best", "last"] = "best"
    title: str = ""

    def fault(self) -> tuple[str, str] | None:
        """The first setting that makes no sense, and a sentence that says why and what to write; None if all do."""
        return _wrong_time(self) or _wrong_number(self) or _wrong_word(self)


@dataclass(frozen=True)
class Standing:
    """Where a learner stands with an assignment now.

    Attributes:
        why: a sentence for the learner if they may not submit; else empty.
        attempts_left: None for any number.
        next_at: when they may submit next, if that is later than now; else None.
        is_late: an attempt made now is late.
        penalty_percent: what an attempt made now would lose.
    """

    may_submit: bool
    why: str
    attempts_left: int | None
    next_at: datetime | None
    is_late: bool
    penalty_percent: float


@dataclass(frozen=True)
class Counted:
    """The attempt that counts. ``raw`` is its own score, ``score`` the one after the penalty; all in points."""

    attempt: Attempt
    raw: float
    penalty_percent: float
    score: float
    max_score: float


def effective(policy: Policy, extension: Extension | None) -> Policy:
    """The policy for a learner who was given an extension. It is never worse than the policy."""
    if extension is None:
        return policy
    due_at = _later(policy.due_at, extension.due_at)
    closes_at = _later(policy.closes_at, extension.closes_at)
    if closes_at is not None and due_at is not None:
        closes_at = max(closes_at, due_at)  # more time to hand in is worth nothing after the closing
    attempts = None if policy.attempts is None else policy.attempts + extension.more_attempts
    return replace(policy, due_at=due_at, closes_at=closes_at, attempts=attempts)


def late_seconds(policy: Policy, received_at: datetime) -> float:
    """How long after the due time that is; 0 if in time."""
    return 0.0 if policy.due_at is None else max(0.0, (received_at - policy.due_at).total_seconds())


def penalty_percent(policy: Policy, received_at: datetime) -> float:
    """What an attempt of that moment loses, in percent of its score: each started day after the due time counts."""
    if policy.due_at is None or received_at <= policy.due_at:
        return 0.0
    days = -((policy.due_at - received_at) // DAY)  # timedeltas are whole microseconds, so this is exact
    return float(min(days * policy.late_percent_per_day, policy.late_percent_most))


def standing(policy: Policy, attempts: Sequence[Attempt], now: datetime) -> Standing:
    """Whether a learner may submit now, and how much it would cost.

    Args:
        policy: the learner's own (:func:`effective`).
        attempts: the learner's attempts at this assignment, in any order.
        now: aware.
    """
    refusal = _refusal(policy, attempts, now)
    return Standing(
        may_submit=refusal is None,
        why="" if refusal is None else str(refusal),
        attempts_left=None if policy.attempts is None else max(0, policy.attempts - _used(attempts)),
        next_at=_next_at(policy, attempts, now) if isinstance(refusal, NotOpenYet | CoolingDown) else None,
        is_late=late_seconds(policy, now) > 0,
        penalty_percent=penalty_percent(policy, now),
    )


def admit(policy: Policy, attempts: Sequence[Attempt], now: datetime) -> float:
    """Seconds by which an attempt made now is late.

    Raises:
        NotNow: the policy does not allow it; the message is for the learner.
    """
    refusal = _refusal(policy, attempts, now)
    if refusal is not None:
        raise refusal
    return late_seconds(policy, now)


def counted(policy: Policy, attempts: Sequence[Attempt]) -> Counted | None:
    """The attempt that counts; None while none has a score. Of equally good ones, the latest.

    Args:
        policy: the learner's own (:func:`effective`).
        attempts: the learner's attempts at this assignment, in any order.
    """
    scored = [_with_penalty(policy, a) for a in sorted(attempts, key=lambda a: a.number) if a.score is not None]
    if not scored:
        return None
    if policy.counts == "last":
        return scored[-1]
    return max(reversed(scored), key=lambda one: one.score)


def _with_penalty(policy: Policy, attempt: Attempt) -> Counted:
    raw = attempt.score or 0.0
    penalty = penalty_percent(policy, attempt.received_at)
    return Counted(attempt, raw, penalty, raw * (100 - penalty) / 100, attempt.max_score or 0.0)


def _refusal(policy: Policy, attempts: Sequence[Attempt], now: datetime) -> NotNow | None:
    if policy.closes_at is not None and now > policy.closes_at:
        return Closed(
            f"This assignment closed on {_spoken(policy.closes_at)}: ask your instructor if you need more time."
        )
    if policy.attempts is not None and _used(attempts) >= policy.attempts:
        number = "the one attempt" if policy.attempts == 1 else f"all {policy.attempts} attempts"
        return NoAttemptsLeft(f"You have used {number} at this assignment: ask your instructor if you need another.")
    next_at = _next_at(policy, attempts, now)
    if next_at is None:
        return None
    if next_at == policy.opens_at:
        return NotOpenYet(f"This assignment opens on {_spoken(next_at)}: come back then.")
    minutes = math.ceil((next_at - now) / timedelta(minutes=1))
    wait = "a minute" if minutes == 1 else f"{minutes} minutes"
    return CoolingDown(f"You may submit again in {wait} ({_spoken(next_at)}): use the time to read your feedback.")


def _next_at(policy: Policy, attempts: Sequence[Attempt], now: datetime) -> datetime | None:
    """When the learner may submit next, as far as waiting helps; None for now."""
    moments = [policy.opens_at] if policy.opens_at is not None else []
    if attempts and policy.cooldown_minutes > 0:
        moments.append(max(a.received_at for a in attempts) + timedelta(minutes=policy.cooldown_minutes))
    latest = max(moments, default=now)
    return latest if latest > now else None


def _used(attempts: Sequence[Attempt]) -> int:
    return sum(attempt.state is not AttemptState.FAILED for attempt in attempts)


def _later(policy: datetime | None, extension: datetime | None) -> datetime | None:
    """No bound stays no bound."""
    return policy if policy is None or extension is None else max(policy, extension)


def _spoken(moment: datetime) -> str:
    moment = moment.astimezone(UTC)
    return f"{moment.day} {moment:%B %Y} at {moment:%H:%M} UTC"


def _wrong_time(policy: Policy) -> tuple[str, str] | None:
    for name in ("opens_at", "due_at", "closes_at"):
        value: object = getattr(policy, name)
        if value is not None and (not isinstance(value, datetime) or value.tzinfo is None):
            return name, "it needs a date, a time and a time zone: write for example 2026-03-01T23:59:00+01:00"
    for first, second in (("opens_at", "due_at"), ("due_at", "closes_at"), ("opens_at", "closes_at")):
        before, after = getattr(policy, first), getattr(policy, second)
        if before is not None and after is not None and after < before:
            return second, f"it is before {first}: write a later time"
    return None


def _wrong_number(policy: Policy) -> tuple[str, str] | None:
    for name in ("late_percent_per_day", "late_percent_most"):
        if not _is_number(getattr(policy, name)) or not 0 <= getattr(policy, name) <= 100:
            return name, "it is not a percentage: write a number from 0 to 100"
    if not _is_number(policy.cooldown_minutes) or not 0 <= policy.cooldown_minutes <= 100_000:
        return "cooldown_minutes", "it is not a number of minutes: write 0 or more, at most 100000"
    number: object = policy.attempts
    if number is not None and (type(number) is not int or not 1 <= number <= 1_000_000):
        return "attempts", "it is not a number of attempts: write 1 or more, or remove the line for any number"
    return None


def _wrong_word(policy: Policy) -> tuple[str, str] | None:
    if policy.counts not in ("best", "last"):
        return "counts", 'it is neither of the two words that are known: write "best" or "last"'
    title: object = policy.title
    if not isinstance(title, str) or len(title) > MOST_TITLE or not title.isprintable():
        return "title", f"it is not one line of text: write at most {MOST_TITLE} characters in quotation marks"
    return None


def _is_number(value: object) -> bool:
    return type(value) in (int, float) and math.isfinite(value)  # type: ignore[arg-type]  # just tested
