from __future__ import annotations

import asyncio
import errno
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from coursegrader.errors import BadSubmission, SandboxUnavailable
from coursegrader.hub import grading_queue
from coursegrader.hub.grading_queue import (
    LOOK_AHEAD,
    MOST_STARTS,
    MOST_TRIES,
    MOST_TROUBLES,
    Grade,
    Graded,
    GradingQueue,
)
from coursegrader.pipeline.workers import WorkerDied
from coursegrader.store import Attempt, AttemptState, AttemptStore

Files = Mapping[str, bytes]


def grade(course_dir: Path, assignment: str, learner: str, files: Files, received_at: datetime) -> Graded:
    """A grader that does what the file says."""
    text = files["a.ipynb"]
    if text == b"bad":
        raise BadSubmission("a.ipynb is not a notebook: hand in the one you fetched")
    if text == b"bug":
        raise ZeroDivisionError("division by zero")
    if text == b"crash":
        raise WorkerDied("the worker process ended by SIGKILL")
    return {"score": float(len(text))}, {"a.html": b"<p>" + text}


def hand_in(store: AttemptStore, learner: str, text: bytes = b"good") -> Attempt:
    return store.add_attempt("maths", "week1", learner, {"a.ipynb": text})


class Gate:
    """A grader that waits until it is opened, and notes who is being graded at once."""

    def __init__(self) -> None:
        self.opened = threading.Event()
        self.begun: list[str] = []
        self.at_once: list[set[str]] = []
        self._inside: set[str] = set()
        self._lock = threading.Lock()

    def grade(self, course_dir: Path, assignment: str, learner: str, files: Files, received_at: datetime) -> Graded:
        with self._lock:
            self.begun.append(f"{learner}{len(files['a.ipynb'])}")
            self._inside.add(self.begun[-1])
            self.at_once.append(set(self._inside))
        self.opened.wait(10)
        with self._lock:
            self._inside.discard(f"{learner}{len(files['a.ipynb'])}")
        return {"score": 1.0}, {}


async def until(done: Callable[[], bool]) -> None:
    for _ in range(1000):
        if done():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen within ten seconds")


def run_until_idle(
    store: AttemptStore, tmp_path: Path, grade: Grade = grade, workers: int = 1, told: list[Attempt] | None = None
) -> None:
    """Grade everything."""

    async def work() -> None:
        queue = make_queue(store, tmp_path, grade, workers)
        if told is not None:
            queue.on_graded = told.append
        running = asyncio.create_task(queue.run())
        await until(lambda: not store.count_waiting() and not queue.running)
        running.cancel()
        queue.close()

    asyncio.run(work())


def make_queue(store: AttemptStore, tmp_path: Path, grade: Grade, workers: int) -> GradingQueue:
    def threads() -> Executor:
        return ThreadPoolExecutor(workers + 1)

    return GradingQueue(store, {"maths": tmp_path}, grade, lambda: None, threads, workers)


def test_an_attempt_gets_its_result_and_feedback(store: AttemptStore, tmp_path: Path) -> None:
    hand_in(store, "amara", b"12345")
    told: list[Attempt] = []
    run_until_idle(store, tmp_path, told=told)
    (attempt,) = store.attempts("maths")
    assert attempt.state is AttemptState.GRADED
    assert attempt.result == {"score": 5.0}
    assert store.blobs.get_all(attempt.feedback or {}) == {"a.html": b"<p>12345"}
    assert told == [attempt]


def test_a_failing_attempt_does_not_stop_the_next(store: AttemptStore, tmp_path: Path) -> None:
    for text in (b"bad", b"bug", b"good"):
        hand_in(store, "amara", text)
    told: list[Attempt] = []
    run_until_idle(store, tmp_path, told=told)
    bad, bug, good = store.attempts("maths")
    assert bad.error == "a.ipynb is not a notebook: hand in the one you fetched"
    assert bug.error == "ZeroDivisionError: division by zero"
    assert good.state is AttemptState.GRADED
    assert told == [bad, bug, good]


