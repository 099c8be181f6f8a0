"""Ends what hidden tests left running."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable
from contextlib import suppress

_MOST_SECONDS = 5.0
_LOOKED_AT = 20_000
_MOST_PROCESSES = 1 << 22  # no kernel numbers processes higher (PID_MAX_LIMIT)


class Leftovers:
    """For the first process of a process namespace: made before the first test, it tells what was there already."""

    def __init__(self) -> None:
        self._before = _processes() if has_children() else {os.getpid()}

    def end(self, spare: Iterable[int] = ()) -> None:
        """End every process of the namespace that was not there before, but for those to ``spare``.

        Raises:
            TimeoutError: there is no end to them.
        """
        keep = self._before | set(spare)
        if keep == {os.getpid()}:
            while has_children():
                with suppress(ProcessLookupError):  # all that are left have ended
                    os.kill(-1, signal.SIGKILL)  # everybody else in this namespace, at one stroke
                os.waitpid(-1, 0)
            return
        end = time.monotonic() + _MOST_SECONDS
        while strangers := _processes() - keep:
            for process in strangers:
                with suppress(ProcessLookupError):  # it may have ended meanwhile
                    os.kill(process, signal.SIGKILL)
                with suppress(ChildProcessError):  # it may be another's child
                    os.waitpid(process, 0)
            if time.monotonic() > end:
                raise TimeoutError("a hidden test left processes that make more of them faster than they can be ended")


def has_children() -> bool:
    """Whether this process has children; orphans count where it adopts them."""
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


def _processes() -> set[int]:
    return {int(entry.name) for entry in os.scandir("/proc") if entry.name.isdigit()}


def end_adopted() -> None:
    """End the children of this process and the orphans that it adopts (it is a subreaper), generation after generation,
    without a list of processes, which a sandbox may not have.

    Ids are given out in order: they lie between our own and that of a child made now, unless counting began anew.

    Raises:
        TimeoutError: there is no end to them.
    """
    end = time.monotonic() + _MOST_SECONDS
    while has_children():
        for process in filter(_is_child, _numbers_given_out()):
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
        if time.monotonic() > end:
            raise TimeoutError("a hidden test left processes that make more of them faster than they can be ended")


def _numbers_given_out() -> range:
    """The ids that processes made after this one can have."""
    mine = os.getpid()
    try:
        last = os.fork()
    except BlockingIOError:  # so many are left that no more may be made: look at the first ones
        return range(mine + 1, mine + _LOOKED_AT)
    if last == 0:
        os._exit(0)
    os.waitpid(last, 0)
    return range(mine + 1, last) if last > mine else range(1, _MOST_PROCESSES)


def _is_child(number: int) -> bool:
    try:
        os.waitid(os.P_PID, number, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True
