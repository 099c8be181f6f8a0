from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

from coursegrader.store import Attempt, AttemptState, Release
from coursegrader.store.records import timestamp

WHEN = datetime(2026, 3, 1, 12, 30, 15, 42, UTC)


def test_timestamps_are_nbgraders_in_utc() -> None:
    assert timestamp(WHEN) == "2026-03-01 12:30:15.000042 UTC"
    assert timestamp(WHEN.astimezone(timezone(timedelta(hours=5)))) == timestamp(WHEN)


def test_records_survive_json() -> None:
    release = Release("maths", "week1", WHEN, {"a.ipynb": "00"})
    attempt = Attempt(1, "maths", "week1", "amara", 1, WHEN, {"a": "00"}, "11", AttemptState.GRADED, {"score": 1.0})
    assert Release.from_json(json.loads(json.dumps(release.to_json()))) == release
    assert Attempt.from_json(json.loads(json.dumps(attempt.to_json()))) == attempt
