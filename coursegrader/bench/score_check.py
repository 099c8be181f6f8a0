"""Whether everybody got the points that they should have got: a fast grader that is wrong is no grader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isclose
from typing import Any

from coursegrader.bench.competitors import graded_notebooks
from coursegrader.bench.scratch import Scratch
from coursegrader.bench.submissions import Submission
from coursegrader.errors import CourseError

CellScores = dict[str, float]


def recorded_scores(scratch: Scratch, submissions: Sequence[Submission]) -> dict[str, CellScores]:
    """Points by student and grade id, as coursegrader left them; of cells that a hidden suite scores."""
    return {
        submission.student: {
            grade_id: score
            for notebook in graded_notebooks(scratch, submission.student)
            for grade_id, score in notebook.scores.items()
        }
        for submission in submissions
    }


def check_expected(submissions: Sequence[Submission], scores: Mapping[str, CellScores], points: CellScores) -> None:
    """Full marks for full submissions, nothing for untouched ones, something between for the others.

    Args:
        points: the most that each cell gives.

    Raises:
        CourseError: somebody has another score.
    """
    most = sum(points.values())
    for submission in submissions:
        mine = scores[submission.student]
        total = sum(mine.values())
        expected = {"full": total == most, "untouched": total == 0, "half": 0 < total < most}[submission.kind]
        if set(mine) != set(points) or not expected:
            raise CourseError(
                f"{submission.student} ({submission.kind}) got {total:g} of {most:g} points: the scores are wrong, so "
                "the times mean nothing; run `coursegrader check`"
            )


def check_same(theirs: Sequence[Mapping[str, Any]], ours: Mapping[str, CellScores]) -> None:
    """The floor's scores must be coursegrader's, cell by cell.

    Raises:
        CourseError: they differ.
    """
    for result in theirs:
        expected = ours[result["student"]]
        found: Mapping[str, float] = result["scores"]
        for grade_id in sorted({*expected, *found}):
            mine, floor = expected.get(grade_id), found.get(grade_id)
            if mine is None or floor is None or not isclose(mine, floor, abs_tol=1e-6):
                raise CourseError(
                    f"{result['student']}: {grade_id}: coursegrader gave {mine} points, the floor {floor}: they did "
                    "not do the same work, so the times mean nothing"
                )
