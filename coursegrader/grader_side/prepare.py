"""What every attempt at an assignment needs, made before the fork in which one is graded: once, for all that follow."""

from __future__ import annotations

from pathlib import Path

from coursegrader.grader_side.assignment import Assignment, open_assignment
from coursegrader.grader_side.environment import environment_hash
from coursegrader.grader_side.rebuild import rebuild
from coursegrader.grader_side.request import GradingRequest
from coursegrader.grader_side.run_suite import collect_suites

_prepared: Assignment | None = None


def prepare(assignment: Assignment, request: GradingRequest) -> int:
    """Read, hash, parse and load what grading this attempt will need.

    Returns:
        How many hidden tests that are.

    Raises:
        SuiteError: the suites do not fit together, or the questions cannot be loaded.
        CourseError: the instructor's notebooks cannot be read.
    """
    global _prepared  # the last one; the assignments themselves are kept elsewhere
    if _prepared is not assignment:
        _read(assignment)
        _prepared = assignment
    return _load_suites(assignment, request)


def prepare_ahead(course_dir: Path, name: str) -> None:
    """Do most of that before any attempt is known, nor what else the course asks for.

    Raises:
        UnknownAssignment, CourseError, SuiteError: the course's own files cannot be used.
    """
    assignment = open_assignment(course_dir, name)
    _read(assignment)
    for notebook in assignment.notebooks:
        suites = assignment.suites_of(notebook)
        if suites:
            collect_suites(tuple(suites), assignment.graders_dir)


def _read(assignment: Assignment) -> None:
    environment_hash()
    assignment.read()
    for name, cells in assignment.notebooks.items():
        rebuild(name, cells, cells)  # what it finds in the instructor's own text, it keeps
    if assignment.has_questions:
        from coursegrader.grader_side.variants import load_quizzes

        load_quizzes(assignment.course_dir, assignment.name)


def _load_suites(assignment: Assignment, request: GradingRequest) -> int:
    handed_in = request.attempt.notebooks
    tests = 0
    for name in assignment.notebooks:
        if name in handed_in and (request.notebooks is None or name in request.notebooks):
            suites = assignment.suites_of(name)
            if suites:
                tests += collect_suites(tuple(suites), assignment.graders_dir).tests
    return tests
