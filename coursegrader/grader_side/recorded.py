"""What running hidden suites gave."""

from __future__ import annotations

from dataclasses import dataclass, field

from coursegrader.results import TestResult


@dataclass(frozen=True)
class Recorded:
    """One test's result, and the grade cell it counts for."""

    cell: str
    result: TestResult


@dataclass
class SuiteRun:
    """Each test's result, in order, and what went wrong: pairs of where and what."""

    recorded: list[Recorded] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
