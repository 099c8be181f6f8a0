"""What may be handed in: names, kinds, sizes and counts of files, checked before anything is kept."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from coursegrader.errors import BadSubmission

MIB = 1024 * 1024


@dataclass(frozen=True)
class FileLimits:
    """Bounds on one set of files. Sizes in bytes."""

    files: int = 300
    file_size: int = 32 * MIB
    total_size: int = 64 * MIB
    path_length: int = 240
    depth: int = 8


def check_path(path: str, limits: FileLimits = FileLimits()) -> None:
    """Refuse every path that is not a plain relative one below the assignment's folder.

    Raises:
        BadSubmission: with the path and the reason.
    """
    shown = ascii(path[:80])
    if not path or len(path.encode("utf-8", "surrogatepass")) > limits.path_length:
        raise BadSubmission(f"file name {shown} is empty or longer than {limits.path_length} bytes: rename the file")
    if not path.isprintable() or "\\" in path:
        raise BadSubmission(f"file name {shown} has a backslash or an unprintable character: rename the file")
    parts = path.split("/")
    if len(parts) > limits.depth:
        raise BadSubmission(f"file {shown} lies more than {limits.depth} folders deep: move it up")
    for part in parts:
        if not part or part.startswith("."):
            raise BadSubmission(
                f"file name {shown} is absolute, hidden or points outside the assignment: hand in plain files only"
            )


def check_files(files: Mapping[str, bytes], limits: FileLimits = FileLimits()) -> None:
    """Check names, sizes and counts of a whole set of files.

    Args:
        files: relative POSIX path -> content.

    Raises:
        BadSubmission: at the first file that may not be kept.
    """
    if len(files) > limits.files:
        raise BadSubmission(f"{len(files)} files are too many (at most {limits.files}): remove those not needed")
    for path, content in files.items():
        check_path(path, limits)
        if len(content) > limits.file_size:
            raise BadSubmission(f"file {path!r} is larger than {limits.file_size // MIB} MiB: remove or shrink it")
        if any(str(parent) in files for parent in PurePosixPath(path).parents):
            raise BadSubmission(f"{path!r} names a file as a folder: rename one of the two")
    if sum(map(len, files.values())) > limits.total_size:
        raise BadSubmission(f"the files are larger than {limits.total_size // MIB} MiB together: remove some")


def read_folder(
    folder: Path,
    *,
    keep: Callable[[Path], bool] = lambda path: True,
    limits: FileLimits = FileLimits(),
) -> dict[str, bytes]:
    """Read the regular files below ``folder``, never following a link.

    Args:
        folder: the assignment's folder.
        keep: told a file's or sub-folder's path; what it refuses is left out. Hidden names always are.
        limits: bounds, applied while reading.

    Raises:
        BadSubmission: a link, a device, a FIFO, or too much.
    """
    files: dict[str, bytes] = {}
    total = 0
    for where, folders, names, descriptor in os.fwalk(folder, follow_symlinks=False):
        here = Path(where)
        for name in folders:
            if stat.S_ISLNK(os.stat(name, dir_fd=descriptor, follow_symlinks=False).st_mode) and keep(here / name):
                raise BadSubmission(f"{here / name} is a link: replace it by the folder itself")
        folders[:] = sorted(n for n in folders if not n.startswith(".") and keep(here / n))
        for name in sorted(n for n in names if not n.startswith(".") and keep(here / n)):
            path = (here / name).relative_to(folder).as_posix()
            check_path(path, limits)
            if len(files) >= limits.files:
                raise BadSubmission(f"{folder} holds more than {limits.files} files: remove those not needed")
            files[path] = _read_regular(descriptor, name, path, min(limits.file_size, limits.total_size - total))
            total += len(files[path])
    return files


def _read_regular(folder: int, name: str, path: str, allowed: int) -> bytes:
    try:
        # without O_NONBLOCK, opening a FIFO would wait for ever
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    except OSError as error:
        raise BadSubmission(f"file {path!r} cannot be read ({error.strerror}): hand in plain files only") from error
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise BadSubmission(f"{path!r} is not a regular file: remove it")
        content = stream.read(allowed + 1)
    if len(content) > allowed:
        raise BadSubmission(f"file {path!r} makes the folder too large: remove or shrink it")
    return content
