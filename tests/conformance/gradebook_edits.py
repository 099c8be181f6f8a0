"""What teachers do in the gradebook between two runs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from nbgrader.api import Gradebook

from tests.conformance.course import ASSIGNMENT


def set_due_date(root: Path) -> None:
    """The assignment is due, and one learner has a day more."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "conformance") as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate="2026-02-01 00:00:00")
        gradebook.update_or_create_student("extended")
        submission = gradebook.update_or_create_submission(ASSIGNMENT, "extended")
        submission.extension = timedelta(days=1)
        gradebook.db.commit()


def give_manual_scores(root: Path) -> None:
    """Somebody has scored and commented an earlier attempt."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "conformance") as gradebook:
        gradebook.update_or_create_student("scored")
        submission = gradebook.update_or_create_submission(ASSIGNMENT, "scored")
        notebook = submission.notebooks[0]
        for grade in notebook.grades:
            grade.manual_score = {"n": 1.5, "why": 2, "project": 4}[grade.name]
            grade.extra_credit = 0.5 if grade.name == "why" else None
            grade.needs_manual_grade = False
        for comment in notebook.comments:
            comment.manual_comment = f"About {comment.name}"
        gradebook.db.commit()
