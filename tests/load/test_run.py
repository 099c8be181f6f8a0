"""The real thing, small: a real hub, the service killed while learners hand in."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursegrader.bench.bench import first_with_suites
from coursegrader.load import run
from coursegrader.load.run import run_load

ROOT = Path(__file__).parents[2]


def test_a_service_that_is_killed_loses_nothing_and_grades_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "QUIET_SECONDS", 0.0)
    found = run_load(ROOT, first_with_suites(ROOT), students=6, seconds=6.0, kills=1, say=lambda text: None)
    assert found.ok, found.to_json()
    assert (found.accepted, found.graded, found.kills) == (6, 6, 1)
