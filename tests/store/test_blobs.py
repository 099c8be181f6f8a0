from __future__ import annotations

import errno
import hashlib
from pathlib import Path

import pytest

from coursegrader.errors import StorageFailed, StoreError
from coursegrader.store.blobs import BlobStore


def test_a_content_is_kept_once_under_its_hash(tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path)
    name = blobs.put(b"content")
    assert name == blobs.put(b"content") == hashlib.sha256(b"content").hexdigest()
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [name]
    assert blobs.get(name) == b"content"


def test_damage_is_noticed(tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path)
    name = blobs.put(b"content")
    path = tmp_path / name[:2] / name
    path.chmod(0o600)
    path.write_bytes(b"changed")
    with pytest.raises(StoreError, match="is damaged: restore it"):
        blobs.get(name)
    path.unlink()
    with pytest.raises(StoreError, match="is missing"):
        blobs.get(name)


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("coursegrader.store.blobs.os.fsync", full)
    with pytest.raises(StorageFailed, match=r"nothing was kept.*\(No space left on device\): try again in a minute"):
        BlobStore(tmp_path).put(b"content")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    monkeypatch.undo()
    blobs = BlobStore(tmp_path)
    assert blobs.get(blobs.put(b"content")) == b"content"
