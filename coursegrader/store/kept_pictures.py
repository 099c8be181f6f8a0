"""Pictures that are the same for a whole class, kept in the data folder between gradings."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath

from coursegrader.store.data_folder import DataFolder

PARTS = "pictures"


def kept_pictures(data: DataFolder, key: str) -> Path | None:
    """The folder of pictures drawn for ``key``; None if they have not been drawn yet."""
    folder = data.folder(PARTS) / key
    return folder if folder.is_dir() else None


def keep_pictures(data: DataFolder, key: str, draw: Callable[[], Mapping[str, bytes]]) -> Path:
    """The folder of pictures for ``key``, drawn now if they are not there: whole or not at all.

    Args:
        draw: gives the pictures by relative POSIX path.
    """
    kept = kept_pictures(data, key)
    if kept is not None:
        return kept
    folder = data.folder(PARTS) / key
    draft = folder.with_name(f".{key}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        draft.mkdir(mode=0o700)
        for name, content in draw().items():
            path = draft.joinpath(*PurePosixPath(name).parts)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        try:
            draft.rename(folder)
        except OSError:
            if not folder.is_dir():  # else another process was first, with the same pictures
                raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return folder


@lru_cache(maxsize=4)
def read_pictures(folder: Path) -> Mapping[str, bytes]:
    """The pictures of a folder by relative POSIX path; read once, since a key stands for its content."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
