"""Warm workers: tasks are done side by side, and a dying worker takes only its own task with it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from pathlib import Path

import pytest

from coursegrader.pipeline.workers import HeadStart, WarmWorkers, WorkerDied
from tests.pipeline import worker_tasks
from tests.pipeline.worker_tasks import die, double, fail, fail_strangely, loaded, pid, rest


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
    with pytest.raises(RuntimeError, match="StopIteration"):  # which an asyncio future would not take
        workers.submit(next, iter([])).result()
    assert workers.submit(double, 4).result() == 8


def test_a_task_without_end_is_ended_with_its_worker() -> None:
    with WarmWorkers(1, longest=5.0) as pool:
        endless, after = pool.submit(rest, 600.0), pool.submit(double, 4)
        with pytest.raises(WorkerDied, match="after 5 seconds"):
            endless.result(60)
        assert after.result(60) == 8


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


def test_a_head_start_is_made_once_for_all_workers_and_each_is_warm_before_its_first_task() -> None:
    head_start = HeadStart(worker_tasks.load, worker_tasks.warm, "suites", workers=2)
    with WarmWorkers(2, head_start=head_start) as pool:
        for _ in range(2):  # not a worker's first task alone
            pool.submit(rest, 0.1)
        found = dict(future.result() for future in [pool.submit(_loaded_slowly) for _ in range(4)])
        again = pool.submit(die)
        with pytest.raises(WorkerDied):
            again.result()
        found |= dict(future.result() for future in [pool.submit(_loaded_slowly) for _ in range(4)])
    whole = [told for told in found.values() if "warm suites" in told]
    assert len(found) == 3 and len(whole) == 2  # the worker in place of the dead one starts with a task
    (by,) = {told[0] for told in found.values()}
    assert by.startswith("suites by ") and int(by.split()[-1]) not in found


def _loaded_slowly() -> tuple[int, list[str]]:
    time.sleep(0.1)  # so that each of two workers gets some
    return loaded()


@pytest.mark.parametrize(
    "load", [worker_tasks.load_and_end, worker_tasks.load_and_fail, worker_tasks.load_and_leave_a_thread]
)
def test_where_a_head_start_fails_workers_are_as_without_it(load: Callable[[str], None]) -> None:
    with WarmWorkers(1, head_start=HeadStart(load, worker_tasks.warm_up_to_death, "suites", workers=1)) as pool:
        assert pool.submit(loaded).result()[1] == []


def test_killing_does_not_wait_for_a_head_start(tmp_path: Path) -> None:
    mark = tmp_path / "begun"
    pool = WarmWorkers(1, head_start=HeadStart(worker_tasks.load_without_end, worker_tasks.warm, str(mark), workers=1))
    wait_until(mark.exists)
    started = time.monotonic()
    pool.kill()
    assert time.monotonic() - started < 5
