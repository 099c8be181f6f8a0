"""What a regrade means for a learner, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from coursegrader.store import Attempt
from coursegrader.store.policy import Counted, Policy, counted

LEAST = 0.005  # points; what is less is not shown anywhere


@dataclass(frozen=True)
class ScoreChange:
    """What counts for a learner before and after; None while no attempt has a score."""

    before: Counted | None
    after: Counted | None

    @classmethod
    def of(cls, policy: Policy, before: Sequence[Attempt], after: Sequence[Attempt]) -> ScoreChange:
        """The change between two states of a learner's attempts, by the learner's own policy."""
        return cls(counted(policy, before), counted(policy, after))

    @property
    def points(self) -> float:
        """How many points more count now; negative if fewer."""
        before = 0.0 if self.before is None else self.before.score
        return 0.0 if self.after is None else self.after.score - before

    @property
    def is_seen(self) -> bool:
        """Whether a learner would notice."""
        if self.before is None or self.after is None:
            return self.before is not self.after
        return abs(self.points) >= LEAST or abs(self.after.max_score - self.before.max_score) >= LEAST


def news(change: ScoreChange, title: str, reason: str, *, undone: bool) -> str | None:
    """What to tell the learner; None if nothing that they see has changed.

    Args:
        title: the assignment's, for learners.
        reason: the instructor's, for the regrade.
        undone: the regrade was taken back.
    """
    if not change.is_seen:
        return None
    why = (
        f"A correction of the tests was taken back. (It was: {reason})"
        if undone
        else f"The tests were corrected, and all attempts were graded again. Reason: {reason}"
    )
    return f"{_headline(change, title)} {why}"


def week_link(prefix: str, course: str, assignment: str) -> str:
    """The address of a learner's page of an assignment, as notices carry it."""
    return f"{prefix}/courses/{quote(course, safe='')}/weeks/{quote(assignment, safe='')}"


def _headline(change: ScoreChange, title: str) -> str:
    before, after = change.before, change.after
    if after is None:
        return f"{title} has no score at present."
    most = f"{_points(after.max_score)} points"
    if before is None:
        return f"{title} has a score now: {_points(after.score)} of {most}."
    was = _points(before.score)
    if abs(after.max_score - before.max_score) >= LEAST:
        was += f" of {_points(before.max_score)}"
    way = "went up" if change.points >= LEAST else "went down" if change.points <= -LEAST else "changed"
    return f"Your score in {title} {way} from {was} to {_points(after.score)} of {most}."


def _points(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
