"""When the hidden test that a process serves has begun: told by that process, read by those who end it in time.

A page of memory that they share. A message for each test would wake up the watchers as often as the tests themselves.
"""

from __future__ import annotations

import mmap
import struct
import time

_STATE = struct.Struct("=?d")  # is a test being served?, and since when (monotonic seconds)


class Clock:
    """Made before the processes that share it are forked."""

    def __init__(self) -> None:
        self._page = mmap.mmap(-1, mmap.PAGESIZE)
        self.start()

    def start(self) -> None:
        """A test begins now."""
        _STATE.pack_into(self._page, 0, True, time.monotonic())

    def stop(self) -> None:
        """The last test is over, and its end has been told or is about to be."""
        _STATE.pack_into(self._page, 0, False, 0.0)

    @property
    def runs(self) -> bool:
        """Whether a test is being served."""
        return bool(_STATE.unpack_from(self._page, 0)[0])

    def left(self, seconds: float) -> float:
        """What is left of ``seconds``, in seconds; all of it where no test is being served."""
        runs, since = _STATE.unpack_from(self._page, 0)
        return float(since + seconds - time.monotonic()) if runs else seconds
