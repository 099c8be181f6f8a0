"""The part of the start-up self-test that tries to use up what is bounded, and what all its parts share."""

from __future__ import annotations

import mmap
import os
import resource
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

ROOM_SECONDS = 5.0

Facts = dict[str, Any]
Answer = tuple[bool, str]
Attempts = dict[str, Callable[[], object]]


def must_fail(attempts: Attempts) -> Answer:
    """Safe if every attempt raises an error of the operating system."""
    worked = []
    for name, attempt in attempts.items():
        try:
            attempt()
        except OSError:
            continue
        worked.append(name)
    return not worked, f"possible: {', '.join(worked)}" if worked else f"{len(attempts)} attempts refused"


def scratch_folder() -> str:
    """The private folder for temporary files: the launcher of some rungs says where."""
    return os.environ.get("TMPDIR", "/tmp")


def memory(facts: Facts) -> Answer:
    """Whether more memory can be had than allowed, by whoever raises the limit as far as it goes."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        mmap.mmap(-1, facts["memory"]).close()
    except (OSError, MemoryError):
        return True, f"not more than {facts['memory'] >> 20} MiB"
    return False, f"{facts['memory'] >> 20} MiB more could be had"


def processes(facts: Facts) -> Answer:
    """Whether more processes can be started than allowed; ends them again."""
    children: list[int] = []
    most: int = facts["processes"]
    try:
        while len(children) <= most:
            child = os.fork()
            if child == 0:
                signal.pause()
                os._exit(0)
            children.append(child)
    except OSError:
        return True, f"not more than {len(children)} more"
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
        for child in children:
            os.waitpid(child, 0)
    return False, f"{len(children)} could be started, the limit is {most}"


def files(facts: Facts) -> Answer:
    """Whether larger files can be written, or more opened, than allowed."""
    path = Path(scratch_folder(), "large")
    copies: list[int] = []
    wrong: list[str] = []
    try:
        with path.open("wb", buffering=0) as file:
            file.seek(facts["file_size"])
            try:
                file.write(b"x")
                wrong.append(f"a file of more than {facts['file_size']} bytes")
            except OSError:
                pass
            with suppress(OSError):
                while len(copies) <= facts["open_files"]:
                    copies.append(os.dup(file.fileno()))
        if len(copies) > facts["open_files"]:
            wrong.append(f"more than {facts['open_files']} open files")
    finally:
        for number in copies:
            os.close(number)
        path.unlink(missing_ok=True)
    return not wrong, f"possible: {', '.join(wrong)}" if wrong else "size and number of files are bounded"


def raise_limits(facts: Facts) -> Answer:
    """Whether limits can be raised again."""
    kinds = {"memory": resource.RLIMIT_AS, "processor": resource.RLIMIT_CPU, "processes": resource.RLIMIT_NPROC}

    def unbound(kind: int) -> None:
        endless = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        if resource.getrlimit(kind) == endless:
            return
        try:
            resource.setrlimit(kind, endless)
        except ValueError as error:  # so Python says that it is not permitted
            raise PermissionError(str(error)) from error

    return must_fail({name: partial(unbound, kind) for name, kind in kinds.items()})


def leave_process_behind() -> None:
    """Start a process that nobody's end should leave running; it holds the connection open as long as it lives.

    Raises:
        OSError: it cannot be started.
    """
    child = fork_in_time()
    if child == 0:
        try:  # whatever happens, this process goes no further
            os.setsid()
            if fork_in_time() == 0:
                for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                    signal.signal(number, signal.SIG_IGN)
                time.sleep(60)
            os._exit(0)
        finally:
            os._exit(1)
    if os.waitpid(child, 0)[1]:
        raise BlockingIOError("the process that was to be left behind could not be started")


def fork_in_time() -> int:
    """Fork, as soon as there is room for one more process of this user.

    The kernel counts processes by user: another self-test, at this moment, may be finding out how many there can be.

    Raises:
        BlockingIOError: there is no room for some seconds.
    """
    end = time.monotonic() + ROOM_SECONDS
    while True:
        try:
            return os.fork()
        except BlockingIOError:
            if time.monotonic() > end:
                raise
        time.sleep(0.01)
