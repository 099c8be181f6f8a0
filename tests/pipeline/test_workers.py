"""Warm workers: tasks are done side by side, and a dying worker takes only its own task with it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from pathlib import Path

import pytest

from coursegrader.pipeline.workers import WarmWorkers, WorkerDied
from tests.pipeline.worker_tasks import die, double, fail, fail_strangely, pid, rest


@pytest.fixture
def workers() -> Iterator[WarmWorkers]:
    with WarmWorkers(2) as pool:
        yield pool


def ended(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def wait_until(condition: object, seconds: float = 10.0) -> None:
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def test_tasks_are_done_in_other_processes_two_at_once(workers: WarmWorkers) -> None:
    assert list(workers.map(double, range(20))) == [2 * number for number in range(20)]
    used = {future.result() for future in [workers.submit(rest, 0.2) for _ in range(6)]}
    assert len(used) == 2
    assert os.getpid() not in used


def test_exceptions_come_back(workers: WarmWorkers) -> None:
    with pytest.raises(LookupError, match="nothing here"):
        workers.submit(fail).result()
    with pytest.raises(RuntimeError, match="Strange: odd"):
        workers.submit(fail_strangely).result()
    assert workers.submit(double, 4).result() == 8


def test_a_dying_worker_takes_only_its_own_task_with_it(workers: WarmWorkers) -> None:
    tasks: list[Future[int]] = [workers.submit(rest, 0.1) for _ in range(4)]
    dying = workers.submit(die)
    tasks += [workers.submit(rest, 0.1) for _ in range(4)]
    with pytest.raises(WorkerDied, match="SIGKILL"):
        dying.result()
    assert all(task.result() for task in tasks)


def test_an_idle_worker_that_died_is_replaced() -> None:
    with WarmWorkers(1) as pool:
        first = pool.submit(pid).result()
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: ended(first))
        with pytest.raises(WorkerDied):
            pool.submit(pid).result()
        assert pool.submit(pid).result() != first


def test_waiting_tasks_can_be_cancelled_and_running_ones_end() -> None:
    with WarmWorkers(1) as pool:
        running = pool.submit(rest, 0.5)
        wait_until(running.running)
        waiting = pool.submit(rest, 0.5)
        pool.cancel_waiting()
        with pytest.raises(CancelledError):
            waiting.result()
        assert running.result()


def test_workers_end_with_the_pool() -> None:
    with WarmWorkers(2) as pool:
        used = {future.result() for future in [pool.submit(rest, 0.1) for _ in range(4)]}
    wait_until(lambda: all(ended(process) for process in used))
    with pytest.raises(RuntimeError, match="shut down"):
        pool.submit(pid)


def test_killing_ends_what_is_being_done() -> None:
    pool = WarmWorkers(1)
    process = pool.submit(pid).result()
    endless = pool.submit(rest, 60)
    wait_until(endless.running)
    pool.kill()
    with pytest.raises(WorkerDied):
        endless.result(timeout=10)
    wait_until(lambda: ended(process))


def test_interrupting_the_terminal_s_process_group_does_not_reach_workers(workers: WarmWorkers) -> None:
    process = workers.submit(pid).result()
    assert os.getsid(process) == process
    os.kill(process, signal.SIGINT)
    assert workers.submit(double, 1).result() == 2
