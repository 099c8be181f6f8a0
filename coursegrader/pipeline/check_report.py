"""What ``coursegrader check`` found, of one assignment and of several."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coursegrader.errors import CourseGraderError
from coursegrader.pipeline.back_end import back_end
from coursegrader.pipeline.solutions import Kind
from coursegrader.pipeline.trials import Trial

MOST_PROBLEMS = 5
COUNTS = (
    *("exercises", "suites", "mutants_listed", "mutants_killed", "right_solutions"),
    *("generic_answers", "generic_rejected"),
)
Key = tuple[str, str]


@dataclass(frozen=True)
class Step:
    """One thing that must hold, and what was found."""

    name: str
    ok: bool
    detail: str


@dataclass
class CheckReport:
    """Everything that was checked of one assignment.

    Attributes:
        points: of each exercise.
        graded_s: the seconds that grading a complete right submission took, where it went best (another process may
            have been busy); None if none was graded.
        seconds: of work, by however many processes at once.
    """

    assignment: str
    exercises: int = 0
    suites: int = 0
    steps: list[Step] = field(default_factory=list)
    trials: list[Trial] = field(default_factory=list)
    points: Mapping[str, float] = field(default_factory=dict)
    graded_s: float | None = None
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether the assignment may be released."""
        return all(step.ok for step in self.steps)

    def solutions(self, kind: Kind) -> dict[Key, bool]:
        """For each solution of a kind, by grade id and name, whether every secret judged it as it must."""
        verdicts: dict[Key, bool] = {}
        for trial in self.trials:
            if trial.solution.kind == kind and not trial.left_out:
                key = (trial.solution.grade_id, trial.solution.name)
                verdicts[key] = verdicts.get(key, True) and trial.ok
        return verdicts

    def to_json(self) -> dict[str, Any]:
        """The report as JSON-ready dicts and lists."""
        wrong, right, generic = (self.solutions(kind) for kind in ("wrong", "right", "generic"))
        return {
            "assignment": self.assignment,
            "ok": self.ok,
            "exercises": self.exercises,
            "suites": self.suites,
            "mutants_listed": len(wrong),
            "mutants_killed": sum(wrong.values()),
            "right_solutions": sum(right.values()),
            "generic_answers": len(generic),
            "generic_rejected": sum(generic.values()),
            "graded_s": None if self.graded_s is None else round(self.graded_s, 2),
            "seconds": round(self.seconds, 2),
            "steps": [{"name": step.name, "ok": step.ok, "detail": step.detail} for step in self.steps],
        }


def total(reports: Sequence[CheckReport], seconds: float | None = None) -> dict[str, Any]:
    """Several reports as one JSON document.

    Args:
        seconds: that all of it took by the clock, where several processes were at work; else the sum.
    """
    each = [report.to_json() for report in reports]
    graded = [one["graded_s"] for one in each if one["graded_s"] is not None]
    spent = sum(one["seconds"] for one in each) if seconds is None else seconds
    sums = {key: sum(one[key] for one in each) for key in COUNTS}
    return {
        "ok": all(report.ok for report in reports),
        "back_end": back_end(),
        "assignments": each,
        "total": {**sums, "graded_s": max(graded, default=None), "seconds": round(spent, 2)},
    }


class NotSo(Exception):
    """A step does not hold; the message says why."""


def run_step(title: str, step: Callable[[], str]) -> Step:
    """Take a step: it gives what it found, or raises NotSo, or any error that is meant for people."""
    try:
        return Step(title, True, step())
    except (NotSo, CourseGraderError) as failure:
        return Step(title, False, str(failure))


def require(problems: Sequence[str], detail: str) -> str:
    """The detail, if there is no problem.

    Raises:
        NotSo: there is one.
    """
    if problems:
        more = len(problems) - MOST_PROBLEMS
        raise NotSo("; ".join(problems[:MOST_PROBLEMS]) + (f"; and {more} more" if more > 0 else ""))
    return detail
