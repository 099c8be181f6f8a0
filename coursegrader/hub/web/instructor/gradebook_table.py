"""The gradebook of a course as a table: learners by assignments, with what counts and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from coursegrader.hub.web.student.wording import spoken
from coursegrader.store import Attempt, AttemptState
from coursegrader.store.extensions import Extension
from coursegrader.store.policy import Counted, Policy, counted, effective


class MarkState(StrEnum):
    """Where a learner stands with an assignment."""

    OPEN = "open"  # nothing handed in, and it is not due yet
    MISSING = "missing"  # nothing handed in, and the learner's own due date is over
    WAITING = "waiting"  # the latest attempt is being graded
    FAILED = "failed"  # the latest attempt could not be graded
    GRADED = "graded"


@dataclass(frozen=True)
class Week:
    """One assignment of the course.

    Attributes:
        most: points there are; None while nobody knows.
        error: what is wrong with its policy file; then no policy holds.
    """

    name: str
    policy: Policy
    most: float | None
    error: str = ""

    @property
    def title(self) -> str:
        """What people call it."""
        return self.policy.title or spoken(self.name)


@dataclass(frozen=True)
class Mark:
    """One learner at one assignment.

    Attributes:
        counted: the attempt that counts, with its score after the penalty.
        latest: the attempt handed in last.
        late: whether the attempt that counts (or, while none does, the latest) came after the learner's due date.
    """

    learner: str
    week: Week
    state: MarkState
    attempts: int
    counted: Counted | None
    latest: Attempt | None
    late: bool
    has_extension: bool

    @property
    def score(self) -> float | None:
        """Points that count; None without."""
        return None if self.counted is None else self.counted.score

    @property
    def most(self) -> float:
        """Points there are to get."""
        if self.counted is not None and self.counted.max_score:
            return self.counted.max_score
        return self.week.most or 0.0


@dataclass(frozen=True)
class Line:
    """One learner. ``is_listed``: whether the roster (still) has them in the course."""

    learner: str
    name: str
    is_listed: bool
    marks: tuple[Mark, ...]

    @property
    def total(self) -> float:
        """Points that count, of all assignments."""
        return sum(mark.score or 0.0 for mark in self.marks)

    @property
    def most(self) -> float:
        """Points there are, of all assignments."""
        return sum(mark.most for mark in self.marks)

    @property
    def percent(self) -> float | None:
        """The total in per cent; None while there are no points to get."""
        return 100 * self.total / self.most if self.most else None

    def has(self, state: MarkState) -> bool:
        """Whether some assignment is in this state."""
        return any(mark.state is state for mark in self.marks)


@dataclass(frozen=True)
class WeekSummary:
    """One column of the table, over learners who are in the roster.

    Attributes:
        submitted: learners with an attempt.
        missing: learners without one, whose due date is over.
        mean_percent: of the scores that count, in per cent; None without.
    """

    week: Week
    learners: int
    submitted: int
    missing: int
    mean_percent: float | None


@dataclass(frozen=True)
class Gradebook:
    """The whole table. Lines are sorted by name."""

    weeks: tuple[Week, ...]
    lines: tuple[Line, ...]

    def summaries(self) -> list[WeekSummary]:
        """The columns' figures."""
        listed = [line for line in self.lines if line.is_listed]
        return [_summary(week, [line.marks[place] for line in listed]) for place, week in enumerate(self.weeks)]


def make_gradebook(
    weeks: Sequence[Week],
    learners: Mapping[str, str] | None,
    attempts: Iterable[Attempt],
    extensions: Iterable[Extension],
    now: datetime,
) -> Gradebook:
    """Put the table together.

    Args:
        weeks: the assignments, in the order of the columns.
        learners: user name -> display name from the roster; None if there is no roster.
        attempts: everybody's, oldest first; results are not needed.
        extensions: everybody's.
        now: the time by the server's clock.
    """
    made: dict[tuple[str, str], list[Attempt]] = {}
    for attempt in attempts:
        made.setdefault((attempt.learner, attempt.assignment), []).append(attempt)
    granted = {(extension.learner, extension.assignment): extension for extension in extensions}
    names = dict(learners or {})
    everybody = set(names) | {learner for learner, _ in made}
    lines = [
        Line(
            learner,
            names.get(learner, learner),
            learners is None or learner in names,
            tuple(
                make_mark(learner, week, made.get((learner, week.name), ()), granted.get((learner, week.name)), now)
                for week in weeks
            ),
        )
        for learner in everybody
    ]
    return Gradebook(tuple(weeks), tuple(sorted(lines, key=lambda line: (line.name.casefold(), line.learner))))


def make_mark(
    learner: str, week: Week, attempts: Sequence[Attempt], extension: Extension | None, now: datetime
) -> Mark:
    """One cell of the table, from one learner's attempts at one assignment (oldest first)."""
    policy = effective(week.policy, extension)
    counts = counted(policy, attempts)
    latest = attempts[-1] if attempts else None
    shown = counts.attempt if counts is not None else latest
    return Mark(
        learner=learner,
        week=week,
        state=_state(policy, latest, now),
        attempts=len(attempts),
        counted=counts,
        latest=latest,
        late=shown is not None and policy.due_at is not None and shown.received_at > policy.due_at,
        has_extension=extension is not None,
    )


def _state(policy: Policy, latest: Attempt | None, now: datetime) -> MarkState:
    if latest is None:
        return MarkState.MISSING if policy.due_at is not None and now > policy.due_at else MarkState.OPEN
    states = {
        AttemptState.WAITING: MarkState.WAITING,
        AttemptState.FAILED: MarkState.FAILED,
        AttemptState.GRADED: MarkState.GRADED,
    }
    return states[latest.state]


def _summary(week: Week, marks: Sequence[Mark]) -> WeekSummary:
    percents = [100 * mark.score / mark.most for mark in marks if mark.score is not None and mark.most]
    return WeekSummary(
        week=week,
        learners=len(marks),
        submitted=sum(mark.attempts > 0 for mark in marks),
        missing=sum(mark.state is MarkState.MISSING for mark in marks),
        mean_percent=sum(percents) / len(percents) if percents else None,
    )
