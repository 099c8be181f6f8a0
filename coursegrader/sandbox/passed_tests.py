"""Remembers which rungs have passed the self-test on this machine, so that a command line pays for it once.

An entry holds for one boot of one machine, one user with the same rights, one version of the code, one Python and one
policy. The file is believed only if nobody else can have written it.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import platform
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from coursegrader.sandbox.inner_wall import InnerWall
from coursegrader.sandbox.policy import SandboxPolicy
from coursegrader.sandbox.rung import Rung
from coursegrader.sandbox.this_python import this_python

FILE = "self-test.json"
BOOT = Path("/proc/sys/kernel/random/boot_id")
STATUS = Path("/proc/self/status")
# what a process may do, as the kernel tells it: differs between containers on one machine
RIGHTS = ("CapEff", "CapBnd", "NoNewPrivs", "Seccomp", "Seccomp_filters")
# the packages whose code makes the wall
CODE = ("sandbox", "student_side")
MOST_ENTRIES = 64
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


def fingerprint(rung: Rung, policy: SandboxPolicy, wall: InnerWall) -> str:
    """What a passed self-test depends on, as a hash."""
    # a user drawn for the one sandbox, and limits, change nothing about the wall
    plain = dataclasses.replace(policy, uid=0, gid=0)
    parts = [rung.name, repr(plain), repr(wall), sys.version, str(this_python()), *platform.uname()]
    parts += [str(os.geteuid()), _read(BOOT), *_rights(), *_code(), *_programs()]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def has_passed(key: str) -> bool:
    """Whether the self-test with this fingerprint is known to have passed."""
    folder = _folder()
    return folder is not None and key in _entries(folder)


def remember(key: str) -> None:
    """Note that it has passed; where nothing can be kept safely, nothing is."""
    folder = _folder()
    if folder is None:
        return
    entries = [*_entries(folder), key][-MOST_ENTRIES:]
    with suppress(OSError):  # a full or read-only disk: then the test is made again
        number, name = tempfile.mkstemp(dir=folder)
        with os.fdopen(number, "w", encoding="utf-8") as file:
            json.dump(entries, file)
        Path(name).replace(folder / FILE)


def _read(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""


def _rights() -> list[str]:
    return [line for line in _read(STATUS).splitlines() if line.split(":")[0] in RIGHTS]


def _code() -> Iterator[str]:
    package = Path(__file__).resolve().parents[1]
    for name in CODE:
        for path in sorted((package / name).glob("*.py")):
            found = path.stat()
            yield f"{path}:{found.st_mtime_ns}:{found.st_size}"


def _programs() -> Iterator[str]:
    for name in ("bwrap", "setpriv"):
        path = shutil.which(name)
        if path is not None:
            found = Path(path).stat()
            yield f"{path}:{found.st_mtime_ns}:{found.st_size}:{found.st_mode}"


def _folder() -> Path | None:
    """A folder that only this user can write to, made if need be; None where there is none."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    with suppress(OSError, RuntimeError):  # no home, or one that cannot be written
        base = Path(named) if named.startswith("/") else Path.home() / ".cache"
        folder = base / "coursegrader"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat(follow_symlinks=False)
        if stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & _OTHERS_MAY_WRITE:
            return folder
    return None


def _entries(folder: Path) -> list[str]:
    """What the file says, if it is a plain file of ours that nobody else could have changed."""
    try:
        number = os.open(folder / FILE, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return []
    with os.fdopen(number, "rb") as file:
        found = os.fstat(number)
        if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & _OTHERS_MAY_WRITE:
            return []
        try:
            entries = json.loads(file.read(1 << 20))
        except ValueError:
            return []
    return [entry for entry in entries if isinstance(entry, str)] if isinstance(entries, list) else []
