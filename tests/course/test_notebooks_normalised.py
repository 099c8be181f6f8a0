"""Every notebook in source/ is in the canonical form, and the script that makes it so works."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((REPOSITORY / "source").glob("*/*.ipynb"))


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("normalise", REPOSITORY / "scripts" / "normalise_notebooks.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def notebook(**changes: Any) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "cell_type": "code",
        "id": "first-cell",
        "metadata": {},
        "source": ["1 + 1"],
        "outputs": [],
        "execution_count": None,
    }
    return {"cells": [cell | changes], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def write(folder: Path, content: dict[str, Any]) -> Path:
    path = folder / "nb.ipynb"
    path.write_text(json.dumps(content))
    return path


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_course_notebook_is_canonical(script: ModuleType, path: Path) -> None:
    assert list(script.problems(path)) == []


def test_outputs_and_stray_metadata_are_removed_for_good(script: ModuleType, tmp_path: Path) -> None:
    stream = {"output_type": "stream", "name": "stdout", "text": "2"}
    path = write(tmp_path, notebook(outputs=[stream], execution_count=7, metadata={"scrolled": True}))
    assert script.main(["--check", str(path)]) == 1
    assert script.main([str(path)]) == 0
    assert script.main(["--check", str(path)]) == 0
    assert json.loads(path.read_text())["cells"][0]["outputs"] == []


def test_an_unreadable_cell_id_is_named_and_left_to_the_author(
    script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, notebook(id="a1B2_c3"))
    assert script.main([str(path)]) == 1
    assert "'a1B2_c3' is not readable" in capsys.readouterr().err


def test_something_else_than_a_notebook_is_reported_in_one_line(
    script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "nb.ipynb"
    path.write_text("{")
    assert script.main([str(path)]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
