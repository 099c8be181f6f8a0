"""The document of the kill matrix: what stands in a line, and in which order."""

from __future__ import annotations

from coursegrader.pipeline.check import CheckReport
from coursegrader.pipeline.kill_matrix import kill_matrix
from coursegrader.pipeline.solutions import Kind, Solution
from coursegrader.pipeline.trials import Trial
from coursegrader.results import TestResult


def trial(name: str, kind: Kind, *failed: str, kept: float = 0.5, secret: int = 0, **more: str) -> Trial:
    left_out = more.pop("left_out", "")
    solution = Solution("rank", name, kind, f"What {name} is | or not.", "", **more)
    results = tuple(TestResult(test, passed=False, hint="Look again.") for test in failed)
    return Trial(solution, secret, results, (), kept, left_out)


def test_a_line_names_the_meant_test_first_and_the_points_kept() -> None:
    trials = [
        trial("m1", "wrong", "test_a[1]", "test_a[2]", "test_b", kept=0.925, caught_by="test_b"),
        trial("m1", "wrong", "test_b", secret=1, caught_by="test_b"),
        trial("by_hand", "right"),
        trial("zero", "generic", "test_a", "test_b", kept=0.1),
        trial("NaN", "generic", left_out="no floats"),
    ]
    text = kill_matrix([CheckReport("week", points={"rank": 10.0}, trials=trials)])
    assert text.count("`m1`") == 1
    assert "| `m1` | What m1 is \\| or not. | **`test_b`**, `test_a` | 9.25 |" in text
    assert "| *zero* | | 2 tests | 1 |" in text
    assert "| *NaN* | | not tried: no floats | – |" in text
    assert "* `by_hand`: What by_hand is" in text


def test_quizzes_are_told_by_question() -> None:
    wrong = [trial(name, "wrong", "test_question", kept=0.0, hint="Why not.") for name in ("one", "other")]
    text = kill_matrix([CheckReport("week", points={"rank": 1.0}, trials=wrong)])
    assert "| `rank` | What one is \\| or not., What other is \\| or not. |" in text
