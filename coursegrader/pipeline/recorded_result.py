"""A graded attempt, read back from the notebooks that nbgrader wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from coursegrader.errors import CourseError
from coursegrader.nbgrader_plugins.course import Course
from coursegrader.results import CellResult, GradedAttempt, Problem, Provenance, Repair, TestResult

Notebooks = Mapping[str, Mapping[str, Any]]


def read_result(course: Course, assignment: str, learner: str) -> GradedAttempt:
    """The result of a learner's autograded notebooks.

    Scores are the automatic ones: manual scores and late penalties are in the gradebook only.

    Raises:
        CourseError: no notebook in ``autograded/`` carries a result.
    """
    notebooks = _autograded(course, assignment, learner)
    records = {name: nb["metadata"]["coursegrader"] for name, nb in notebooks.items() if _has_result(nb)}
    if not records:
        raise CourseError(f"autograded/{learner}/{assignment} has no results: run `nbgrader autograde {assignment}`")
    cells = tuple(_graded_cells(notebooks))
    return GradedAttempt(
        assignment=assignment,
        score=sum(cell.score or 0.0 for cell in cells),
        max_score=sum(cell.max_score for cell in cells),
        cells=cells,
        repairs=tuple(Repair(**repair) for record in records.values() for repair in record["repairs"]),
        errors=tuple(Problem(**problem) for record in records.values() for problem in record["errors"]),
        provenance=_provenance(records),
    )


def _autograded(course: Course, assignment: str, learner: str) -> Notebooks:
    folder = course.folder(course.directory.autograded_directory, learner, assignment)
    return {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.ipynb"))}


def _has_result(nb: Mapping[str, Any]) -> bool:
    return "provenance" in nb["metadata"].get("coursegrader", {})


def _graded_cells(notebooks: Notebooks) -> Iterator[CellResult]:
    for name, nb in notebooks.items():
        for cell in nb["cells"]:
            record = cell["metadata"].get("coursegrader", {})
            if "max_score" in record:
                yield CellResult(
                    notebook=name,
                    grade_id=cell["metadata"]["nbgrader"]["grade_id"],
                    score=record["score"],
                    max_score=record["max_score"],
                    tests=tuple(TestResult(**test) for test in record.get("tests", [])),
                    rule=record.get("rule", "suite"),
                )


def _provenance(records: Notebooks) -> Provenance:
    """All notebooks of an attempt were graded from the same inputs; the first one's record stands for all."""
    return Provenance(**next(iter(records.values()))["provenance"])
