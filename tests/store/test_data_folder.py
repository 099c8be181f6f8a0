from __future__ import annotations

from pathlib import Path

import pytest

from coursegrader.errors import StoreError
from coursegrader.store import DataFolder


def test_the_folder_is_the_owners_alone(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data").ensure()
    assert folder.root.stat().st_mode & 0o077 == 0
    assert folder.folder("homes", "amara").stat().st_mode & 0o077 == 0


def test_the_secret_is_drawn_once_and_private(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    secret = folder.secret()
    assert len(secret) == 32
    assert DataFolder(tmp_path).secret() == secret
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def test_a_damaged_secret_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"short")
    with pytest.raises(StoreError, match="holds 5 bytes instead of 32: restore it"):
        DataFolder(tmp_path).secret()


def test_the_environment_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSEGRADER_DATA", str(tmp_path / "elsewhere"))
    assert DataFolder.of_course(tmp_path).root == tmp_path / "elsewhere"
    monkeypatch.delenv("COURSEGRADER_DATA")
    assert DataFolder.of_course(tmp_path).root == tmp_path / ".coursegrader"
