"""Forks children that are each the first process of a process namespace of their own.

``unshare`` decides where the *next* children go, once in a process's life, unless it takes that back by entering its
own namespace again. Taking it back needs CAP_SYS_ADMIN where the namespace was made, which a process inside a user
namespace may lack: then it first moves into a process namespace that it made itself (:func:`settle`).
"""

from __future__ import annotations

import os

from coursegrader.sandbox import syscalls
from coursegrader.student_side.quick_fork import quick_fork

_OWN = "/proc/self/ns/pid"


def settle() -> str | None:
    """Make :func:`fork_apart` possible; may go on in a child, while the process that called it waits for its end.

    Returns:
        None if it is possible now, else what the kernel said.
    """
    own = os.open(_OWN, os.O_RDONLY | os.O_CLOEXEC)
    try:
        syscalls.unshare(syscalls.CLONE_NEWPID)
    except OSError as error:
        return str(error)
    try:
        syscalls.setns(own, syscalls.CLONE_NEWPID)
    except PermissionError:
        child = os.fork()
        if child:
            _, status = os.waitpid(child, 0)
            os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    finally:
        os.close(own)
    return None


def fork_apart() -> int:
    """A fork whose child is process 1 of a new namespace: all processes in it end with it.

    Raises:
        OSError: the kernel refuses.
    """
    own = os.open(_OWN, os.O_RDONLY | os.O_CLOEXEC)
    try:
        syscalls.unshare(syscalls.CLONE_NEWPID)
        try:
            child = quick_fork()
        except OSError:
            syscalls.setns(own, syscalls.CLONE_NEWPID)
            raise
        if child:
            syscalls.setns(own, syscalls.CLONE_NEWPID)
        return child
    finally:
        os.close(own)
