"""Landlock: which files a process may touch, and whom it may reach, whatever the mounts and permissions say.

Every version of Landlock (its "ABI") knows more rights. What the running kernel knows is restricted, the rest is left
to the other walls. Bits: linux/landlock.h; versions: the kernel's userspace-api/landlock documentation.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from coursegrader.sandbox import syscalls

EXECUTE: Final = 1 << 0
WRITE_FILE: Final = 1 << 1
READ_FILE: Final = 1 << 2
READ_DIR: Final = 1 << 3
REMOVE_DIR: Final = 1 << 4
REMOVE_FILE: Final = 1 << 5
MAKE_CHAR: Final = 1 << 6
MAKE_DIR: Final = 1 << 7
MAKE_REG: Final = 1 << 8
MAKE_SOCK: Final = 1 << 9
MAKE_FIFO: Final = 1 << 10
MAKE_BLOCK: Final = 1 << 11
MAKE_SYM: Final = 1 << 12
REFER: Final = 1 << 13
TRUNCATE: Final = 1 << 14
IOCTL_DEV: Final = 1 << 15

BIND_TCP: Final = 1 << 0
CONNECT_TCP: Final = 1 << 1

SCOPE_ABSTRACT_UNIX_SOCKET: Final = 1 << 0
SCOPE_SIGNAL: Final = 1 << 1

READ: Final = EXECUTE | READ_FILE | READ_DIR
DEVICE: Final = READ_FILE | WRITE_FILE | READ_DIR | TRUNCATE | IOCTL_DEV
# Everything but making device files
WRITE: Final = (
    READ
    | WRITE_FILE
    | REMOVE_DIR
    | REMOVE_FILE
    | MAKE_DIR
    | MAKE_REG
    | MAKE_SOCK
    | MAKE_FIFO
    | MAKE_SYM
    | REFER
    | TRUNCATE
    | IOCTL_DEV
)
# What can be allowed on a file that is not a folder
_OF_FILES: Final = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV

_LAST_RIGHT_OF_VERSION: Final = {1: MAKE_SYM, 2: REFER, 3: TRUNCATE, 4: TRUNCATE}
_NETWORK_SINCE: Final = 4
_SCOPES_SINCE: Final = 6


@dataclass(frozen=True)
class Ruleset:
    """What is restricted at all, and what is allowed of it.

    Attributes:
        files, network, scopes: the kinds of access that are denied unless a rule allows them.
        allowed: rules: a path and what may be done to everything below it.
    """

    files: int
    network: int
    scopes: int
    allowed: tuple[tuple[Path, int], ...]


def rules_for(
    version: int, *, readable: Iterable[Path] = (), devices: Iterable[Path] = (), writable: Iterable[Path] = ()
) -> Ruleset | None:
    """The rules that a kernel with this version of Landlock understands; None where it has none (version 0).

    No TCP port may be used, no signal sent to, and no abstract socket reached of, a process outside.
    """
    if version < 1:
        return None
    known = 2 * _LAST_RIGHT_OF_VERSION.get(version, IOCTL_DEV) - 1
    allowed = [
        *((path, READ & known) for path in readable),
        *((path, DEVICE & known) for path in devices),
        *((path, WRITE & known) for path in writable),
    ]
    return Ruleset(
        files=known,
        network=BIND_TCP | CONNECT_TCP if version >= _NETWORK_SINCE else 0,
        scopes=SCOPE_ABSTRACT_UNIX_SOCKET | SCOPE_SIGNAL if version >= _SCOPES_SINCE else 0,
        allowed=tuple(allowed),
    )


def restrict(rules: Ruleset) -> None:
    """Put this process under ``rules`` for ever; needs no_new_privs.

    Raises:
        OSError: the kernel refused, or a path does not exist.
    """
    ruleset = syscalls.landlock_create_ruleset(rules.files, rules.network, rules.scopes)
    try:
        for path, access in rules.allowed:
            _allow(ruleset, path, access)
        syscalls.landlock_restrict_self(ruleset)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: Path, access: int) -> None:
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        is_folder = stat.S_ISDIR(os.fstat(place).st_mode)
        syscalls.landlock_allow_path(ruleset, place, access if is_folder else access & _OF_FILES)
    finally:
        os.close(place)
