"""One account for the CPU time of a command and of everything it starts.

The kernel adds a process's time to its parent's when the parent waits for it. That is not enough here: when a process
namespace (a sandbox) is ended from outside, the kernel clears it away without anybody waiting, and its time is in no
account. A control group counts it; where none can be made, what was last seen of it in /proc is added.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coursegrader.bench.process_tree import descendants, leads_a_namespace

CGROUP_V1 = tuple(Path("/sys/fs/cgroup") / name for name in ("cpuacct", "cpu,cpuacct"))
NANO, MICRO = 1e-9, 1e-6
EMPTY_SECONDS = 5.0


def reaped() -> float:
    """CPU seconds of all processes that this one, a subreaper, has waited for; with those that they waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class ControlGroup:
    """A control group with a CPU counter (version 1 or 2)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def join(self) -> None:
        """Put the calling process, and so all that it will start, into the group."""
        (self._folder / "cgroup.procs").write_text(str(os.getpid()))

    def seconds(self) -> float:
        """CPU seconds used in the group so far."""
        counter = self._folder / "cpuacct.usage"
        if counter.exists():
            return int(counter.read_text()) * NANO
        stat = dict(line.split() for line in (self._folder / "cpu.stat").read_text().splitlines())
        return int(stat["usage_usec"]) * MICRO


@contextmanager
def control_group() -> Iterator[ControlGroup | None]:
    """A new control group, removed afterwards; None where this user or machine has none."""
    folder = _make_folder()
    if folder is None:
        yield None
        return
    try:
        yield ControlGroup(folder)
    finally:
        _remove(folder)


def _make_folder() -> Path | None:
    for parent in (*CGROUP_V1, *_own_v2()):
        folder = parent / f"coursegrader-bench-{os.getpid()}"
        try:
            folder.mkdir()
        except OSError:
            continue
        if (folder / "cpuacct.usage").exists() or "usage_usec" in _text(folder / "cpu.stat"):
            return folder
        folder.rmdir()
    return None


def _own_v2() -> list[Path]:
    lines = _text(Path("/proc/self/cgroup")).splitlines()
    own = [line.removeprefix("0::/") for line in lines if line.startswith("0::/")]
    return [Path("/sys/fs/cgroup") / path for path in own if Path("/sys/fs/cgroup/cgroup.procs").exists()]


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def _remove(folder: Path) -> None:
    """Remove the group as soon as its last process has gone."""
    end = time.monotonic() + EMPTY_SECONDS
    while True:
        try:
            folder.rmdir()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)


class SeenAccount:
    """The account where there is no control group: reaped time, and what was last seen in each process namespace that
    was ended from outside. Too small by what such a namespace used after the last look at it."""

    def __init__(self) -> None:
        self._inside: dict[tuple[int, int], float] = {}
        self._waited_for: dict[tuple[int, int], float] = {}

    def look(self) -> None:
        """Look at every living descendant that leads a process namespace of its own."""
        for first in descendants(os.getpid()):
            if leads_a_namespace(first.pid):
                key = first.pid, first.started
                inside = sum(process.cpu_with_children for process in descendants(first.pid))
                # they may be seen to be gone while their first process is still there
                self._inside[key] = max(inside, self._inside.get(key, 0.0))
                self._waited_for[key] = first.cpu_with_children - first.cpu

    def seconds(self) -> float:
        """CPU seconds used so far, as of the last look."""
        # what a namespace's first process waited for reaches us with its own time
        lost = sum(max(0.0, inside - self._waited_for[key]) for key, inside in self._inside.items())
        return reaped() + lost
