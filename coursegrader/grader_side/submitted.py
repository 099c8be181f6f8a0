"""Which notebooks of an assignment are graded, and what was submitted for each."""

from __future__ import annotations

from collections.abc import Container

from coursegrader.grader_side.assignment import Assignment
from coursegrader.grader_side.request import GradingRequest
from coursegrader.grader_side.which_notebook import Matched, match_notebooks


def wanted_notebooks(assignment: Assignment, request: GradingRequest, submitted: Container[str]) -> list[str]:
    """The notebooks to grade: those asked for; of a single notebook's attempt, that one; else all."""
    names = [name for name in assignment.notebooks if request.notebooks is None or name in request.notebooks]
    return names if request.attempt.whole else [name for name in names if name in submitted]


def submitted_notebooks(assignment: Assignment, request: GradingRequest) -> Matched:
    """What was submitted for each notebook of the assignment.

    Raises:
        BadSubmission: nothing in the attempt is a notebook of this assignment.
    """
    return match_notebooks(assignment.notebooks, request.attempt, assignment.name)
