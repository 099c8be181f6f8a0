"""Where nbgrader loses or gives points by mistake: what it gives, and what is given here by purpose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.conformance.course import ASSIGNMENT, NbgraderCourse, Submission, cell_of, exercise, task, without
from tests.conformance.option_courses import IMPOSSIBLE_CREDIT, STDERR
from tests.conformance.scoring_courses import SQUARE
from tests.course_factory import Notebook

LOST = None  # nbgrader gives no result at all


@dataclass(frozen=True)
class Difference:
    """A course, and for each learner the points from nbgrader and from us."""

    course: NbgraderCourse
    points: Mapping[str, tuple[float | None, float]]


def _each_cell(change: Callable[[Notebook], Any], *grade_ids: str) -> Callable[[Notebook], None]:
    def edit(document: Notebook) -> None:
        for grade_id in grade_ids:
            change(cell_of(document, grade_id))

    return edit


def _duplicate(grade_id: str) -> Callable[[Notebook], None]:
    def edit(document: Notebook) -> None:
        cell = cell_of(document, grade_id)
        document["cells"].append({**cell, "id": "copied"})

    return edit


def _rename_work(root: Path) -> None:
    """As a browser does that finds a file of that name."""
    handed_in = root / "submitted" / "renames" / ASSIGNMENT / "work.ipynb"
    handed_in.rename(handed_in.with_name("work (1).ipynb"))


_TESTS = ("square", "cube")
_EXERCISES = [
    *exercise("square", 2, SQUARE, "assert square(2) == 4", "assert square(7) == 49"),
    *exercise("cube", 3, "def cube(x):\n    return x**3", "assert cube(2) == 8"),
    *exercise("credit", 4, "credit = 2", "credit"),
    task("project", 5, "Do it."),
]
_WRONG = {"square_answer": "def square(x):\n    return 3", "cube_answer": "def cube(x):\n    return 8"}
_RIGHT = {"square_answer": SQUARE, "cube_answer": "def cube(x):\n    return x**3"}

DIFFERENCES = (
    Difference(
        replace(STDERR, name="stderr_is_free", ours="", config=""),
        {"quiet": (6.0, 10.5), "loud": (4.0, 10.5)},
    ),
    Difference(replace(IMPOSSIBLE_CREDIT, name="impossible_credit_is_zero", ours=""), {"ada": (6.0, 0.0)}),
    Difference(
        NbgraderCourse(
            name="damaged",
            notebooks={"work": _EXERCISES},
            config="c.Execute.timeout = 2\n",
            submissions={
                "awaits": Submission(
                    {**_RIGHT, "credit_answer": "import asyncio\nawait asyncio.sleep(60)\ncredit = 4"}
                ),
                "ends the process": Submission({**_RIGHT, "credit_answer": "import os\nos._exit(0)"}),
                "asks too much": Submission({**_RIGHT, "credit_answer": "credit = 400"}),
                "no test cells": Submission(_RIGHT, edits={"work": without(*_TESTS)}),
                "skips tests": Submission(
                    _WRONG,
                    edits={"work": _each_cell(lambda c: c["metadata"].update(tags=["skip-execution"]), *_TESTS)},
                ),
                "takes flags away": Submission(
                    _RIGHT, edits={"work": _each_cell(lambda c: c["metadata"]["nbgrader"].update(grade=False), *_TESTS)}
                ),
                "strips metadata": Submission(
                    _RIGHT, edits={"work": _each_cell(lambda c: c["metadata"].pop("nbgrader"), *_TESTS)}
                ),
                "renames": Submission(_RIGHT),
            },
            before=_rename_work,
        ),
        {
            "awaits": (LOST, 5.0),
            "ends the process": (LOST, 5.0),
            "asks too much": (5.0, 5.0),
            "no test cells": (0.0, 5.0),
            "skips tests": (5.0, 3.0),
            "takes flags away": (LOST, 5.0),
            "strips metadata": (0.0, 5.0),
            "renames": (LOST, 5.0),
        },
    ),
    Difference(
        NbgraderCourse(
            name="stops_the_batch",
            notebooks={"work": _EXERCISES},
            submissions={
                "duplicated": Submission(_RIGHT, edits={"work": _duplicate("square")}),
                "other": Submission(_RIGHT),
            },
        ),
        {"duplicated": (LOST, 5.0), "other": (LOST, 5.0)},
    ),
)
