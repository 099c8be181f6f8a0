"""Where a process of ours stands, asked from outside while it answers to nothing else; for people.

Nothing but the name of a file and a line is told: names of functions may be text that somebody else wrote.
"""

from __future__ import annotations

import faulthandler
import os
import re
import signal
import sysconfig
import time
from collections.abc import Iterable
from contextlib import suppress
from types import FrameType, TracebackType

_SIGNAL = signal.SIGUSR2
_FRAME = re.compile(r'^  File "(.+)", line (\d+) in ', re.MULTILINE)
_PLAIN_NAME = re.compile(r"[\w. \\-]{1,80}")
_LIBRARIES = tuple(f"{sysconfig.get_path(name)}{os.sep}" for name in ("stdlib", "platstdlib", "purelib", "platlib"))
_ANSWER_SECONDS = 2.0
_LOOK_SECONDS = 0.02
_MOST = 64 * 1024
NOWHERE = "a place that is not known"

Place = tuple[str, int]  # a file's path, and a line


def be_ready_to_tell(file: int) -> None:
    """In the process: whenever :func:`ask` asks, the stack is written to the descriptor ``file``, whatever holds up."""
    faulthandler.register(_SIGNAL, file, all_threads=False)


def ask(process: int, file: int) -> str:
    """From outside: where the innermost frame stands that is a suite's, or ours.

    Args:
        process: its id; it must be a child of the caller's.
        file: the same open file as in the process.
    """
    with suppress(ProcessLookupError):
        os.kill(process, _SIGNAL)
    return place_of((path, int(line)) for path, line in _FRAME.findall(_written(file)))


def _written(file: int) -> str:
    """What is in the file when nothing has been added for a moment."""
    end = time.monotonic() + _ANSWER_SECONDS
    before = b""
    while time.monotonic() < end:
        time.sleep(_LOOK_SECONDS)
        now = os.pread(file, _MOST, 0)
        if now and now == before:
            break
        before = now
    return before.decode("utf-8", "replace")


def place_of(places: Iterable[Place]) -> str:
    """The first of these places, innermost first, that lies in no library."""
    for path, line in places:
        name = os.path.basename(path)  # noqa: PTH119  it need not be a path at all
        if not path.startswith((*_LIBRARIES, "<")) and _PLAIN_NAME.fullmatch(name):
            return f"line {line} of {name}"
    return NOWHERE


def places_of_frame(frame: FrameType | None) -> list[Place]:
    """The places of a stack, innermost first."""
    found = []
    while frame is not None:
        found.append((frame.f_code.co_filename, frame.f_lineno))
        frame = frame.f_back
    return found


def places_of_traceback(traceback: TracebackType | None) -> list[Place]:
    """The places of a traceback, innermost first."""
    found = []
    while traceback is not None:
        found.append((traceback.tb_frame.f_code.co_filename, traceback.tb_lineno))
        traceback = traceback.tb_next
    return found[::-1]
