"""A child of this process, with everything that it has started: ended as a whole."""

from __future__ import annotations

import os
import select
import signal
import time
from contextlib import ExitStack, suppress

from coursegrader.errors import CourseGraderError
from coursegrader.sandbox.memory_watch import processes_below

# sandboxes end by themselves when the one that started them does, and some clear up behind themselves
_LEAVE_SECONDS = 1.0
_END_SECONDS = 5.0


def end_family(child: int) -> None:
    """Kill a child, and what is left of its descendants a moment later.

    Raises:
        CourseGraderError: a process cannot be killed.
    """
    with ExitStack() as stack, suppress(ProcessLookupError):
        os.kill(child, signal.SIGSTOP)  # it starts nothing more
        family = [handle for process in processes_below(child) if (handle := _handle_of(process, stack)) is not None]
        os.kill(child, signal.SIGKILL)
        leave = time.monotonic() + _LEAVE_SECONDS
        for handle in family:
            if not _has_ended(handle, leave - time.monotonic()):
                with suppress(ProcessLookupError):
                    signal.pidfd_send_signal(handle, signal.SIGKILL)


def status_of(child: int, seconds: float = _END_SECONDS) -> str:
    """How a child has ended, for people; it may take that long before it is killed.

    Raises:
        CourseGraderError: it cannot be killed.
    """
    try:
        handle = os.pidfd_open(child)
    except ProcessLookupError:  # where this process was started with its children's ends ignored
        return "status unknown"
    try:
        if not _has_ended(handle, seconds):
            os.kill(child, signal.SIGKILL)
            if not _has_ended(handle, _END_SECONDS):
                raise CourseGraderError(f"process {child}, which graded an attempt, cannot be killed")
    finally:
        os.close(handle)
    try:
        return f"status {os.waitpid(child, 0)[1]}"
    except ChildProcessError:
        return "status unknown"


def _handle_of(process: int, stack: ExitStack) -> int | None:
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return None
    stack.callback(os.close, handle)
    return handle


def _has_ended(handle: int, seconds: float) -> bool:
    ready = select.poll()
    ready.register(handle, select.POLLIN)
    return bool(ready.poll(max(0.0, seconds) * 1000))
