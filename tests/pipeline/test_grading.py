"""An attempt graded in a course: scores, gradebook, feedback, clear errors."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from coursegrader.errors import BadSubmission, CourseError, UnknownAssignment
from coursegrader.pipeline import grade_attempt_in_course, read_gradebook, release_assignment_files
from coursegrader.pipeline.grading import GradedInCourse
from tests.course_factory import (
    RIGHT,
    WRONG,
    Notebook,
    answered,
    as_file,
    code,
    plain_notebook,
    read_notebook,
    write_notebook,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SQUARE = "def square(x):\n    return x * x"


def release(course: Path, assignment: str) -> Notebook:
    return read_notebook(course / f"release/{assignment}/{assignment}.ipynb")


def grade(course: Path, assignment: str, submitted: Notebook, learner: str = "ada") -> GradedInCourse:
    return grade_attempt_in_course(course, assignment, learner, {f"{assignment}.ipynb": as_file(submitted)}, NOW)


def grade_answer(course: Path, answer: str) -> GradedInCourse:
    return grade(course, "sums", answered(release(course, "sums"), total_answer=answer))


def test_right_wrong_and_untouched_answers(course: Path) -> None:
    assert grade_answer(course, RIGHT).result.score == 8
    assert grade_answer(course, WRONG).result.score == 2
    untouched = grade(course, "sums", release(course, "sums"))
    assert (untouched.result.score, untouched.result.max_score) == (0, 8)


def test_the_gradebook_holds_the_latest_attempt(course: Path) -> None:
    grade_answer(course, WRONG)
    grade_answer(course, RIGHT)
    (row,) = read_gradebook(course)
    assert (row.learner, row.assignment, row.score, row.max_score) == ("ada", "sums", 8, 8)
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        assert gradebook.find_submission("sums", "ada").timestamp == datetime(2026, 3, 1, 12)


def test_a_plain_nbgrader_course_gets_nbgraders_scores(course: Path) -> None:
    submitted = answered(release(course, "plain"), square_answer=SQUARE, essay="My essay")
    cells = {cell.grade_id: cell for cell in grade(course, "plain", submitted).result.cells}
    assert {name: cell.score for name, cell in cells.items()} == {
        "square": 2,
        "partial": 2,
        "essay": None,
        "task": None,
    }
    (row,) = read_gradebook(course)
    assert (row.score, row.max_score, row.needs_manual_grade) == (4, 14, True)


def test_a_hidden_block_of_a_plain_course_counts(course: Path) -> None:
    cheat = "def square(x):\n    return 4 if x == 2 else 9"
    submitted = answered(release(course, "plain"), square_answer=cheat)
    cells = {cell.grade_id: cell.score for cell in grade(course, "plain", submitted).result.cells}
    assert cells == {"square": 0, "partial": 2, "essay": 0, "task": None}  # the essay is unchanged


def test_tags_and_flags_on_test_cells_give_no_marks(course: Path) -> None:
    submitted = answered(release(course, "sums"), total_answer=WRONG)
    for cell in submitted["cells"]:
        cell["metadata"]["tags"] = ["raises-exception", "skip-execution", "remove_cell"]
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["metadata"]["nbgrader"] |= {"solution": True, "points": 1000}
    assert grade(course, "sums", submitted).result.score == 2


def test_duplicated_or_deleted_test_cells_change_nothing(course: Path) -> None:
    submitted = answered(release(course, "sums"), total_answer=RIGHT)
    assert grade(course, "sums", submitted | {"cells": [*submitted["cells"], submitted["cells"][-1]]}).result.score == 8
    assert grade(course, "sums", submitted | {"cells": submitted["cells"][:-1]}).result.score == 8


def test_a_renamed_notebook_is_graded(course: Path) -> None:
    submitted = as_file(answered(release(course, "sums"), total_answer=RIGHT))
    assert grade_attempt_in_course(course, "sums", "ada", {"sums-Copy1.ipynb": submitted}, NOW).result.score == 8


def test_a_damaged_notebook_costs_its_own_points_only(course: Path) -> None:
    write_notebook(course / "source/sums/more.ipynb", plain_notebook())
    release_assignment_files(course, "sums")
    files = {"sums.ipynb": as_file(answered(release(course, "sums"), total_answer=RIGHT)), "more.ipynb": b"{"}
    graded = grade_attempt_in_course(course, "sums", "ada", files, NOW)
    assert (graded.result.score, graded.result.max_score) == (8, 22)
    assert "more.ipynb: not a notebook" in graded.feedback["more.html"].decode()
    assert "return x * x" not in graded.feedback["more.html"].decode()


def test_printing_a_warning_costs_nothing(course: Path) -> None:
    noisy = "import sys\nprint('careful', file=sys.stderr)\n" + RIGHT
    assert grade_answer(course, noisy).result.score == 8


def test_manual_scores_survive_a_new_attempt(course: Path) -> None:
    grade_answer(course, WRONG)
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.find_grade("total", "sums", "sums", "ada").manual_score = 7
        gradebook.db.commit()
    grade_answer(course, RIGHT)
    (row,) = read_gradebook(course)
    assert (row.score, row.needs_manual_grade) == (7, True)


def test_teachers_see_each_hidden_test_in_the_graded_notebook(course: Path) -> None:
    grade_answer(course, WRONG)
    graded = read_notebook(course / "autograded/ada/sums/sums.ipynb")
    (shown,) = [cell["outputs"][-1] for cell in graded["cells"] if cell["metadata"].get("nbgrader", {}).get("grade")]
    text = "".join(shown["data"]["text/plain"])
    assert "2 / 8 points, 1 of 2 hidden tests passed" in text
    assert "test_negative_numbers" in text


def test_added_cells_are_kept_in_the_graded_notebook(course: Path) -> None:
    submitted = answered(release(course, "sums"), total_answer=RIGHT)
    submitted["cells"].append(code("scratch", "print(total(1, 2))"))
    page = grade(course, "sums", submitted).feedback["sums.html"].decode()
    assert "A cell you added" in page


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "There is no notebook"),
        ({"other.ipynb": b"{}"}, "other"),
        ({"sums.ipynb": b"not json"}, "not a notebook"),
        ({"../sums.ipynb": b"{}"}, "outside"),
    ],
)
def test_what_cannot_be_graded_is_refused_in_one_line(course: Path, files: dict[str, bytes], words: str) -> None:
    with pytest.raises(BadSubmission, match=words) as caught:
        grade_attempt_in_course(course, "sums", "ada", files, NOW)
    assert "\n" not in str(caught.value)


def test_unknown_names_are_refused(course: Path, tmp_path: Path) -> None:
    files = {"sums.ipynb": as_file(release(course, "sums"))}
    with pytest.raises(UnknownAssignment, match="known are plain, sums"):
        grade_attempt_in_course(course, "sum", "ada", files, NOW)
    with pytest.raises(CourseError, match="User name"):
        grade_attempt_in_course(course, "sums", "*", files, NOW)
    with pytest.raises(CourseError, match="it has no nbgrader_config"):
        grade_attempt_in_course(tmp_path, "sums", "ada", files, NOW)


def test_a_source_changed_after_the_release_is_reported(course: Path) -> None:
    source = course / "source/sums/sums.ipynb"
    source.write_text(source.read_text().replace('"points": 8', '"points": 9'))
    with pytest.raises(CourseError, match="generate_assignment sums"):
        grade_answer(course, RIGHT)
