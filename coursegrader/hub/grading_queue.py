"""Grades attempts as they arrive: the database is the queue, one long-lived worker process does the work.

A crash at any point leaves the attempt without a result, and it is graded when the service starts again.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from coursegrader.errors import CourseGraderError
from coursegrader.store import Attempt, AttemptStore

MOST_TRIES = 3
IDLE_SECONDS = 2.0  # attempts put into the database by a command line are seen this soon

Graded = tuple[dict[str, Any], dict[str, bytes]]  # result JSON, and feedback pages by file name
# course directory, assignment, learner, files and time of receipt; runs in the worker
Grade = Callable[[Path, str, str, Mapping[str, bytes], datetime], Graded]
Warm = Callable[[], None]

log = logging.getLogger("coursegrader.hub")


def worker_process() -> Executor:
    """One fresh process; spawned, so that it inherits nothing of the service's threads and sockets."""
    return ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn"))


class GradingQueue:
    """Takes waiting attempts, oldest first, until stopped."""

    def __init__(
        self,
        store: AttemptStore,
        courses: Mapping[str, Path],
        grade: Grade,
        warm: Warm,
        make_executor: Callable[[], Executor] = worker_process,
    ) -> None:
        self._store = store
        self._courses = dict(courses)
        self._grade = grade
        self._warm = warm
        self._make_executor = make_executor
        self._executor = make_executor()
        self._arrived = asyncio.Event()

    def wake(self) -> None:
        """Say that there may be work."""
        self._arrived.set()

    async def run(self) -> None:
        """Grade for ever; cancel to stop."""
        warmed = self._executor.submit(self._warm)
        warmed.add_done_callback(_report)
        while True:
            self._arrived.clear()
            attempt = self._store.next_waiting(tuple(self._courses))
            if attempt is not None:
                await self._grade_one(attempt)
                continue
            try:
                await asyncio.wait_for(self._arrived.wait(), IDLE_SECONDS)
            except TimeoutError:
                continue

    def close(self) -> None:
        """End the worker; an attempt being graded stays in the queue."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    async def _grade_one(self, attempt: Attempt) -> None:
        name = f"{attempt.course}/{attempt.assignment} attempt {attempt.number} of {attempt.learner}"
        if self._store.count_try(attempt) > MOST_TRIES:
            self._fail(attempt, name, f"the grader crashed {MOST_TRIES} times on this attempt")
            return
        try:
            files = self._store.blobs.get_all(attempt.files)
        except CourseGraderError as error:
            self._fail(attempt, name, str(error))
            return
        course_dir = self._courses[attempt.course]
        graded = asyncio.wrap_future(self._submit(course_dir, attempt, files))
        await asyncio.wait([graded])
        failure = graded.exception()
        if failure is None:
            result, feedback = graded.result()
            self._store.record_result(attempt, result, feedback)
            log.info("graded %s", name)
        elif isinstance(failure, BrokenProcessPool):
            log.error("the grading worker ended while grading %s; starting another", name)
            self._renew()
        else:
            # whatever went wrong, it is this attempt's error, and the next one is graded
            log.error("grading %s failed", name, exc_info=failure)
            known = isinstance(failure, CourseGraderError)
            text = str(failure) if known else f"{type(failure).__name__}: {failure}"
            self._fail(attempt, name, text)

    def _submit(self, course_dir: Path, attempt: Attempt, files: Mapping[str, bytes]) -> Future[Graded]:
        work = partial(self._grade, course_dir, attempt.assignment, attempt.learner, files, attempt.received_at)
        try:
            return self._executor.submit(work)
        except BrokenProcessPool:  # it ended while it had nothing to do
            self._renew()
            return self._executor.submit(work)

    def _renew(self) -> None:
        self._executor.shutdown(wait=False)
        self._executor = self._make_executor()

    def _fail(self, attempt: Attempt, name: str, error: str) -> None:
        log.error("%s failed: %s", name, error)
        self._store.record_failure(attempt, error)


def _report(warmed: Future[None]) -> None:
    """A worker that could not get ready is no reason to stop: each attempt will say what is wrong."""
    if not warmed.cancelled() and (error := warmed.exception()) is not None:
        log.error("the grading worker could not get ready: %s", error)
