from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

from coursegrader.store import Attempt, AttemptState, Release
from coursegrader.store.records import manifest_sha256, timestamp

WHEN = datetime(2026, 3, 1, 12, 30, 15, 42, UTC)


def test_timestamps_are_nbgraders_in_utc() -> None:
    assert timestamp(WHEN) == "2026-03-01 12:30:15.000042 UTC"
    assert timestamp(WHEN.astimezone(timezone(timedelta(hours=5)))) == timestamp(WHEN)


def test_records_survive_json() -> None:
    release = Release("maths", "week1", WHEN, {"a.ipynb": "00"})
    attempt = Attempt(
        1,
        "maths",
        "week1",
        "amara",
        1,
        WHEN,
        {"a": "00"},
        "11",
        AttemptState.GRADED,
        {"score": 1.0},
        score=1.0,
        max_score=2.0,
        finished_at=WHEN,
        graded_at=WHEN,
        late_seconds=1.5,
    )
    assert Release.from_json(json.loads(json.dumps(release.to_json()))) == release
    assert Attempt.from_json(json.loads(json.dumps(attempt.to_json()))) == attempt


def test_a_receipt_can_be_checked_against_the_files() -> None:
    files = {"quiz.ipynb": hashlib.sha256(b"{}").hexdigest(), "data/a.csv": hashlib.sha256(b"1").hexdigest()}
    attempt = Attempt(7, "maths", "week1", "amara", 2, WHEN, files, manifest_sha256(files), late_seconds=60.0)
    receipt = json.loads(json.dumps(attempt.receipt()))
    assert receipt == {
        "course": "maths",
        "assignment": "week1",
        "learner": "amara",
        "attempt": 2,
        "received_at": "2026-03-01T12:30:15.000042+00:00",
        "late_seconds": 60.0,
        "sha256": attempt.sha256,
        "files": files,
    }
    assert hashlib.sha256(json.dumps(receipt["files"], sort_keys=True).encode()).hexdigest() == receipt["sha256"]
