"""What some hidden tests have in common, done once: a process that the processes of tests are forked from.

A branch has the state that the notebook's cells left, a patch run in it, and functions of libraries replaced by ones
that raise. Done in each test's own process, the replacing alone would copy as many pages as the test itself.

A test's process may go on to serve more tests: a clock tells when the last one has begun, and that none is being served
(the end of the last one has then been told by the process itself).
"""

from __future__ import annotations

import gc
import os
import resource
import select
import signal
import socket
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn

from coursegrader.sandbox import syscalls
from coursegrader.student_side.clock import Clock
from coursegrader.student_side.leftovers import end_adopted, has_children
from coursegrader.student_side.quick_fork import quick_fork

_GRACE_SECONDS = 1.0
_LONGEST = 100  # bytes of an answer
_GO = b"t"
TOLD = "told"

Action = Callable[[], object]


def run_without_branch(prepare: Action, serve: Action, bounds: Bounds) -> str:
    """Have a test served, and those that its process goes on to serve, by a process that prepares itself: where that
    one serves them all, a branch would be a fork for nothing. How it ended, or ``TOLD``, as from `Branch.run_test`.

    Args:
        As of `Branch`.

    Raises:
        OSError: the kernel refuses another process.
    """

    def prepare_and_serve() -> None:
        prepare()
        gc.freeze()
        serve()

    return _run_test(prepare_and_serve, bounds)


@dataclass(frozen=True)
class Bounds:
    """What a hidden test may use.

    Attributes:
        seconds: how long it may take.
        memory: soft and hard limit of its process's address space, in bytes.
        clock: tells when it has begun.
    """

    seconds: float
    memory: tuple[int, int]
    clock: Clock

    def left(self) -> float:
        """The seconds that are left of the test that is being served; all of them if there is none."""
        return self.clock.left(self.seconds)


class Branch:
    """The notebook's side of one branch.

    Attributes:
        process: its id.

    Args:
        prepare: what the branch does first.
        serve: the life of a test's process.
        bounds: of each test.

    Raises:
        OSError: the kernel refuses another process.
    """

    def __init__(self, prepare: Action, serve: Action, bounds: Bounds) -> None:
        self._bounds = bounds
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.process = quick_fork()
            if self.process == 0:
                self._socket.close()
                _live(theirs, prepare, serve, bounds)

    def run_test(self) -> str | None:
        """Have a test served, and those that its process goes on to serve; how that process ended, or ``TOLD`` if the
        end of its last test has been told. None if the branch itself is lost, with everything that it started still to
        be ended."""
        self._bounds.clock.start()
        try:
            self._socket.send(_GO)
            answer = self._answer()
        except OSError:
            return None
        return answer.decode("ascii", "replace") or None

    def _answer(self) -> bytes:
        left = self._bounds.seconds
        while True:
            self._socket.settimeout(left + _GRACE_SECONDS)
            try:
                return self._socket.recv(_LONGEST)
            except TimeoutError:
                left = self._bounds.left()
                if left + _GRACE_SECONDS <= 0:
                    raise

    def end(self) -> None:
        """End it."""
        self._socket.close()
        with suppress(ProcessLookupError, ChildProcessError):  # a test may have ended it, and a cell waited for it
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)


def _live(requests: socket.socket, prepare: Action, serve: Action, bounds: Bounds) -> NoReturn:
    try:
        prepare()
        gc.freeze()  # a collection in a test's process would otherwise write to, and so copy, every page
        syscalls.set_child_subreaper()
        while requests.recv(1):
            verdict = _run_test(serve, bounds)
            if has_children():
                end_adopted()
            requests.send(verdict.encode())
    except BaseException:  # noqa: BLE001  whoever asked hears that the branch has ended
        traceback.print_exc()
    finally:
        os._exit(1)


def _run_test(serve: Action, bounds: Bounds) -> str:
    bounds.clock.start()
    child = quick_fork()
    if child == 0:
        _be_the_test(serve, bounds.memory)
    in_time = _wait(child, bounds)
    if not in_time:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not bounds.clock.runs:
        return TOLD
    if not in_time:
        return "timeout"
    if os.WIFSIGNALED(status):
        return f"signal {os.WTERMSIG(status)}"
    return "done" if os.WEXITSTATUS(status) == 0 else f"exit {os.WEXITSTATUS(status)}"


def _wait(child: int, bounds: Bounds) -> bool:
    """Wait for the end of a test's process; False if one of its tests takes longer than it may."""
    handle = os.pidfd_open(child)
    ended = select.poll()
    ended.register(handle, select.POLLIN)
    left = bounds.seconds
    try:
        while left > 0:
            if ended.poll(left * 1000):
                return True
            left = bounds.left()
        return False
    finally:
        os.close(handle)


def _be_the_test(serve: Action, memory: tuple[int, int]) -> NoReturn:
    """Answer calls, then leave without any of the student's clean-up handlers."""
    status = 1
    try:
        syscalls.set_parent_death_signal(signal.SIGKILL)  # idle, it would otherwise outlast the branch
        resource.setrlimit(resource.RLIMIT_AS, memory)
        serve()
        status = 0
    except BaseException:  # noqa: BLE001  told on stderr, and by the exit status
        traceback.print_exc()
    finally:
        os._exit(status)
