"""One notebook: runs its cells, then serves hidden tests, each in a fork of the state the cells left."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from coursegrader import wire
from coursegrader.errors import WireError
from coursegrader.student_side.blocking import Blocker
from coursegrader.student_side.calls import CallServer
from coursegrader.student_side.rlimits import tighten_memory
from coursegrader.student_side.shell import RecordingShell, run_cell

Message = dict[str, Any]


@dataclass(frozen=True)
class NotebookLimits:
    """Times in seconds, sizes in bytes."""

    cell_seconds: float
    test_seconds: float
    test_memory: int
    message: int


class NotebookProcess:
    """The life of the forked child that runs one notebook."""

    def __init__(self, stream: wire.Stream, shell: RecordingShell, limits: NotebookLimits) -> None:
        self._stream, self._shell, self._limits = stream, shell, limits
        self._blockers: dict[tuple[str, ...], Blocker] = {}

    def run(self, cells: list[str], skip: list[int]) -> None:
        """Run the cells, then tests until told to close."""
        self._run_cells(cells, set(skip))
        while True:
            message = wire.read_frame(self._stream)
            if message["op"] == "close":
                return
            if message["op"] == "test":
                self._run_test(str(message["patch"]), tuple(message["block"]))
            # anything else was meant for a test that has died meanwhile: its end is told already

    def _run_cells(self, cells: list[str], skip: set[int]) -> None:
        for index, source in enumerate(cells):
            if index in skip:
                continue
            self._send({"op": "start", "index": index})
            outputs = run_cell(self._shell, source, self._limits.cell_seconds, index + 1)
            self._send_outputs(index, outputs)
        self._send({"op": "ready"})

    def _send_outputs(self, index: int, outputs: list[dict[str, Any]]) -> None:
        try:
            self._send({"op": "cell", "index": index, "outputs": _plain(outputs)})
        except (WireError, TypeError, ValueError, OverflowError) as error:
            text = f"[the output of this cell cannot be kept: {type(error).__name__}]\n"
            self._send(
                {"op": "cell", "index": index, "outputs": [{"output_type": "stream", "name": "stderr", "text": text}]}
            )

    def _send(self, message: Message) -> None:
        wire.write_frame(self._stream, message, self._limits.message)

    def _run_test(self, patch: str, block: tuple[str, ...]) -> None:
        if block and block not in self._blockers:
            self._blockers[block] = Blocker(block)
        sys.stdout.flush()
        before = _processes()
        child = os.fork()
        if child == 0:
            self._serve_test(patch, block)
        verdict = _wait(child, self._limits.test_seconds)
        _kill(_processes() - before)
        self._send({"op": "ended", "how": verdict})

    def _serve_test(self, patch: str, block: tuple[str, ...]) -> None:
        """In the child: answer calls, then leave without any of the student's clean-up handlers."""
        status = 1
        try:
            os.setpgid(0, 0)
            tighten_memory(self._limits.test_memory)
            exec(compile(patch, "<answer>", "exec"), self._shell.user_ns)  # noqa: S102  as foreign as the cells
            if block:
                self._blockers[block].apply(self._shell.user_ns)
            self._send({"op": "forked"})
            CallServer(self._stream, self._shell.user_ns, self._limits.message).serve()
            status = 0
        except BaseException:  # noqa: BLE001  told on stderr, and by the exit status
            traceback.print_exc()
        finally:
            os._exit(status)


def _wait(child: int, seconds: float) -> str:
    """Wait for a test's process to end; kill it, and whatever it started, after ``seconds``."""
    deadline = time.monotonic() + seconds
    handle = os.pidfd_open(child)
    try:
        ready, _, _ = select.select([handle], [], [], max(0.0, deadline - time.monotonic()))
    finally:
        os.close(handle)
    if not ready:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with suppress(ProcessLookupError):  # it may have left nobody behind
        os.killpg(child, signal.SIGKILL)
    if not ready:
        return "timeout"
    if os.WIFSIGNALED(status):
        return f"signal {os.WTERMSIG(status)}"
    return "done" if os.WEXITSTATUS(status) == 0 else f"exit {os.WEXITSTATUS(status)}"


def _processes() -> set[int]:
    """Every process of the sandbox, which has a process namespace of its own."""
    return {int(entry.name) for entry in os.scandir("/proc") if entry.name.isdigit()}


def _kill(processes: set[int]) -> None:
    """End what a test left running outside of its process group."""
    for process in processes:
        with suppress(ProcessLookupError):  # it may have ended meanwhile
            os.kill(process, signal.SIGKILL)


def _plain(value: object) -> Any:
    """Outputs as plain JSON-like values: bytes (pictures) become base64 text, as in a notebook file."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, bytes):
        import base64

        return base64.b64encode(value).decode("ascii")
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return str(value).encode("utf-8", "replace").decode("utf-8")
