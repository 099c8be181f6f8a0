"""Our own way to write feedback gives what nbgrader's converter gives, file by file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from coursegrader.errors import CourseError
from coursegrader.nbgrader_plugins.class_gradebook import ClassGradebook
from coursegrader.nbgrader_plugins.course import Course
from coursegrader.nbgrader_plugins.feedback_writer import write_feedback
from coursegrader.pipeline import grade_attempt_in_course
from tests.course_factory import WRONG, answered, as_file, read_notebook

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SQUARE = "def square(x):\n    return x * x"


def grade(course: Path, assignment: str, **answers: str) -> dict[str, bytes]:
    """Grade an attempt with some files beside its notebook; the pages."""
    submitted = answered(read_notebook(course / f"release/{assignment}/{assignment}.ipynb"), **answers)
    files = {f"{assignment}.ipynb": as_file(submitted), "notes/mine.txt": b"mine", "page.html": b"<p>mine"}
    return dict(grade_attempt_in_course(course, assignment, "ada", files, NOW).feedback)


def written(course: Path, assignment: str) -> dict[str, tuple[bytes, int]]:
    """What lies in the feedback folder: contents and permissions."""
    folder = course / "feedback" / "ada" / assignment
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mode) for path in files}


def rewrite(course: Path, assignment: str) -> dict[str, bytes]:
    opened = Course(course)
    with ClassGradebook(opened) as gradebook:
        return write_feedback(opened, gradebook, assignment, "ada")


def convert(course: Path, assignment: str) -> None:
    opened = Course(course)
    with opened.lock():
        opened.convert("generate_feedback", assignment, "ada")


def by_hand(course: Path) -> None:
    """Scores, extra credit and comments of a person, and a late penalty."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        essay = gradebook.find_grade("essay", "plain", "plain", "ada")
        essay.manual_score, essay.extra_credit, essay.needs_manual_grade = 3, 0.5, False
        gradebook.find_grade("square", "plain", "plain", "ada").manual_score = 1
        gradebook.find_comment("essay", "plain", "plain", "ada").manual_comment = "Well *argued*."
        gradebook.find_submission_notebook("plain", "plain", "ada").late_submission_penalty = 1.5
        gradebook.db.commit()


def test_the_pages_are_nbgraders(course: Path) -> None:
    pages = grade(course, "sums", total_answer=WRONG)
    ours = written(course, "sums")
    assert pages == {"sums.html": ours["sums.html"][0]}
    convert(course, "sums")
    assert ours == written(course, "sums")
    assert {"sums.html", "notes/mine.txt", "page.html"} <= ours.keys()


def test_what_a_person_gave_is_shown_as_nbgrader_shows_it(course: Path) -> None:
    grade(course, "plain", square_answer=SQUARE, essay="My essay")
    by_hand(course)
    page = rewrite(course, "plain")["plain.html"].decode()
    ours = written(course, "plain")
    assert "Well <em>argued</em>." in page
    assert "Your teacher set this score by hand." in page
    convert(course, "plain")
    assert ours == written(course, "plain")


def test_a_course_with_a_step_of_its_own_gets_nbgraders_converter(course: Path) -> None:
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(
            "\ndef hook(assignment, student, notebooks):\n"
            f"    open({str(course / 'told')!r}, 'a').write(assignment)\n"
            "c.GenerateFeedback.post_convert_hook = hook\n"
        )
    pages = grade(course, "sums", total_answer=WRONG)
    assert (course / "told").read_text() == "sums"
    assert pages.keys() == {"sums.html"}


def test_a_cell_that_the_gradebook_does_not_know_is_told(course: Path) -> None:
    grade(course, "sums", total_answer=WRONG)
    notebook = course / "autograded/ada/sums/sums.ipynb"
    notebook.chmod(0o644)
    notebook.write_text(notebook.read_text().replace('"grade_id": "total"', '"grade_id": "totals"'))
    with pytest.raises(CourseError, match="no row for 'totals' in sums: grade the submission again"):
        rewrite(course, "sums")
