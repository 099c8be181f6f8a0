"""What a hidden test left running is ended."""

from __future__ import annotations

import os
import select
import signal
import time

from coursegrader.sandbox import syscalls
from coursegrader.student_side.leftovers import end_adopted, has_children
from tests.sandbox.forked import in_child


def leave_daemons(count: int) -> None:
    """As a test: processes in sessions of their own, which do not mind polite requests, then the end."""
    for _ in range(count):
        if os.fork() == 0:
            os.setsid()
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            if os.fork() == 0:
                os.setsid()
            time.sleep(60)
    os._exit(0)


def test_daemons_of_a_test_are_ended_by_whoever_adopts_them() -> None:
    reading, writing = os.pipe()

    def branch() -> bool:
        syscalls.set_child_subreaper()
        test = os.fork()
        if test == 0:
            leave_daemons(3)
        os.waitpid(test, 0)
        time.sleep(0.1)
        assert has_children()
        end_adopted()
        return has_children()

    assert in_child(branch) is False
    os.close(writing)
    ready, _, _ = select.select([reading], [], [], 5)
    assert ready and os.read(reading, 1) == b"", "somebody still holds the pipe"
    os.close(reading)
