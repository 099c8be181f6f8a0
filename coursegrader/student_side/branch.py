"""What some hidden tests have in common, done once: a process that each of them is forked from.

A branch has the state that the notebook's cells left, a patch run in it, and functions of libraries replaced by ones
that raise. Done in each test's own process, the replacing alone would copy as many pages as the test itself.
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
from typing import NoReturn

from coursegrader.sandbox import syscalls
from coursegrader.student_side.leftovers import end_adopted, has_children
from coursegrader.student_side.quick_fork import quick_fork

_GRACE_SECONDS = 1.0
_LONGEST = 100  # bytes of an answer
_GO = b"t"

Action = Callable[[], object]


class Branch:
    """The notebook's side of one branch.

    Args:
        prepare: what the branch does first.
        serve: the life of a test's process.
        seconds: how long a test may take.
        memory: soft and hard limit of a test's address space, in bytes.

    Raises:
        OSError: the kernel refuses another process.
    """

    def __init__(self, prepare: Action, serve: Action, seconds: float, memory: tuple[int, int]) -> None:
        self._seconds = seconds
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = quick_fork()
            if self._process == 0:
                self._socket.close()
                _live(theirs, prepare, serve, seconds, memory)

    def run_test(self) -> str | None:
        """Have one test served; how its process ended. None if the branch itself is lost, with everything that it
        started still to be ended."""
        try:
            self._socket.send(_GO)
            self._socket.settimeout(self._seconds + _GRACE_SECONDS)
            answer = self._socket.recv(_LONGEST)
        except OSError:
            return None
        return answer.decode("ascii", "replace") or None

    def end(self) -> None:
        """End it."""
        self._socket.close()
        with suppress(ProcessLookupError, ChildProcessError):  # a test may have ended it, and a cell waited for it
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)


def _live(requests: socket.socket, prepare: Action, serve: Action, seconds: float, memory: tuple[int, int]) -> NoReturn:
    try:
        prepare()
        gc.freeze()  # a collection in a test's process would otherwise write to, and so copy, every page
        syscalls.set_child_subreaper()
        while requests.recv(1):
            child = quick_fork()
            if child == 0:
                requests.close()
                _be_the_test(serve, memory)
            verdict = _wait(child, seconds)
            if has_children():
                end_adopted()
            requests.send(verdict.encode())
    except BaseException:  # noqa: BLE001  whoever asked hears that the branch has ended
        traceback.print_exc()
    finally:
        os._exit(1)


def _be_the_test(serve: Action, memory: tuple[int, int]) -> NoReturn:
    """Answer calls, then leave without any of the student's clean-up handlers."""
    status = 1
    try:
        resource.setrlimit(resource.RLIMIT_AS, memory)
        serve()
        status = 0
    except BaseException:  # noqa: BLE001  told on stderr, and by the exit status
        traceback.print_exc()
    finally:
        os._exit(status)


def _wait(child: int, seconds: float) -> str:
    """Wait for a test's process to end; kill it after ``seconds``."""
    handle = os.pidfd_open(child)
    try:
        ready, _, _ = select.select([handle], [], [], seconds)
    finally:
        os.close(handle)
    if not ready:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not ready:
        return "timeout"
    if os.WIFSIGNALED(status):
        return f"signal {os.WTERMSIG(status)}"
    return "done" if os.WEXITSTATUS(status) == 0 else f"exit {os.WEXITSTATUS(status)}"
