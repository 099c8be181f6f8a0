"""Where a deployment keeps everything that is not the course itself: ``$COURSEGRADER_DATA``."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from coursegrader.errors import StoreError

SECRET_BYTES = 32


@dataclass(frozen=True)
class DataFolder:
    """The data folder, readable by its owner alone."""

    root: Path

    @classmethod
    def of_course(cls, course_dir: Path) -> DataFolder:
        """``$COURSEGRADER_DATA`` if it is set, else ``.coursegrader`` in the course's folder."""
        named = os.environ.get("COURSEGRADER_DATA", "")
        root = Path(named) if named else course_dir / ".coursegrader"
        return cls(root.absolute()).ensure()

    def ensure(self) -> DataFolder:
        """Make the folder (mode 0700) if it is not there."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self

    def folder(self, *names: str) -> Path:
        """A sub-folder, made (mode 0700) if it is not there."""
        path = self.root
        for name in names:
            path = path / name
            path.mkdir(mode=0o700, exist_ok=True)
        return path

    @property
    def database(self) -> Path:
        """The SQLite file of the attempt store."""
        return self.root / "exchange.db"

    @property
    def blobs(self) -> Path:
        """The folder of file contents, named by their SHA-256."""
        return self.folder("blobs")

    def secret(self) -> bytes:
        """The deployment's 32 secret bytes; drawn at first use and never changed.

        Raises:
            StoreError: the file is there but is not 32 bytes long.
        """
        path = self.root / "secret"
        if not path.exists():
            _create_once(path, secrets.token_bytes(SECRET_BYTES))
        secret = path.read_bytes()
        if len(secret) != SECRET_BYTES:
            raise StoreError(
                f"{path} holds {len(secret)} bytes instead of {SECRET_BYTES}: restore it from a backup "
                "(without it, quiz variants already handed out cannot be graded)"
            )
        return secret


def _create_once(path: Path, content: bytes) -> None:
    """Write a private file whole, or leave the one that another process made first."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(draft, path)  # fails if the name is taken, so that two first uses agree on one secret
    except FileExistsError:
        return
    finally:
        draft.unlink()
