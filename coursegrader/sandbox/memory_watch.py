"""Bounds a sandbox's memory as a whole where no control group can be had: looks from outside, and ends processes.

``main`` watches everything below the process that it is told. What many processes share is counted once (their
"proportional set size"), but only when the plain sum is too much: that one is far cheaper to get. Of a sandbox that is
over its bound the largest processes are ended, as the kernel does in a control group: the notebook that they belong to
can be graded in what is left. A sandbox can be over its bound for a moment, between two looks.

The pages of a shared map stay when a process lets them go, and then count as no process's. The kernel tells their
number for the whole machine only, so what that has grown by is put down to those who have such maps (``SharedMaps``).
"""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from coursegrader.sandbox import syscalls

PERIOD_SECONDS = 0.1
WORTH_A_CLOSER_LOOK = 256 * 1024 * 1024  # bytes in shared maps: reading everybody's maps takes a while
_START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from coursegrader.sandbox.memory_watch import main; main()"
_PAGE = os.sysconf("SC_PAGE_SIZE")
_PROC = Path("/proc")


def watch_command(process: int, most: int) -> list[str]:
    """The command line of a watcher that keeps all that is below ``process`` from using more than ``most`` bytes."""
    here = str(Path(__file__).resolve().parents[2])
    return [sys.executable, "-I", "-S", "-c", _START, here, str(process), str(most)]


def main() -> None:
    """Watch until the process ends, or the one that started us does."""
    process, most = int(sys.argv[1]), int(sys.argv[2])
    syscalls.set_parent_death_signal(signal.SIGKILL)
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return
    ended = select.poll()
    ended.register(handle, select.POLLIN)
    shared = SharedMaps()
    while not ended.poll(PERIOD_SECONDS * 1000):
        family = processes_below(process)
        let_go = shared.let_go(family)
        if sum(map(_resident, family)) + sum(let_go.values()) > most:
            held = {member: _proportional(member) + let_go.get(member, 0) for member in family}
            for member in too_large(held, most):
                with suppress(ProcessLookupError):
                    os.kill(member, signal.SIGKILL)


class SharedMaps:
    """Tells what a family's processes have in shared maps and not in their memory, as far as can be known.

    It is what such maps (and files in memory) have grown by on the whole machine, since the last look at which nobody
    of the family had one: too much where others fill theirs at the same time, never too little.
    """

    def __init__(self) -> None:
        self._before = shared_memory()

    def let_go(self, family: Sequence[int]) -> dict[int, int]:
        """Process -> bytes, for those who have shared maps; the same for each, because nobody knows whose they are."""
        now = shared_memory()
        if now - self._before < WORTH_A_CLOSER_LOOK:
            return {}
        holders = [process for process in family if _has_shared_maps(process)]
        if not holders:
            self._before = now
            return {}
        there = sum(map(_shared_in_memory, holders))
        return dict.fromkeys(holders, max(0, now - self._before - there) // len(holders))


def shared_memory() -> int:
    """Bytes in shared maps and in files in memory, of the whole machine."""
    lines = (_PROC / "meminfo").read_text().splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Shmem:"))


def too_large(held: Mapping[int, int], most: int) -> list[int]:
    """The largest processes, as many as have to end for the others to hold ``most`` together; largest first.

    Args:
        held: process -> what it holds.
        most: bound on their sum.
    """
    over = sum(held.values()) - most
    found: list[int] = []
    for process in sorted(held, key=held.__getitem__, reverse=True):
        if over <= 0:
            break
        found.append(process)
        over -= held[process]
    return found


def processes_below(process: int) -> list[int]:
    """Ids of a process's descendants."""
    found: list[int] = []
    waiting = [process]
    while waiting:
        with suppress(OSError):  # it has ended meanwhile
            for task in (_PROC / str(waiting.pop()) / "task").iterdir():
                children = [int(child) for child in (task / "children").read_text().split()]
                found += children
                waiting += children
    return found


def _resident(process: int) -> int:
    """Bytes in memory, shared ones included."""
    try:
        return int((_PROC / str(process) / "statm").read_text().split()[1]) * _PAGE
    except OSError:  # it has ended meanwhile
        return 0


def _has_shared_maps(process: int) -> bool:
    """Whether it has memory mapped that others can have as well, and no file; True where that is not told."""
    try:
        return "/dev/zero (deleted)" in (_PROC / str(process) / "maps").read_text("utf-8", "replace")
    except PermissionError:
        return True
    except OSError:  # it has ended meanwhile
        return False


def _shared_in_memory(process: int) -> int:
    """Bytes of shared maps in its memory, those of several processes divided among them; none where that is not told:
    then more is put down to it than it has."""
    return _rollup(process, "Pss_Shmem:") or 0


def _proportional(process: int) -> int:
    """Bytes in memory, shared ones divided by the number of those who share; all of them where that is not told."""
    told = _rollup(process, "Pss:")
    return _resident(process) if told is None else told


def _rollup(process: int, field: str) -> int | None:
    """Bytes, by a line of the kernel's summary of its maps; None where that is not told, or the process has ended."""
    try:
        lines = (_PROC / str(process) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(field)), 0)


if __name__ == "__main__":
    main()
