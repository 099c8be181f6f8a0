"""A class that has handed in: submissions of the small released course, as the exchange would lay them out."""

from __future__ import annotations

from pathlib import Path

from tests.course_factory import RIGHT, Notebook, answered, read_notebook, write_notebook

SQUARE = "def square(x):\n    return x * x"
STAMP = "2026-03-01 12:00:00 UTC"


def release(course: Path, assignment: str = "sums") -> Notebook:
    """The released notebook."""
    return read_notebook(course / f"release/{assignment}/{assignment}.ipynb")


def hand_in(course: Path, student: str, answer: str = RIGHT, stamp: str = STAMP) -> Path:
    """A submission of ``sums``; its folder."""
    return hand_in_notebook(course, student, "sums", answered(release(course), total_answer=answer), stamp)


def hand_in_notebook(course: Path, student: str, assignment: str, notebook: Notebook, stamp: str = STAMP) -> Path:
    """A submission of one notebook; its folder."""
    folder = course / "submitted" / student / assignment
    write_notebook(folder / f"{assignment}.ipynb", notebook)
    (folder / "timestamp.txt").write_text(stamp)
    return folder
