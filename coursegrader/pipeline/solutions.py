"""Answers that a hidden suite is tried with: those beside the suites, and the reference of the notebook itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from coursegrader.errors import CourseError
from coursegrader.grader_side.assignment import Assignment
from coursegrader.grader_side.notebook import Cell

# Of these, a "wrong" one must be caught by the test that it names, a "generic" one must get next to nothing, and a
# "right" one and the "reference" must pass everything.
Kind = Literal["wrong", "right", "reference", "generic"]


@dataclass(frozen=True)
class Solution:
    """One answer to try on an exercise.

    Attributes:
        kind: what must come of it.
        code: Python that takes the place of the answer cell.
        caught_by: the test that must be among those that fail; empty where any will do.
        hint: what the learner must read; empty where any hint will do.
    """

    grade_id: str
    name: str
    kind: Kind
    misconception: str
    code: str
    caught_by: str = ""
    hint: str = ""


def solutions_beside(assignment: Assignment, grade_id: str) -> Iterator[Solution]:
    """The wrong and right solutions of an exercise, from ``wrong/<grade_id>/`` and ``right/<grade_id>/``.

    Raises:
        CourseError: one of them is not Python, or does not say what it is.
    """
    kinds: tuple[Kind, Kind] = ("wrong", "right")
    for kind in kinds:
        for path in sorted((assignment.graders_dir / kind / grade_id).glob("*.py")):
            yield _read_solution(path, grade_id, kind)


def _read_solution(path: Path, grade_id: str, kind: Kind) -> Solution:
    text = path.read_text()
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise CourseError(f"{path}: line {error.lineno}: not valid Python ({error.msg})") from None
    docstring = ast.get_docstring(tree)
    if not docstring:
        raise CourseError(f"{path}: needs a docstring that says what this solution is")
    caught_by = ""
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "CAUGHT_BY":
            caught_by = str(ast.literal_eval(node.value))
    return Solution(grade_id, path.stem, kind, " ".join(docstring.split()), text, caught_by)


def reference(assignment: Assignment, grade_id: str) -> Solution | None:
    """The notebook's own answer to an exercise; None where no cell is its answer."""
    cell = answer_cell(assignment, grade_id)
    if cell is None:
        return None
    return Solution(grade_id, "reference", "reference", "The answer of the notebook itself.", cell.source)


def answer_cell(assignment: Assignment, grade_id: str) -> Cell | None:
    """The answer cell of an exercise: the solution cell whose id is that of the exercise and ``_answer``."""
    every = (cell for cells in assignment.notebooks.values() for cell in cells)
    return next((c for c in every if c.is_solution and c.grade_id == f"{grade_id}_answer"), None)


def check_cell(assignment: Assignment, grade_id: str) -> Cell | None:
    """The grade cell of an exercise, whose text is the public self-check."""
    every = (cell for cells in assignment.notebooks.values() for cell in cells)
    return next((c for c in every if c.is_grade and c.grade_id == grade_id), None)
