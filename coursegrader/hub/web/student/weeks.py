"""Where a learner stands with each week. Pure: records and a time in, what the page shows out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from coursegrader.hub.web.student.wording import in_order, spoken
from coursegrader.store.policy import Counted, Policy, Standing, counted, standing
from coursegrader.store.records import Attempt, AttemptState


class WeekState(StrEnum):
    """Where a learner stands with a week."""

    LOCKED = "locked"  # it opens later
    NEW = "new"  # never opened
    OPENED = "opened"  # at work, nothing handed in
    WAITING = "waiting"  # the latest attempt is being graded
    GRADED = "graded"
    FAILED = "failed"  # the latest attempt could not be graded


STATE_TEXT = {
    WeekState.LOCKED: "Not open yet",
    WeekState.NEW: "Not opened",
    WeekState.OPENED: "In progress",
    WeekState.WAITING: "Being graded",
    WeekState.GRADED: "Graded",
    WeekState.FAILED: "Not graded yet",
}


@dataclass(frozen=True)
class Week:
    """One week of one learner.

    Attributes:
        title: what it is called.
        is_released: false for a week that was withdrawn after the learner handed something in.
        policy: the learner's own, extensions included; ``has_extension`` tells if there are any.
        attempts: the learner's, oldest first.
        counted: the attempt that counts, if any has a score.
        points: to be had, as far as that is known.
    """

    assignment: str
    title: str
    state: WeekState
    is_released: bool
    policy: Policy
    has_extension: bool
    standing: Standing
    attempts: Sequence[Attempt]
    counted: Counted | None
    points: float
    now: datetime

    @property
    def state_text(self) -> str:
        """The state in words."""
        return STATE_TEXT[self.state]

    @property
    def latest(self) -> Attempt | None:
        """The newest attempt."""
        return self.attempts[-1] if self.attempts else None

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is taken, whatever the learner does."""
        closes = self.policy.closes_at
        return not self.is_released or (closes is not None and self.now > closes)

    @property
    def is_locked(self) -> bool:
        """Whether it opens later."""
        return self.state is WeekState.LOCKED

    @property
    def is_cooling_down(self) -> bool:
        """Whether the learner may submit again a little later."""
        return not self.is_locked and not self.is_closed and self.standing.next_at is not None

    @property
    def is_full(self) -> bool:
        """Whether there is no point to gain any more."""
        return self.counted is not None and self.counted.score >= self.counted.max_score

    @property
    def may_open(self) -> bool:
        """Whether its notebooks can be opened in JupyterLab: a week once opened stays open."""
        return not self.is_locked and (self.is_released or self.state is not WeekState.NEW)

    @property
    def may_submit(self) -> bool:
        """Whether the exchange would take an attempt, and there is one to take."""
        return self.standing.may_submit and self.is_released and self.state is not WeekState.NEW

    @property
    def is_due_soon(self) -> bool:
        """Whether the due time is less than two days away."""
        due = self.policy.due_at
        return due is not None and 0 <= (due - self.now).total_seconds() < 2 * 86400

    @property
    def open_text(self) -> str:
        """What the button that opens the week says."""
        return "Open" if self.state is WeekState.NEW or self.is_closed else "Go on working"


def week_of(
    assignment: str,
    *,
    is_released: bool,
    policy: Policy,
    has_extension: bool,
    was_opened: bool,
    attempts: Sequence[Attempt],
    points: float,
    now: datetime,
) -> Week:
    """Where a learner stands.

    Args:
        assignment: its name.
        is_released: whether it can be fetched.
        policy: the learner's own (:func:`coursegrader.store.policy.effective`).
        has_extension: whether that differs from the others'.
        was_opened: whether the learner has ever fetched it.
        attempts: the learner's, oldest first.
        points: what the release's graded cells are worth together.
        now: aware.
    """
    counts = counted(policy, attempts)
    return Week(
        assignment=assignment,
        title=policy.title or spoken(assignment),
        state=_state(policy, was_opened, attempts, now),
        is_released=is_released,
        policy=policy,
        has_extension=has_extension,
        standing=standing(policy, attempts, now),
        attempts=attempts,
        counted=counts,
        points=counts.max_score if counts is not None else points,
        now=now,
    )


def in_course_order(names: Iterable[str]) -> list[str]:
    """The course's weeks as a learner meets them."""
    return sorted(set(names), key=in_order)


def by_assignment(attempts: Iterable[Attempt]) -> Mapping[str, list[Attempt]]:
    """Attempts grouped, in the order in which they come."""
    found: dict[str, list[Attempt]] = {}
    for attempt in attempts:
        found.setdefault(attempt.assignment, []).append(attempt)
    return found


def _state(policy: Policy, was_opened: bool, attempts: Sequence[Attempt], now: datetime) -> WeekState:
    if attempts:
        latest = {
            AttemptState.WAITING: WeekState.WAITING,
            AttemptState.GRADED: WeekState.GRADED,
            AttemptState.FAILED: WeekState.FAILED,
        }
        return latest[attempts[-1].state]
    if policy.opens_at is not None and now < policy.opens_at:
        return WeekState.LOCKED
    return WeekState.OPENED if was_opened else WeekState.NEW
