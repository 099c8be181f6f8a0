"""What a command and everything it started are using now, read from /proc (Linux)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
MB = 1_000_000


@dataclass(frozen=True)
class Process:
    """One process.

    Attributes:
        started: in clock ticks since boot; tells it from another one that gets its number later.
        cpu: its own CPU time in seconds.
        cpu_with_children: with that of the children it waited for.
        system_with_children: the kernel's share of that.
    """

    pid: int
    parent: int
    started: int
    cpu: float
    cpu_with_children: float
    system_with_children: float


def descendants(pid: int) -> list[Process]:
    """Every living process that ``pid`` started, directly or not. Orphans belong to the nearest subreaper."""
    children: dict[int, list[Process]] = {}
    for process in _processes():
        children.setdefault(process.parent, []).append(process)
    found: list[Process] = []
    waiting = [pid]
    while waiting:
        mine = children.get(waiting.pop(), [])
        found += mine
        waiting += [process.pid for process in mine]
    return found


def _processes() -> Iterator[Process]:
    for entry in os.scandir(PROC):
        if entry.name.isdigit():
            try:
                text = Path(entry.path, "stat").read_text()
            except (FileNotFoundError, ProcessLookupError):
                continue  # it ended meanwhile
            # the name, in brackets, may hold spaces and brackets of its own
            fields = text.rpartition(")")[2].split()
            user, system, users, systems = (int(field) / TICKS for field in fields[11:15])
            own, all_of_it = user + system, user + system + users + systems
            yield Process(int(entry.name), int(fields[1]), int(fields[19]), own, all_of_it, system + systems)


def namespace_depth(pid: int) -> int:
    """In how many process namespaces, one inside another, a process has a number: 1 for most; 0 if it has ended."""
    return len(_namespace_numbers(pid))


def leads_a_namespace(pid: int) -> bool:
    """Whether a process is the first of a process namespace directly below the system's."""
    numbers = _namespace_numbers(pid)
    return len(numbers) == 2 and numbers[1] == "1"


def _namespace_numbers(pid: int) -> list[str]:
    try:
        lines = (PROC / str(pid) / "status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return next((line.split()[1:] for line in lines if line.startswith("NSpid:")), [])


def memory_mb(pid: int) -> float:
    """Memory of one process in MB (10**6 bytes), shared pages divided among those who share them (PSS).

    Where the kernel does not tell us that, only the pages that are the process's alone; 0 if it has ended.
    """
    try:
        for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024 / MB
    except PermissionError:
        resident, shared = (PROC / str(pid) / "statm").read_text().split()[1:3]
        return (int(resident) - int(shared)) * PAGE / MB
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return 0.0  # a kernel thread or a zombie has no memory of its own
