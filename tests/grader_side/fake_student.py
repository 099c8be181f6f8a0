"""A process behind the wall that says whatever a test wants it to: the real trusted classes talk to it by a socket."""

from __future__ import annotations

import os
import socket
import struct
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import msgpack

from coursegrader.grader_side.connection import Connection
from coursegrader.sandbox import Limits

Script = Callable[["Pipe"], None]
LIMITS = Limits(cell_seconds=0.5, notebook_seconds=2.0, test_seconds=0.3, message=8 * 2**20)


class Pipe:
    """The student's end."""

    def __init__(self, end: socket.socket) -> None:
        self.end = end
        end.settimeout(20)

    def raw(self, data: bytes) -> None:
        """Send bytes."""
        self.end.sendall(data)

    def say(self, message: Any) -> None:
        """Send one well-formed frame with any message in it."""
        body = msgpack.packb(message, use_bin_type=True)
        self.raw(struct.pack(">I", len(body)) + body)

    def hear(self) -> dict[str, Any]:
        """The next message of the trusted side."""
        (size,) = struct.unpack(">I", self._exactly(4))
        message: dict[str, Any] = msgpack.unpackb(self._exactly(size), raw=False)
        return message

    def hear_until(self, *ops: str) -> dict[str, Any]:
        """The next message with one of these operations."""
        while True:
            message = self.hear()
            if message["op"] in ops:
                return message

    def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            part = self.end.recv(size - len(data))
            if not part:
                raise ConnectionError
            data += part
        return data

    def run_cells(self) -> None:
        """Behave until the cells have run."""
        self.say({"op": "walled"})
        message = self.hear_until("notebook")
        for index in range(len(message["cells"])):
            if index not in message["skip"]:
                self.say({"op": "start", "index": index})
                self.say({"op": "cell", "index": index, "outputs": []})
        self.say({"op": "ready"})


class FakeSandbox:
    """Stands for a warm sandbox: each notebook's process is a thread here that follows the script."""

    obstacle = None

    def __init__(self, script: Script, limits: Limits = LIMITS) -> None:
        self.limits, self._script = limits, script
        self.threads: list[threading.Thread] = []
        self._processes: list[subprocess.Popen[bytes]] = []

    def fork(self, theirs: socket.socket) -> int:
        thread = threading.Thread(target=self._play, args=(theirs.dup(),), daemon=True)
        thread.start()
        self.threads.append(thread)
        process = subprocess.Popen(["/bin/sleep", "60"])
        self._processes.append(process)
        return os.pidfd_open(process.pid)

    def _play(self, end: socket.socket) -> None:
        with end, suppress(OSError):
            self._script(Pipe(end))

    def is_running(self) -> bool:
        return True

    def prepare(self, block: tuple[str, ...]) -> None:
        """Nothing to prepare."""

    def close(self) -> None:
        for process in self._processes:
            process.kill()
            process.wait()


class FakeAttempt:
    """Stands for an attempt's sandbox."""

    seed = 0

    def __init__(self, sandbox: FakeSandbox) -> None:
        self._sandbox = sandbox

    def connect(self) -> Connection:
        return Connection(self._sandbox)  # type: ignore[arg-type]


@contextmanager
def fake_attempt(script: Script, limits: Limits = LIMITS) -> Iterator[FakeAttempt]:
    """An attempt whose notebook processes follow the script."""
    sandbox = FakeSandbox(script, limits)
    try:
        yield FakeAttempt(sandbox)
    finally:
        sandbox.close()
        for thread in sandbox.threads:
            thread.join(5)