def test_an_attempt_whose_worker_dies_is_tried_again_and_then_given_up(store: AttemptStore, tmp_path: Path) -> None:
    hand_in(store, "amara", b"crash")
    hand_in(store, "kenji", b"good")
    begun: list[bytes] = []

    def noted(course_dir: Path, assignment: str, learner: str, files: Files, received_at: datetime) -> Graded:
        begun.append(files["a.ipynb"])
        return grade(course_dir, assignment, learner, files, received_at)

    run_until_idle(store, tmp_path, noted)
    assert begun.count(b"crash") == MOST_TRIES
    crash, good = store.attempts("maths")
    assert crash.error == f"the grader crashed {MOST_TRIES} times on this attempt"
    assert good.state is AttemptState.GRADED


def test_services_that_were_killed_cost_an_attempt_nothing(store: AttemptStore, tmp_path: Path) -> None:
    attempt = hand_in(store, "amara")
    for _ in range(MOST_STARTS - 1):
        store.count_try(attempt)  # as services do that are killed afterwards
    run_until_idle(store, tmp_path)
    assert store.attempts("maths")[0].state is AttemptState.GRADED


def test_an_attempt_that_takes_every_service_with_it_is_given_up(store: AttemptStore, tmp_path: Path) -> None:
    attempt = hand_in(store, "amara")
    for _ in range(MOST_STARTS):
        store.count_try(attempt)
    run_until_idle(store, tmp_path)
    assert "never came to its end" in (store.attempts("maths")[0].error or "")


def test_damaged_contents_fail_that_attempt_only(store: AttemptStore, tmp_path: Path) -> None:
    lost = hand_in(store, "amara", b"lost")
    digest = lost.files["a.ipynb"]
    (store.folder.blobs / digest[:2] / digest).unlink()
    run_until_idle(store, tmp_path)
    assert "is missing" in (store.attempts("maths")[0].error or "")


def test_a_full_disk_fails_nobody_and_is_told(
    store: AttemptStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grading_queue, "TROUBLE_SECONDS", 0.1)
    hand_in(store, "amara")
    full = threading.Event()
    full.set()

    def no_room(course_dir: Path, assignment: str, learner: str, files: Files, received_at: datetime) -> Graded:
        if full.is_set():
            raise OSError(errno.ENOSPC, "No space left on device")
        return grade(course_dir, assignment, learner, files, received_at)

    async def work() -> None:
        queue = make_queue(store, tmp_path, no_room, workers=1)
        running = asyncio.create_task(queue.run())
        await until(lambda: "No space left on device" in queue.trouble)
        assert store.count_waiting() == 1
        full.clear()
        await until(lambda: not store.count_waiting() and not queue.trouble)
        running.cancel()
        queue.close()

    asyncio.run(work())
    assert store.attempts("maths")[0].state is AttemptState.GRADED


def test_an_attempt_that_the_machine_fails_on_again_and_again_holds_nobody_up(
    store: AttemptStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grading_queue, "TROUBLE_SECONDS", 0.1)
    hand_in(store, "amara", b"huge")
    hand_in(store, "kenji")

    def too_large(course_dir: Path, assignment: str, learner: str, files: Files, received_at: datetime) -> Graded:
        if files["a.ipynb"] == b"huge":
            raise MemoryError
        return grade(course_dir, assignment, learner, files, received_at)

    async def work() -> None:
        queue = make_queue(store, tmp_path, too_large, workers=1)
        running = asyncio.create_task(queue.run())
        await until(lambda: store.count_waiting() == 1)
        await asyncio.sleep(0.5)  # it is tried a few times more meanwhile
        hand_in(store, "sofia")
        await until(lambda: store.count_waiting() == 1)
        running.cancel()
        queue.close()

    asyncio.run(work())
    assert [attempt.state is AttemptState.GRADED for attempt in store.attempts("maths")] == [False, True, True]


