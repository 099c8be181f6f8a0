"""A preview: what the course would give now, nothing written; and its result put in nbgrader's place, and back."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from coursegrader.errors import BadSubmission
from coursegrader.nbgrader_plugins.course import Course
from coursegrader.nbgrader_plugins.submission_state import SubmissionState
from coursegrader.pipeline import grade_attempt_in_course, read_gradebook
from coursegrader.pipeline.graded_place import (
    ANOTHER_ATTEMPT,
    GRADED_SINCE,
    Exchanged,
    GradedPlace,
    exchange_place,
    read_place,
)
from coursegrader.pipeline.preview_grading import Preview, graded_by, preview_attempt
from tests.course_factory import SUITE, WRONG, answered, as_file, read_notebook

NOW = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
KINDER = SUITE.replace("== 3", "in (3, 7)")  # the answer WRONG passes


def files(course: Path, assignment: str = "sums", **answers: str) -> dict[str, bytes]:
    release = read_notebook(course / f"release/{assignment}/{assignment}.ipynb")
    return {f"{assignment}.ipynb": as_file(answered(release, **answers))}


def change_suite(course: Path, text: str = KINDER) -> None:
    (course / "graders/sums/test_total.py").write_text(text)


def everything(course: Path) -> dict[str, str]:
    """Hashes of all files, the database included."""
    paths = [path for path in sorted(course.rglob("*")) if path.is_file() and "__pycache__" not in path.parts]
    return {str(path.relative_to(course)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def grade(course: Path, when: datetime = NOW, **answers: str) -> None:
    grade_attempt_in_course(course, "sums", "ada", files(course, **answers), when)


def preview(course: Path, **answers: str) -> Preview:
    return preview_attempt(course, "sums", "ada", files(course, **answers), NOW)


def place(course: Path, wanted: GradedPlace, before: GradedPlace) -> Exchanged:
    return exchange_place(course, "sums", "ada", NOW, wanted, [before.hashes()], before.state)


def back(course: Path, before: GradedPlace, placed: GradedPlace) -> Exchanged:
    return exchange_place(course, "sums", "ada", NOW, before, [placed.hashes()], before.state)


def there(course: Path) -> GradedPlace:
    return GradedPlace.read(Course(course), "sums", "ada")


def mark(course: Path, points: float, comment: str = "well argued") -> None:
    """What a person does in formgrader."""
    with Gradebook(Course(course).directory.db_url) as gradebook:
        grade = gradebook.find_grade("total", "sums", "sums", "ada")
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.find_comment("total_answer", "sums", "sums", "ada").manual_comment = comment
        gradebook.db.commit()


def score(course: Path) -> float:
    (row,) = [row for row in read_gradebook(course) if row.learner == "ada"]
    return row.score


def test_a_preview_gives_what_grading_gives_and_writes_nothing(course: Path) -> None:
    grade(course, total_answer=WRONG)
    before = everything(course)
    change_suite(course)
    previewed = preview(course, total_answer=WRONG)
    change_suite(course, SUITE)
    assert everything(course) == before
    change_suite(course)
    graded = grade_attempt_in_course(course, "sums", "ada", files(course, total_answer=WRONG), NOW)
    assert previewed.result == graded.result
    assert previewed.result.score == 8
    assert previewed.feedback == graded.feedback
    assert previewed.place == there(course)


def test_what_cannot_be_graded_says_so_in_a_preview_too(course: Path) -> None:
    with pytest.raises(BadSubmission, match="no notebook"):
        preview_attempt(course, "sums", "ada", {"notes.txt": b""}, NOW)


def test_graded_by_tells_when_a_suite_has_changed(course: Path) -> None:
    before = graded_by(course, "sums")
    assert preview(course).result.provenance.suite == before.suite
    change_suite(course)
    after = graded_by(course, "sums")
    assert (after.suite != before.suite, after.source) == (True, before.source)


def test_a_new_result_takes_nbgraders_place_and_goes_back(course: Path) -> None:
    grade(course, total_answer=WRONG)
    before = there(course)
    change_suite(course)
    new = preview(course, total_answer=WRONG)
    exchanged = place(course, new.place, before)
    assert exchanged.done
    assert dict(exchanged.feedback or {}) == dict(new.feedback)
    assert (score(course), there(course)) == (8, new.place)
    assert place(course, new.place, before).done  # again, as after a crash
    assert there(course) == new.place
    assert back(course, before, new.place).done
    assert (score(course), there(course)) == (2, before)


def test_marks_and_comments_of_people_stay_and_changed_cells_are_shown_for_review(course: Path) -> None:
    grade(course, total_answer=WRONG)
    mark(course, 5)
    before = there(course)
    change_suite(course)
    new = preview(course, total_answer=WRONG)
    place(course, new.place, before)
    state = there(course).state
    assert state is not None
    cell = state.notebooks["sums"].cells["total"]
    assert (cell.auto, cell.manual, cell.review) == (8, 5, True)
    assert state.notebooks["sums"].comments["total_answer"].manual == "well argued"
    assert not back(course, before, new.place).marks_differ
    assert there(course) == before


def test_nobody_is_asked_to_look_again_where_nothing_changed(course: Path) -> None:
    grade(course, total_answer=WRONG)
    mark(course, 5)
    before = there(course)
    new = preview(course, total_answer=WRONG)
    place(course, new.place, before)
    assert there(course).state == before.state


def test_marks_given_after_a_regrade_survive_its_undoing(course: Path) -> None:
    grade(course, total_answer=WRONG)
    before = there(course)
    change_suite(course)
    new = preview(course, total_answer=WRONG)
    place(course, new.place, before)
    mark(course, 6.5)
    assert back(course, before, new.place).marks_differ
    state = there(course).state
    assert state is not None
    cell = state.notebooks["sums"].cells["total"]
    assert (cell.auto, cell.manual) == (2, 6.5)


def test_another_attempt_in_the_folders_is_left_alone(course: Path) -> None:
    grade(course, total_answer=WRONG)
    before = there(course)
    change_suite(course)
    new = preview(course, total_answer=WRONG)
    grade(course, NOW + timedelta(minutes=1), total_answer="def total(a, b):\n    return 0")
    later = there(course)
    assert read_place(course, "sums", "ada", NOW) is None
    exchanged = place(course, new.place, before)
    assert (exchanged.done, exchanged.why_not) == (False, ANOTHER_ATTEMPT)
    assert there(course) == later


def test_what_was_graded_again_meanwhile_is_left_alone(course: Path) -> None:
    grade(course, total_answer=WRONG)
    before = there(course)
    change_suite(course)
    new = preview(course, total_answer=WRONG)
    change_suite(course, SUITE + "\n\ndef test_more(student):\n    'More.'\n    assert False\n")
    grade(course, total_answer=WRONG)
    assert place(course, new.place, before).why_not == GRADED_SINCE


def test_where_nothing_was_graded_before_nothing_is_left_after_undoing(course: Path) -> None:
    submitted = course / "submitted/ada/sums"
    submitted.mkdir(parents=True)
    (submitted / "sums.ipynb").write_bytes(files(course, total_answer=WRONG)["sums.ipynb"])
    (submitted / "timestamp.txt").write_text(NOW.strftime("%Y-%m-%d %H:%M:%S.%f UTC"))
    before = there(course)
    assert before == GradedPlace(None, None)
    new = preview(course, total_answer=WRONG)
    assert place(course, new.place, before).done
    assert score(course) == 2
    assert back(course, before, new.place).done
    assert there(course) == before
    assert not (course / "feedback/ada/sums").exists()


def test_a_state_survives_its_json(course: Path) -> None:
    grade(course, total_answer=WRONG)
    mark(course, 5)
    state = there(course).state
    assert state is not None
    assert SubmissionState.from_json(state.to_json()) == state
