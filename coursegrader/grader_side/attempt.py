"""What a learner handed in, as bytes in memory: read once, without following or opening anything special."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from coursegrader.errors import BadSubmission

MIB = 1024 * 1024
MAX_FILES = 500
MAX_FILE = 32 * MIB
MAX_TOTAL = 128 * MIB
MAX_DEPTH = 8
IGNORED_FOLDERS = frozenset({".ipynb_checkpoints", "__pycache__", ".git"})


@dataclass(frozen=True)
class Attempt:
    """Files by relative POSIX path. ``whole`` is False for a single notebook, which is graded by itself."""

    files: Mapping[str, bytes]
    whole: bool = True

    @cached_property
    def sha256(self) -> str:
        """Hash of every path and content, in hexadecimal."""
        return hash_files(self.files)

    @property
    def notebooks(self) -> dict[str, bytes]:
        """The notebooks at the top of the attempt, by name without extension."""
        return {p.removesuffix(".ipynb"): b for p, b in self.files.items() if p.endswith(".ipynb") and "/" not in p}


def hash_files(files: Mapping[str, bytes]) -> str:
    """sha256 (hex) over sorted paths and contents, each preceded by its length."""
    digest = hashlib.sha256()
    for path in sorted(files):
        for part in (path.encode("utf-8", "surrogatepass"), files[path]):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()


def read_attempt(path: Path) -> Attempt:
    """Read a notebook, or a folder of notebooks and other files.

    Links, pipes, devices and sockets are refused, never opened.

    Raises:
        BadSubmission: nothing there, something that is not a regular file, too much of it, or no notebook.
    """
    try:
        mode = os.lstat(path).st_mode
    except OSError as error:
        raise BadSubmission(f"{path}: cannot be read ({error.strerror}); give a notebook or a folder of them") from None
    if stat.S_ISDIR(mode):
        files = dict(_read_folder(path))
        if not any(name.endswith(".ipynb") for name in files):
            raise BadSubmission(
                f"{path}: there is no notebook in this folder; hand in the folder with your .ipynb files"
            )
        return Attempt(files)
    if path.suffix != ".ipynb":
        raise BadSubmission(f"{path}: not a notebook; give a file that ends in .ipynb, or a folder of them")
    return Attempt({path.name: _read_regular(path, path.name)}, whole=False)


def _read_folder(top: Path) -> Iterator[tuple[str, bytes]]:
    count, total = 0, 0
    for folder, names, files in os.walk(top, followlinks=False):
        here = Path(folder)
        names[:] = sorted(name for name in names if name not in IGNORED_FOLDERS)
        if len(here.relative_to(top).parts) > MAX_DEPTH:
            raise BadSubmission(f"{here}: folders are nested more than {MAX_DEPTH} levels deep; flatten them")
        for name in sorted([*files, *(n for n in names if (here / n).is_symlink())]):
            relative = (here / name).relative_to(top).as_posix()
            content = _read_regular(here / name, relative)
            count, total = count + 1, total + len(content)
            if count > MAX_FILES or total > MAX_TOTAL:
                raise BadSubmission(
                    f"{top}: more than {MAX_FILES} files or {MAX_TOTAL // MIB} MiB; hand in only what is asked for"
                )
            yield relative, content


def _read_regular(path: Path, shown: str) -> bytes:
    """The bytes of a regular file; opened without following a link and without waiting on a pipe."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise BadSubmission(
            f"{shown}: cannot be opened as a plain file ({error.strerror}); hand in the file itself"
        ) from None
    with os.fdopen(fd, "rb") as file:
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode):
            raise BadSubmission(f"{shown}: not a plain file; hand in plain files only")
        content = file.read(MAX_FILE + 1)
    if len(content) > MAX_FILE:
        raise BadSubmission(f"{shown}: larger than {MAX_FILE // MIB} MiB; clear large outputs and hand in again")
    return content
