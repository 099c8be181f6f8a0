"""Resource limits that a confined process sets on itself, before any foreign code runs."""

from __future__ import annotations

import mmap
import resource
import sys
from typing import Final

from coursegrader.sandbox.policy import MIB, TEST_ROOM, Limits

_PRECISION: Final = 8 * MIB


def limit_process(limits: Limits) -> None:
    """Set limits on this process and its children; the hard ones cannot be raised again."""
    for kind, bound, hard in (
        (resource.RLIMIT_AS, limits.memory, limits.memory + TEST_ROOM),
        # part of the former, so that it bounds nothing more; but whoever started us may have a lower one
        (resource.RLIMIT_DATA, limits.memory + TEST_ROOM, limits.memory + TEST_ROOM),
        (resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1),
        (resource.RLIMIT_NPROC, limits.processes, limits.processes),
        (resource.RLIMIT_NOFILE, limits.open_files, limits.open_files),
        (resource.RLIMIT_FSIZE, limits.file_size, limits.file_size),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        resource.setrlimit(kind, (bound, hard))


def free_memory() -> int:
    """Bytes of address space that this process can still have, to within a few MiB; a huge number without a limit.

    Found by trying: not every sandbox has a ``/proc`` to read it from.
    """
    most, _ = resource.getrlimit(resource.RLIMIT_AS)
    if most == resource.RLIM_INFINITY:
        return sys.maxsize
    can, cannot = 0, most
    while cannot - can > _PRECISION:
        size = (can + cannot) // 2
        if _can_have(size):
            can = size
        else:
            cannot = size
    return can


def _can_have(size: int) -> bool:
    try:
        # of no use, and so no page of it is taken
        mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=0).close()
    except OSError:
        return False
    return True


def memory_of_a_test(least: int) -> int:
    """The address space that a hidden test's process may have, in bytes: enough to work in, over what is in use now.

    Args:
        least: what it may have where little is in use.
    """
    most, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY:
        return least
    return min(hard, max(least, most - free_memory() + TEST_ROOM))
