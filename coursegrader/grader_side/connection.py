"""The trusted end of the pipe to one notebook's process."""

from __future__ import annotations

import os
import select
import signal
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from coursegrader import wire
from coursegrader.errors import SandboxDied, SandboxUnavailable, WireError
from coursegrader.grader_side.warm_sandbox import WarmSandbox
from coursegrader.sandbox.policy import Limits

Message = dict[str, Any]

SEND_SECONDS = 30.0
WALL_SECONDS = 10.0
GRACE_SECONDS = 2.0
READ_SIZE = 64 * 1024
PART = 16 * 1024 * 1024  # of a file in one message
LONGEST_POLL = 2**31 - 1  # milliseconds: the kernel's own bound, beyond which Python raises
ENDED = "the code ended the process it ran in (out of memory, or it called exit)"


class Connection:
    """One notebook's process. Whatever goes wrong inside arrives as :class:`SandboxDied`.

    Attributes:
        limits: the bounds it runs in.
        alive: whether it can still be talked to.

    Raises:
        SandboxUnavailable: the sandbox cannot start it. No learner's code has run then, so it is nobody's fault but the
            machine's, and nobody's zero.
    """

    def __init__(self, sandbox: WarmSandbox) -> None:
        self.limits: Limits = sandbox.limits
        self._sandbox = sandbox
        self._walled = sandbox.obstacle is None
        self._lost = False
        self._test_is_ending = False
        self._socket, theirs = socket.socketpair()
        try:
            with theirs:
                self._process = sandbox.fork(theirs)
        except BaseException:
            self._socket.close()
            raise
        self._stream = _Stream(self._socket)
        self.alive = True
        self._expect_wall()

    def _expect_wall(self) -> None:
        """The process says first whether it could confine itself: then nothing of a learner's has reached it yet."""
        try:
            message = self.receive(WALL_SECONDS)
        except SandboxDied as error:
            raise SandboxUnavailable(f"the sandbox does not start on this machine: {error}") from error
        if message["op"] != "walled":
            self.kill()
            raise SandboxUnavailable(f"the sandbox does not hold on this machine: {message.get('why')}")

    def put_files(self, files: Mapping[str, bytes], folder: str) -> None:
        """Send the files for the working folder.

        Args:
            files: content by path.
            folder: the working folder's own name.

        Raises:
            SandboxDied: the process has ended.
        """
        self.send({"op": "folder", "name": folder})
        for name, content in files.items():
            self.send({"op": "file", "name": name, "content": content[:PART]})
            for start in range(PART, len(content), PART):
                self.send({"op": "more", "name": name, "content": content[start : start + PART]})

    def send(self, message: Message) -> None:
        """Send one message."""
        try:
            wire.write_frame(self._stream, message, self.limits.message)
        except OSError:
            self.kill()
            raise SandboxDied(ENDED) from None

    def receive(self, seconds: float) -> Message:
        """Receive one message within ``seconds``; a process that does not answer is killed."""
        try:
            self._stream.deadline = time.monotonic() + seconds
            return wire.read_frame(self._stream, self.limits.message)
        except TimeoutError:
            self.kill()
            raise SandboxDied(f"the sandbox gave no answer within {seconds:.1f} seconds and was stopped") from None
        except (OSError, EOFError):
            self.kill()
            raise SandboxDied(ENDED) from None
        except WireError:
            self.kill()
            raise

    def expect(self, op: str, seconds: float) -> Message:
        """Receive one message, which must be ``op``."""
        message = self.receive(seconds)
        if message["op"] != op:
            self.kill()
            raise SandboxDied("the sandbox broke the protocol and was stopped")
        return message

    def request(self, message: Message, op: str, seconds: float) -> Message:
        """Send, then receive the answer, which must be ``op``."""
        self.send(message)
        return self.expect(op, seconds)

    def start_test(self, patch: str, block: tuple[str, ...]) -> None:
        """Have a process forked for a hidden test. There is no answer: it says nothing before it is asked something.

        Args:
            patch: Python that it runs first.
            block: modules whose public functions raise in it.
        """
        self.send({"op": "test", "patch": patch, "block": list(block)})
        if block and self._walled:
            self._sandbox.prepare(block)

    def end_test(self) -> None:
        """Tell the process of a hidden test to end. That it has ended is heard later, by :meth:`settle`."""
        self.send({"op": "end"})
        self._test_is_ending = True

    def settle(self) -> None:
        """Wait for the end of the last hidden test's process, if that has not been heard of.

        Raises:
            SandboxDied: it does not end, or the whole process has ended.
        """
        if self._test_is_ending:
            self._test_is_ending = False
            self.expect("ended", self.limits.test_seconds + GRACE_SECONDS)

    @property
    def lost_its_sandbox(self) -> bool:
        """Whether the sandbox, which outlives its notebooks, has ended: that was none of this notebook's doing."""
        return self._walled and self._lost

    def kill(self) -> None:
        """End the process with everything it started; and the whole sandbox if that is the only way."""
        if not self.alive:
            return
        self.alive = False
        self._lost = not self._sandbox.is_running()
        self._socket.close()
        try:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._process, signal.SIGKILL)
            if not self._walled or not self._has_ended(GRACE_SECONDS):
                self._sandbox.close()
        finally:
            os.close(self._process)

    def _has_ended(self, seconds: float) -> bool:
        """Wait for the end. The process is the first of its namespace: it ends after all the others in there."""
        ready = select.poll()
        ready.register(self._process, select.POLLIN)
        return bool(ready.poll(int(seconds * 1000)))

    def close(self) -> None:
        """End it."""
        self.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()


class _Stream:
    """A socket that is read until one moment, however the bytes trickle in, with few calls of the system."""

    def __init__(self, connection: socket.socket) -> None:
        connection.setblocking(False)
        self._socket = connection
        self._readable, self._writable = select.poll(), select.poll()
        self._readable.register(connection, select.POLLIN)
        self._writable.register(connection, select.POLLOUT)
        self._unread = b""
        self.deadline = 0.0

    def recv(self, size: int, /) -> bytes:
        if not self._unread:
            left = self.deadline - time.monotonic()
            if left <= 0 or not self._readable.poll(min(left * 1000, LONGEST_POLL)):
                raise TimeoutError
            self._unread = self._socket.recv(READ_SIZE)
        part, self._unread = self._unread[:size], self._unread[size:]
        return part

    def sendall(self, data: bytes, /) -> None:
        end = time.monotonic() + SEND_SECONDS
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[self._socket.send(rest) :]
            except BlockingIOError:
                left = end - time.monotonic()
                if left <= 0 or not self._writable.poll(left * 1000):
                    raise TimeoutError from None
