"""How far the grading of an assignment is, how quick, and how long it will take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from coursegrader.store.tally import Tally

RECENT = timedelta(minutes=2)
FEW = 3  # so many attempts say little about how quick it goes


@dataclass(frozen=True)
class Pace:
    """How quick the service is: one queue serves all courses.

    Attributes:
        rate_per_minute: attempts that were graded lately, a minute; 0 if none.
        seconds_left: until everything that waits now is graded, roughly; None if nobody can tell.
    """

    rate_per_minute: float
    seconds_left: float | None


@dataclass(frozen=True)
class Progress:
    """The attempts of one assignment, and how quick it goes. ``running``: being graded right now."""

    tally: Tally
    running: int
    pace: Pace

    @property
    def total(self) -> int:
        """All attempts."""
        return self.tally.graded + self.tally.waiting + self.tally.failed

    @property
    def done(self) -> int:
        """Attempts that wait for nothing, whether graded or not."""
        return self.tally.graded + self.tally.failed


def grading_pace(
    finished: Sequence[datetime], waiting: int, now: datetime, *, recent_seconds: float | None, workers: int
) -> Pace:
    """Estimate.

    Args:
        finished: when attempts were graded.
        waiting: how many wait.
        recent_seconds: what grading one attempt took lately; None if unknown.
        workers: how many are graded at once.
    """
    lately = sorted(moment for moment in finished if now - RECENT <= moment <= now)
    rate = len(lately) / max(1.0, (now - lately[0]).total_seconds()) if lately else 0.0
    left: float | None = None
    if len(lately) >= FEW:
        left = waiting / rate
    elif recent_seconds is not None:
        left = waiting * recent_seconds / max(1, workers)
    return Pace(60 * rate, left)
