"""Everything in a gradebook that a teacher could notice, and all of ``autograded/``, by name instead of by id."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook


def gradebook(course: Path) -> dict[str, Any]:
    """Students, submissions, notebooks, grades and comments with all their columns."""
    found: dict[str, Any] = {}
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        found["students"] = sorted((s.id, s.first_name, s.last_name, s.email, s.lms_user_id) for s in book.students)
        for assignment in book.assignments:
            for submission in assignment.submissions:
                who = f"{assignment.name}/{submission.student.id}"
                found[who] = (submission.timestamp, submission.extension, submission.score, submission.max_score)
                for notebook in submission.notebooks:
                    where = f"{who}/{notebook.name}"
                    found[where] = (notebook.flagged, notebook.late_submission_penalty, notebook.needs_manual_grade)
                    for grade in notebook.grades:
                        values = (grade.auto_score, grade.manual_score, grade.extra_credit, grade.needs_manual_grade)
                        found[f"{where}: grade {grade.name}"] = (*values, grade.max_score, grade.failed_tests)
                    for comment in notebook.comments:
                        found[f"{where}: comment {comment.name}"] = (comment.auto_comment, comment.manual_comment)
    return found


def autograded(course: Path) -> dict[str, Any]:
    """Every file and folder with its mode; notebooks as documents, other files as bytes."""
    found: dict[str, Any] = {}
    for path in sorted((course / "autograded").rglob("*")):
        name = path.relative_to(course).as_posix()
        found[f"mode of {name}"] = oct(path.stat().st_mode)
        if path.suffix == ".ipynb":
            found[name] = json.loads(json.dumps(nbformat.read(path, as_version=4)))
        elif path.is_file():
            found[name] = path.read_bytes()
    return found
