"""Hidden tests: each is served by a process that is in the state that the notebook's cells left.

That is a fork of it, or the process of the test before where nothing can have changed in that (`stateless.py`).
"""

from __future__ import annotations

import gc
import os
import resource
import socket
import sys
import time
from functools import partial
from typing import Any

from coursegrader import wire
from coursegrader.student_side.blocking import Blockers
from coursegrader.student_side.branch import TOLD, Action, Bounds, Branch, run_without_branch
from coursegrader.student_side.calls import CallServer
from coursegrader.student_side.clock import Clock
from coursegrader.student_side.leftovers import Leftovers
from coursegrader.student_side.limits import NotebookLimits
from coursegrader.student_side.rlimits import memory_of_a_test

Message = dict[str, Any]
Block = tuple[str, ...]
# A process that has used more than this makes way for a new one: each test has its limits for itself.
_MOST_SECONDS = 2.0
_MOST_GROWTH = 64 * 2**10  # kibibytes


class HiddenTests:
    """Has tests served and tells the trusted side how they ended. The first test of a kind has a process of its own,
    which may serve all others; those that it leaves are served from one branch."""

    def __init__(
        self, stream: socket.socket, namespace: dict[str, Any], limits: NotebookLimits, blockers: Blockers
    ) -> None:
        self._stream, self._namespace, self._blockers = stream, namespace, blockers
        # made before the forks, and used in none but them: whatever a child does first costs it a copy of a page
        self._calls = CallServer(stream, namespace, limits.message, blockers)
        memory = memory_of_a_test(limits.test_memory)
        self._clock = Clock()
        self._bounds = Bounds(limits.test_seconds, (memory, memory), self._clock)
        self._leftovers = Leftovers() if os.getpid() == 1 else None
        self._patch = ""
        self._begun: set[Block] = set()
        self._branches: dict[Block, Branch] = {}
        gc.freeze()  # a collection in a fork would otherwise write to, and so copy, every page

    def run(self, message: Message) -> None:
        """Have a test served, and those after it that its process goes on to serve.

        Args:
            message: ``patch``, Python to run first; ``block``, modules whose functions raise.

        Raises:
            ChildProcessError: a test has ended what it was forked from, and nobody here can end what it started.
        """
        self._use(str(message["patch"]))
        block, serve = tuple(message["block"]), partial(self._serve, wire.to_frame(message))
        first = block not in self._begun
        self._begun.add(block)
        if first and self._leftovers is not None:
            sys.stdout.flush()
            verdict = run_without_branch(self._preparation(block), serve, self._bounds)
            self._leftovers.end(spare=(branch.process for branch in self._branches.values()))
        else:
            verdict = self._run_from_branch(block, serve)
        if verdict != TOLD:
            self._tell_end(verdict)

    def _run_from_branch(self, block: Block, serve: Action) -> str:
        if block not in self._branches:
            sys.stdout.flush()
            self._branches[block] = Branch(self._preparation(block), serve, self._bounds)
        verdict = self._branches[block].run_test()
        if verdict is not None:
            return verdict
        self._branches.clear()
        if self._leftovers is None:
            raise ChildProcessError("a hidden test has ended the process that it was forked from")
        self._leftovers.end()
        return "exit"

    def _tell_end(self, how: str) -> None:
        wire.write_frame(self._stream, {"op": "ended", "how": how})

    def _serve(self, frame: bytes) -> None:
        """The life of a test's process: ``frame`` asked for its first test, and it serves whoever asks for the same."""
        most_memory = _resident() + _MOST_GROWTH
        self._calls.serve()
        while self._calls.kept_nothing and time.process_time() < _MOST_SECONDS and _resident() < most_memory:
            self._clock.stop()
            self._tell_end("done")
            if self._stream.recv(len(frame), socket.MSG_PEEK) != frame:
                return  # somebody else's to answer
            self._clock.start()
            wire.read_frame(self._stream)
            self._calls.serve()

    def _use(self, patch: str) -> None:
        if patch != self._patch:
            while self._branches:
                self._branches.popitem()[1].end()
            self._begun.clear()
            self._patch = patch

    def _preparation(self, block: Block) -> Action:
        """What a process does before it serves tests: run the patch, and replace the functions to block."""
        patch, blocker = self._patch, self._blockers.get(block) if block else None

        def prepare() -> None:
            exec(compile(patch, "<answer>", "exec"), self._namespace)  # noqa: S102  as foreign as the cells
            if blocker is not None:
                blocker.apply(self._namespace)

        return prepare


def _resident() -> int:
    """The most memory this process has used so far, in kibibytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
