"""The commands that are measured, and what they leave to be checked."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coursegrader.bench.measured import Usage, measure
from coursegrader.bench.scratch import Scratch
from coursegrader.bench.submissions import Submission
from coursegrader.errors import CourseError

Scores = dict[str, dict[str, float]]
"""Points by student and grade id."""


def run_nbgrader(scratch: Scratch, submissions: Sequence[Submission], *, sample: bool = False) -> Usage:
    """Stock ``nbgrader autograde`` of a class: one command, one process, as its documentation says.

    Raises:
        CourseError: it fails, or leaves a submission out.
    """
    command = [sys.executable, "-m", "nbgrader", "autograde", scratch.assignment]
    return _grade(scratch, submissions, command, sample)


def run_coursegrader(
    scratch: Scratch, submissions: Sequence[Submission], *, workers: int, sample: bool = False
) -> Usage:
    """``coursegrader autograde`` of a class.

    Raises:
        CourseError: it fails, or leaves a submission out.
    """
    command = [sys.executable, "-m", "coursegrader.cli", "autograde", scratch.assignment, "--workers", str(workers)]
    return _grade(scratch, submissions, command, sample)


def _grade(scratch: Scratch, submissions: Sequence[Submission], command: Sequence[str], sample: bool) -> Usage:
    scratch.hand_in(submissions)
    usage = measure(command, cwd=scratch.root, env=scratch.env, log=scratch.log, sample=sample)
    for submission in submissions:
        folder = scratch.autograded / submission.student / scratch.assignment
        if not any(folder.glob("*.ipynb")):
            raise CourseError(f"the submission of {submission.student} was left out by {' '.join(command[2:4])}")
    return usage


@dataclass(frozen=True)
class GradedNotebook:
    """One notebook as coursegrader left it in ``autograded/``: the cells that it ran, what they were worth, the seed of
    hidden inputs, and the sandbox's rung."""

    name: str
    cells: tuple[str, ...]
    answers: Mapping[str, str]
    scores: Mapping[str, float]
    points: Mapping[str, float]
    seed: str
    rung: str


def graded_notebooks(scratch: Scratch, student: str) -> list[GradedNotebook]:
    """The notebooks of a student in which hidden suites scored something."""
    folder = scratch.autograded / student / scratch.assignment
    notebooks = [read_graded(path.stem, json.loads(path.read_bytes())) for path in sorted(folder.glob("*.ipynb"))]
    return [notebook for notebook in notebooks if notebook.points]


def read_graded(name: str, document: Mapping[str, Any]) -> GradedNotebook:
    """What the bench needs of a graded notebook (an nbformat document)."""
    cells = document["cells"]
    records = {_grade_id(cell): cell["metadata"].get("coursegrader", {}) for cell in cells if _grade_id(cell)}
    provenance = document["metadata"].get("coursegrader", {}).get("provenance", {})
    by_suite = {grade_id: record for grade_id, record in records.items() if record.get("rule") == "suite"}
    return GradedNotebook(
        name=name,
        cells=tuple(_text(cell) for cell in cells if cell["cell_type"] == "code"),
        answers={_grade_id(cell): _text(cell) for cell in cells if _nbgrader(cell).get("solution")},
        scores={grade_id: float(record["score"]) for grade_id, record in by_suite.items()},
        points={grade_id: float(record["max_score"]) for grade_id, record in by_suite.items()},
        seed=provenance.get("seed", ""),
        rung=provenance.get("sandbox", ""),
    )


def _nbgrader(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    settings: Mapping[str, Any] = cell["metadata"].get("nbgrader", {})
    return settings


def _grade_id(cell: Mapping[str, Any]) -> str:
    return str(_nbgrader(cell).get("grade_id", ""))


def _text(cell: Mapping[str, Any]) -> str:
    return "".join(cell["source"])
