"""What came of grading a class: one row for each submission, and the totals."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Status = Literal["graded", "skipped", "failed", "waiting"]


@dataclass(frozen=True)
class SubmissionRow:
    """One submission. Scores in points, as the gradebook has them now.

    Attributes:
        status: ``graded`` now; ``skipped`` because it had been graded already; ``failed``, and ``reason`` says why;
            ``waiting`` because the run was interrupted.
        problems: what went wrong in the student's notebooks while they were graded.
        repairs: what was put right in them.
        seconds: wall time of its grading.
    """

    assignment: str
    student: str
    status: Status
    reason: str = ""
    score: float | None = None
    max_score: float | None = None
    late_penalty: float = 0.0
    needs_manual_grade: bool = False
    problems: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass
class ClassReport:
    """All rows of one run.

    Attributes:
        notes: what the instructor should know besides.
        seconds: wall time of the whole run.
    """

    rows: list[SubmissionRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    workers: int = 0
    seconds: float = 0.0
    interrupted: bool = False

    @property
    def ok(self) -> bool:
        """Whether every submission has a result."""
        return not any(row.status in ("failed", "waiting") for row in self.rows)

    def count(self, status: Status) -> int:
        """How many submissions have this status."""
        return Counter(row.status for row in self.rows)[status]

    def to_json(self) -> dict[str, Any]:
        """The report as JSON-ready dicts and lists."""
        graded = self.count("graded")
        return {
            "ok": self.ok,
            "interrupted": self.interrupted,
            "submissions": [asdict(row) for row in self.rows],
            "notes": self.notes,
            "total": {
                "submissions": len(self.rows),
                "graded": graded,
                "skipped": self.count("skipped"),
                "failed": self.count("failed"),
                "waiting": self.count("waiting"),
                "needs_manual_grade": sum(row.needs_manual_grade for row in self.rows),
                "workers": self.workers,
                "seconds": round(self.seconds, 3),
                "per_second": round(graded / self.seconds, 3) if self.seconds else 0.0,
            },
        }
