"""Telling by names, sizes and times whether a folder has changed."""

import os
import time
from pathlib import Path

import pytest

from coursegrader.grader_side.tree_signature import SETTLED_SECONDS, Signature, tree_signature


def settled(folder: Path, ignored: frozenset[str] = frozenset()) -> Signature:
    time.sleep(SETTLED_SECONDS + 0.02)
    signature = tree_signature(folder, ignored)
    assert signature is not None
    return signature


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deep/deeper").mkdir(parents=True)
    (tmp_path / "deep/deeper/a.py").write_text("x = 1")
    (tmp_path / "b.py").write_text("y = 1")
    return tmp_path


def test_what_has_just_changed_is_not_believed(folder: Path) -> None:
    assert tree_signature(folder) is None
    assert settled(folder) == tree_signature(folder)


def test_every_change_shows(folder: Path) -> None:
    seen = [settled(folder)]
    times = (folder / "b.py").stat()
    (folder / "b.py").write_text("y = 2")  # as long as before
    os.utime(folder / "b.py", ns=(times.st_atime_ns, times.st_mtime_ns))  # and as old, it says
    seen.append(settled(folder))
    (folder / "deep/new.py").touch()
    seen.append(settled(folder))
    (folder / "deep/new.py").rename(folder / "deep/renamed.py")
    seen.append(settled(folder))
    (folder / "deep/deeper/a.py").unlink()
    seen.append(settled(folder))
    assert len(set(seen)) == len(seen)


def test_ignored_folders_and_broken_links_do_not_count(folder: Path) -> None:
    before = settled(folder)
    (folder / "wrong").mkdir()
    (folder / "wrong/m.py").write_text("x")
    (folder / "dangling").symlink_to("nowhere")
    assert tree_signature(folder, frozenset({"wrong"})) == before


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert tree_signature(tmp_path / "none") == ()
