"""File contents under their own SHA-256: written once, never changed."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from coursegrader.errors import StorageFailed, StoreError


class BlobStore:
    """A folder of immutable contents; what is put twice is kept once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes) -> str:
        """Keep ``content`` (on disk before this returns) and return its SHA-256 in hex.

        Raises:
            StorageFailed: the disk is full or broken.
        """
        name = hashlib.sha256(content).hexdigest()
        path = self._path(name)
        if path.exists():
            return name
        draft = path.with_name(f"{name}.{secrets.token_hex(4)}")
        try:
            if not path.parent.exists():
                path.parent.mkdir(mode=0o700, exist_ok=True)
                _sync_folder(self.folder)
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(path)
            _sync_folder(path.parent)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise StorageFailed(
                f"nothing was kept, because the server could not write to its disk ({error.strerror}): "
                "try again in a minute, then tell your instructor"
            ) from error
        return name

    def get(self, name: str) -> bytes:
        """The content with this SHA-256.

        Raises:
            StoreError: it is missing, or damaged on disk.
        """
        try:
            content = self._path(name).read_bytes()
        except FileNotFoundError as error:
            raise StoreError(f"content {name} is missing from {self.folder}: restore it from a backup") from error
        if hashlib.sha256(content).hexdigest() != name:
            raise StoreError(f"content {name} in {self.folder} is damaged: restore it from a backup")
        return content

    def put_all(self, files: Mapping[str, bytes]) -> dict[str, str]:
        """Keep every file; returns path -> SHA-256."""
        return {path: self.put(content) for path, content in sorted(files.items())}

    def get_all(self, manifest: Mapping[str, str]) -> dict[str, bytes]:
        """The contents of a manifest (path -> SHA-256)."""
        return {path: self.get(name) for path, name in manifest.items()}

    def _path(self, name: str) -> Path:
        return self.folder / name[:2] / name


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
