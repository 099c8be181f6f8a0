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
from coursegrader.grader_side.without_outputs import without_outputs
from coursegrader.wire.file_names import MAX_DEPTH

MIB = 1024 * 1024
MAX_FILES = 500
MAX_FILE = 32 * MIB  # of a notebook: without its outputs
MAX_NOTEBOOK = 256 * MIB
MAX_TOTAL = 128 * MIB
MAX_READ = 512 * MIB  # with the outputs of notebooks
MAX_NAMES = 20_000  # that are looked at in a folder of a course
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
        return {p.removesuffix(".ipynb"): b for p, b in self.files.items() if _is_notebook(p)}


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
    return _read(path, _FolderReading(str(path)))


def read_course_attempt(path: Path, given: Mapping[str, bytes]) -> Attempt:
    """Read a folder that lies in a course, from whichever way it came there: too much of it keeps nothing else out.

    Beyond what is taken, files are left out, with a reason. The instructor's own files do not count, as they come back
    with each submission.

    Args:
        path: the folder.
        given: what the instructor's files are, by path; they lie in the place of a learner's of the same name.

    Raises:
        BadSubmission: nothing there, or no notebook among what can be taken.
    """
    return _read(path, _CourseFolderReading(str(path), given))


def _read(path: Path, reading: _FolderReading) -> Attempt:
    try:
        folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except NotADirectoryError:
        return _read_single(path)
    except OSError as error:
        if path.is_symlink():
            raise BadSubmission(f"{path}: a link; give the notebook or the folder itself") from None
        raise BadSubmission(f"{path}: cannot be read ({error.strerror}); give a notebook or a folder of them") from None
    try:
        reading.read(folder, ())
    finally:
        os.close(folder)
    reading.finish()
    if not any(name.casefold().endswith(".ipynb") for name in reading.files):
        reasons = [why for name, why in reading.left_out.items() if name.endswith(".ipynb")]
        nothing = f"{path}: there is no notebook in this folder; hand in the folder with your .ipynb files"
        raise BadSubmission(next(iter(reasons), nothing))
    return Attempt(reading.files, left_out=reading.left_out)


def _read_single(path: Path) -> Attempt:
    if path.suffix != ".ipynb":
        raise BadSubmission(f"{path}: not a notebook; give a file that ends in .ipynb, or a folder of them")
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        content = _slim(_read_regular(folder, path.name, path.name), path.name)
        return Attempt({path.name: content}, whole=False)
    finally:
        os.close(folder)


