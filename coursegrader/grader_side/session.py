"""One notebook behind the wall: run its cells, then give each hidden test a fresh fork of what they left."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from coursegrader.errors import SandboxDied
from coursegrader.grader_side.attempt import MAX_FILES, MAX_TOTAL
from coursegrader.grader_side.connection import GRACE_SECONDS, Connection
from coursegrader.grader_side.outputs import plain_outputs, size_of
from coursegrader.grader_side.student import Student
from coursegrader.wire.file_names import is_plain_path

Outputs = list[dict[str, Any]]
MAX_STARTS = 4
_OUT_OF_TIME = "the notebook ran longer than {:g} seconds and was stopped: this cell and all after it are left out"
_KEEPS_TOO_MUCH = "the cell kept so much memory that too little was left for the rest of the notebook: it is left out"
MAX_OUTPUT = 64 * 1024 * 1024
# Errors of a cell that are told at the top of the result, since everything after it may be wrong for their sake.
TOLD_ERRORS = {
    "CellTimeoutError": "the cell ran longer than it may and was stopped",
    "MemoryError": "the cell asked for more memory than it may have",
}


class NotebookSandbox(Protocol):
    """Where a notebook runs: gives a live process with the attempt's files, a new one if that has died."""

    @property
    def seed(self) -> int: ...

    def connect(self) -> Connection: ...


@dataclass
class CellRuns:
    """What running the cells gave: outputs by cell index, and what went wrong by cell index."""

    outputs: dict[int, Outputs] = field(default_factory=dict)
    problems: dict[int, str] = field(default_factory=dict)


