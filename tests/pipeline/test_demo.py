"""The demonstration on the real course: the exact scores that it promises, and nothing left behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursegrader.pipeline.demo import DemoOutcome, DemoRow, run_demo

COURSE = Path(__file__).parents[2]


def test_three_students_get_exactly_their_scores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSEGRADER_DATA", str(tmp_path / "mine"))

    outcome = run_demo(COURSE)

    assert outcome.ok
    for name in outcome.assignments:
        full, untouched, wrong = (row for row in outcome.rows if row.assignment == name)
        assert full.score == full.max_score > 0
        assert untouched.score == 0
        assert 0 < wrong.score < full.score
        assert wrong.score == wrong.expected
        assert {row.feedback_pages for row in (full, untouched, wrong)} == {len(full.notebooks)}
    assert not (tmp_path / "mine").exists()


def test_a_score_that_differs_is_not_ok() -> None:
    row = DemoRow("demo-reference", "week", {}, score=9.0, max_score=10.0, expected=10.0, feedback_pages=1)
    assert not DemoOutcome(["week"], [row]).ok
    assert not DemoOutcome(["week"], []).ok
