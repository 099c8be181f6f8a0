"""Hidden tests: each is served by a process forked from the state that the notebook's cells left."""

from __future__ import annotations

import gc
import os
import sys
from typing import Any

from coursegrader import wire
from coursegrader.student_side.blocking import Blockers
from coursegrader.student_side.branch import Branch
from coursegrader.student_side.calls import CallServer
from coursegrader.student_side.leftovers import Leftovers
from coursegrader.student_side.limits import NotebookLimits
from coursegrader.student_side.rlimits import lowest_memory

Block = tuple[str, ...]


class HiddenTests:
    """Has tests served, those of a kind from one branch, and tells the trusted side how they ended."""

    def __init__(
        self, stream: wire.Stream, namespace: dict[str, Any], limits: NotebookLimits, blockers: Blockers
    ) -> None:
        self._stream, self._namespace, self._limits, self._blockers = stream, namespace, limits, blockers
        # made before the forks, and used in none but them: whatever a child does first costs it a copy of a page
        self._calls = CallServer(stream, namespace, limits.message, blockers)
        self._memory = (lowest_memory(limits.test_memory),) * 2
        self._leftovers = Leftovers() if os.getpid() == 1 else None
        self._patch = ""
        self._branches: dict[Block, Branch] = {}
        gc.freeze()  # a collection in a fork would otherwise write to, and so copy, every page

    def run(self, patch: str, block: Block) -> None:
        """Have one test served.

        Args:
            patch: Python to run first.
            block: modules whose functions raise.

        Raises:
            ChildProcessError: a test has ended what it was forked from, and nobody here can end what it started.
        """
        verdict = self._branch(patch, block).run_test()
        if verdict is None:
            verdict = "exit"
            self._branches.clear()
            if self._leftovers is None:
                raise ChildProcessError("a hidden test has ended the process that it was forked from")
            self._leftovers.end()
        wire.write_frame(self._stream, {"op": "ended", "how": verdict})

    def _branch(self, patch: str, block: Block) -> Branch:
        if patch != self._patch:
            while self._branches:
                self._branches.popitem()[1].end()
            self._patch = patch
        if block not in self._branches:
            sys.stdout.flush()
            blocker = self._blockers.get(block) if block else None

            def prepare() -> None:
                exec(compile(patch, "<answer>", "exec"), self._namespace)  # noqa: S102  as foreign as the cells
                if blocker is not None:
                    blocker.apply(self._namespace)

            seconds = self._limits.test_seconds
            self._branches[block] = Branch(prepare, self._calls.serve, seconds, self._memory)
        return self._branches[block]
