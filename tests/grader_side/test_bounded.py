"""Work that must end, in this process."""

import signal
import threading
import time
from collections.abc import Callable

import pytest

from coursegrader.grader_side.bounded import OutOfTime, bounded


def turn() -> None:
    while True:
        pass


def wait() -> None:
    threading.Event().wait()


def swallow() -> None:
    try:
        turn()
    except BaseException:  # noqa: BLE001  as some do
        turn()


@pytest.mark.parametrize("work", [turn, wait, swallow])
def test_what_does_not_end_is_ended(work: Callable[[], None]) -> None:
    began = time.monotonic()
    with (
        pytest.raises(OutOfTime, match=r"the loading did not end within 0 seconds \(stopped at line \d+ of test_bound"),
        bounded(0.2, "the loading"),
    ):
        work()
    assert time.monotonic() - began < 5


def in_a_thread(work: Callable[[], None], seconds: float) -> BaseException | None:
    caught: list[BaseException] = []

    def run() -> None:
        try:
            with bounded(seconds, "the loading"):
                work()
        except BaseException as error:  # noqa: BLE001  looked at by the test
            caught.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(10)
    assert not thread.is_alive()
    return caught[0] if caught else None


@pytest.mark.parametrize("work", [turn, swallow])
def test_in_another_thread_too(work: Callable[[], None]) -> None:
    error = in_a_thread(work, 0.2)
    assert isinstance(error, OutOfTime) and "test_bounded.py" in str(error)


def test_what_ends_in_time_is_left_alone() -> None:
    with bounded(0.3, "the loading"):
        pass
    assert in_a_thread(lambda: None, 0.3) is None
    time.sleep(0.5)
    with pytest.raises(KeyError), bounded(5.0, "the loading"):
        raise KeyError
    assert "ends-what-takes-too-long" not in {thread.name for thread in threading.enumerate()}


def test_another_alarm_is_set_again_afterwards_and_comes_first_if_it_is_earlier() -> None:
    class Alarm(Exception):
        pass

    def ring(number: int, frame: object) -> None:
        raise Alarm

    others = signal.getitimer(signal.ITIMER_REAL)
    handler = signal.signal(signal.SIGALRM, ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, 20)
        with bounded(0.2, "the loading"):
            time.sleep(0.05)
        assert 19 < signal.getitimer(signal.ITIMER_REAL)[0] < 20
        assert signal.getsignal(signal.SIGALRM) is ring
        signal.setitimer(signal.ITIMER_REAL, 0.1)
        with pytest.raises(Alarm), bounded(20.0, "the loading"):
            turn()
    finally:
        signal.setitimer(signal.ITIMER_REAL, *others)
        signal.signal(signal.SIGALRM, handler)
