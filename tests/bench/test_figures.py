"""Medians, ratios and targets, from figures that one can reckon in one's head."""

from __future__ import annotations

import pytest

from coursegrader.bench.figures import Round, Target, costs
from coursegrader.bench.measured import Usage
from coursegrader.bench.submissions import KINDS

COST = {"full": 3.0, "half": 2.0, "untouched": 1.0}


def used(seconds: float) -> Usage:
    return Usage(wall_s=seconds, cpu_s=2 * seconds, status=0)


def measured_round(start: float, students: int = 12, of_each: int = 4, noise: float = 0.0) -> Round:
    """A command that takes ``start`` seconds and COST for each submission, and twice that in CPU time."""
    whole = start + students / 3 * sum(COST.values()) + noise
    return Round(students, of_each, used(whole), {kind: used(start + of_each * COST[kind]) for kind in KINDS})


@pytest.mark.parametrize(("students", "of_each"), [(12, 4), (12, 1), (3, 1)])
def test_start_and_submissions_are_told_apart(students: int, of_each: int) -> None:
    found = costs([measured_round(6.0, students, of_each)], peak_mb=100.0)
    assert found.start.wall_s == pytest.approx(6.0)
    assert found.start.cpu_s == pytest.approx(12.0)
    assert found.steady.wall_s == pytest.approx(2.0)
    assert {kind: seconds.wall_s for kind, seconds in found.kinds.items()} == pytest.approx(COST)
    assert {kind: seconds.cpu_s / 2 for kind, seconds in found.kinds.items()} == pytest.approx(COST)
    assert found.per_submission.wall_s == pytest.approx(2.0 + 6.0 / students)
    assert found.per_submission.cpu_s == pytest.approx(2 * (2.0 + 6.0 / students))


def test_the_median_round_counts() -> None:
    found = costs([measured_round(6.0), measured_round(6.0, noise=600.0), measured_round(6.0, noise=-1.2)], None)
    assert found.per_submission.wall_s == pytest.approx(2.5)
    assert found.peak_mb is None


def test_targets_are_met_from_their_own_side() -> None:
    assert Target("speed", 40.0, 40.0, at_least=True).met
    assert not Target("speed", 39.9, 40.0, at_least=True).met
    assert Target("cost", 2.0, 2.0, at_least=False).met
    assert not Target("cost", 2.1, 2.0, at_least=False).met
    assert Target("cost", 2.1, 2.0, at_least=False).to_json() == {"value": 2.1, "at_most": 2.0, "met": False}
