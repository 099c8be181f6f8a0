"""What some hidden tests have in common, done once: a process that the processes of tests are forked from.

A branch has the state that the notebook's cells left, a patch run in it, and functions of libraries replaced by ones
that raise. Done in each test's own process, the replacing alone would copy as many pages as the test itself.

A test's process may go on to serve more tests. By a pipe it lets the branch know that it is idle (the end of the last
test has been told by itself) and when the next one begins, which starts the clock anew.
"""

from __future__ import annotations

import gc
import os
import resource
import select
import signal
import socket
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

from coursegrader.sandbox import syscalls
from coursegrader.student_side.leftovers import end_adopted, has_children
from coursegrader.student_side.quick_fork import quick_fork

_GRACE_SECONDS = 1.0
_LONGEST = 100  # bytes of an answer
_GO = b"t"
IDLE, NEXT = b"i", b"n"
TOLD = "told"

Action = Callable[[], object]
Serve = Callable[[int], object]
Tell = Callable[[bytes], object]


def run_without_branch(prepare: Action, serve: Serve, seconds: float, memory: tuple[int, int]) -> str:
    """Have a test served, and those that its process goes on to serve, by a process that prepares itself: where that
    one serves them all, a branch would be a fork for nothing. How it ended, or ``TOLD``, as from `Branch.run_test`.

    Args:
        As of `Branch`.

    Raises:
        OSError: the kernel refuses another process.
    """

    def prepare_and_serve(signs: int) -> None:
        prepare()
        gc.freeze()
        serve(signs)

    return _run_test(prepare_and_serve, seconds, memory, lambda _: None)


class Branch:
    """The notebook's side of one branch.

    Attributes:
        process: its id.

    Args:
        prepare: what the branch does first.
        serve: the life of a test's process. It is given the pipe's end to write `IDLE` and `NEXT` to.
        seconds: how long a test may take.
        memory: soft and hard limit of a test's address space, in bytes.

    Raises:
        OSError: the kernel refuses another process.
    """

    def __init__(self, prepare: Action, serve: Serve, seconds: float, memory: tuple[int, int]) -> None:
        self._seconds = seconds
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.process = quick_fork()
            if self.process == 0:
                self._socket.close()
                _live(theirs, prepare, serve, seconds, memory)

    def run_test(self) -> str | None:
        """Have a test served, and those that its process goes on to serve; how that process ended, or ``TOLD`` if the
        end of its last test has been told. None if the branch itself is lost, with everything that it started still to
        be ended."""
        try:
            self._socket.send(_GO)
            answer = NEXT
            while answer in (IDLE, NEXT):
                self._socket.settimeout(None if answer == IDLE else self._seconds + _GRACE_SECONDS)
                answer = self._socket.recv(_LONGEST)
        except OSError:
            return None
        return answer.decode("ascii", "replace") or None

    def end(self) -> None:
        """End it."""
        self._socket.close()
        with suppress(ProcessLookupError, ChildProcessError):  # a test may have ended it, and a cell waited for it
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)


def _live(requests: socket.socket, prepare: Action, serve: Serve, seconds: float, memory: tuple[int, int]) -> NoReturn:
    try:
        prepare()
        gc.freeze()  # a collection in a test's process would otherwise write to, and so copy, every page
        syscalls.set_child_subreaper()
        while requests.recv(1):
            verdict = _run_test(serve, seconds, memory, requests.send)
            if has_children():
                end_adopted()
            requests.send(verdict.encode())
    except BaseException:  # noqa: BLE001  whoever asked hears that the branch has ended
        traceback.print_exc()
    finally:
        os._exit(1)


def _run_test(serve: Serve, seconds: float, memory: tuple[int, int], tell: Tell) -> str:
    reading, writing = os.pipe()
    child = quick_fork()
    if child == 0:
        os.close(reading)
        _be_the_test(serve, writing, memory)
    os.close(writing)
    return _Watch(child, reading, seconds, tell).verdict()


def _be_the_test(serve: Serve, signs: int, memory: tuple[int, int]) -> NoReturn:
    """Answer calls, then leave without any of the student's clean-up handlers."""
    status = 1
    try:
        syscalls.set_parent_death_signal(signal.SIGKILL)  # idle, it would otherwise outlast the branch
        resource.setrlimit(resource.RLIMIT_AS, memory)
        serve(signs)
        status = 0
    except BaseException:  # noqa: BLE001  told on stderr, and by the exit status
        traceback.print_exc()
    finally:
        os._exit(status)


class _Watch:
    """Waits for the end of a test's process, and kills it when one test takes longer than it may."""

    def __init__(self, child: int, signs: int, seconds: float, tell: Tell) -> None:
        self._child, self._signs, self._tell = child, signs, tell
        self._handle = os.pidfd_open(child)
        self._seconds = seconds
        self._end: float | None = time.monotonic() + seconds
        self._last = NEXT

    def verdict(self) -> str:
        """How the process has ended."""
        in_time = self._wait()
        os.close(self._handle)
        os.close(self._signs)
        if not in_time:
            os.kill(self._child, signal.SIGKILL)
        _, status = os.waitpid(self._child, 0)
        if not in_time:
            return "timeout"
        if self._last == IDLE:
            return TOLD
        if os.WIFSIGNALED(status):
            return f"signal {os.WTERMSIG(status)}"
        return "done" if os.WEXITSTATUS(status) == 0 else f"exit {os.WEXITSTATUS(status)}"

    def _wait(self) -> bool:
        poll = select.poll()
        poll.register(self._handle, select.POLLIN)
        poll.register(self._signs, select.POLLIN)
        while ready := dict(poll.poll(self._milliseconds_left())):
            if self._signs not in ready:
                return True
            if signs := os.read(self._signs, _LONGEST):
                self._take(signs[-1:])
            else:
                poll.unregister(self._signs)  # it has closed it: its end is near
        return False

    def _milliseconds_left(self) -> float | None:
        return None if self._end is None else 1000 * max(0.0, self._end - time.monotonic())

    def _take(self, sign: bytes) -> None:
        self._last = sign
        self._end = None if sign == IDLE else time.monotonic() + self._seconds
        self._tell(sign)
