"""A thread that lasts as long as the process, for starting sandboxes.

The kernel ends a sandbox with the *thread* that started it (``--die-with-parent``), and a worker's threads come and go.
The main thread stays; only where others start sandboxes is one more needed.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")
_thread: ThreadPoolExecutor | None = None


def in_lasting_thread(action: Callable[[], Result]) -> Result:
    """The result of ``action``, which runs in the main thread if that is the caller, else in one that lasts as long."""
    global _thread
    if threading.current_thread() is threading.main_thread():
        return action()  # that one lasts; and a process without other threads can be forked without a worry
    if _thread is None:
        _thread = ThreadPoolExecutor(1, thread_name_prefix="starts-sandboxes")
    return _thread.submit(action).result()


def _forget() -> None:
    """In a forked process: the thread is the parent's."""
    global _thread
    _thread = None


os.register_at_fork(after_in_child=_forget)