class NotebookSession:
    """Runs one notebook in the attempt's sandbox, and again in a new one when that has died.

    A cell that takes the whole process down (a hang that cannot be interrupted, too much memory, ``os._exit``), or
    leaves no memory for the others, is left out the next time, so that the rest can still be graded.

    Attributes:
        runs: what the cells gave.
        files: what the cells left in their folder, by path; nothing unless asked for.
        patch: Python that each test runs first, in its own fork: another answer tried without running the cells again.
    """

    def __init__(self, sandbox: NotebookSandbox, cells: Sequence[str], *, keep_files: bool = False) -> None:
        self._keep_files = keep_files
        self.grace = GRACE_SECONDS  # over a cell's time, until its process is ended
        self._sandbox = sandbox
        self._cells = list(cells)
        self.patch = ""
        self._connection: Connection | None = None
        self._starts = 0
        self._skip: set[int] = set()
        self._lost_in: set[int] = set()  # cells in which the sandbox ended: by chance, unless it does so again
        self._functions: set[str] = set()  # names of functions that the cells left, as far as tests were told
        self._output_size = 0
        self.runs = CellRuns()
        self.files: dict[str, bytes] = {}

    def run(self) -> CellRuns:
        """Run the cells.

        Raises:
            SandboxDied: the notebook cannot be brought to its end within a few tries.
        """
        while not self._running():
            if self._starts >= MAX_STARTS:
                raise SandboxDied("the notebook ended its process again and again; nothing more can be graded in it")
            self._starts += 1
            self._start()
        return self.runs

    def _running(self) -> bool:
        return self._connection is not None and self._connection.alive

    def _start(self) -> None:
        self._connection = connection = self._sandbox.connect()
        self._output_size = 0
        self.files = {}
        self._functions = set()
        connection.send(self._start_message())
        limits = connection.limits
        end = time.monotonic() + limits.notebook_seconds
        current: int | None = None
        try:
            while True:
                left = end - time.monotonic()
                if left <= 0:
                    raise SandboxDied(_OUT_OF_TIME.format(limits.notebook_seconds))
                message = connection.receive(min(limits.cell_seconds + self.grace, left))
                if message["op"] == "ready":
                    return
                if message["op"] == "full":
                    current = self._greediest(message)
                    raise SandboxDied(_KEEPS_TOO_MUCH)
                current = self._take(message, current)
        except (SandboxDied, KeyError, TypeError, AttributeError) as error:
            connection.kill()
            if connection.lost_its_sandbox and current not in self._lost_in:
                self._lost_in.update(set() if current is None else {current})
                return  # once more, with every cell
            at_fault = len(self._skip) if current is None else current
            what = _what_happened(error)
            if time.monotonic() >= end - 0.05:
                # each cell kept its own time, and all of them together did not: do without the rest of them, so that
                # what was answered before is graded, and the time is spent twice at most
                self._skip.update(range(at_fault, len(self._cells)))
                what = _OUT_OF_TIME.format(limits.notebook_seconds)
            self._skip.add(at_fault)
            known = self.runs.problems.get(at_fault)
            self.runs.problems[at_fault] = what if known is None else f"{known}; {what}"

    def _start_message(self) -> dict[str, Any]:
        start = {"op": "notebook", "cells": self._cells, "skip": sorted(self._skip), "seed": self._sandbox.seed}
        return {**start, "keep": self._keep_files}

    def _greediest(self, message: dict[str, Any]) -> int:
        """The cell that is said to have kept most of the memory: a cell that has run, whoever says so."""
        index = message["index"]
        if not isinstance(index, int) or index not in self.runs.outputs or index in self._skip:
            raise SandboxDied("the cell broke the connection to the grader")
        return index

    def _take(self, message: dict[str, Any], current: int | None) -> int | None:
        index = message.get("index")
        first = 0 if current is None else current + 1  # nobody says later what an earlier cell showed
        if message["op"] == "start" and isinstance(index, int) and first <= index < len(self._cells):
            return index
        if message["op"] == "cell" and index == current and isinstance(message["outputs"], list):
            outputs = plain_outputs(message["outputs"])
            self._output_size += size_of(outputs)
            if self._output_size > MAX_OUTPUT:
                raise SandboxDied("the notebook shows more than can be kept")
            self.runs.outputs[message["index"]] = outputs
            self.runs.problems.pop(message["index"], None)  # of an earlier run, with a cell that is now left out
            for output in outputs:
                if output.get("ename") in TOLD_ERRORS:
                    self.runs.problems[message["index"]] = TOLD_ERRORS[output["ename"]]
            return current
        if message["op"] == "file" and self._keep_files:
            self._keep(message["name"], message["content"])
            return current
        raise SandboxDied("the cell broke the connection to the grader")

    def _keep(self, name: object, content: object) -> None:
        """Keep a file for the next notebook; its name and content are a learner's, and no more than that."""
        if not isinstance(name, str) or not isinstance(content, bytes) or not is_plain_path(name):
            raise SandboxDied("the notebook broke the connection to the grader")
        if len(self.files) >= MAX_FILES or sum(map(len, self.files.values())) + len(content) > MAX_TOTAL:
            raise SandboxDied("the notebook writes more files than can be kept")
        self.files[name] = content

    @contextmanager
    def test(self, block: Sequence[str] = ()) -> Iterator[Student]:
        """The learner's functions, in a fork for one test; the notebook is run again first if its process has died.

        Args:
            block: modules whose public functions raise during the test.

        Raises:
            SandboxDied: it cannot be brought back.
        """
        if self._connection is not None:
            with suppress(SandboxDied):  # what does not end as it should has been ended: the notebook is run again
                self._connection.settle()
        self.run()
        connection = self._connection
        assert connection is not None
        connection.start_test(self.patch, tuple(block))
        student = Student(connection, self._functions if not self.patch else None)
        try:
            yield student
        finally:
            student.finish()

    def close(self) -> None:
        """End the notebook's process."""
        if self._connection is not None:
            self._connection.kill()


def _what_happened(error: Exception) -> str:
    return str(error) if isinstance(error, SandboxDied) else "the cell broke the connection to the grader"
