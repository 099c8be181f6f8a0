"""Which steps nbgrader's autograding consists of, once coursegrader is plugged into a course's configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbgrader.preprocessors import Execute, NbGraderPreprocessor, SaveAutoGrades
from traitlets.config import Config

from coursegrader.nbgrader_plugins import configure_autograde
from coursegrader.nbgrader_plugins.autograde_steps import own_steps


class Before(NbGraderPreprocessor):
    """A course's own step."""


class After(NbGraderPreprocessor):
    """Another."""


class OwnExecute(Execute):
    """A course's own way to run notebooks, outside of every sandbox."""


def names(steps: Any) -> list[str]:
    return [step.rpartition(".")[2] if isinstance(step, str) else step.__name__ for step in steps]


USUAL = [
    "SandboxedExecute",
    "IgnorePattern",
    "RecordScores",
    "CleanOutputs",
    "LimitOutput",
    "ShowResults",
    "AssignLatePenalties",
    "CheckCellMetadata",
]


def test_a_course_that_says_nothing_gets_ours_in_place_of_nbgraders() -> None:
    c = Config()
    configure_autograde(c)
    assert names(c.Autograde.autograde_preprocessors) == USUAL
    assert c.Autograde.sanitize_preprocessors == []
    assert own_steps(c) == ()


def test_steps_of_a_courses_own_keep_their_places() -> None:
    c = Config()
    c.Autograde.sanitize_preprocessors.append("mine.Sanitize")
    c.Autograde.autograde_preprocessors.insert(0, Before)
    c.Autograde.autograde_preprocessors.insert(2, After)
    c.Autograde.autograde_preprocessors.append("mine.Last")
    configure_autograde(c)
    assert names(c.SandboxedExecute.before) == ["Sanitize", "Before"]
    assert names(c.Autograde.autograde_preprocessors) == ["SandboxedExecute", "After", *USUAL[1:], "Last"]
    assert set(own_steps(c)) == {"Sanitize", "Before", "After", "Last"}


def test_a_list_of_a_courses_own_is_kept_but_for_what_we_replace() -> None:
    c = Config()
    c.Autograde.autograde_preprocessors = [Execute, After, SaveAutoGrades]
    configure_autograde(c)
    assert names(c.Autograde.autograde_preprocessors) == [
        "SandboxedExecute",
        "After",
        "RecordScores",
        "CleanOutputs",
        "ShowResults",
    ]


def test_no_kind_of_execute_runs_outside_of_the_sandbox() -> None:
    c = Config()
    c.Autograde.autograde_preprocessors = [OwnExecute, SaveAutoGrades, "nbgrader.preprocessors.Execute"]
    configure_autograde(c)
    assert names(c.Autograde.autograde_preprocessors).count("SandboxedExecute") == 1
    assert not {"OwnExecute", "Execute"} & set(names(c.Autograde.autograde_preprocessors))


def test_plugging_in_twice_changes_nothing() -> None:
    c = Config()
    c.Autograde.autograde_preprocessors.insert(0, Before)
    c.Autograde.pre_convert_hook = print
    configure_autograde(c)
    first = (list(c.Autograde.autograde_preprocessors), list(c.SandboxedExecute.before), c.Autograde.pre_convert_hook)
    configure_autograde(c)
    again = (c.Autograde.autograde_preprocessors, c.SandboxedExecute.before, c.Autograde.pre_convert_hook)
    assert again == first


def test_a_courses_own_hook_is_called_after_ours(tmp_path: Path) -> None:
    calls = []
    notebook = tmp_path / "work.ipynb"
    notebook.write_text("{}")
    (tmp_path / "link").symlink_to("/etc/passwd")
    c = Config()
    c.Autograde.pre_convert_hook = lambda **named: calls.append((named["student"], (tmp_path / "link").is_symlink()))
    configure_autograde(c)
    c.Autograde.pre_convert_hook(assignment="a1", student="ada", notebooks=[str(notebook)])
    assert calls == [("ada", False)]
