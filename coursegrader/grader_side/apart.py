"""Work done apart: in a forked child of this process, whose result comes back and of which nothing else remains.

Each attempt is graded apart. What suites keep in their modules, what oracles cache, what a learner's answers made this
side allocate: all of it ends with the child, and the next attempt starts from the very state that the first one did.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from typing import Any, TypeVar

from coursegrader.errors import CourseGraderError, SuiteError
from coursegrader.sandbox.syscalls import set_parent_death_signal

Result = TypeVar("Result")
SIZE = 8  # bytes that say how long an answer is


class EndedApart(SuiteError):
    """A child ended without a result."""


def can_work_apart() -> bool:
    """Whether a fork of this process is safe: another thread may hold a lock that the child would wait for in vain."""
    return threading.active_count() == 1


def apart(work: Callable[[], Result]) -> Result:
    """The result of ``work()``, done in a forked child. Result and exception must be picklable.

    Raises:
        EndedApart: the child ended without a result.
        Whatever ``work`` raised.
    """
    reading, writing = os.pipe()
    gc.freeze()  # what is here already stays: the child's collector need not touch (and so copy) it
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        _work_and_leave(work, writing)
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as stream:
            size = int.from_bytes(stream.read(SIZE), "big")
            answer = stream.read(size)  # and no further: what the work left running may hold the stream open
    except BaseException:
        os.kill(child, signal.SIGKILL)
        raise
    finally:
        status = _status_of(child)
        gc.unfreeze()
    if not size or len(answer) != size:
        raise EndedApart(f"the process that ran the hidden suites ended unexpectedly ({status})")
    succeeded, value = pickle.loads(answer)  # noqa: S301  written by our own child
    if succeeded:
        result: Result = value
        return result
    raise value


def _status_of(child: int) -> str:
    try:
        return f"status {os.waitpid(child, 0)[1]}"
    except ChildProcessError:  # where this process was started with its children's ends ignored
        return "status unknown"


def _work_and_leave(work: Callable[[], Any], writing: int) -> None:
    """In the child: nothing of the parent's is run on the way out, neither its handlers nor its open contexts."""
    status = 1
    try:
        set_parent_death_signal(signal.SIGKILL)  # nobody waits for the result then
        with os.fdopen(writing, "wb") as stream:
            answer = _answer_of(work)
            stream.write(len(answer).to_bytes(SIZE, "big") + answer)
        status = 0
    finally:
        os._exit(status)


def _answer_of(work: Callable[[], Any]) -> bytes:
    try:
        return pickle.dumps((True, work()))
    except BaseException as error:  # noqa: BLE001  the parent raises it
        if not isinstance(error, CourseGraderError):
            error.add_note(traceback.format_exc())
        return _pickled_error(error)


def _pickled_error(error: BaseException) -> bytes:
    try:
        answer = pickle.dumps((False, error))
        pickle.loads(answer)  # noqa: S301  just made
        return answer
    except Exception:  # noqa: BLE001  an exception of a course's own class may be anything
        return pickle.dumps((False, SuiteError(f"{type(error).__name__} while grading: {error}")))
