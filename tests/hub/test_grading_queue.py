from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime
from pathlib import Path

from coursegrader.errors import BadSubmission
from coursegrader.hub.grading_queue import MOST_TRIES, Graded, GradingQueue
from coursegrader.store import AttemptState, AttemptStore

Files = Mapping[str, bytes]


def grade(course_dir: Path, assignment: str, learner: str, files: Files, received_at: datetime) -> Graded:
    """A grader that does what the file says."""
    text = files["a.ipynb"]
    if text == b"bad":
        raise BadSubmission("a.ipynb is not a notebook: hand in the one you fetched")
    if text == b"bug":
        raise ZeroDivisionError("division by zero")
    if text == b"crash":
        raise BrokenProcessPool("the worker was killed")
    return {"score": float(len(text))}, {"a.html": b"<p>" + text}


def run_until_idle(store: AttemptStore, tmp_path: Path) -> list[object]:
    """Grade everything; returns the executors that were made."""
    made: list[object] = []

    def thread() -> ThreadPoolExecutor:
        made.append(pool := ThreadPoolExecutor(1))
        return pool

    async def work() -> None:
        queue = GradingQueue(store, {"maths": tmp_path}, grade, lambda: None, make_executor=thread)
        running = asyncio.create_task(queue.run())
        for _ in range(500):
            if not store.count_waiting():
                break
            await asyncio.sleep(0.01)
        running.cancel()
        queue.close()

    asyncio.run(work())
    return made


def test_an_attempt_gets_its_result_and_feedback(store: AttemptStore, tmp_path: Path) -> None:
    store.add_attempt("maths", "week1", "amara", {"a.ipynb": b"12345"})
    run_until_idle(store, tmp_path)
    (attempt,) = store.attempts("maths")
    assert attempt.state is AttemptState.GRADED
    assert attempt.result == {"score": 5.0}
    assert store.blobs.get_all(attempt.feedback or {}) == {"a.html": b"<p>12345"}


def test_a_failing_attempt_does_not_stop_the_next(store: AttemptStore, tmp_path: Path) -> None:
    for text in (b"bad", b"bug", b"good"):
        store.add_attempt("maths", "week1", "amara", {"a.ipynb": text})
    run_until_idle(store, tmp_path)
    bad, bug, good = store.attempts("maths")
    assert bad.error == "a.ipynb is not a notebook: hand in the one you fetched"
    assert bug.error == "ZeroDivisionError: division by zero"
    assert good.state is AttemptState.GRADED


def test_a_crashing_worker_is_replaced_and_the_attempt_given_up(store: AttemptStore, tmp_path: Path) -> None:
    store.add_attempt("maths", "week1", "amara", {"a.ipynb": b"crash"})
    store.add_attempt("maths", "week1", "kenji", {"a.ipynb": b"good"})
    made = run_until_idle(store, tmp_path)
    assert len(made) == 1 + MOST_TRIES
    crash, good = store.attempts("maths")
    assert crash.error == f"the grader crashed {MOST_TRIES} times on this attempt"
    assert good.state is AttemptState.GRADED


def test_damaged_contents_fail_that_attempt_only(store: AttemptStore, tmp_path: Path) -> None:
    lost = store.add_attempt("maths", "week1", "amara", {"a.ipynb": b"lost"})
    digest = lost.files["a.ipynb"]
    (store.folder.blobs / digest[:2] / digest).unlink()
    run_until_idle(store, tmp_path)
    assert "is missing" in (store.attempts("maths")[0].error or "")
