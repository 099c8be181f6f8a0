"""Work in a forked child."""

import mmap
import os
import resource
import signal
import socket
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from coursegrader.errors import BadSubmission, SuiteError
from coursegrader.grader_side.apart import MEMORY, EndedApart, apart, can_work_apart

kept: list[int] = []


def children() -> set[str]:
    """Processes that this one has started (an earlier test's sandbox, say) and that it has not let go of."""
    return set(Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split())


def test_the_result_comes_back_and_nothing_else_remains() -> None:
    def work() -> tuple[list[int], int, bytes]:
        kept.append(1)
        return kept, os.getpid(), bytes(10_000_000)

    for _ in range(2):
        result, process, large = apart(work)
        assert (result, len(large)) == ([1], 10_000_000)
        assert process != os.getpid()
    assert kept == []


def test_an_error_comes_back_as_it_was() -> None:
    def refuse() -> None:
        raise BadSubmission("no notebook")

    with pytest.raises(BadSubmission, match="no notebook"):
        apart(refuse)


def test_an_error_that_cannot_travel_is_told_in_words() -> None:
    class Own(Exception):
        pass

    def fail() -> None:
        raise Own("for a reason")

    with pytest.raises(SuiteError, match="Own while grading: for a reason"):
        apart(fail)


def test_an_unexpected_error_says_where_it_came_from() -> None:
    def divide() -> float:
        return 1 / 0

    with pytest.raises(ZeroDivisionError) as caught:
        apart(divide)
    assert "in divide" in "".join(caught.value.__notes__)


@pytest.mark.parametrize("status", [0, 3])
def test_a_child_that_ends_without_a_result_is_an_error(status: int) -> None:
    with pytest.raises(EndedApart, match="ended unexpectedly"):
        apart(lambda: os._exit(status))


def test_a_child_that_does_not_end_is_ended_and_it_is_told_where_it_stood() -> None:
    def turn() -> None:
        while True:
            time.sleep(0.01)

    before, began = children(), time.monotonic()
    with pytest.raises(EndedApart, match=r"did not end within 1 seconds \(stopped at line \d+ of test_apart\.py\)"):
        apart(turn, 1.0)
    assert time.monotonic() - began < 5
    assert children() == before


def test_a_child_that_computes_in_a_library_is_ended_too() -> None:
    with pytest.raises(EndedApart, match=r"of test_apart\.py"):
        apart(lambda: len(str(7**20_000_000)), 0.5)


def test_with_the_child_ends_all_that_it_has_started() -> None:
    ours, theirs = socket.socketpair()

    def family() -> None:
        for _ in range(2):
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    signal.signal(signal.SIGTERM, signal.SIG_IGN)
                theirs.send(b".")
                time.sleep(60)
        time.sleep(60)

    with ours:
        with theirs, pytest.raises(EndedApart, match="did not end"):
            apart(family, 1.0)
        ours.settimeout(5)
        said = b""
        while part := ours.recv(10):
            said += part
    assert len(said) == 4


def test_a_dead_child_is_noticed_though_another_process_holds_its_pipe() -> None:
    def work() -> None:
        if os.fork() == 0:
            time.sleep(30)
            os._exit(0)
        os._exit(0)

    began = time.monotonic()
    with pytest.raises(EndedApart, match="ended unexpectedly"):
        apart(work)
    assert time.monotonic() - began < 10


def test_what_ends_the_wait_ends_the_child() -> None:
    class Alarm(Exception):
        pass

    def ring(number: int, frame: object) -> None:
        raise Alarm

    before, parent = children(), os.getpid()
    handler = signal.signal(signal.SIGUSR1, ring)

    def work() -> None:
        time.sleep(0.5)  # what Python calls after a fork swallows errors
        os.kill(parent, signal.SIGUSR1)
        time.sleep(60)

    try:
        with pytest.raises(Alarm):
            apart(work)
    finally:
        signal.signal(signal.SIGUSR1, handler)
    assert children() == before


def test_a_process_with_other_threads_is_not_forked() -> None:
    before, over = can_work_apart(), threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    try:
        assert not can_work_apart()
    finally:
        over.set()
        thread.join()
    assert can_work_apart() is before


def test_what_the_work_leaves_running_does_not_hold_the_result_up() -> None:
    def work() -> int:
        process = os.fork()
        if process == 0:
            time.sleep(30)
            os._exit(0)
        return process

    started = time.monotonic()
    os.kill(apart(work), signal.SIGKILL)
    assert time.monotonic() - started < 10


def test_memory_without_end_costs_the_work_and_nothing_else() -> None:
    def grow() -> None:
        kept = []
        while True:
            kept.append(np.empty(MEMORY // 4, np.uint8))  # takes no memory until it is written to

    before = resource.getrlimit(resource.RLIMIT_DATA)
    with pytest.raises(EndedApart, match="asked for more memory than 4096 MiB"):
        apart(grow, 20.0)
    assert resource.getrlimit(resource.RLIMIT_DATA) == before


def test_memory_within_reason_can_be_had_and_what_is_only_reserved_is_not_counted() -> None:
    def work() -> tuple[int, int, int]:
        data = np.empty(MEMORY // 2, np.uint8)
        flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
        with mmap.mmap(-1, 4 * MEMORY, flags=flags, prot=0) as reserved:
            return len(data), len(reserved), resource.getrlimit(resource.RLIMIT_DATA)[1]

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    assert apart(work) == (MEMORY // 2, 4 * MEMORY, hard)


def test_a_stricter_bound_stays() -> None:
    def bound() -> tuple[int, int]:
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY // 2, resource.getrlimit(resource.RLIMIT_DATA)[1]))
        return apart(lambda: resource.getrlimit(resource.RLIMIT_DATA))

    assert apart(bound)[0] == MEMORY // 2
