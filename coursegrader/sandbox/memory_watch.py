"""Bounds a sandbox's memory as a whole where no control group can be had: looks from outside, and ends it.

``main`` watches the process that it is told and everything below it. What many processes share is
counted once (their "proportional set size"), but only when the plain sum is too much: that one is far cheaper to get.
A sandbox can go over its bound for a moment, between two looks.
"""

from __future__ import annotations

import os
import select
import signal
import sys
from contextlib import suppress
from pathlib import Path

from coursegrader.sandbox import syscalls

PERIOD_SECONDS = 0.1
_START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from coursegrader.sandbox.memory_watch import main; main()"
_PAGE = os.sysconf("SC_PAGE_SIZE")
_PROC = Path("/proc")


def watch_command(process: int, most: int) -> list[str]:
    """The command line of a watcher that ends ``process`` when it and all below it use more than ``most`` bytes."""
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
    while not ended.poll(PERIOD_SECONDS * 1000):
        family = processes_below(process)
        if sum(map(_resident, family)) > most and sum(map(_proportional, family)) > most:
            for member in [process, *family]:
                with suppress(ProcessLookupError):
                    os.kill(member, signal.SIGKILL)
            return


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


def _proportional(process: int) -> int:
    """Bytes in memory, shared ones divided by the number of those who share; all of them where that is not told."""
    try:
        for line in (_PROC / str(process) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        return _resident(process)
    return 0


if __name__ == "__main__":
    main()
