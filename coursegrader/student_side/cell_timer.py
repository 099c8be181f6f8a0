"""The time that a cell may take: a timer of the kernel's, with a signal that no notebook uses.

A notebook's own alarms and handlers are its own, from cell to cell, as in Jupyter's kernel: its tests may bound a
learner's function by ``signal.alarm``. So the engine takes neither SIGALRM nor the one timer behind it.

A learner's code can switch this timer off (what it runs in is its own process). The cell is then ended from outside.
"""

from __future__ import annotations

import ctypes
import math
import signal
from collections.abc import Callable
from typing import Any, Final, TypeVar

Result = TypeVar("Result")
SIGNAL: Final = signal.SIGRTMAX - 5  # an unusual one: the first and the last are what others take
_CLOCK_MONOTONIC: Final = 1
_NO_ALARM: Final = (0.0, 0.0)


class CellTimeoutError(BaseException):
    """A cell ran longer than it may. Not an Exception, so that a cell's own ``except Exception`` lets it through."""


class _Event(ctypes.Structure):
    """``struct sigevent``: a signal to the process."""

    _fields_ = (
        ("value", ctypes.c_void_p),
        ("signal", ctypes.c_int),
        ("notify", ctypes.c_int),  # SIGEV_SIGNAL is 0
        ("rest", ctypes.c_char * 48),
    )


class _Times(ctypes.Structure):
    """``struct itimerspec``."""

    _fields_ = (
        ("interval_seconds", ctypes.c_long),
        ("interval_nanoseconds", ctypes.c_long),
        ("seconds", ctypes.c_long),
        ("nanoseconds", ctypes.c_long),
    )


class CellTimer:
    """Runs cells, each for a limited time; between them a notebook's own alarm stands still."""

    def __init__(self) -> None:
        self._timer = ctypes.c_void_p()
        self._seconds: float | None = None  # what the running cell may take; None between cells
        self._alarm = _NO_ALARM  # what is left of the notebook's own, and its interval

    def run(self, seconds: float, action: Callable[[], Result]) -> Result:
        """Run a cell.

        Raises:
            CellTimeoutError: in the cell, wherever it stands, after so many seconds of wall time.
        """
        # every time: a cell may have taken the signal for itself, or held it up
        signal.signal(SIGNAL, self._stop)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [SIGNAL])
        self._seconds = seconds
        self._set(seconds)
        try:
            if self._alarm != _NO_ALARM:
                signal.setitimer(signal.ITIMER_REAL, *self._alarm)
            return action()
        finally:
            self._seconds = None
            self._set(0)
            self._alarm = signal.setitimer(signal.ITIMER_REAL, 0)

    def _set(self, seconds: float) -> None:
        """Have the signal sent once, so long from now; never where that is nought.

        Nor where the kernel has no more timers to give, since the notebook has used up what its user may have: its
        cell is then ended from outside.
        """
        part, whole = math.modf(seconds)
        times = _Times(seconds=int(whole), nanoseconds=int(part * 1e9))
        if _libc.timer_settime(self._timer, 0, ctypes.byref(times), None) and seconds:
            # there is none yet: a fork does not inherit it
            event = _Event(signal=SIGNAL)
            if not _libc.timer_create(_CLOCK_MONOTONIC, ctypes.byref(event), ctypes.byref(self._timer)):
                _libc.timer_settime(self._timer, 0, ctypes.byref(times), None)

    def _stop(self, signum: int, frame: object) -> None:
        seconds = self._seconds
        if seconds is not None:
            raise CellTimeoutError(f"the cell ran longer than {seconds:g} seconds and was stopped")


def _library() -> Any:
    library = ctypes.CDLL(None)
    # the C library of older systems has timers in a library of their own
    return library if hasattr(library, "timer_create") else ctypes.CDLL("librt.so.1")


_libc: Final = _library()
