"""CPU time behind the wall, of cells and of hidden tests, read from outside while a class is graded in one process."""

from __future__ import annotations

import functools
import mmap
import os
from typing import Any

from coursegrader.bench.process_tree import descendants, namespace_depth
from coursegrader.grader_side.session import NotebookSession

PHASES = ("cells", "tests")


class WallMeter:
    """Reads /proc before and after a notebook's cells, and after its hidden tests; forked children share the counts."""

    def __init__(self) -> None:
        self._root = os.getpid()
        self._totals = memoryview(mmap.mmap(-1, 2 * len(PHASES) * 8)).cast("d")
        self._last = (0.0, 0.0)

    def install(self) -> None:
        """Have notebooks' sessions tell this meter."""
        start, close = NotebookSession._start, NotebookSession.close

        @functools.wraps(start)
        def timed_start(session: NotebookSession) -> None:
            self._last = self.read()
            start(session)
            self._count(0)

        @functools.wraps(close)
        def timed_close(session: NotebookSession) -> None:
            self._count(1)
            close(session)

        NotebookSession._start = timed_start  # type: ignore[method-assign,assignment]
        NotebookSession.close = timed_close  # type: ignore[method-assign,assignment]

    def restart(self) -> None:
        """Forget what was counted so far."""
        for index in range(len(self._totals)):
            self._totals[index] = 0.0

    def milliseconds(self, submissions: int) -> dict[str, Any]:
        """User and system CPU time of cells and of tests, per submission."""
        return {
            phase: {
                "user_ms": 1000 * self._totals[2 * number] / submissions,
                "system_ms": 1000 * self._totals[2 * number + 1] / submissions,
            }
            for number, phase in enumerate(PHASES)
        }

    def _count(self, phase: int) -> None:
        now = self.read()
        for index in (0, 1):
            self._totals[2 * phase + index] += now[index] - self._last[index]
        self._last = now

    def read(self) -> tuple[float, float]:
        """User and system CPU seconds of the living sandboxes, with all that they waited for."""
        walled = [process for process in descendants(self._root) if namespace_depth(process.pid) > 1]
        system = sum(process.system_with_children for process in walled)
        return sum(process.cpu_with_children for process in walled) - system, system
