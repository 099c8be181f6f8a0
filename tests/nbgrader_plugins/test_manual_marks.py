"""Marks of people in a real gradebook: who waits for one, giving it, keeping it, and a gradebook that is in use."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from coursegrader.errors import CourseError
from coursegrader.nbgrader_plugins import gradebook_file
from coursegrader.nbgrader_plugins.manual_marks import CellKey, CellWork, ManualMarks
from coursegrader.pipeline import grade_attempt_in_course
from tests.course_factory import RIGHT, WRONG, answered, as_file, make_course, read_notebook

FIRST = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND = datetime(2026, 3, 2, 12, tzinfo=UTC)
ESSAY = CellKey("plain", "plain", "essay")
TASK = CellKey("plain", "plain", "task")
TOTAL = CellKey("sums", "sums", "total")


def hand_in(course: Path, assignment: str, when: datetime = FIRST, learner: str = "amara", **answers: str) -> None:
    release = read_notebook(course / f"release/{assignment}/{assignment}.ipynb")
    files = {f"{assignment}.ipynb": as_file(answered(release, **answers))}
    grade_attempt_in_course(course, assignment, learner, files, when)


@pytest.fixture
def marks(course: Path) -> ManualMarks:
    hand_in(course, "plain", essay="Because it is so.")
    return ManualMarks(course)


def only(marks: ManualMarks, key: CellKey, learner: str = "amara") -> CellWork:
    (work,) = marks.cells(assignment=key.assignment, notebook=key.notebook, cell=key.cell, learner=learner)
    return work


def waiting(marks: ManualMarks) -> list[CellKey]:
    return [work.key for work in marks.cells("waiting")]


def test_an_essay_and_a_task_wait_for_a_person_and_tests_do_not(marks: ManualMarks) -> None:
    assert waiting(marks) == [ESSAY, TASK]
    essay = only(marks, ESSAY)
    assert (essay.max_score, essay.kind, essay.handed_in) == (3, "markdown", FIRST)
    assert marks.has_answer(essay)


def test_a_mark_is_in_nbgraders_gradebook_and_off_the_list(marks: ManualMarks, course: Path) -> None:
    marks.give(ESSAY, "amara", 2.5, extra=0.5, comment="Say why.")
    assert waiting(marks) == [TASK]
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        grade = gradebook.find_grade("essay", "plain", "plain", "amara")
        assert (grade.manual_score, grade.extra_credit, grade.score) == (2.5, 0.5, 3.0)
        assert gradebook.find_comment("essay", "plain", "plain", "amara").comment == "Say why."
    essay = only(marks, ESSAY)
    assert (essay.manual, essay.extra, essay.score, essay.comment) == (2.5, 0.5, 3.0, "Say why.")
    assert [work.key for work in marks.cells("given")] == [ESSAY]


def test_taking_a_mark_back_puts_the_cell_on_the_list_again(marks: ManualMarks) -> None:
    marks.give(ESSAY, "amara", 2, comment="Good")
    marks.give(ESSAY, "amara", None)
    assert only(marks, ESSAY).comment == "Good"
    marks.give(ESSAY, "amara", None, comment="")
    assert ESSAY in waiting(marks)
    assert (only(marks, ESSAY).comment, marks.cells("given")) == ("", [])


@pytest.mark.parametrize(("points", "extra"), [(-1, 0), (3.5, 0), (float("nan"), 0), (1, -1), (1, float("inf"))])
def test_points_out_of_bounds_are_refused(marks: ManualMarks, points: float, extra: float) -> None:
    with pytest.raises(ValueError, match=r"between 0 and 3|0 or more"):
        marks.give(ESSAY, "amara", points, extra=extra)
    assert only(marks, ESSAY).manual is None


def test_a_mark_stays_when_the_learner_hands_in_again_and_a_person_is_asked_to_look(
    marks: ManualMarks, course: Path
) -> None:
    marks.give(ESSAY, "amara", 2, comment="Say why.")
    hand_in(course, "plain", SECOND, essay="Because I say so.")
    essay = only(marks, ESSAY)
    assert (essay.manual, essay.comment, essay.needs_person, essay.handed_in) == (2, "Say why.", True, SECOND)


def test_a_comment_on_a_tested_exercise_goes_where_feedback_shows_it(course: Path) -> None:
    hand_in(course, "sums", total_answer=WRONG)
    marks = ManualMarks(course)
    marks.give(TOTAL, "amara", 7, comment="Nearly.")
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        assert gradebook.find_comment("total_answer", "sums", "sums", "amara").comment == "Nearly."
    total = only(marks, TOTAL)
    assert (total.automatic, total.score, total.comment) == (2, 7, "Nearly.")
    hand_in(course, "sums", SECOND, total_answer=RIGHT)
    assert (only(marks, TOTAL).automatic, only(marks, TOTAL).score) == (8, 7)


def test_learners_are_told_apart(marks: ManualMarks, course: Path) -> None:
    hand_in(course, "plain", learner="kenji", essay="No.")
    marks.give(ESSAY, "kenji", 1)
    assert (only(marks, ESSAY, "kenji").manual, only(marks, ESSAY, "amara").manual) == (1, None)
    with pytest.raises(CourseError, match="no cell plain/essay of sofia"):
        marks.give(ESSAY, "sofia", 1)


def test_without_a_gradebook_nobody_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSEGRADER_DATA", str(tmp_path / "data"))
    marks = ManualMarks(make_course(tmp_path / "course"))
    assert marks.cells("waiting") == []
    with pytest.raises(CourseError, match="no gradebook"):
        marks.give(ESSAY, "amara", 1)
    assert not (tmp_path / "course/gradebook.db").exists()
    (tmp_path / "course/gradebook.db").touch()  # as the hub makes it for its staff
    assert marks.cells() == []


def test_a_locked_gradebook_is_waited_for_and_then_told(
    course: Path, marks: ManualMarks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gradebook_file, "PATIENCE", 0.05)
    impatient = ManualMarks(course)
    other = sqlite3.connect(course / "gradebook.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(CourseError, match=r"gradebook\.db locked.*try again"):
        impatient.give(ESSAY, "amara", 1)
    with pytest.raises(CourseError, match="locked"):
        impatient.cells()
    other.execute("ROLLBACK")
    impatient.give(ESSAY, "amara", 1)
    assert only(impatient, ESSAY).manual == 1


def test_the_version_changes_with_the_gradebook(marks: ManualMarks) -> None:
    before = marks.version
    assert marks.version == before
    marks.give(ESSAY, "amara", 1)
    assert marks.version != before
