"""A submitted folder may hold regular files only."""

from __future__ import annotations

import os
from pathlib import Path

from coursegrader.nbgrader_plugins.submission_files import remove_special_files, submitted_attempt


def test_links_and_pipes_are_gone_before_nbgrader_copies(tmp_path: Path) -> None:
    secret = tmp_path / "gradebook.db"
    secret.write_text("grades")
    folder = tmp_path / "submitted"
    (folder / "data").mkdir(parents=True)
    (folder / "nb.ipynb").write_text("{}")
    (folder / "data" / "table.csv").symlink_to(secret)
    (folder / "all").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(folder / "pipe")
    remove_special_files("week", "ada", [str(folder / "nb.ipynb")])
    assert sorted(path.name for path in folder.rglob("*")) == ["data", "nb.ipynb"]
    assert secret.read_text() == "grades"


def test_an_empty_file_is_kept_unless_it_stands_for_a_notebook_that_is_missing(tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    for name in ("missing.ipynb", "package/__init__.py", "empty.txt", "timestamp.txt"):
        (tmp_path / name).touch()
    (tmp_path / "nb.ipynb").write_text("{}")
    attempt = submitted_attempt(tmp_path, {})
    assert set(attempt.files) == {"nb.ipynb", "package/__init__.py", "empty.txt"}
