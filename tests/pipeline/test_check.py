"""`coursegrader check`: an assignment that is in order passes, and whatever is not in order is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coursegrader.errors import CourseError
from coursegrader.pipeline.check import CheckReport, check_assignment, check_course
from tests.course_factory import make_course, read_notebook, suite_notebook, write_notebook

WRONG = '"""Negative numbers are added as if they were positive."""\nCAUGHT_BY = "test_negative_numbers"\n\n\n'
WRONG += "def total(a, b):\n    return abs(a) + abs(b)\n"
RIGHT = {
    "built_in.py": '"""Python\'s own sum."""\n\n\ndef total(a, b):\n    return sum((a, b))\n',
    "twice_negative.py": '"""Takes away the negative."""\n\n\ndef total(a, b):\n    return a - -b\n',
}
TRIALS = "wrong solutions caught, right ones passed"
# What a suite must never do: it says what it asked, and what it should have got, for a scoring input
TELLING = '''


def test_a_drawn_number(student, rng, reveal):
    """The sum of any two numbers."""
    a = int(rng.integers(100, 10_000))
    got = student.total(a, -a // 2)
    if got != a + -a // 2:
        reveal(f"total({a}, {-a // 2}) should be {a + -a // 2}")
    assert got == a + -a // 2
'''


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course whose assignment ``sums`` is in order."""
    monkeypatch.setenv("COURSEGRADER_DATA", str(tmp_path / "data"))
    course = make_course(tmp_path / "course")
    declared = suite_notebook()
    declared["metadata"]["coursegrader"] = {"points": 8}
    write_notebook(course / "source/sums/sums.ipynb", declared)
    for kind, files in (("wrong", {"one.py": WRONG}), ("right", RIGHT)):
        folder = course / "graders/sums" / kind / "total"
        folder.mkdir(parents=True)
        for name, text in files.items():
            (folder / name).write_text(text)
    return course


def failed_steps(report: CheckReport) -> dict[str, str]:
    return {step.name: step.detail for step in report.steps if not step.ok}


def test_an_assignment_in_order_passes(course: Path) -> None:
    report = check_assignment(course, "sums", secrets=2)

    assert failed_steps(report) == {}
    numbers = report.to_json()
    assert (numbers["ok"], numbers["exercises"], numbers["suites"]) == (True, 1, 1)
    assert (numbers["mutants_listed"], numbers["mutants_killed"], numbers["right_solutions"]) == (1, 1, 2)
    assert (numbers["generic_answers"], numbers["generic_rejected"]) == (5, 5)  # there is no float to be NaN
    assert 0 < numbers["graded_s"] <= numbers["seconds"]
    assert json.dumps(numbers)


def test_the_course_s_own_gradebook_is_left_alone(course: Path) -> None:
    check_assignment(course, "sums", secrets=1)
    assert not (course / "gradebook.db").exists()
    assert not (course / "release").exists()


def test_a_wrong_solution_that_survives_is_named(course: Path) -> None:
    survivor = course / "graders/sums/wrong/total/survivor.py"
    survivor.write_text('"""Not wrong at all."""\n\n\ndef total(a, b):\n    return a + b\n')
    detail = failed_steps(check_assignment(course, "sums", secrets=1))[TRIALS]
    assert "survivor" in detail
    assert "every test passes" in detail


def test_a_wrong_solution_caught_by_another_test_than_it_says_is_named(course: Path) -> None:
    path = course / "graders/sums/wrong/total/one.py"
    path.write_text(path.read_text().replace("test_negative_numbers", "test_order_does_not_matter"))
    detail = failed_steps(check_assignment(course, "sums", secrets=1))[TRIALS]
    assert "not test_order_does_not_matter" in detail


def test_a_right_solution_that_loses_points_is_named(course: Path) -> None:
    unusual = course / "graders/sums/right/total/unusual.py"
    unusual.write_text('"""Right for small numbers only."""\n\n\ndef total(a, b):\n    return min(a + b, 100)\n')
    detail = failed_steps(check_assignment(course, "sums", secrets=1))[TRIALS]
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


def test_an_exercise_can_be_checked_alone(course: Path) -> None:
    report = check_assignment(course, "sums", secrets=1, exercise="total")
    assert report.ok and report.graded_s is None
    assert {trial.solution.grade_id for trial in report.trials} == {"total"}
    with pytest.raises(CourseError, match="no exercise 'sum' with a hidden suite; known ones: total"):
        check_assignment(course, "sums", exercise="sum")


def test_several_processes_find_the_same(course: Path) -> None:
    (several,) = check_course(course, ["sums"], secrets=3, workers=2)
    alone = check_assignment(course, "sums", secrets=3)
    assert several.trials == alone.trials
    assert [(step.name, step.ok) for step in several.steps] == [(step.name, step.ok) for step in alone.steps]


def test_a_suite_that_asks_too_little_is_named_with_the_answer_that_gets_away(course: Path) -> None:
    suite = course / "graders/sums/test_total.py"
    suite.write_text(suite.read_text() + f"\n\n@pytest.mark.weight(6){TELLING}".replace("got == a + -a // 2", "got"))
    failed = failed_steps(check_assignment(course, "sums", secrets=1))
    assert "identity answer to total (secret 0): keeps 60% of the points" in failed["generic answers rejected"]
    assert "stub" not in failed["generic answers rejected"]


def test_one_right_solution_is_not_enough(course: Path) -> None:
    (course / "graders/sums/right/total/built_in.py").unlink()
    failed = failed_steps(check_assignment(course, "sums", secrets=1, exercise="total"))
    assert "cell 'total' has 1: add graders/sums/right/total/" in failed["2 right solutions beside each suite"]


def test_a_wrong_solution_has_to_say_which_test_is_meant_for_it(course: Path) -> None:
    path = course / "graders/sums/wrong/total/one.py"
    path.write_text(path.read_text().replace("CAUGHT_BY", "SOMETHING_ELSE"))
    failed = failed_steps(check_assignment(course, "sums", secrets=1, exercise="total"))
    assert "wrong total/one: name the test whose hint fits" in failed["hints fit and give nothing away"]


@pytest.mark.parametrize(("drawn_with", "told"), [("rng", True), ("example_rng", False)])
def test_a_hint_that_tells_of_a_scoring_input_is_named(course: Path, drawn_with: str, told: bool) -> None:
    suite = course / "graders/sums/test_total.py"
    suite.write_text(suite.read_text() + TELLING.replace("rng", drawn_with))
    failed = failed_steps(check_assignment(course, "sums", secrets=1, exercise="total"))
    assert set(failed) == ({"hints fit and give nothing away"} if told else set())
    if told:
        assert "test_a_drawn_number shows total/one something of a scoring input" in failed.popitem()[1]
