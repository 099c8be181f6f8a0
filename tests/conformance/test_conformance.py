"""nbgrader courses that never heard of coursegrader get nbgrader's scores, comments and flags, whichever way they are
graded.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conformance import (
    course_layouts,
    kernel_courses,
    neighbour_courses,
    option_courses,
    plain_cell_courses,
    python_courses,
    release_courses,
    scoring_courses,
)
from tests.conformance.course import NbgraderCourse
from tests.conformance.differing_courses import DIFFERENCES, Difference
from tests.conformance.gradebook_view import View, differences
from tests.conformance.grading_runs import grade_with_command, grade_with_nbgrader, grade_with_plugins, prepare
from tests.conformance.kernel_courses import install_kernels

Grade = Callable[..., View]
COURSES = [
    scoring_courses.SCORING,
    python_courses.PYTHON,
    plain_cell_courses.PLAIN_CELLS,
    plain_cell_courses.UNFLAGGED,
    course_layouts.FILES,
    course_layouts.NAMES,
    course_layouts.FILE_NAMES,
    neighbour_courses.NEIGHBOURS,
    course_layouts.AUTOTEST,
    course_layouts.HEADERS,
    course_layouts.LATE,
    course_layouts.LATE_ZERO,
    course_layouts.MANUAL,
    kernel_courses.CALCULATOR,
    kernel_courses.OTHER_NAME,
    kernel_courses.NO_KERNEL,
    kernel_courses.ARGUMENTS,
    option_courses.STDERR,
    option_courses.IMPOSSIBLE_CREDIT,
    option_courses.TAGS,
    option_courses.TIMEOUTS,
    option_courses.STRICT,
    option_courses.OWN_STEPS,
    option_courses.LEFT_OUT_STEPS,
    option_courses.DERIVED_STEPS,
    option_courses.ADD_NOTHING,
    course_layouts.NO_CONFIGURATION,
    course_layouts.GRADEBOOK_ONLY,
    release_courses.GROWN_SOURCE,
    release_courses.PLAIN_SOLUTIONS,
    release_courses.CUT_RELEASE,
    release_courses.OLD_METADATA,
    release_courses.COPIED_SOURCE,
    release_courses.SPOILT_RELEASE,
]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where courses are built, with their kernels installed."""
    install_kernels(tmp_path / "jupyter")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    monkeypatch.setenv("COURSEGRADER_DATA", str(tmp_path / "data"))
    return tmp_path


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.name)
def test_every_score_comment_and_flag_is_nbgraders(course: NbgraderCourse, root: Path) -> None:
    prepared = prepare(course, root / "prepared")
    expected = grade_with_nbgrader(course, prepared, root / "nbgrader")
    assert set(expected) >= set(course.submissions)
    assert any(submission["score"] for submission in expected.values())
    plugged_in = grade_with_plugins(course, prepared, root / "plugged in")
    assert differences(expected, plugged_in) == {}
    assert differences(expected, grade_with_command(course, prepared, root / "by command")) == {}


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda difference: difference.course.name)
def test_where_points_differ_it_is_on_purpose(difference: Difference, root: Path) -> None:
    course = difference.course
    prepared = prepare(course, root / "prepared")
    nbgrader = grade_with_nbgrader(course, prepared, root / "nbgrader")
    ours = grade_with_plugins(course, prepared, root / "plugged in")
    found = {learner: (points(nbgrader, learner), points(ours, learner)) for learner in course.submissions}
    assert found == difference.points
    assert _handed_in(root / "plugged in") == _handed_in(prepared)
    assert differences(ours, grade_with_command(course, prepared, root / "by command")) == {}


def _handed_in(root: Path) -> set[Path]:
    return {path.relative_to(root) for path in (root / "submitted").rglob("*")}


def points(view: View, learner: str) -> float | None:
    """A learner's points, None if nothing was scored."""
    cells = [
        cell for notebook in view.get(learner, {}).get("notebooks", {}).values() for cell in notebook["cells"].values()
    ]
    return view[learner]["score"] if any(cell["auto"] is not None for cell in cells) else None


@pytest.mark.parametrize("grade", [grade_with_plugins, grade_with_command], ids=["plugged in", "by command"])
def test_grading_again_is_nbgraders_too(grade: Grade, root: Path) -> None:
    """What is graded is left alone, until it is forced or there is a newer submission."""
    course = course_layouts.AGAIN
    prepared = prepare(course, root / "prepared")
    for step in range(3):
        expected = grade_with_nbgrader(course, prepared, root / "nbgrader", force=step == 2)
        assert differences(expected, grade(course, prepared, root / "ours", force=step == 2)) == {}
        if step == 0:
            first = expected
            for folder in ("nbgrader", "ours"):
                course_layouts.hand_in_again(course, root / folder)
        elif step == 1:
            assert expected["newer"] != first["newer"]
            assert expected["same time"] == first["same time"]
    assert expected["same time"] != first["same time"]
