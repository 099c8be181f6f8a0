"""The peak of memory of a command and of all that it started, and which of its processes spend CPU time."""

from __future__ import annotations

import os

from coursegrader.bench.process_tree import Process, descendants, memory_mb, namespace_depth


class TreeSampler:
    """Looks at the descendants of this process whenever it is told to.

    Attributes:
        peak_mb: the largest sum of their memory (PSS) so far, in MB (10**6 bytes).
        memory_parts: what it was made of, by kind of process (see ``cpu_parts``).
    """

    def __init__(self) -> None:
        self.peak_mb = 0.0
        self.memory_parts: dict[str, float] = {}
        self._main = self._workers = 0.0

    def look(self) -> None:
        """Look once."""
        tree = descendants(os.getpid())
        parts: dict[str, list[Process]] = {"main": [], "workers": [], "sandboxes": []}
        for process in tree:
            parts[_part(process)].append(process)
        memory = {part: sum(memory_mb(process.pid) for process in mine) for part, mine in parts.items()}
        if sum(memory.values()) > self.peak_mb:
            self.peak_mb, self.memory_parts = sum(memory.values()), memory
        self._main = max(self._main, sum(process.cpu for process in parts["main"]))
        # those that have ended are in the account of a worker that waited for them
        self._workers = max(self._workers, sum(process.cpu_with_children for process in parts["workers"]))

    def cpu_parts(self, whole: float) -> dict[str, float]:
        """CPU seconds of the command's own process (where results are written), of the trusted workers, and what is
        left of ``whole``: that ran behind the wall. As last seen: good to a tenth of a second for each process."""
        return {"main": self._main, "workers": self._workers, "sandboxes": max(0.0, whole - self._main - self._workers)}


def _part(process: Process) -> str:
    if process.parent == os.getpid():
        return "main"
    return "workers" if namespace_depth(process.pid) == 1 else "sandboxes"
