"""What a learner handed in, as bytes in memory: read once, without following or opening anything special."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
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
    """What was handed in.

    Attributes:
        files: contents by relative POSIX path.
        whole: False for a single notebook, which is graded by itself.
        left_out: what was there and could not be taken, by its name as it can be shown; each with a sentence that says
            why.
    """

    files: Mapping[str, bytes]
    whole: bool = True
    left_out: Mapping[str, str] = field(default_factory=dict)

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

    Links, pipes, devices and sockets are never opened; of a folder, they and whatever else cannot be taken are left
    out, each with a reason.

    Raises:
        BadSubmission: nothing there, no notebook among what can be taken, or too much of it.
    """
    try:
        folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except NotADirectoryError:
        return _read_single(path)
    except OSError as error:
        if path.is_symlink():
            raise BadSubmission(f"{path}: a link; give the notebook or the folder itself") from None
        raise BadSubmission(f"{path}: cannot be read ({error.strerror}); give a notebook or a folder of them") from None
    try:
        reading = _FolderReading(str(path))
        reading.read(folder, ())
    finally:
        os.close(folder)
    if not any(name.endswith(".ipynb") for name in reading.files):
        reasons = [why for name, why in reading.left_out.items() if name.endswith(".ipynb")]
        nothing = f"{path}: there is no notebook in this folder; hand in the folder with your .ipynb files"
        raise BadSubmission(next(iter(reasons), nothing))
    return Attempt(reading.files, left_out=reading.left_out)


def _read_single(path: Path) -> Attempt:
    if path.suffix != ".ipynb":
        raise BadSubmission(f"{path}: not a notebook; give a file that ends in .ipynb, or a folder of them")
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        return Attempt({path.name: _read_regular(folder, path.name, path.name)}, whole=False)
    finally:
        os.close(folder)


class _FolderReading:
    """Reads a folder, by descriptors alone: nothing that is swapped for a link meanwhile is followed."""

    def __init__(self, shown: str) -> None:
        self.files: dict[str, bytes] = {}
        self.left_out: dict[str, str] = {}
        self._shown = shown
        self._seen = self._total = 0

    def read(self, folder: int, parts: tuple[str, ...]) -> None:
        """Read what lies in an open folder: its files, the notebooks first, then the folders in it."""
        folders = []
        for name in self._names(folder):
            if _is_folder(folder, name):
                folders.append(name)
            else:
                self._take(folder, parts, name)
        for name in folders:
            if name not in IGNORED_FOLDERS:
                self._enter(folder, (*parts, name))

    def _names(self, folder: int) -> list[str]:
        names = []
        with os.scandir(folder) as entries:
            for entry in entries:
                self._seen += 1
                if self._seen > MAX_FILES:
                    raise self._too_much()
                names.append(entry.name)
        return sorted(names, key=lambda name: (not name.endswith(".ipynb"), name))

    def _enter(self, folder: int, parts: tuple[str, ...]) -> None:
        shown = _shown(parts)
        if len(parts) > MAX_DEPTH:
            self.left_out[shown] = (
                f"{shown}: folders are nested more than {MAX_DEPTH} levels deep; what is below was left out"
            )
            return
        try:
            inner = os.open(parts[-1], os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
        except OSError as error:
            self.left_out[shown] = f"{shown}: this folder cannot be read ({error.strerror}); it was left out"
            return
        try:
            self.read(inner, parts)
        finally:
            os.close(inner)

    def _take(self, folder: int, parts: tuple[str, ...], name: str) -> None:
        shown = _shown((*parts, name))
        if not "".join((*parts, name)).isprintable():
            self.left_out[shown] = f"{shown}: a file name with unprintable characters; rename the file"
            return
        try:
            content = _read_regular(folder, name, shown)
        except BadSubmission as error:
            self.left_out[shown] = str(error)
            return
        self._total += len(content)
        if self._total > MAX_TOTAL:
            raise self._too_much()
        self.files["/".join((*parts, name))] = content

    def _too_much(self) -> BadSubmission:
        return BadSubmission(
            f"{self._shown}: more than {MAX_FILES} files or {MAX_TOTAL // MIB} MiB; hand in only what is asked for"
        )


def _is_folder(folder: int, name: str) -> bool:
    try:
        return stat.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
    except OSError:
        return False  # opening it will say why


def _shown(parts: tuple[str, ...]) -> str:
    """A path as it can be shown and stored, whatever bytes it is made of."""
    path = "/".join(parts)
    return path if path.isprintable() else ascii(path)[1:-1]


def _read_regular(folder: int, name: str, shown: str) -> bytes:
    """The bytes of a regular file; opened without following a link and without waiting on a pipe."""
    try:
        fd = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    except OSError as error:
        raise BadSubmission(
            f"{shown}: cannot be opened as a plain file ({error.strerror}); hand in the file itself"
        ) from None
    with os.fdopen(fd, "rb") as file:
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode):
            raise BadSubmission(f"{shown}: not a plain file; hand in plain files only")
        content = b"" if status.st_size > MAX_FILE else file.read(MAX_FILE + 1)
    if status.st_size > MAX_FILE or len(content) > MAX_FILE:
        raise BadSubmission(f"{shown}: larger than {MAX_FILE // MIB} MiB; clear large outputs and hand in again")
    return content
