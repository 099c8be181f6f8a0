"""Files that libraries of the warm process hold open (matplotlib its fonts), opened anew in each child.

The descriptors themselves are not passed on: their position in the file would be common to all notebooks.
"""

from __future__ import annotations

import fcntl
import os
import resource
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class OpenFile:
    """A regular file that is open for reading: its descriptor, where it lies, and how far it has been read."""

    descriptor: int
    path: str
    position: int

    def open_again(self) -> None:
        """Open it under the same descriptor, at the same position.

        Raises:
            OSError: it is not there any more, or may not be read.
        """
        opened = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
        os.lseek(opened, self.position, os.SEEK_SET)
        if opened != self.descriptor:
            os.dup2(opened, self.descriptor, inheritable=False)
            os.close(opened)


def open_files(first: int, hidden: Sequence[Path] = (), shown: Sequence[Path] = ()) -> tuple[OpenFile, ...]:
    """The regular files that this process holds open for nothing but reading.

    Args:
        first: the lowest descriptor to look at.
        hidden: folders that the children will not see; files in there are left out.
        shown: folders below them that the children will see.
    """
    found = (file for number in _numbers() if number >= first for file in _open_file(number))
    return tuple(file for file in found if not _below(file, hidden) or _below(file, shown))


def _below(file: OpenFile, places: Sequence[Path]) -> bool:
    return any(Path(file.path).is_relative_to(place) for place in places)


def _numbers() -> list[int]:
    try:
        return sorted(int(entry.name) for entry in Path("/proc/self/fd").iterdir())
    except PermissionError:  # a sandbox without a /proc of its own: try all that there can be
        return list(range(min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], 4096)))


def _open_file(number: int) -> Iterable[OpenFile]:
    try:
        status = os.fstat(number)
        path = str(Path(f"/proc/self/fd/{number}").readlink())
        only_read = fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY
        if stat.S_ISREG(status.st_mode) and only_read and os.path.samestat(status, os.stat(path)):  # noqa: PTH116
            yield OpenFile(number, path, os.lseek(number, 0, os.SEEK_CUR))
    except OSError:
        return  # the list's own descriptor, or a file that has no name any more
