"""What a class's workers do ahead is guessed from the names of folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursegrader.pipeline.class_head_start import guess


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Three students have handed in two weeks; one of them is graded in the first; only the first has hidden suites."""
    for path in (
        *(f"submitted/{student}/{week}/{week}.ipynb" for student in ("ada", "bo", "cy") for week in ("week1", "week2")),
        *("source/week1/week1.ipynb", "source/week2/week2.ipynb", "graders/week1/test_sum.py"),
        *("autograded/bo/week1/week1.ipynb", "graders/elsewhere/test_sum.py", "submitted/ada/elsewhere/x.ipynb"),
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    return tmp_path


def test_submissions_that_wait_are_counted_where_there_are_hidden_suites(course: Path) -> None:
    found = guess(course, None, None, force=False)
    assert (found.assignments, found.submissions) == (("week1",), 2)


def test_what_is_asked_for_is_counted(course: Path) -> None:
    assert guess(course, ["week1"], ["ada", "nobody"], force=False).submissions == 1
    assert guess(course, ["week1"], None, force=True).submissions == 3
    assert guess(course, ["week2"], None, force=True).assignments == ()


def test_nothing_is_guessed_where_all_is_graded_or_nothing_is_there(course: Path, tmp_path: Path) -> None:
    assert guess(course, None, ["bo"], force=False).submissions == 0
    assert guess(tmp_path / "nowhere", None, None, force=False).submissions == 0
