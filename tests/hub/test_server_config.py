from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from traitlets.config.loader import PyFileConfigLoader

from coursegrader.hub.server_config import FORMGRADER, write_learner_config, write_staff_config


def extensions(folder: Path) -> dict[str, bool]:
    settings = json.loads((folder / "jupyter_server_config.json").read_text())
    return dict(settings["ServerApp"]["jpserver_extensions"])


def nbgrader(folder: Path) -> Any:
    return PyFileConfigLoader("nbgrader_config.py", path=str(folder)).load_config()


def test_a_learner_gets_assignment_list_and_no_formgrader(tmp_path: Path) -> None:
    write_learner_config(tmp_path, ["maths"])
    loaded = extensions(tmp_path)
    assert loaded["nbgrader.server_extensions.assignment_list"]
    assert not loaded["nbgrader.server_extensions.formgrader"]
    assert FORMGRADER not in loaded
    page = json.loads((tmp_path / "labconfig" / "page_config.json").read_text())
    assert page["disabledExtensions"]["@jupyter/nbgrader:formgrader"]
    config = nbgrader(tmp_path)
    assert config.CourseDirectory.course_id == "maths"
    assert "exchange.submit" in config.ExchangeFactory.submit


def test_no_page_asks_whether_jupyterlab_should_be_built(tmp_path: Path) -> None:
    write_learner_config(tmp_path, ["maths"])
    page = json.loads((tmp_path / "labconfig" / "page_config.json").read_text())
    assert page["buildCheck"] is page["buildAvailable"] is False


def test_a_learner_of_several_courses_chooses_in_assignment_list(tmp_path: Path) -> None:
    write_learner_config(tmp_path, ["maths", "physics"])
    assert "course_id" not in nbgrader(tmp_path).CourseDirectory


def test_staff_get_our_formgrader_and_not_nbgraders(tmp_path: Path) -> None:
    write_staff_config(tmp_path, "maths", Path("/srv/course"))
    loaded = extensions(tmp_path)
    assert loaded[FORMGRADER]
    assert not loaded["nbgrader.server_extensions.formgrader"]
    assert nbgrader(tmp_path).CourseDirectory.root == "/srv/course"
