"""How much memory a grading process and everything it started hold at most, watched from outside."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from coursegrader.sandbox.memory_watch import shared_memory

_PAGE = os.sysconf("SC_PAGE_SIZE")
_EVERY_SECONDS = 0.1
_WORTH_A_CLOSER_LOOK = 512 * 1024 * 1024


class MemoryWatch:
    """Watches a process and its descendants while it is entered.

    Attributes:
        peak: most bytes that they held together, above what they held at the start.
    """

    def __init__(self, process: int) -> None:
        self._process = str(process)
        self._parents: dict[str, str] = {}
        self.peak = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def _watch(self) -> None:
        before = _bytes_of_all(self._family())
        while not self._done.wait(_EVERY_SECONDS):
            self.peak = max(self.peak, _bytes_of_all(self._family()) - before)

    def _family(self) -> set[str]:
        """The process and its descendants. Who their parents were is read once for each: a machine has hundreds."""
        for entry in os.scandir("/proc"):
            if entry.name.isdigit() and entry.name not in self._parents:
                with suppress(FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
                    self._parents[entry.name] = Path(entry.path, "stat").read_text().rpartition(")")[2].split()[1]
        found, new = {self._process}, {self._process}
        while new:
            new = {child for child, parent in self._parents.items() if parent in new} - found
            found |= new
        return found

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._done.set()
        self._thread.join()


def _bytes_of_all(family: set[str]) -> int:
    """A quick sum that counts what forks share once for each; if that is a lot, the exact one."""
    quick = sum(map(_private_bytes, family))
    own = quick if quick < _WORTH_A_CLOSER_LOOK else sum(map(_proportional_bytes, family))
    return own + shared_memory()  # files in memory belong to no process once nobody maps them


def _private_bytes(process: str) -> int:
    try:
        resident, shared = Path("/proc", process, "statm").read_text().split()[1:3]
    except (FileNotFoundError, ProcessLookupError):
        return 0  # it has ended meanwhile
    return (int(resident) - int(shared)) * _PAGE


def _proportional_bytes(process: str) -> int:
    """Each shared page divided among those who share it."""
    try:
        lines = Path("/proc", process, "smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0  # it has ended meanwhile
    except PermissionError:
        return _private_bytes(process)  # counts too much rather than too little
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
