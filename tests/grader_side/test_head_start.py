"""Starting the sandbox before the grader is imported."""

import json
from pathlib import Path

import pytest

from coursegrader.errors import UnknownAssignment
from coursegrader.grader_side import sandboxes
from coursegrader.grader_side.attempt import Attempt
from coursegrader.grader_side.grade import GradingRequest, grade_attempt
from coursegrader.grader_side.head_start import head_start
from tests.tiny_course import ASSIGNMENT, make_course, solved


def test_grading_uses_the_sandbox_that_was_started(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    sandboxes.close_sandboxes()
    head_start(course, ASSIGNMENT)
    (started,) = sandboxes._kept.values()
    attempt = Attempt({"work.ipynb": json.dumps(solved()).encode()})
    for _ in range(2):
        assert grade_attempt(GradingRequest(course, ASSIGNMENT, attempt)).result.score == 5.0
        assert list(sandboxes._kept.values()) == [started]
        assert started.is_running()


def test_an_unknown_assignment_starts_nothing(tmp_path: Path) -> None:
    sandboxes.close_sandboxes()
    with pytest.raises(UnknownAssignment):
        head_start(make_course(tmp_path / "course"), "week")
    assert not sandboxes._kept
