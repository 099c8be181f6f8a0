"""A small course in a temporary folder: one exercise with a hidden suite, and cells of every kind nbgrader
knows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Notebook = dict[str, Any]

CONFIG = """
from pathlib import Path
from coursegrader.nbgrader_plugins import configure

c = get_config()
c.CourseDirectory.course_id = "tiny"
c.CourseDirectory.root = str(Path(__file__).parent)
configure(c)
"""
SUITE = '''
"""total: hidden tests."""

import pytest


def test_order_does_not_matter(student):
    """The sum must not depend on the order of the numbers."""
    assert student.total(20, 1_000_003) == 1_000_023


@pytest.mark.weight(3)
def test_negative_numbers(student):
    """Try a negative number: `total(-2, 5)`."""
    assert student.total(-2, 5) == 3
'''
RIGHT = "def total(a, b):\n    return a + b"
WRONG = "def total(a, b):\n    return abs(a) + abs(b)"


def markdown(cell_id: str, source: str, **settings: Any) -> Notebook:
    """A Markdown cell; settings are nbgrader's."""
    return {"cell_type": "markdown", "id": cell_id, "metadata": _metadata(settings), "source": source}


def code(cell_id: str, source: str, **settings: Any) -> Notebook:
    """A code cell; settings are nbgrader's."""
    return {
        "cell_type": "code",
        "id": cell_id,
        "metadata": _metadata(settings),
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def _metadata(settings: Mapping[str, Any]) -> dict[str, Any]:
    if not settings:
        return {}
    defaults = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    return {"nbgrader": {**defaults, **settings}}


def notebook(*cells: Notebook) -> Notebook:
    """A notebook of format 4.5."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {
        "cells": list(cells),
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def suite_notebook() -> Notebook:
    """One exercise of 8 points, scored by a hidden suite."""
    answer = "def total(a, b):\n    ### BEGIN SOLUTION\n    return a + b\n    ### END SOLUTION"
    tagged = markdown("note-to-staff", "Staff only: say nothing about abs.")
    tagged["metadata"]["tags"] = ["instructor-only"]
    return notebook(
        markdown("title", "# Sums"),
        tagged,
        markdown("story", "## Exercise 1: total\n\nReturn $a + b$."),
        code("total-answer", answer, solution=True, grade_id="total_answer"),
        code("total-check", "assert total(1, 1) == 2", grade=True, locked=True, points=8, grade_id="total"),
    )


def plain_notebook() -> Notebook:
    """What an existing nbgrader course has: asserts, a hidden block, partial credit, a manual answer, a
    task.
    """
    answer = "### BEGIN SOLUTION\ndef square(x):\n    return x * x\n### END SOLUTION"
    hidden = (
        "assert square(2) == 4\n### BEGIN HIDDEN TESTS\nassert square(7) == 49, 'secret sentence'\n### END HIDDEN TESTS"
    )
    return notebook(
        markdown("title", "# Plain"),
        code("square-answer", answer, solution=True, grade_id="square_answer"),
        code("square-check", hidden, grade=True, locked=True, points=2, grade_id="square"),
        code(
            "partial-check",
            "2 if square(3) == 9 else 1.5",
            grade=True,
            locked=True,
            points=4,
            grade_id="partial",
        ),
        markdown("essay", "Write here", grade=True, solution=True, points=3, grade_id="essay"),
        markdown("task", "Plot something", task=True, locked=True, points=5, grade_id="task"),
    )


def make_course(root: Path) -> Path:
    """Assignments ``sums`` (with a hidden suite) and ``plain``, not yet released."""
    root.mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(CONFIG)
    write_notebook(root / "source/sums/sums.ipynb", suite_notebook())
    write_notebook(root / "source/plain/plain.ipynb", plain_notebook())
    suite = root / "graders/sums/test_total.py"
    suite.parent.mkdir(parents=True)
    suite.write_text(SUITE)
    return root


def write_notebook(path: Path, content: Notebook) -> Path:
    """Write a notebook file, making its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content))
    return path


def read_notebook(path: Path) -> Notebook:
    """Read a notebook file."""
    content: Notebook = json.loads(path.read_text())
    return content


def answered(release: Notebook, **answers: str) -> Notebook:
    """A copy of a released notebook with answers put in, by grade id."""
    copy: Notebook = json.loads(json.dumps(release))
    for cell in copy["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if grade_id in answers:
            cell["source"] = answers[grade_id]
    return copy


def as_file(content: Notebook) -> bytes:
    """A notebook's bytes, as they are submitted."""
    return json.dumps(content).encode()
