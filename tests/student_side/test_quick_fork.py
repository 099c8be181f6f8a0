"""A fork that leaves everything as it is."""

import os
import random
import resource
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from coursegrader.student_side import quick_fork
from tests.sandbox.forked import in_child


def drawn_in(fork: Callable[[], int]) -> bytes:
    reading, writing = os.pipe()
    child = fork()
    if child == 0:
        os.write(writing, str(random.random()).encode())
        os._exit(5)
    os.close(writing)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 5
    with os.fdopen(reading, "rb") as stream:
        return stream.read()


DRAWS = """
import os, random
from coursegrader.student_side import quick_fork
from tests.student_side.test_quick_fork import drawn_in
random.seed(1)
expected = str(random.random()).encode()
random.seed(1)
assert drawn_in(quick_fork.quick_fork) == expected
assert drawn_in(os.fork) != expected, "which os.fork does not do"
"""


def test_the_child_draws_the_random_numbers_that_the_parent_would() -> None:
    # in a process without the threads that other tests may have left: a fork of one with threads may never go on
    subprocess.run([sys.executable, "-c", DRAWS], cwd=Path(__file__).parents[2], timeout=60, check=True)


def test_with_threads_it_is_an_ordinary_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    monkeypatch.setattr(os, "fork", lambda: calls.append(1) or 77)
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert quick_fork.quick_fork() == 77 and calls
    finally:
        done.set()
        thread.join()


def test_a_refused_fork_is_an_error() -> None:
    def probe() -> str:
        if os.geteuid() == 0:
            os.setresuid(64_999, 64_999, 64_999)  # root has no limit
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
        try:
            return str(quick_fork.quick_fork())
        except OSError as error:
            return type(error).__name__

    assert in_child(probe) == "BlockingIOError"
