"""Work in a forked child."""

import os
import signal
import threading
import time

import pytest

from coursegrader.errors import BadSubmission, SuiteError
from coursegrader.grader_side.apart import EndedApart, apart, can_work_apart

kept: list[int] = []


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
