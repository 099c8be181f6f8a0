from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from coursegrader.errors import StoreError
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
