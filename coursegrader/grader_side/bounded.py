"""Work in this very process that must end: where it may not be done apart, or is kept for all the attempts to come."""

from __future__ import annotations

import ctypes
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

from coursegrader.errors import SuiteError
from coursegrader.grader_side.time_allowed import not_ended
from coursegrader.grader_side.where_it_stands import place_of, places_of_frame, places_of_traceback

_REPEAT_SECONDS: Final = 1.0  # for one who catches everything


class OutOfTime(SuiteError):
    """It took longer than it may."""


class _Stop(KeyboardInterrupt):
    """Nothing that runs suites may catch it, as it may not catch Ctrl-C."""


@contextmanager
def bounded(seconds: float, what: str) -> Iterator[None]:
    """End what runs in here after ``seconds``, in this very process.

    That needs Python's help: a call of a library that does not come back (nor looks for signals) goes on, and in a
    thread other than the main one also a call that waits.

    Args:
        seconds: how long it may take.
        what: what it is, for people.

    Raises:
        OutOfTime: it took longer.
    """
    stop = _alarm if threading.current_thread() is threading.main_thread() else _timer
    try:
        with stop(seconds):
            yield
    except _Stop as error:
        place = error.args[0] if error.args else place_of(places_of_traceback(error.__traceback__))
        raise OutOfTime(not_ended(what, seconds, place)) from None


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise _Stop(place_of(places_of_frame(frame)))

    began = time.monotonic()
    left, _ = signal.getitimer(signal.ITIMER_REAL)
    if 0 < left <= seconds:
        yield  # somebody else's alarm will end this
        return
    handler = signal.signal(signal.SIGALRM, stop)
    _, interval = signal.setitimer(signal.ITIMER_REAL, seconds, _REPEAT_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler or signal.SIG_DFL)
        if left:
            signal.setitimer(signal.ITIMER_REAL, max(0.001, left - (time.monotonic() - began)), interval)


@contextmanager
def _timer(seconds: float) -> Iterator[None]:
    """A thread that raises in this one."""
    thread, over = ctypes.c_ulong(threading.get_ident()), threading.Event()
    lock = threading.Lock()

    def stop() -> None:
        wait = seconds
        while not over.wait(wait):
            wait = _REPEAT_SECONDS
            with lock:
                if not over.is_set():
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(_Stop))

    threading.Thread(target=stop, name="ends-what-takes-too-long", daemon=True).start()
    try:
        yield
    finally:
        with lock:
            over.set()
            ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, None)
