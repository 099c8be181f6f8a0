"""What an attack may have left behind on this machine: processes and files that carry its mark, changed files."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

GRACE_SECONDS = 2.0
_WRITABLE = (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"), Path("/run/lock"), Path("/run"))
_DEPTH = 2


def surviving_processes(mark: str) -> list[int]:
    """Ids of processes named after the mark that are still there after a short grace (a kill takes its time)."""
    end = time.monotonic() + GRACE_SECONDS
    while (found := list(_processes(mark))) and time.monotonic() < end:
        time.sleep(0.05)
    return found


def _processes(mark: str) -> Iterator[int]:
    for process in Path("/proc").glob("[0-9]*"):
        if int(process.name) == os.getpid():
            continue
        try:
            name = (process / "comm").read_text().strip()
            words = (process / "cmdline").read_bytes()
            state = (process / "stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue  # it has ended meanwhile
        if state != "Z" and (name.startswith(mark) or mark.encode() in words):
            yield int(process.name)


def marked_files(mark: str, folders: Iterable[Path], own: Iterable[Path]) -> list[Path]:
    """Files whose name carries the mark, in ``folders`` and wherever everybody may write; ``own`` ones do not count."""
    mine = frozenset(map(str, own))
    found: list[Path] = []
    for top in (*_WRITABLE, Path.home(), *folders):
        depth = _DEPTH if top in _WRITABLE or top == Path.home() else 99
        found += [Path(path) for path in _walk(str(top), depth, mine) if mark in path.rpartition("/")[2]]
    return found


def _walk(top: str, depth: int, own: frozenset[str]) -> Iterator[str]:
    """Every path below ``top``, ``own`` ones and what lies in them left out. Plain text: they are many, looked at
    before and after each attack."""
    try:
        entries = list(os.scandir(top))
    except OSError:
        return  # not ours to read, or gone meanwhile
    for entry in entries:
        if entry.path in own:
            continue
        yield entry.path
        try:
            deeper = depth > 1 and entry.is_dir(follow_symlinks=False)
        except OSError:
            continue  # gone meanwhile
        if deeper:
            yield from _walk(entry.path, depth - 1, own)


def fingerprint(folders: Iterable[Path], own: Iterable[Path]) -> dict[str, str]:
    """Path -> kind, mode and content hash of everything in ``folders`` but ``own``."""
    mine = frozenset(map(str, own))
    return {path: _state(path) for top in folders for path in _walk(str(top), 99, mine)}


def _state(name: str) -> str:
    path = Path(name)
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            return f"link to {path.readlink()}"
        content = hashlib.sha256(path.read_bytes()).hexdigest() if stat.S_ISREG(status.st_mode) else "no file"
    except FileNotFoundError:
        return "gone"
    return f"{status.st_mode:o} {content}"


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """What differs, in words."""
    words = {"new": after.keys() - before.keys(), "gone": before.keys() - after.keys()}
    changed = {path for path in before.keys() & after.keys() if before[path] != after[path]}
    listed = [f"{path} is {word}" for word, paths in words.items() for path in sorted(paths)]
    return listed + [f"{path} was changed" for path in sorted(changed)]
