"""Self-tests of one user at the same time: each counts among the processes of the others."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from coursegrader.student_side import self_test_limits
from coursegrader.student_side.self_test_limits import fork_in_time, leave_process_behind


def no_room(fork: Callable[[], int], calls: range) -> Callable[[], int]:
    """A fork that finds no room at some of its calls."""
    number = iter(range(1000))

    def forked() -> int:
        if next(number) in calls:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        return fork()

    return forked


def test_it_waits_for_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fork", no_room(lambda: 77, range(3)))
    assert fork_in_time() == 77


@pytest.mark.parametrize("first", [0, 1])
def test_a_process_that_cannot_be_left_behind_is_told_once(monkeypatch: pytest.MonkeyPatch, first: int) -> None:
    monkeypatch.setattr(self_test_limits, "ROOM_SECONDS", 0.05)
    monkeypatch.setattr(os, "fork", no_room(os.fork, range(first, 1000)))
    process = os.getpid()
    with pytest.raises(BlockingIOError):
        leave_process_behind()
    assert os.getpid() == process  # and not in a child that goes on as if it were its parent
