"""Whether the files of a folder are those that were read before, told without reading them."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

# The clock of a file system stands still for some milliseconds at a time: a change within one such step would not show.
SETTLED_SECONDS = 0.1

Signature = tuple[tuple[str, int, int, int, int], ...]


def tree_signature(folder: Path, ignored: frozenset[str] = frozenset()) -> Signature | None:
    """Name, place, size and times of every file in a folder; equal signatures mean equal contents.

    Args:
        folder: need not exist.
        ignored: names of folders and files that do not count, wherever they lie.

    Returns:
        None where a file has changed within the last moment, so that a further change might not show.
    """
    files = tuple(sorted(_files(os.fspath(folder), "", ignored)))
    newest = max((changed for *_, changed in files), default=0)
    return files if newest < time.time_ns() - SETTLED_SECONDS * 1e9 else None


def _files(folder: str, prefix: str, ignored: frozenset[str]) -> Iterator[tuple[str, int, int, int, int]]:
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if entry.name in ignored:
            continue
        name = prefix + entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path, f"{name}/", ignored)
            continue
        try:
            status = entry.stat()
        except FileNotFoundError:  # it has just gone, or is a link that leads nowhere: no file either way
            continue
        yield name, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
