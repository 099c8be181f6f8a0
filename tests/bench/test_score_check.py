"""Times of wrong scores mean nothing: the bench refuses them."""

from __future__ import annotations

import pytest

from coursegrader.bench.score_check import check_expected, check_same
from coursegrader.bench.submissions import Submission
from coursegrader.errors import CourseError

CLASS = [Submission("a", "full", {}), Submission("b", "half", {}), Submission("c", "untouched", {})]
POINTS = {"one": 4.0, "two": 1.0}
RIGHT = {"a": {"one": 4.0, "two": 1.0}, "b": {"one": 4.0, "two": 0.0}, "c": {"one": 0.0, "two": 0.0}}


def test_right_scores_pass() -> None:
    check_expected(CLASS, RIGHT, POINTS)
    check_same([{"student": student, "scores": scores} for student, scores in RIGHT.items()], RIGHT)


@pytest.mark.parametrize(
    ("student", "scores"),
    [
        ("a", {"one": 4.0, "two": 0.5}),
        ("b", {"one": 4.0, "two": 1.0}),
        ("b", {"one": 0.0, "two": 0.0}),
        ("c", {"one": 0.0, "two": 0.5}),
        ("a", {"one": 5.0}),
    ],
)
def test_an_unexpected_score_is_refused(student: str, scores: dict[str, float]) -> None:
    with pytest.raises(CourseError, match=f"{student} .* points: the scores are wrong"):
        check_expected(CLASS, {**RIGHT, student: scores}, POINTS)


@pytest.mark.parametrize("scores", [{"one": 4.0, "two": 0.0}, {"one": 4.0}, {"one": 4.0, "two": 1.0, "three": 1.0}])
def test_a_floor_that_did_other_work_is_refused(scores: dict[str, float]) -> None:
    with pytest.raises(CourseError, match="did not do the same work"):
        check_same([{"student": "a", "scores": scores}], RIGHT)
