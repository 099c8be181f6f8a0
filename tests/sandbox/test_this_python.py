"""The way to this Python, as it can be taken inside a sandbox."""

import sys
from pathlib import Path

import pytest

from coursegrader.sandbox.this_python import python_prefixes, this_python


def test_steps_up_are_taken_out_and_links_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "env/bin").mkdir(parents=True)
    (tmp_path / "env/bin/python").symlink_to("/usr/bin/env")
    way = tmp_path / "course" / ".." / "env"
    monkeypatch.setattr(sys, "executable", str(way / "bin/python"))
    monkeypatch.setattr(sys, "prefix", str(way))
    monkeypatch.setattr(sys, "base_prefix", str(way / "./base/"))
    assert this_python() == tmp_path / "env/bin/python"
    assert python_prefixes() == (tmp_path / "env/base", tmp_path / "env")
