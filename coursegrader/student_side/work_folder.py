"""What a notebook leaves in its working folder, for the next notebook of the same attempt."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

MAX_FILES = 200
MAX_BYTES = 32 * 1024 * 1024  # of all files together


class WorkFolder:
    """Knows what lay in the folder at first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._before = dict(self._files())

    def _files(self) -> Iterator[tuple[str, tuple[int, int]]]:
        for parent, folders, names in os.walk(self._folder):
            folders[:] = [name for name in folders if name not in ("__pycache__", ".ipynb_checkpoints")]
            for name in names:
                path = Path(parent, name)
                if path.is_file() and not path.is_symlink():
                    status = path.stat()
                    yield path.relative_to(self._folder).as_posix(), (status.st_mtime_ns, status.st_size)

    def changed_files(self) -> Iterator[tuple[str, bytes]]:
        """New and changed regular files with their content, as many as can be kept."""
        left = MAX_BYTES
        for number, name in enumerate([n for n, stamp in self._files() if self._before.get(n) != stamp]):
            content = (self._folder / name).read_bytes()
            left -= len(content)
            if number >= MAX_FILES or left < 0:
                return
            yield name, content
