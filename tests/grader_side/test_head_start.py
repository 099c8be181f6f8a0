"""Starting the sandbox before the grader is imported."""

import json
from pathlib import Path

import pytest

from coursegrader.errors import UnknownAssignment
from coursegrader.grader_side import sandboxes
from coursegrader.grader_side.attempt import Attempt
from coursegrader.grader_side.grade import GradingRequest, grade_attempt
from coursegrader.grader_side.head_start import head_start
from tests.tiny_course import ASSIGNMENT, DOUBLE, cell, make_course, solved, write


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


def test_grading_with_kept_pictures_uses_the_sandbox_that_was_started_for_it(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    figure = cell("code", "figure", "from coursekit import elimination_figures")
    write(course / "source" / ASSIGNMENT / "work.ipynb", solved(DOUBLE, 'greeting = "hi"', figure))
    attempt = Attempt({"work.ipynb": json.dumps(solved()).encode()})
    started = []
    for kept in (True, False):
        sandboxes.close_sandboxes()
        head_start(course, ASSIGNMENT, pictures_are_kept=kept)
        started += list(sandboxes._kept)
        pictures = {".coursekit_pictures/some.json": b"{}"} if kept else {}
        assert grade_attempt(GradingRequest(course, ASSIGNMENT, attempt, pictures=pictures)).result.score == 5.0
        assert list(sandboxes._kept) == started[-1:]
    assert ["matplotlib.pyplot" in warm for _, warm in started] == [False, True]


def test_an_unknown_assignment_starts_nothing(tmp_path: Path) -> None:
    sandboxes.close_sandboxes()
    with pytest.raises(UnknownAssignment):
        head_start(make_course(tmp_path / "course"), "week")
    assert not sandboxes._kept
