"""What came of a run: counted in the store afterwards, not believed of anybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

from coursegrader.load.learner import Handed
from coursegrader.store import AttemptState, AttemptStore

TARGET_MEDIAN_SECONDS = 1.0


@dataclass(frozen=True)
class Figures:
    """One run, or several taken together.

    Attributes:
        submitted: learners who tried to hand in.
        accepted: receipts that the service gave.
        graded: accepted attempts with a result.
        graded_twice: attempts with more than one result in the store's history.
        lost: accepted attempts that the store does not have as they were handed in, or that have no result.
        kills: how often the service was killed.
        wrong_scores: attempts whose score is not what that notebook is worth.
        survivors: processes of a killed service that went on.
        waits: seconds from handing in to the score, one for each attempt that got one.
        waits_free: those of attempts that found a free worker, or would have.
    """

    students: int
    seconds: float
    submitted: int
    accepted: int
    graded: int
    graded_twice: int
    lost: int
    kills: int
    wrong_scores: int
    survivors: int
    waits: tuple[float, ...]
    waits_free: tuple[float, ...]

    @property
    def ok(self) -> bool:
        """Whether everything was kept, graded once, and rightly. Times are told, and judged by who reads them."""
        nothing_wrong = not (self.graded_twice or self.lost or self.wrong_scores or self.survivors)
        return nothing_wrong and self.submitted == self.accepted == self.graded

    @property
    def median_s(self) -> float | None:
        """Half of those that found no backlog waited no longer, in seconds."""
        return median(self.waits_free) if self.waits_free else None

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "students": self.students,
            "seconds": round(self.seconds, 1),
            "submitted": self.submitted,
            "accepted": self.accepted,
            "graded": self.graded,
            "graded_twice": self.graded_twice,
            "lost": self.lost,
            "kills": self.kills,
            "wrong_scores": self.wrong_scores,
            "survivors": self.survivors,
            "median_s": _rounded(self.median_s),
            "p95_s": _rounded(percentile(self.waits_free, 95)),
            "median_all_s": _rounded(percentile(self.waits, 50)),
            "p95_all_s": _rounded(percentile(self.waits, 95)),
            "longest_s": _rounded(max(self.waits, default=None)),
            "backlogged": len(self.waits) - len(self.waits_free),
            "ok": self.ok,
        }


def together(runs: Sequence[Figures]) -> Figures:
    """Several runs as one."""

    def total(name: str) -> Any:
        return sum(getattr(run, name) for run in runs)

    return Figures(
        students=max(run.students for run in runs),
        seconds=total("seconds"),
        submitted=total("submitted"),
        accepted=total("accepted"),
        graded=total("graded"),
        graded_twice=total("graded_twice"),
        lost=total("lost"),
        kills=total("kills"),
        wrong_scores=total("wrong_scores"),
        survivors=total("survivors"),
        waits=tuple(wait for run in runs for wait in run.waits),
        waits_free=tuple(wait for run in runs for wait in run.waits_free),
    )


def figures(
    store: AttemptStore,
    course: str,
    handed: Sequence[Handed],
    expected: Mapping[str, float],
    *,
    seconds: float,
    kills: int,
    survivors: int,
) -> Figures:
    """Count.

    Args:
        store: the service's own, opened beside it.
        expected: the score of each kind of submission, in points; kinds that are not there must agree.
        seconds: from the first submission to the last score.
    """
    kept = {attempt.id: attempt for attempt in store.attempts(course)}
    results = Counter(past.attempt for past in store.history(course, brief=True))
    receipts = [(one, one.receipt) for one in handed if one.receipt is not None]
    graded = {
        receipt.id
        for one, receipt in receipts
        if receipt.id in kept
        and kept[receipt.id].sha256 == receipt.sha256
        and kept[receipt.id].learner == one.learner
        and kept[receipt.id].state is AttemptState.GRADED
    }
    waits = [(one, one.seconds) for one in handed if one.seconds is not None]
    return Figures(
        students=len(handed),
        seconds=seconds,
        submitted=sum(one.tries > 0 for one in handed),
        accepted=len(receipts),
        graded=len(graded),
        graded_twice=sum(count > 1 for count in results.values()),
        lost=len(receipts) - len(graded),
        kills=kills,
        wrong_scores=_count_wrong(
            [(one.kind, kept[receipt.id].score) for one, receipt in receipts if receipt.id in graded], expected
        ),
        survivors=survivors,
        waits=tuple(wait for _, wait in waits),
        waits_free=tuple(wait for one, wait in waits if not one.backlogged),
    )


def _count_wrong(scores: Sequence[tuple[str, float | None]], expected: Mapping[str, float]) -> int:
    wrong = 0
    for kind in {kind for kind, _ in scores}:
        mine = [score for of, score in scores if of == kind]
        right = expected[kind] if kind in expected else Counter(mine).most_common(1)[0][0]
        wrong += sum(score != right for score in mine)
    return wrong


def percentile(values: Sequence[float], percent: int) -> float | None:
    """The value that ``percent`` % of the others do not exceed; None without enough values."""
    if len(values) < 2:
        return values[0] if values else None
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
