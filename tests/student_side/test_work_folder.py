"""What the next notebook of an attempt gets of this one's folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coursegrader.student_side import work_folder
from coursegrader.student_side.work_folder import WorkFolder


def test_new_and_changed_files_are_found_and_no_others(tmp_path: Path) -> None:
    (tmp_path / "given.csv").write_text("a,b\n")
    (tmp_path / "changed.txt").write_text("old")
    folder = WorkFolder(tmp_path)
    (tmp_path / "changed.txt").write_text("longer than before")
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "fit.json").write_text("{}")
    assert dict(folder.changed_files()) == {"changed.txt": b"longer than before", "results/fit.json": b"{}"}


def test_links_pipes_and_caches_are_left(tmp_path: Path) -> None:
    folder = WorkFolder(tmp_path)
    (tmp_path / "link").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "x.pyc").write_bytes(b"x")
    assert dict(folder.changed_files()) == {}


def test_there_is_an_end_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_folder, "MAX_FILES", 3)
    monkeypatch.setattr(work_folder, "MAX_BYTES", 100)
    folder = WorkFolder(tmp_path)
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text("x")
    assert len(dict(folder.changed_files())) == 3
    (tmp_path / "0.txt").write_text("x" * 200)
    assert sum(map(len, dict(folder.changed_files()).values())) <= 100
