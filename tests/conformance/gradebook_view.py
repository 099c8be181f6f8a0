"""Everything a gradebook says about an assignment's submissions, as plain values that can be compared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook

View = dict[str, dict[str, Any]]


def read_view(root: Path, assignment: str) -> View:
    """By learner: time, totals, and by notebook every cell's scores, flags and comments."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "conformance") as gradebook:
        submissions = gradebook.assignment_submissions(assignment)
        return {submission.student.id: _submission(submission) for submission in submissions}


def _submission(submission: Any) -> dict[str, Any]:
    return {
        "timestamp": submission.timestamp,
        "seconds_late": submission.total_seconds_late,
        "score": submission.score,
        "max_score": submission.max_score,
        "task_score": submission.task_score,
        "written_score": submission.written_score,
        "needs_manual_grade": submission.needs_manual_grade,
        "notebooks": {notebook.name: _notebook(notebook) for notebook in submission.notebooks},
    }


def _notebook(notebook: Any) -> dict[str, Any]:
    return {
        "score": notebook.score,
        "max_score": notebook.max_score,
        "late_penalty": notebook.late_submission_penalty,
        "needs_manual_grade": notebook.needs_manual_grade,
        "failed_tests": notebook.failed_tests,
        "cells": {
            grade.name: {
                "auto": grade.auto_score,
                "manual": grade.manual_score,
                "extra": grade.extra_credit,
                "score": grade.score,
                "max": grade.max_score,
                "needs_manual_grade": grade.needs_manual_grade,
                "failed_tests": grade.failed_tests,
            }
            for grade in notebook.grades
        },
        "comments": {comment.name: (comment.auto_comment, comment.manual_comment) for comment in notebook.comments},
    }


def flat(view: Any, path: str = "") -> dict[str, Any]:
    """One entry for each value, so that a difference reads as one line."""
    if not isinstance(view, dict):
        return {path: view}
    return {key: value for name, part in view.items() for key, value in flat(part, f"{path}/{name}").items()}


def differences(nbgrader: View, ours: View) -> dict[str, tuple[Any, Any]]:
    """What differs: (nbgrader's value, ours) by path."""
    left, right = flat(nbgrader), flat(ours)
    return {
        key: (left.get(key, "absent"), right.get(key, "absent"))
        for key in sorted({*left, *right})
        if left.get(key, "absent") != right.get(key, "absent")
    }
