"""Made-up classes of learners with graded attempts, for the analysis to be checked on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import numpy as np

from coursegrader.results import CellResult, GradedAttempt, Provenance, TestResult
from coursegrader.store.records import Attempt, AttemptState

UNKNOWN = Provenance(attempt="", suite="", source="", environment="", seed="", sandbox="")
POINTS = {"sum": 10.0, "product": 20.0, "essay": 5.0, "power": 15.0}


def hidden(passed: bool, name: str = "test_small", hint: str = "Small numbers first.", weight: float = 1) -> TestResult:
    return TestResult(name, passed, "" if passed else hint, weight)


def cell(grade_id: str, *tests: TestResult, score: float | None = None, most: float = 10.0) -> CellResult:
    """A cell with the score that its tests give, or with ``score``."""
    if tests and score is None:
        score = most * sum(t.weight for t in tests if t.passed) / sum(t.weight for t in tests)
    return CellResult("assignment_a", grade_id, score, most, tests, "suite" if tests else "manual")


def attempt(learner: str, number: int, cells: Iterable[CellResult] | None) -> Attempt:
    """An attempt with these results, or one that is not graded."""
    result: Mapping[str, Any] | None = None
    if cells is not None:
        cells = tuple(cells)
        scores = (sum(c.score or 0 for c in cells), sum(c.max_score for c in cells))
        result = GradedAttempt("week", *scores, cells, (), (), UNKNOWN).to_json()
    return Attempt(
        id=1000 * number + sum(map(ord, learner)),
        course="maths",
        assignment="week",
        learner=learner,
        number=number,
        received_at=datetime(2026, 1, number, tzinfo=UTC),
        files={},
        sha256="",
        state=AttemptState.GRADED if result else AttemptState.WAITING,
        result=result,
    )


def drawn_class(learners: int, seed: int = 1) -> list[Attempt]:
    """Learners with one to four attempts each, of which each next one passes some more tests."""
    rng = np.random.default_rng(seed)
    attempts = []
    for place in range(learners):
        strength = rng.normal()
        passed = {name: rng.normal(size=5) < strength for name in POINTS}
        for number in range(1, int(rng.integers(1, 5)) + 1):
            passed = {name: was | (rng.random(5) < 0.2) for name, was in passed.items()}
            cells = [
                cell(
                    name,
                    *(
                        hidden(bool(p), f"test_{name}_{k}", f"Look at {name} {k}.", k + 1.0)
                        for k, p in enumerate(passed[name])
                    ),
                    most=most,
                )
                for name, most in POINTS.items()
                if name != "essay"
            ]
            attempts.append(attempt(f"learner{place:03}", number, [*cells, cell("essay", most=POINTS["essay"])]))
    return attempts
