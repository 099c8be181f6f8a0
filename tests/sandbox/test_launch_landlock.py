"""The supervisor's private folder: in use as long as it lives, a leftover when it was killed."""

from __future__ import annotations

import fcntl
import os
import tempfile
from pathlib import Path

import pytest

from coursegrader.sandbox import launch_landlock
from coursegrader.sandbox.launch_landlock import PREFIX


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return Path(tempfile.mkdtemp(prefix=PREFIX))


def test_one_that_is_just_being_made_is_no_leftover_to_others(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def flock(lock: int, how: int) -> None:
        monkeypatch.undo()
        monkeypatch.setattr(tempfile, "tempdir", str(base.parent))
        launch_landlock._remove_leftovers()  # another one that begins at this moment
        fcntl.flock(lock, how)

    monkeypatch.setattr(fcntl, "flock", flock)
    lock = launch_landlock._lock(base)
    launch_landlock._remove_leftovers()
    assert base.exists()
    os.close(lock)  # as when it is killed
    launch_landlock._remove_leftovers()
    assert not base.exists()
