"""A course with one assignment only grades it as the whole course does."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursegrader.grader_side.assignment import Assignment
from coursegrader.grader_side.variants import draw_variant
from coursegrader.pipeline.check import assignments_of
from coursegrader.pipeline.one_assignment import copy_one_assignment

COURSE = Path(__file__).parents[2]


@pytest.mark.parametrize("assignment", assignments_of(COURSE))
def test_suites_and_quizzes_are_the_course_s_own(assignment: str, tmp_path: Path) -> None:
    copy_one_assignment(COURSE, assignment, tmp_path)
    assert Assignment(tmp_path, assignment).suite_hash == Assignment(COURSE, assignment).suite_hash
    for learner in ("ada", "bob", "cleo"):
        drawn = (draw_variant(course, assignment, learner, b"s").identifier for course in (tmp_path, COURSE))
        assert len(set(drawn)) == 1


def test_without_graders_nothing_of_them_is_copied(tmp_path: Path) -> None:
    copy_one_assignment(COURSE, assignments_of(COURSE)[1], tmp_path, ["source"])
    assert [path.name for path in tmp_path.iterdir()] == ["source"]
