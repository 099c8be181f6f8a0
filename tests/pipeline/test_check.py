"""`coursegrader check`: an assignment that is in order passes, and whatever is not in order is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coursegrader.pipeline.check import CheckReport, check_assignment
from tests.course_factory import make_course, read_notebook, suite_notebook, write_notebook

WRONG = '"""Negative numbers are added as if they were positive."""\nCAUGHT_BY = "test_negative_numbers"\n\n\n'
WRONG += "def total(a, b):\n    return abs(a) + abs(b)\n"
RIGHT = '"""Python\'s own sum."""\n\n\ndef total(a, b):\n    return sum((a, b))\n'


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course whose assignment ``sums`` is in order."""
    monkeypatch.setenv("COURSEGRADER_DATA", str(tmp_path / "data"))
    course = make_course(tmp_path / "course")
    declared = suite_notebook()
    declared["metadata"]["coursegrader"] = {"points": 8}
    write_notebook(course / "source/sums/sums.ipynb", declared)
    for kind, text in (("wrong", WRONG), ("right", RIGHT)):
        path = course / "graders/sums" / kind / "total" / "one.py"
        path.parent.mkdir(parents=True)
        path.write_text(text)
    return course


def failed_steps(report: CheckReport) -> dict[str, str]:
    return {step.name: step.detail for step in report.steps if not step.ok}


def test_an_assignment_in_order_passes(course: Path) -> None:
    report = check_assignment(course, "sums", secrets=2)

    assert failed_steps(report) == {}
    numbers = report.to_json()
    assert (numbers["ok"], numbers["exercises"], numbers["suites"]) == (True, 1, 1)
    assert (numbers["mutants_listed"], numbers["mutants_killed"], numbers["right_solutions"]) == (1, 1, 1)
    assert json.dumps(numbers)


def test_the_course_s_own_gradebook_is_left_alone(course: Path) -> None:
    check_assignment(course, "sums", secrets=1)
    assert not (course / "gradebook.db").exists()
    assert not (course / "release").exists()


def test_a_wrong_solution_that_survives_is_named(course: Path) -> None:
    survivor = course / "graders/sums/wrong/total/survivor.py"
    survivor.write_text('"""Not wrong at all."""\n\n\ndef total(a, b):\n    return a + b\n')
    detail = failed_steps(check_assignment(course, "sums", secrets=1))["wrong solutions caught, right ones passed"]
    assert "survivor" in detail
    assert "every test passes" in detail


def test_a_wrong_solution_caught_by_another_test_than_it_says_is_named(course: Path) -> None:
    path = course / "graders/sums/wrong/total/one.py"
    path.write_text(path.read_text().replace("test_negative_numbers", "test_order_does_not_matter"))
    detail = failed_steps(check_assignment(course, "sums", secrets=1))["wrong solutions caught, right ones passed"]
    assert "not test_order_does_not_matter" in detail


def test_a_right_solution_that_loses_points_is_named(course: Path) -> None:
    unusual = course / "graders/sums/right/total/unusual.py"
    unusual.write_text('"""Right for small numbers only."""\n\n\ndef total(a, b):\n    return min(a + b, 100)\n')
    detail = failed_steps(check_assignment(course, "sums", secrets=1))["wrong solutions caught, right ones passed"]
    assert "unusual" in detail


def test_a_cell_without_suite_and_wrong_points_are_named(course: Path) -> None:
    (course / "graders/sums/test_total.py").rename(course / "graders/sums/test_other.py")
    document = read_notebook(course / "source/sums/sums.ipynb")
    document["metadata"]["coursegrader"]["points"] = 9
    write_notebook(course / "source/sums/sums.ipynb", document)

    failed = failed_steps(check_assignment(course, "sums", secrets=1))

    assert "cell 'total' has no suite" in failed["suites and grade cells one to one"]
    assert "test_other.py scores no cell 'other'" in failed["suites and grade cells one to one"]
    assert "declares 9 points and its cells add up to 8" in failed["points add up"]


def test_a_solution_that_would_reach_students_is_named(course: Path) -> None:
    (course / "source/sums/sums.py").write_text("### BEGIN SOLUTION\n")
    assert (
        "sums.py contains" in failed_steps(check_assignment(course, "sums", secrets=1))["nothing hidden in the release"]
    )


def test_a_reference_solution_that_is_wrong_is_named(course: Path) -> None:
    path = course / "source/sums/sums.ipynb"
    path.write_text(path.read_text().replace("return a + b", "return a - b"))
    failed = failed_steps(check_assignment(course, "sums", secrets=1))
    assert "test_negative_numbers fails" in failed["reference solution gets full marks"]
    assert "raised AssertionError" in failed["every notebook runs"]
