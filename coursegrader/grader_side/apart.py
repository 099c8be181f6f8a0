"""Work done apart: in a forked child of this process, whose result comes back and of which nothing else remains.

Each attempt is graded apart. What suites keep in their modules, what oracles cache, what a learner's answers made this
side allocate: all of it ends with the child, and the next attempt starts from the very state that the first one did.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import select
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from coursegrader.errors import CourseGraderError, SuiteError
from coursegrader.grader_side import where_it_stands
from coursegrader.grader_side.connection import LONGEST_POLL
from coursegrader.grader_side.one_thread import compute_in_one_thread, has_unseen_threads
from coursegrader.grader_side.process_family import end_family, status_of
from coursegrader.grader_side.time_allowed import not_ended
from coursegrader.sandbox.policy import MIB
from coursegrader.sandbox.syscalls import set_parent_death_signal

Result = TypeVar("Result")
SIZE = 8  # bytes that say how long an answer is
READ_SIZE = 1 << 20
RARELY = (5_000, 20, 20)  # garbage is collected seldom in a process that ends soon
LONGEST_SECONDS = 600.0  # unless the caller knows better
MEMORY = 4096 * MIB  # above what is there at the fork: a hundred times what grading takes


class EndedApart(SuiteError):
    """A child ended without a result."""


def can_work_apart() -> bool:
    """Whether a fork of this process is safe: another thread may hold a lock that the child would wait for in vain.

    Threads that libraries have started unseen are no obstacle: see ``one_thread``.
    """
    return threading.active_count() == 1


def apart(work: Callable[[], Result], seconds: float = LONGEST_SECONDS, what: str = "the hidden suites") -> Result:
    """The result of ``work()``, done in a forked child. Result and exception must be picklable.

    Args:
        work: what to do.
        seconds: how long it may take. Then the child is killed, with everything that it has started.
        what: what the work is on, for errors.

    Raises:
        EndedApart: the child ended without a result, did not end in time, or asked for more than ``MEMORY``.
        Whatever ``work`` raised.
    """
    reading, writing = os.pipe()
    stack = os.memfd_create("stack")
    unseen = has_unseen_threads()
    gc.freeze()  # what is here already stays: the child's collector need not touch (and so copy) it
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        _work_and_leave(work, what, writing, stack, unseen)
    os.close(writing)
    try:
        answer = _hear(reading, child, time.monotonic() + seconds)
        if answer is None:
            place = where_it_stands.ask(child, stack)
            raise EndedApart(not_ended(what, seconds, place))
    except BaseException:
        end_family(child)
        raise
    finally:
        os.close(reading)
        os.close(stack)
        gc.unfreeze()
        status = status_of(child)
    if not answer:
        raise EndedApart(f"the process at work on {what} ended unexpectedly ({status})")
    succeeded, value = pickle.loads(answer)  # noqa: S301  written by our own child
    if succeeded:
        result: Result = value
        return result
    raise value


def _hear(reading: int, child: int, end: float) -> bytes | None:
    """The child's answer; empty if it ends without a whole one, None if it does neither until ``end``.

    What the work has left running may hold the pipe open: the answer says how long it is, and the child's end is an
    end.
    """
    os.set_blocking(reading, False)
    ready = select.poll()
    ready.register(reading, select.POLLIN)
    try:
        handle = os.pidfd_open(child)
    except ProcessLookupError:  # over already, where its end is nobody's to wait for
        return _whole(_all_that_is_there(reading))
    try:
        ready.register(handle, select.POLLIN)
        heard = bytearray()
        while (left := end - time.monotonic()) > 0:
            events = dict(ready.poll(min(left * 1000, LONGEST_POLL)))
            if reading in events:
                part = os.read(reading, READ_SIZE)
                heard += part
                if not part or _whole(heard):
                    return _whole(heard)
            elif handle in events:
                return _whole(heard + _all_that_is_there(reading))  # it may have answered since we looked
        return None
    finally:
        os.close(handle)


def _all_that_is_there(reading: int) -> bytes:
    heard = b""
    try:
        while part := os.read(reading, READ_SIZE):
            heard += part
    except BlockingIOError:
        pass
    return heard


def _whole(heard: bytes | bytearray) -> bytes:
    """An answer, without its length; empty if it is not whole."""
    size = int.from_bytes(heard[:SIZE], "big")
    return bytes(heard[SIZE:]) if size and len(heard) == SIZE + size else b""


def _work_and_leave(work: Callable[[], Any], what: str, writing: int, stack: int, unseen_threads: bool) -> None:
    """In the child: nothing of the parent's is run on the way out, neither its handlers nor its open contexts."""
    status = 1
    try:
        set_parent_death_signal(signal.SIGKILL)  # nobody waits for the result then
        gc.set_threshold(*RARELY)
        _bound_memory()
        where_it_stands.be_ready_to_tell(stack)
        if unseen_threads:
            compute_in_one_thread()
        with os.fdopen(writing, "wb") as stream:
            answer = _answer_of(work, what)
            stream.write(len(answer).to_bytes(SIZE, "big") + answer)
        status = 0
    finally:
        os._exit(status)


def _bound_memory() -> None:
    """What a learner's answers make this side allocate is this attempt's loss, not the machine's.

    The bound is on data: address space that libraries only reserve, or map from files, is nobody's loss. It is a soft
    one, for programs started here may have bounds of their own.
    """
    lines = Path("/proc/self/status").read_text("utf-8", "replace").splitlines()
    now = sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmData:"))
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    bound = now + MEMORY
    if now and (soft == resource.RLIM_INFINITY or soft > bound):
        resource.setrlimit(resource.RLIMIT_DATA, (bound, hard))


def _answer_of(work: Callable[[], Any], what: str) -> bytes:
    try:
        return pickle.dumps((True, work()))
    except MemoryError:  # the service would take it for trouble of the machine, which passes
        most = f"{MEMORY // MIB} MiB"
        return _pickled_error(EndedApart(f"the process at work on {what} asked for more memory than {most}"))
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
