"""A machine's own ``nbgrader_config`` files, in Jupyter's folders, mean what they mean for nbgrader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets.config import Config

from coursegrader.errors import CourseError
from coursegrader.nbgrader_plugins import configure
from coursegrader.nbgrader_plugins.autograde_steps import own_steps
from coursegrader.nbgrader_plugins.course import Course
from coursegrader.nbgrader_plugins.exchange import configure_exchange
from coursegrader.nbgrader_plugins.machine_config import machine_config

PLUGGED_IN = "from coursegrader.nbgrader_plugins import configure\nconfigure(c)\n"
STEPS = f"c.Autograde.autograde_preprocessors.append('{__name__}.Foot')\n"
FEEDBACK = f"c.GenerateFeedback.preprocessors.append('{__name__}.Foot')\n"


class Foot(NbGraderPreprocessor):
    """A step of the machine's own."""


class Head(NbGraderPreprocessor):
    """A step of a course's own."""


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of Jupyter's, and a farther one."""
    monkeypatch.delenv("COURSEGRADER_EXCHANGE_URL", raising=False)
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(tmp_path / "machine"))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "farther"))
    for name in ("machine", "farther"):
        (tmp_path / name).mkdir()
    return tmp_path / "machine"


def write(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "nbgrader_config.py").write_text(f"c = get_config()\n{text}")
    return folder


def test_the_nearer_folder_counts(machine: Path) -> None:
    write(machine, "c.Execute.timeout = 5")
    write(machine.with_name("farther"), "c.Execute.timeout = 7\nc.LimitOutput.max_lines = 3")
    (machine / "nbgrader_config.json").write_text(json.dumps({"Execute": {"kernel_name": "python3"}}))
    found = machine_config()
    assert dict(found.Execute) | dict(found.LimitOutput) == {"timeout": 5, "kernel_name": "python3", "max_lines": 3}


def test_a_file_with_an_error_is_left_out(machine: Path) -> None:
    write(machine, "1 / 0")
    write(machine.with_name("farther"), "c.Execute.timeout = 7")
    assert machine_config().Execute.timeout == 7


def test_our_own_commands_do_not_grade_without_what_a_machine_says(machine: Path, tmp_path: Path) -> None:
    write(machine, "c.LateSubmissionPlugin.penalty_method = 'zero'\n1 / 0")
    with pytest.raises(CourseError, match=r"machine/nbgrader_config\.py: ZeroDivisionError: division by zero"):
        Course(tmp_path, any_course=True)


@pytest.mark.parametrize("text", [None, "c.Execute.timeout = 3\n"])
def test_a_course_has_what_its_machine_says_but_for_what_it_says_itself(
    machine: Path, tmp_path: Path, text: str | None
) -> None:
    write(machine, "c.Execute.timeout = 5\nc.LateSubmissionPlugin.penalty_method = 'zero'\n" + STEPS)
    folder = tmp_path / "course"
    folder.mkdir()
    if text is not None:
        write(folder, text)
    course = Course(folder, any_course=True)
    assert course.config.LateSubmissionPlugin.penalty_method == "zero"
    assert course.config.Execute.timeout == (5 if text is None else 3)
    assert course.own_steps == ("Foot",)


@pytest.mark.parametrize("section", ["Exchange.root", "ExchangeCollect.root"])
def test_a_machine_with_an_exchange_folder_keeps_nbgraders(machine: Path, section: str) -> None:
    write(machine, f"c.{section} = '/srv/exchange'")
    c = Config()
    configure(c)
    assert "ExchangeFactory" not in c
    configure_exchange(c)  # what a course does that wants ours there
    configure(c)
    assert len(c.ExchangeFactory) > 1


def test_plugging_in_keeps_a_machines_steps_and_hooks(machine: Path) -> None:
    write(machine, f"{STEPS}{FEEDBACK}c.Autograde.pre_convert_hook = print\n")
    c = Config()
    c.Autograde.autograde_preprocessors.insert(0, Head)
    configure(c)
    assert [step.rpartition(".")[2] for step in own_steps(c)] == ["Head", "Foot"]
    assert f"{__name__}.Foot" in c.GenerateFeedback.preprocessors
    assert c.Autograde.pre_convert_hook.__name__ == "hook"
    assert whole(c) == c.Autograde.autograde_preprocessors


def test_a_machine_may_plug_coursegrader_in_itself(machine: Path) -> None:
    write(machine, f"{STEPS}c.Autograde.autograde_preprocessors.insert(0, '{__name__}.Head')\n{PLUGGED_IN}")
    c = Config()
    configure(c)
    assert [step.rpartition(".")[2] for step in own_steps(c)] == ["Head", "Foot"]
    assert whole(c) == c.Autograde.autograde_preprocessors


def whole(c: Config) -> Any:
    """The list of steps that nbgrader has, once it has read the machine's files and the course's."""
    config = machine_config()
    config.merge(c)
    return config.Autograde.autograde_preprocessors
