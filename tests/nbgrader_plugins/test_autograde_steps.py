"""Which steps nbgrader's autograding consists of, once coursegrader is plugged into a course's configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from nbgrader.preprocessors import (
    AssignLatePenalties,
    ClearOutput,
    Execute,
    IgnorePattern,
    LimitOutput,
    NbGraderPreprocessor,
    OverwriteCells,
    SaveAutoGrades,
)
from traitlets.config import Config

from coursegrader.errors import CourseError
from coursegrader.nbgrader_plugins import configure_autograde
from coursegrader.nbgrader_plugins.autograde_steps import is_listed, own_steps


class Before(NbGraderPreprocessor):
    """A course's own step."""


class After(NbGraderPreprocessor):
    """Another."""


class OwnExecute(Execute):
    """A course's own way to run notebooks, outside of every sandbox."""


class OwnLimit(LimitOutput):
    """A course's own way to shorten what is shown."""


class OwnClear(ClearOutput):
    """A course's own way to clear what was handed in."""


def as_it_is(nb: Any, resources: Any) -> Any:
    """A step may be a function."""
    return nb, resources


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
    c.Autograde.sanitize_preprocessors.append(f"{__name__}.OwnClear")
    c.Autograde.autograde_preprocessors.insert(0, Before)
    c.Autograde.autograde_preprocessors.insert(2, After)
    c.Autograde.autograde_preprocessors.append(f"{__name__}.as_it_is")
    configure_autograde(c)
    assert names(c.SandboxedExecute.before) == ["OwnClear", "Before"]
    assert names(c.Autograde.autograde_preprocessors) == ["SandboxedExecute", "After", *USUAL[1:], "as_it_is"]
    assert set(own_steps(c)) == {"OwnClear", "Before", "After", "as_it_is"}


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


@pytest.mark.parametrize("path", ["OwnExecute", "Execute", "ExecutePreprocessor"])
def test_nor_does_one_that_is_named_by_its_path(path: str) -> None:
    where = {"OwnExecute": __name__, "Execute": __name__, "ExecutePreprocessor": "nbconvert.preprocessors"}[path]
    c = Config()
    c.Autograde.autograde_preprocessors = [Before, f"{where}.{path}", SaveAutoGrades]
    configure_autograde(c)
    assert names(c.SandboxedExecute.before) == ["Before"]
    assert names(c.Autograde.autograde_preprocessors)[:2] == ["SandboxedExecute", "RecordScores"]


@pytest.mark.parametrize("name", ["Mend", "Execute", "SaveAutoGrades"])
def test_a_path_that_leads_nowhere_is_no_step_of_nbgraders(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is neither left out nor looked for again: what it leads to later may run answers outside of the sandbox."""
    c = Config()
    c.Autograde.autograde_preprocessors.insert(1, f"found_later.{name}")
    configure_autograde(c)
    (tmp_path / "found_later.py").write_text(f"class {name}: ...")
    monkeypatch.syspath_prepend(tmp_path)
    configure_autograde(c)
    assert own_steps(c) == (name,)
    (step,) = (step for step in c.Autograde.autograde_preprocessors if not isinstance(step, str))
    with pytest.raises(CourseError, match=rf"found_later\.{name}.*ModuleNotFoundError.*before configure") as raised:
        step(None, {})
    assert "\n" not in str(raised.value)


def test_a_step_derived_from_nbgraders_is_the_courses_own() -> None:
    c = Config()
    c.Autograde.sanitize_preprocessors = [OwnClear, OverwriteCells, f"{__name__}.OwnClear"]
    c.Autograde.autograde_preprocessors = [as_it_is, Execute, OwnLimit, SaveAutoGrades, IgnorePattern(enabled=True)]
    configure_autograde(c)
    assert c.SandboxedExecute.before == [OwnClear, f"{__name__}.OwnClear", as_it_is]
    scored = ["RecordScores", "CleanOutputs", "ShowResults"]
    assert names(c.Autograde.autograde_preprocessors[:-1]) == ["SandboxedExecute", "OwnLimit", *scored]
    assert isinstance(c.Autograde.autograde_preprocessors[-1], IgnorePattern)
    assert own_steps(c) == ("OwnClear", "OwnClear", "as_it_is", "OwnLimit", "IgnorePattern")
    assert not is_listed(c, "LimitOutput")


def test_steps_before_the_run_that_need_its_outputs_have_nothing_to_do() -> None:
    c = Config()
    c.Autograde.autograde_preprocessors = [OverwriteCells, IgnorePattern, AssignLatePenalties, Execute, SaveAutoGrades]
    configure_autograde(c)
    assert names(c.SandboxedExecute.before) == []
    assert names(c.Autograde.autograde_preprocessors)[:3] == ["SandboxedExecute", "AssignLatePenalties", "RecordScores"]


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ([Execute, SaveAutoGrades], ()),
        (["nbgrader.preprocessors.execute.Execute", LimitOutput, SaveAutoGrades, AssignLatePenalties], ()),
        ([Execute, SaveAutoGrades, IgnorePattern], ("IgnorePattern",)),
        ([Execute, AssignLatePenalties, SaveAutoGrades], ("RecordScores", "CleanOutputs", "ShowResults")),
        ([Execute, ClearOutput, SaveAutoGrades], ("ClearOutput",)),
        ([Execute, IgnorePattern], ("no SaveAutoGrades",)),
    ],
)
def test_nbgraders_steps_in_another_order_are_for_its_converter(steps: list[Any], found: tuple[str, ...]) -> None:
    c = Config()
    c.Autograde.autograde_preprocessors = steps
    configure_autograde(c)
    assert own_steps(c) == found


def test_a_step_that_is_left_out_is_not_listed() -> None:
    c = Config()
    assert is_listed(c, "AssignLatePenalties")
    c.Autograde.autograde_preprocessors = [Execute, LimitOutput, SaveAutoGrades]
    configure_autograde(c)
    assert is_listed(c, "LimitOutput")
    assert not is_listed(c, "AssignLatePenalties")


def test_plugging_in_twice_changes_nothing() -> None:
    c = Config()
    c.Autograde.autograde_preprocessors.insert(0, Before)
    c.Autograde.pre_convert_hook = print
    configure_autograde(c)
    first = (list(c.Autograde.autograde_preprocessors), list(c.SandboxedExecute.before), c.Autograde.pre_convert_hook)
    configure_autograde(c)
    again = (c.Autograde.autograde_preprocessors, c.SandboxedExecute.before, c.Autograde.pre_convert_hook)
    assert again == first


@pytest.mark.parametrize("section", ["Autograde", "BaseConverter"])
def test_a_courses_own_hook_is_called_after_ours(section: str, tmp_path: Path) -> None:
    calls = []
    notebook = tmp_path / "work.ipynb"
    notebook.write_text("{}")
    (tmp_path / "link").symlink_to("/etc/passwd")
    c = Config()
    c[section].pre_convert_hook = lambda **named: calls.append((named["student"], (tmp_path / "link").is_symlink()))
    configure_autograde(c)
    c.Autograde.pre_convert_hook(assignment="a1", student="ada", notebooks=[str(notebook)])
    assert calls == [("ada", False)]
