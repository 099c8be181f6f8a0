"""nbgrader's own commands, unmodified, in a course that coursegrader is plugged into."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory

from tests.course_factory import RIGHT, WRONG, answered, read_notebook, write_notebook


def nbgrader(course: Path, *arguments: str) -> str:
    """Run a command in the course's folder; its log."""
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_a_week_from_source_to_grades(course: Path) -> None:
    nbgrader(course, "generate_assignment", "sums", "--force")
    release = read_notebook(course / "release/sums/sums.ipynb")
    for learner, answer in {"ada": RIGHT, "bob": WRONG}.items():
        write_notebook(course / f"submitted/{learner}/sums/sums.ipynb", answered(release, total_answer=answer))
    nbgrader(course, "autograde", "sums")
    nbgrader(course, "generate_feedback", "sums")
    nbgrader(course, "export")
    rows = list(csv.DictReader((course / "grades.csv").open()))
    assert {row["student_id"]: float(row["score"]) for row in rows if row["assignment"] == "sums"} == {
        "ada": 8.0,
        "bob": 2.0,
    }
    assert "Try a negative number" in (course / "feedback/bob/sums/sums.html").read_text()


def test_one_damaged_submission_does_not_stop_the_others(course: Path) -> None:
    release = read_notebook(course / "release/sums/sums.ipynb")
    write_notebook(course / "submitted/zoe/sums/sums.ipynb", answered(release, total_answer=RIGHT))
    damaged = course / "submitted/adam/sums/sums.ipynb"
    damaged.parent.mkdir(parents=True)
    damaged.write_bytes(b"\x00 not a notebook")
    command = [sys.executable, "-m", "nbgrader", "autograde", "sums"]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert "sums.ipynb" in done.stderr
    assert (course / "autograded/zoe/sums/sums.ipynb").exists()
    assert not (course / "autograded/adam/sums").exists()


def test_validate_accepts_the_reference_solution(course: Path) -> None:
    release = read_notebook(course / "release/sums/sums.ipynb")
    path = write_notebook(course / "mine.ipynb", answered(release, total_answer=RIGHT))
    command = [sys.executable, "-m", "nbgrader", "validate", path.name]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True, timeout=120)
    assert "passes all the tests" in done.stdout


def test_policies_beside_the_assignments_are_no_assignments(course: Path) -> None:
    policy = course / "source/sums.toml"
    policy.write_text("attempts = 2\n")
    nbgrader(course, "generate_assignment", "*", "--force")
    assert sorted(path.name for path in (course / "release").iterdir()) == ["plain", "sums"]
    assert sorted(path.name for path in (course / "release/sums").iterdir()) == ["sums.ipynb"]
    api = NbGraderAPI(CourseDirectory(root=str(course), course_id="tiny"))
    assert api.get_source_assignments() == {"plain", "sums"}  # what formgrader lists
    assert policy.read_text() == "attempts = 2\n"