class _FolderReading:
    """Reads a folder, by descriptors alone: nothing that is swapped for a link meanwhile is followed."""

    def __init__(self, shown: str) -> None:
        self.files: dict[str, bytes] = {}
        self.left_out: dict[str, str] = {}
        self._shown = shown
        self._seen = self._total = self._read = 0

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
            why = f"{shown}: folders are nested more than {MAX_DEPTH} levels deep; what is below was left out"
            self._refuse("/".join(parts), shown, why)
            return
        try:
            inner = os.open(parts[-1], os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
        except OSError as error:
            why = f"{shown}: this folder cannot be read ({error.strerror}); it was left out"
            self._refuse("/".join(parts), shown, why)
            return
        try:
            self.read(inner, parts)
        finally:
            os.close(inner)

    def _take(self, folder: int, parts: tuple[str, ...], name: str) -> None:
        path, shown = "/".join((*parts, name)), _shown((*parts, name))
        if not "".join((*parts, name)).isprintable():
            self._refuse(path, shown, f"{shown}: a file name with unprintable characters; rename the file")
            return
        if not self._has_room_for(path, shown):
            return
        try:
            content = _read_regular(folder, name, shown)
            self._read += len(content)
            content = _slim(content, shown)
        except BadSubmission as error:
            self._refuse(path, shown, str(error))
            return
        self._keep(path, shown, content)

    def _has_room_for(self, path: str, shown: str) -> bool:
        """Whether a file is to be read."""
        if self._read > MAX_READ:
            raise self._too_much()
        return True

    def _refuse(self, path: str, shown: str, why: str) -> None:
        self.left_out[shown] = why

    def _keep(self, path: str, shown: str, content: bytes) -> None:
        self._total += len(content)
        if self._total > MAX_TOTAL:
            raise self._too_much()
        self.files[path] = content

    def finish(self) -> None:
        """Say what there is to say of all files together."""

    def _too_much(self) -> BadSubmission:
        return BadSubmission(
            f"{self._shown}: more than {MAX_FILES} files or {MAX_TOTAL // MIB} MiB; hand in only what is asked for"
        )


_BEYOND = f"more than {MAX_FILES} files or {MAX_TOTAL // MIB} MiB were handed in"


class _Room:
    """How much may still be taken."""

    def __init__(self) -> None:
        self._files, self._bytes = MAX_FILES, MAX_TOTAL

    def is_left(self) -> bool:
        return self._files > 0

    def take(self, size: int) -> bool:
        """Whether there was room for one more file."""
        self._files -= 1  # one that was read and does not fit counts as well: no more than so many are read
        fits = self._files >= 0 and size <= self._bytes
        self._bytes -= size if fits else 0
        return fits


class _CourseFolderReading(_FolderReading):
    """Leaves out what is too much, and counts none of the instructor's own files."""

    def __init__(self, shown: str, given: Mapping[str, bytes]) -> None:
        super().__init__(shown)
        self._given = given
        self._own = _Room()
        self._replaced = _Room()  # for files of the instructor's that the learner has changed
        self._beyond: list[str] = []

    def _names(self, folder: int) -> list[str]:
        """The notebooks first: other files, however many there are, keep none of them out."""
        notebooks, others = [], []
        with os.scandir(folder) as entries:
            for entry in entries:
                self._seen += 1
                if entry.name.endswith(".ipynb") and self._seen < 10 * MAX_NAMES:
                    notebooks.append(entry.name)
                elif self._seen < MAX_NAMES:
                    others.append(entry.name)
                elif len(self._beyond) < MAX_NAMES:
                    self._beyond.append(_shown((entry.name,)))
        return sorted(notebooks) + sorted(others)

    def _has_room_for(self, path: str, shown: str) -> bool:
        if path in self._given or (self._own.is_left() and self._read <= MAX_READ):
            return True
        self._leave_out(path, shown)
        return False

    def _keep(self, path: str, shown: str, content: bytes) -> None:
        if self._given.get(path) == content:
            self.files[path] = self._given[path]
        elif (self._replaced if path in self._given else self._own).take(len(content)):
            self.files[path] = content
        else:
            self._leave_out(path, shown)

    def _leave_out(self, path: str, shown: str) -> None:
        if _is_notebook(path):
            self.left_out[shown] = f"{shown}: {_BEYOND}; it was left out"
        elif path not in self._given:
            self._beyond.append(shown)

    def _refuse(self, path: str, shown: str, why: str) -> None:
        if path in self._given:
            return  # the instructor's lies there
        if len(self.left_out) < MAX_FILES or _is_notebook(path):
            self.left_out[shown] = why
        else:
            self._beyond.append(shown)

    def finish(self) -> None:
        if self._beyond:
            first = min(self._beyond)
            others = f" with {len(self._beyond) - 1} other files" if len(self._beyond) > 1 else ""
            self.left_out[first] = f"{first}: left out{others}, since {_BEYOND}"


def _is_notebook(path: str) -> bool:
    return path.endswith(".ipynb") and "/" not in path


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
        most = MAX_NOTEBOOK if name.endswith(".ipynb") else MAX_FILE
        content = b"" if status.st_size > most else file.read(most + 1)
    if status.st_size > most or len(content) > most:
        raise BadSubmission(f"{shown}: larger than {most // MIB} MiB; clear large outputs and hand in again")
    return content


def _slim(content: bytes, shown: str) -> bytes:
    """A file of at most the usual size: of a large notebook, what is graded."""
    if len(content) <= MAX_FILE:
        return content
    content = without_outputs(content)
    if len(content) > MAX_FILE:
        raise BadSubmission(f"{shown}: larger than {MAX_FILE // MIB} MiB without its outputs; move data into a file")
    return content
