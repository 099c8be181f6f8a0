"""A long-lived worker notices every change of the course, and repeats nothing while there is none."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from coursegrader.nbgrader_plugins.class_gradebook import ClassGradebook
from coursegrader.nbgrader_plugins.class_settings import class_settings
from coursegrader.nbgrader_plugins.course import Course
from coursegrader.pipeline import kept_plans, release_assignment_files
from tests.course_factory import read_notebook, write_notebook


def plan(course: Path) -> bytes:
    opened = Course(course)
    with ClassGradebook(opened) as gradebook:
        return kept_plans.packed_plan(opened, gradebook, class_settings(opened), "sums")


@pytest.fixture
def kept(course: Path) -> bytes:
    time.sleep(0.2)  # what has changed within the last moment is not kept
    return plan(course)


def test_the_same_plan_while_nothing_changes(course: Path, kept: bytes) -> None:
    assert plan(course) is kept


def test_another_plan_after_a_new_release(course: Path, kept: bytes) -> None:
    source = course / "source/sums/sums.ipynb"
    notebook = read_notebook(source)
    notebook["cells"][0]["source"] = "# Other words"
    write_notebook(source, notebook)
    release_assignment_files(course, "sums")
    time.sleep(0.2)
    assert b"Other words" in plan(course)


def test_another_plan_after_a_change_of_the_configuration(course: Path, kept: bytes) -> None:
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("\nc.Execute.timeout = 7\n")
    assert plan(course) != kept


def test_another_plan_after_a_change_of_the_suites(course: Path, kept: bytes) -> None:
    (course / "graders/sums/helper.py").write_text("FACTOR = 2\n")
    assert plan(course) is not kept
