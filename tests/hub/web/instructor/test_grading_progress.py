from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from coursegrader.hub.web.instructor.grading_progress import Pace, Progress, grading_pace
from coursegrader.store.tally import Tally

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def pace(seconds_ago: Sequence[float], waiting: int = 0, recent: float | None = None) -> Pace:
    moments = [NOW - timedelta(seconds=seconds) for seconds in seconds_ago]
    return grading_pace(moments, waiting, NOW, recent_seconds=recent, workers=2)


def test_the_time_left_follows_from_how_quick_it_went_lately() -> None:
    assert pace([60, 30, 10, 1, 3000], waiting=30) == Pace(4, 30 / 4 * 60)


def test_before_anything_is_graded_the_usual_time_counts_on_each_worker() -> None:
    assert pace([], waiting=20, recent=0.5) == Pace(0, 5)


def test_without_anything_to_go_by_nothing_is_promised() -> None:
    assert pace([], waiting=20) == Pace(0, None)


def test_attempts_that_failed_are_done_too() -> None:
    progress = Progress(Tally(graded=3, waiting=2, failed=1, learners=4), 1, Pace(0, None))
    assert (progress.total, progress.done) == (6, 4)
