"""A fork without the Python-level housekeeping of ``os.fork``.

``os.fork`` makes every child reseed ``random``, renew the locks of ``threading`` and ``logging``, and so on: it copies
about 190 pages and takes as long as all the rest of a fork. None of it is needed where the process has one thread,
which then holds no lock. And random numbers are to be reproducible: a hidden test's process starts from the very state
that the notebook left.
"""

from __future__ import annotations

import _thread
import ctypes
import os

# PyDLL keeps the interpreter's lock during the call: parent and child both come back holding it
_fork = ctypes.PyDLL(None, use_errno=True).fork


def quick_fork() -> int:
    """``os.fork()``, for a child that seeds what is random by itself, or is to have it as it is.

    Raises:
        OSError: the kernel refuses.
    """
    if _thread._count():
        return os.fork()
    child: int = _fork()
    if child < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return child
