"""How learners improve from one attempt to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from coursegrader.hub.insight.measures import mean
from coursegrader.hub.insight.work import Work, scored_share


@dataclass(frozen=True)
class Step:
    """Attempt ``number`` against the one before it, over the learners who made both. Shares are between 0 and 1.

    The mean of all attempts with one number would mislead: whoever has full marks makes no further attempt.

    Attributes:
        before, after: mean share of all points that are scored; ``before`` is None for the first attempt.
        better, same, worse: how many learners.
    """

    number: int
    learners: int
    before: float | None
    after: float
    better: int
    same: int
    worse: int

    @property
    def gain(self) -> float | None:
        """Mean change of the share of all points."""
        return None if self.before is None else self.after - self.before


def progress(works: Sequence[Work]) -> list[Step]:
    """One step for each attempt number, the first included."""
    shares = [_shares(work) for work in works]
    steps = []
    for place in range(max(map(len, shares), default=0)):
        after = [own[place] for own in shares if len(own) > place]
        before = [own[place - 1] for own in shares if len(own) > place] if place else []
        changes = [a - b for a, b in zip(after, before, strict=True)] if place else []
        steps.append(
            Step(
                number=place + 1,
                learners=len(after),
                before=mean(before),
                after=fsum(after) / len(after),
                better=sum(change > 0 for change in changes),
                same=sum(change == 0 for change in changes),
                worse=sum(change < 0 for change in changes),
            )
        )
    return steps


def _shares(work: Work) -> list[float]:
    return [value for attempt in work.attempts if (value := scored_share(attempt)) is not None]
