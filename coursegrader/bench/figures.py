"""The arithmetic of the bench: from what was measured to medians, ratios and targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from coursegrader.bench.measured import Usage
from coursegrader.bench.submissions import KINDS, Kind

THROUGHPUT_TARGET = 40.0
FLOOR_CPU_TARGET = 2.0
WORKER_MEMORY_TARGET = 150.0  # MB


@dataclass(frozen=True)
class Round:
    """One command on the whole class, and on classes of one kind each: what each run used.

    Attributes:
        students: how many submissions the whole class has, the same number of each kind.
        of_each: how many a class of one kind has.
    """

    students: int
    of_each: int
    whole: Usage
    kinds: Mapping[Kind, Usage]


@dataclass(frozen=True)
class Seconds:
    """Wall and CPU seconds."""

    wall_s: float
    cpu_s: float


@dataclass(frozen=True)
class Costs:
    """What a command costs, medians over rounds.

    Attributes:
        per_submission: the command from its start to its end, divided by the number of submissions.
        steady: of one more submission in a class.
        start: of everything that does not depend on the number of submissions.
        kinds: of one more submission of each kind.
        peak_mb: the most memory that its processes had at one time, in MB (10**6 bytes).
    """

    per_submission: Seconds
    steady: Seconds
    start: Seconds
    kinds: Mapping[Kind, Seconds]
    peak_mb: float | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """JSON-ready dicts."""
        return {
            "wall_s": self.per_submission.wall_s,
            "cpu_s": self.per_submission.cpu_s,
            "peak_mb": self.peak_mb,
            "steady_wall_s": self.steady.wall_s,
            "steady_cpu_s": self.steady.cpu_s,
            "start_wall_s": self.start.wall_s,
            "start_cpu_s": self.start.cpu_s,
            "kinds": {kind: vars(seconds) for kind, seconds in self.kinds.items()},
            **self.more,
        }


def costs(rounds: Sequence[Round], peak_mb: float | None, more: Mapping[str, Any] | None = None) -> Costs:
    """Medians over rounds.

    With a start S and c_k for each submission of kind k, the whole class of n takes S + n/3 (c_1 + c_2 + c_3), and a
    class of m of kind k takes S + m c_k: four runs for four unknowns, in each round.
    """
    solved = [(_solve(turn, "wall_s"), _solve(turn, "cpu_s")) for turn in rounds]
    starts = Seconds(*(median(pair[i][0] for pair in solved) for i in (0, 1)))
    kinds = {kind: Seconds(*(median(pair[i][1][kind] for pair in solved) for i in (0, 1))) for kind in KINDS}
    steady = Seconds(*(median(sum(pair[i][1].values()) / len(KINDS) for pair in solved) for i in (0, 1)))
    whole = Seconds(
        median(turn.whole.wall_s / turn.students for turn in rounds),
        median(turn.whole.cpu_s / turn.students for turn in rounds),
    )
    return Costs(whole, steady, starts, kinds, peak_mb, more or {})


def _solve(turn: Round, what: str) -> tuple[float, dict[Kind, float]]:
    """(S, {kind: c}) of one round."""
    n, m, number = turn.students, turn.of_each, len(KINDS)
    whole = getattr(turn.whole, what)
    alone = {kind: getattr(turn.kinds[kind], what) for kind in KINDS}
    start = (sum(alone.values()) - number * m / n * whole) / (number - number * m / n)
    return start, {kind: (seconds - start) / m for kind, seconds in alone.items()}


@dataclass(frozen=True)
class Target:
    """A figure that the project wants to reach."""

    name: str
    value: float
    limit: float
    at_least: bool

    @property
    def met(self) -> bool:
        """Whether it is reached."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def to_json(self) -> dict[str, Any]:
        """JSON-ready dict."""
        return {"value": self.value, "at_least" if self.at_least else "at_most": self.limit, "met": self.met}
