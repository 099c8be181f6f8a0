"""What the engine is told of a course's configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from coursegrader.errors import CourseError
from coursegrader.grader_side.course_rules import StoppedCell
from coursegrader.nbgrader_plugins.course_rules import AssignmentSettings, assignment_settings
from coursegrader.sandbox.policy import DEFAULT_LIMITS, MIB


def settings(course: Path, assignment: str = "plain", **sections: dict[str, Any]) -> AssignmentSettings:
    config = Config(sections)
    return assignment_settings(config, CourseDirectory(config=config, root=str(course)), assignment)


def test_a_course_that_says_nothing_has_nbgraders_times(released_course: Path) -> None:
    found = settings(released_course)
    assert found.limits.cell_seconds == 30
    assert found.limits.memory == DEFAULT_LIMITS.memory
    assert not found.rules.plain.stderr_costs_points
    assert found.rules.grade_missing and found.rules.run_all


def test_hidden_suites_keep_the_usual_time_for_a_notebook(released_course: Path) -> None:
    found = settings(released_course, "sums")
    assert found.limits == DEFAULT_LIMITS, "the sandbox that is kept warm for everybody serves it"
    assert not found.rules.run_all


@pytest.mark.parametrize("section", ["Execute", "ExecutePreprocessor", "NotebookClient"])
def test_options_of_execute_count_under_each_of_their_names(released_course: Path, section: str) -> None:
    sections: dict[str, Any] = {
        section: {
            "timeout": 7,
            "kernel_name": "python3",
            "skip_cells_with_tag": "leave",
            "force_raise_errors": True,
            "interrupt_on_timeout": False,
            "extra_arguments": ["--HistoryManager.hist_file=:memory:", "--quiet"],
        }
    }
    found = settings(released_course, **sections)
    assert found.limits.cell_seconds == 7
    assert found.rules.skip_tag == "leave"
    assert found.rules.errors_fail and found.rules.timeouts_fail
    assert (found.rules.kernel.name, found.rules.kernel.arguments) == ("python3", ("--quiet",))


@pytest.mark.parametrize("timeout", [None, 0, -1])
def test_no_timeout_means_an_hour(released_course: Path, timeout: int | None) -> None:
    found = settings(released_course, Execute={"timeout": timeout})
    assert (found.limits.cell_seconds, found.limits.notebook_seconds) == (3600, 3600)
    assert found.limits.cpu_seconds > 3600


def test_a_long_notebook_has_the_time_of_its_cells(released_course: Path) -> None:
    assert settings(released_course, Execute={"timeout": 200}).limits.notebook_seconds == 600  # three code cells
    limited = settings(released_course, Execute={"timeout": 200}, CourseGrader={"notebook_timeout": 300})
    assert limited.limits.notebook_seconds == 300


def test_resources_are_the_courses_to_set(released_course: Path) -> None:
    mine = {"memory_limit": 512, "file_size_limit": 8, "process_limit": 16}
    limits = settings(released_course, CourseGrader=mine).limits
    assert (limits.memory, limits.file_size, limits.processes) == (512 * MIB, 8 * MIB, 16)
    assert limits.test_memory <= limits.memory


def test_a_stopped_cell_shows_the_courses_error(released_course: Path) -> None:
    own = {"error_on_timeout": {"ename": "TooSlow", "evalue": "at last", "traceback": ["..."]}}
    assert settings(released_course, Execute=own).rules.timeout_error == StoppedCell("TooSlow", "at last", ("...",))


@pytest.mark.parametrize("name", ["timeout_func", "on_cell_start", "on_cell_error", "on_notebook_complete"])
def test_what_cannot_be_kept_is_refused(released_course: Path, name: str) -> None:
    with pytest.raises(CourseError, match=rf"c\.Execute\.{name} is set in nbgrader_config.py"):
        settings(released_course, Execute={name: print})


def test_the_template_is_the_release_with_its_hidden_tests(released_course: Path) -> None:
    text = settings(released_course).rules.templates["plain"].decode()
    assert "secret sentence" in text
    assert "return x * x" not in text, "the instructor's solution has no business in a sandbox"
