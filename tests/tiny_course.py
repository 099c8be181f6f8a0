"""A course small enough to read: one notebook, two exercises, two hidden suites. Tests build it in their folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from coursegrader.results import GradedAttempt

ASSIGNMENT = "tiny"

DOUBLE = "def double(x):\n    return 2 * x\n"
SUITE_DOUBLE = '''
import numpy as np
import pytest


def test_doubles_numbers(student, rng):
    """Twice the number is what is asked for."""
    for x in rng.normal(size=5):
        assert student.double(float(x)) == 2 * x


@pytest.mark.weight(3)
def test_doubles_arrays(student):
    """Arrays are doubled entry by entry."""
    np.testing.assert_array_equal(student.double(np.arange(3)), [0, 2, 4])
'''
SUITE_GREETING = '''
def test_greeting(student):
    """The greeting is a text that is not empty."""
    assert type(student.greeting) is str and student.greeting
'''


def cell(cell_type: str, cell_id: str, source: str, **nbgrader: Any) -> dict[str, Any]:
    """One cell; keyword arguments become nbgrader's metadata."""
    metadata: dict[str, Any] = {}
    if nbgrader:
        metadata["nbgrader"] = {"schema_version": 3, "task": False, "locked": False, **nbgrader}
    node: dict[str, Any] = {"cell_type": cell_type, "id": cell_id, "metadata": metadata, "source": source}
    if cell_type == "code":
        node |= {"outputs": [], "execution_count": None}
    return node


def answer(name: str, source: str) -> dict[str, Any]:
    """An answer cell."""
    return cell("code", f"{name}-answer", source, grade=False, solution=True, grade_id=f"{name}_answer")


def check(name: str, points: float, source: str = "") -> dict[str, Any]:
    """A grade cell."""
    return cell("code", name, source, grade=True, solution=False, locked=True, grade_id=name, points=points)


def notebook(*cells: dict[str, Any]) -> dict[str, Any]:
    """A notebook document."""
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": kernel, "cells": list(cells)}


def solved(double: str = DOUBLE, greeting: str = 'greeting = "hello"\n', *more: dict[str, Any]) -> dict[str, Any]:
    """The notebook with answers; ``more`` cells at its end."""
    return notebook(
        cell("markdown", "title", "# Tiny"),
        answer("double", double),
        check("double", 4, "assert double(2) == 4"),
        answer("greeting", greeting),
        check("greeting", 1),
        *more,
    )


def write(path: Path, document: dict[str, Any]) -> Path:
    """Write a notebook file, with its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document))
    return path


def make_course(folder: Path, suites: dict[str, str] | None = None) -> Path:
    """A course directory with the one assignment ``tiny``."""
    wrapped = solved(
        f"### BEGIN SOLUTION\n{DOUBLE}### END SOLUTION\n", '### BEGIN SOLUTION\ngreeting = "hello"\n### END SOLUTION\n'
    )
    write(folder / "source" / ASSIGNMENT / "work.ipynb", wrapped)
    (folder / "source" / ASSIGNMENT / "data.csv").write_text("a,b\n1,2\n")
    graders = folder / "graders" / ASSIGNMENT
    graders.mkdir(parents=True)
    for name, text in (suites or {"double": SUITE_DOUBLE, "greeting": SUITE_GREETING}).items():
        (graders / f"test_{name}.py").write_text(text)
    return folder


def one_suite(text: str) -> dict[str, str]:
    """Suites of a course in which ``double`` has this one."""
    return {"double": text, "greeting": SUITE_GREETING}


def scores(result: GradedAttempt) -> dict[str, float | None]:
    """The score of each grade cell."""
    return {cell.grade_id: cell.score for cell in result.cells}
