"""What a notebook leaves in its working folder, for the next notebook of the same attempt."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from coursegrader.wire.file_names import is_plain_path

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
                with suppress(FileNotFoundError):  # a thread of the learner's has just removed it
                    status = path.lstat()
                    if stat.S_ISREG(status.st_mode):
                        yield path.relative_to(self._folder).as_posix(), (status.st_mtime_ns, status.st_size)

    def changed_files(self) -> Iterator[tuple[str, bytes]]:
        """New and changed regular files with their content, as many as can be kept: none that may not be read, and no
        notebook, which is never anything but what was handed in.
        """
        left = MAX_BYTES
        new = [name for name, stamp in self._files() if self._before.get(name) != stamp and is_plain_path(name)]
        for number, name in enumerate(new):
            try:
                content = (self._folder / name).read_bytes()
            except OSError:  # removed meanwhile, or nobody may read it
                continue
            left -= len(content)
            if number >= MAX_FILES or left < 0:
                return
            yield name, content
