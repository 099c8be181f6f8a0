"""What grading one submission gave: scores, everything that somebody gets to read, time and memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass
class Outcome:
    """One graded submission.

    Attributes:
        scores: grade id -> points.
        max_scores: grade id -> the most points.
        tests: grade id -> how many hidden tests were recorded.
        recorded: the score in nbgrader's gradebook; None where the door leads to no gradebook.
        errors: what the result says went wrong.
        visible: what the learner gets to read, by name: result, feedback pages, notebooks.
        got: what the attack's own cells printed of their luck.
        pages: HTML that somebody opens, by name.
        bundles: rich outputs in the graded notebooks (mime type -> content).
        refusal: why the submission was refused as a whole; None if it was graded.
        crash: what broke in the grader itself; None if nothing did.
        seconds: wall time.
        memory: bytes that the grader and everything it started held at most, above what they held before.
        outside: what was changed or left behind outside of the submission, in words.
        rung: the sandbox that was used.
    """

    scores: dict[str, float | None] = field(default_factory=dict)
    max_scores: dict[str, float] = field(default_factory=dict)
    tests: dict[str, int] = field(default_factory=dict)
    recorded: float | None = None
    errors: list[str] = field(default_factory=list)
    visible: dict[str, str] = field(default_factory=dict)
    got: list[str] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=dict)
    bundles: list[Mapping[str, object]] = field(default_factory=list)
    refusal: str | None = None
    crash: str | None = None
    seconds: float = 0.0
    memory: int = 0
    outside: list[str] = field(default_factory=list)
    rung: str = ""

    @property
    def total(self) -> float:
        """All points."""
        return sum(score or 0.0 for score in self.scores.values())

    def reading(self) -> str:
        """Everything visible, in one text."""
        return "\n".join(self.visible.values())
