"""Every assignment of the course is fit for students: suites accept right solutions and catch wrong ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursegrader.pipeline.check import assignments_of, check_assignment

COURSE = Path(__file__).parents[2]


@pytest.mark.parametrize("assignment", assignments_of(COURSE))
def test_the_assignment_passes_its_check(assignment: str) -> None:
    report = check_assignment(COURSE, assignment, secrets=1)
    assert report.exercises > 0
    assert [f"{step.name}: {step.detail}" for step in report.steps if not step.ok] == []
