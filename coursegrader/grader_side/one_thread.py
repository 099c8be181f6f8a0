"""A forked process has one thread, whatever its parent had: libraries whose others are missing must know.

OpenBLAS and Arrow notice a fork and make new threads. GNU's OpenMP (scikit-learn's, for one) waits for ever for those
that it had. A pool of threads is made by the first parallel loop: a suite that fits a model while it is loaded is
enough.
"""

from __future__ import annotations

import ctypes
import os
import threading
from pathlib import Path

_MAPS = Path("/proc/self/maps")
_TASKS = Path("/proc/self/task")
_LIBRARY = "libgomp"


def has_unseen_threads() -> bool:
    """Whether this process has threads that Python did not start: of libraries, for the most part."""
    return len(list(_TASKS.iterdir())) > threading.active_count()


def compute_in_one_thread() -> None:
    """In a forked process whose parent had such threads: libraries that lost theirs do without."""
    for library in _loaded():
        ctypes.CDLL(library).omp_set_num_threads(1)


def _loaded() -> set[str]:
    found = set()
    for line in _MAPS.read_text("utf-8", "surrogateescape").splitlines():
        _, slash, path = line.partition("/")
        if os.path.basename(path).startswith(_LIBRARY):  # noqa: PTH119  thousands of lines
            found.add(slash + path)
    return found