def test_an_attempt_that_the_machine_fails_on_while_it_grades_others_is_given_up(
    store: AttemptStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grading_queue, "TROUBLE_SECONDS", 0.01)
    monkeypatch.setattr(grading_queue, "SET_ASIDE_SECONDS", 0.01)
    hand_in(store, "amara", b"odd")
    tries: list[str] = []

    def breaks_it(course_dir: Path, assignment: str, learner: str, files: Files, received_at: datetime) -> Graded:
        if files["a.ipynb"] == b"odd":
            tries.append(learner)
            raise SandboxUnavailable("the sandbox does not start")
        return grade(course_dir, assignment, learner, files, received_at)

    async def work() -> None:
        queue = make_queue(store, tmp_path, breaks_it, workers=1)
        running = asyncio.create_task(queue.run())
        await until(lambda: len(tries) > 2 * MOST_TROUBLES)  # while it grades nobody else, the machine may be at fault
        assert store.count_waiting() == 1
        hand_in(store, "kenji")
        queue.wake()
        await until(lambda: store.count_waiting() == 0)
        running.cancel()
        queue.close()

    monkeypatch.setattr(grading_queue, "IDLE_SECONDS", 0.01)
    asyncio.run(work())
    odd, good = store.attempts("maths")
    assert odd.error is not None
    assert "failed 8 times on this attempt" in odd.error and "the sandbox does not start" in odd.error
    assert good.state is AttemptState.GRADED


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TROUBLE_SECONDS", "SET_ASIDE_SECONDS", "IDLE_SECONDS"):
        monkeypatch.setattr(grading_queue, name, 0.01)


@pytest.mark.usefixtures("hurried")
def test_trouble_that_begins_while_another_is_being_graded_is_waited_out(store: AttemptStore, tmp_path: Path) -> None:
    hand_in(store, "amara")
    hand_in(store, "kenji")
    both, failed = threading.Barrier(2, timeout=5), threading.Event()
    tries: list[str] = []

    def full_disk(course_dir: Path, assignment: str, learner: str, files: Files, received_at: datetime) -> Graded:
        if learner == "kenji" or not tries:
            both.wait()
        if learner == "kenji":
            failed.wait(5)
            time.sleep(0.05)  # it is written just before the disk is full
            return grade(course_dir, assignment, learner, files, received_at)
        tries.append(learner)
        failed.set()
        if len(tries) < 3 * MOST_TROUBLES:
            raise OSError(errno.ENOSPC, "No space left on device")
        return grade(course_dir, assignment, learner, files, received_at)

    run_until_idle(store, tmp_path, full_disk, workers=2)
    assert [attempt.state for attempt in store.attempts("maths")] == [AttemptState.GRADED] * 2


@pytest.mark.usefixtures("hurried")
def test_trouble_of_one_course_is_waited_out_though_others_are_graded(store: AttemptStore, tmp_path: Path) -> None:
    hand_in(store, "amara")
    for number in range(3 * MOST_TROUBLES):
        store.add_attempt("physics", "week1", f"other-{number}", {"a.ipynb": b"good"})
    tries: list[str] = []

    def read_only(course_dir: Path, assignment: str, learner: str, files: Files, received_at: datetime) -> Graded:
        if learner == "amara":
            tries.append(learner)
            if len(tries) < 2 * MOST_TROUBLES:
                raise OSError(errno.EROFS, "Read-only file system")
        else:
            time.sleep(0.02)
        return grade(course_dir, assignment, learner, files, received_at)

    async def work() -> None:
        courses = {"maths": tmp_path, "physics": tmp_path}
        queue = GradingQueue(store, courses, read_only, lambda: None, lambda: ThreadPoolExecutor(3), 2)
        running = asyncio.create_task(queue.run())
        await until(lambda: not store.count_waiting() and not queue.running)
        running.cancel()
        queue.close()

    asyncio.run(work())
    assert {attempt.state for attempt in store.attempts("maths")} == {AttemptState.GRADED}


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("workers", [1, 2])
def test_many_attempts_of_one_learner_keep_nobody_waiting(store: AttemptStore, tmp_path: Path, workers: int) -> None:
    for _ in range(LOOK_AHEAD + 10):
        hand_in(store, "mallory")
    for learner in ("amara", "kenji"):
        hand_in(store, learner)
    order: list[str] = []

    def noted(course_dir: Path, assignment: str, learner: str, files: Files, received_at: datetime) -> Graded:
        order.append(learner)
        return grade(course_dir, assignment, learner, files, received_at)

    async def work() -> None:
        queue = make_queue(store, tmp_path, noted, workers)
        running = asyncio.create_task(queue.run())
        await until(lambda: len(order) >= 8)
        running.cancel()
        queue.close()

    asyncio.run(work())
    assert {"amara", "kenji"} <= set(order[:4])


