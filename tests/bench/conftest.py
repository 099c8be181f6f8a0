"""An outcome of the bench with round numbers."""

from __future__ import annotations

import pytest

from coursegrader.bench.figures import Costs, Seconds
from coursegrader.bench.outcome import BenchOutcome
from coursegrader.bench.submissions import KINDS


def made_costs(wall: float, cpu: float, peak: float | None, start: float = 0.0, **more: int) -> Costs:
    """The same for every kind."""
    steady = Seconds(wall - start, cpu - start)
    return Costs(Seconds(wall, cpu), steady, Seconds(30 * start, 30 * start), dict.fromkeys(KINDS, steady), peak, more)


@pytest.fixture
def outcome() -> BenchOutcome:
    """nbgrader takes 50 times as long as we do, and we take 1.5 times the floor's CPU time."""
    return BenchOutcome(
        assignment="week",
        students=30,
        rounds=3,
        workers=2,
        machine={
            "cores": 2,
            "load_average": 0.1,
            "cpu": "A processor",
            "kernel": "6.1",
            "python": "3.11.7",
            "sandbox": "bubblewrap",
        },
        scores={kind: {"points": points, "of": 10.0} for kind, points in zip(KINDS, (10.0, 5.0, 0.0), strict=True)},
        coursegrader=made_costs(0.1, 0.18, 400.0, start=0.02),
        floor=made_costs(0.12, 0.12, 200.0),
        nbgrader=made_costs(5.0, 4.0, 300.0, rounds=1),
        one_worker_peak_mb=290.0,
    )