def test_as_many_at_once_as_there_are_workers_but_one_of_a_learner(store: AttemptStore, tmp_path: Path) -> None:
    for learner, text in (("amara", b"1"), ("amara", b"22"), ("kenji", b"1"), ("sofia", b"1")):
        hand_in(store, learner, text)
    gate = Gate()

    async def work() -> None:
        queue = make_queue(store, tmp_path, gate.grade, workers=2)
        running = asyncio.create_task(queue.run())
        await until(lambda: len(gate.begun) == 2)
        assert {attempt.learner for attempt in queue.running} == {"amara", "kenji"}
        gate.opened.set()
        await until(lambda: not store.count_waiting())
        running.cancel()
        queue.close()

    asyncio.run(work())
    assert gate.begun.index("amara1") < gate.begun.index("amara2")
    assert all(len(together) <= 2 and not {"amara1", "amara2"} <= together for together in gate.at_once)


def test_an_older_attempt_that_is_graded_again_leaves_the_later_one_in_its_place(
    store: AttemptStore, tmp_path: Path
) -> None:
    first, second = hand_in(store, "amara", b"1"), hand_in(store, "amara", b"22")
    placed: list[bytes] = []

    def place(course_dir: Path, assignment: str, learner: str, files: Files, received_at: datetime) -> Graded:
        placed.append(files["a.ipynb"])
        return grade(course_dir, assignment, learner, files, received_at)

    async def work() -> None:
        queue = GradingQueue(
            store, {"maths": tmp_path}, place, lambda: None, lambda: ThreadPoolExecutor(2), 1, grade_beside=grade
        )
        running = asyncio.create_task(queue.run())
        await until(lambda: not store.count_waiting())
        store.grade_again(first)
        queue.wake()
        await until(lambda: not store.count_waiting())
        store.grade_again(second)
        queue.wake()
        await until(lambda: not store.count_waiting())
        running.cancel()
        queue.close()

    asyncio.run(work())
    assert placed == [b"1", b"22", b"22"]
    assert [past.attempt for past in store.history("maths")] == [first.id, second.id, first.id, second.id]


def test_a_result_is_recorded_once_whoever_else_grades(store: AttemptStore, tmp_path: Path) -> None:
    attempt = hand_in(store, "amara")

    def overtaken(course_dir: Path, assignment: str, learner: str, files: Files, received_at: datetime) -> Graded:
        assert store.record_result(attempt, {"score": 7.0}, {})
        return grade(course_dir, assignment, learner, files, received_at)

    run_until_idle(store, tmp_path, overtaken)
    assert store.attempts("maths")[0].result == {"score": 7.0}
    assert len(store.history("maths")) == 1


def test_what_is_run_aside_waits_for_attempts_and_leaves_them_a_worker(store: AttemptStore, tmp_path: Path) -> None:
    gate, aside = Gate(), Gate()
    hand_in(store, "amara")

    def preview(name: str) -> str:
        aside.grade(tmp_path, "", name, {"a.ipynb": b""}, datetime.now())
        return f"preview of {name}"

    async def work() -> None:
        queue = make_queue(store, tmp_path, gate.grade, workers=2)
        futures = [queue.run_aside(preview, name) for name in ("one", "two")]
        blocked = queue.run_aside(preview, "three", learner=("maths", "amara"))
        running = asyncio.create_task(queue.run())
        await until(lambda: len(aside.begun) == 1 and len(gate.begun) == 1)
        gate.opened.set()
        await until(lambda: not store.count_waiting())
        hand_in(store, "kenji")
        queue.wake()
        await until(lambda: len(gate.begun) == 2)
        assert len(aside.begun) == 1, "a worker stays free for attempts"
        aside.opened.set()
        assert [await asyncio.wrap_future(future) for future in futures] == ["preview of one", "preview of two"]
        assert await asyncio.wrap_future(blocked) == "preview of three"
        running.cancel()
        queue.close()

    asyncio.run(work())


def test_waking_is_quick(store: AttemptStore, tmp_path: Path) -> None:
    async def work() -> float:
        queue = make_queue(store, tmp_path, grade, workers=1)
        running = asyncio.create_task(queue.run())
        await asyncio.sleep(0.2)
        hand_in(store, "amara")
        started = time.monotonic()
        threading.Thread(target=queue.wake).start()
        await until(lambda: not store.count_waiting())
        running.cancel()
        queue.close()
        return time.monotonic() - started

    assert asyncio.run(work()) < 1
