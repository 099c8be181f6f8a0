"""Grades attempts as they arrive: the database is the queue, long-lived worker processes do the work.

A crash at any point leaves the attempt without a result, and it is graded when the service starts again. A result is
recorded once, whoever else may have graded the attempt meanwhile (see ``AttemptStore.record_result``).
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from coursegrader.errors import CourseGraderError
from coursegrader.hub import grading_task, metrics
from coursegrader.hub.aside_tasks import AsideTask, AsideTasks, Learner
from coursegrader.hub.grading_workers import count_workers, end_workers, is_broken, start_workers
from coursegrader.pipeline.workers import WorkerDied
from coursegrader.store import Attempt, AttemptState, AttemptStore
from coursegrader.store.machine_trouble import is_machine_trouble

MOST_TRIES = 3  # of an attempt whose worker dies
MOST_STARTS = 10  # services that may have begun it and ended: more than any mishap explains
IDLE_SECONDS = 2.0  # attempts put into the database by a command line are seen this soon
TROUBLE_SECONDS = 10.0  # until it is tried again where the machine itself failed: a full disk, no sandbox
SET_ASIDE_SECONDS = 80.0  # at most, until an attempt is tried again that the machine has failed on more than once
MOST_TROUBLES = 8  # that the machine has with an attempt while it grades others: then it is the attempt
LOOK_AHEAD = 100  # attempts, each of another learner

GIVEN_UP = (
    f"the machine failed {MOST_TROUBLES} times on this attempt, and graded others meanwhile: tell your teacher, or "
    "hand in again ({})"
)

Graded = tuple[dict[str, Any], dict[str, bytes]]  # result JSON, and feedback pages by file name
# course directory, assignment, learner, files and time of receipt; runs in a worker
Grade = Callable[[Path, str, str, Mapping[str, bytes], datetime], Graded]
Warm = Callable[[], None]
Result = TypeVar("Result")

log = logging.getLogger("coursegrader.hub")


class GradingQueue:
    """Takes waiting attempts, oldest first and as many at once as there are workers, until stopped.

    Attributes:
        workers: how many attempts are graded at once.
        on_graded: called in the event loop's thread with each attempt that has a result, or has failed.
        trouble: what keeps the machine from grading, in one line; empty while nothing does.
    """

    def __init__(
        self,
        store: AttemptStore,
        courses: Mapping[str, Path],
        grade: Grade,
        warm: Warm,
        make_executor: Callable[[], Executor] | None = None,
        workers: int | None = None,
        grade_beside: Grade | None = None,
    ) -> None:
        """Nothing starts before :meth:`run`.

        Args:
            store: the queue.
            courses: course id -> course directory.
            grade: grades one attempt; called in a worker.
            warm: called once at the start, in a worker.
            make_executor: starts the workers.
            workers: how many there are; ``$COURSEGRADER_WORKERS``, or one a core, if not given.
            grade_beside: grades an attempt that is graded again when a later one is in the course's folders already;
                as ``grade`` does, if not given.
        """
        self.on_graded: Callable[[Attempt], None] = lambda attempt: None
        self.trouble = ""
        self._store, self._courses, self._warm = store, dict(courses), warm
        self._grade, self._grade_beside = grade, grade_beside or grade
        self.workers = workers or count_workers()
        self._make_executor = make_executor or partial(start_workers, self.workers, ())
        self._executor: Executor | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._arrived = asyncio.Event()
        self._running: dict[asyncio.Task[None], Attempt] = {}
        self._finished: set[int] = set()  # attempts, since the database was last asked
        self._begun: set[int] = set()
        self._deaths: dict[int, int] = {}
        self._troubles: dict[int, int] = {}  # attempt -> how often the machine failed on it
        self._done: Counter[tuple[str, str]] = Counter()  # course and assignment -> attempts that got a result
        self._done_before: dict[int, int] = {}  # attempt -> how many had one when the machine last failed on it
        self._turns: dict[Learner, int] = {}  # who has been graded -> attempts that go before any other of theirs
        self._not_before: dict[int, float] = {}
        self._resume_at = 0.0
        self._aside = AsideTasks()

    @classmethod
    def of_service(
        cls, store: AttemptStore, courses: Mapping[str, Path], learners: Mapping[Path, Mapping[str, str]]
    ) -> GradingQueue:
        """The queue of a deployment.

        Args:
            learners: course directory -> user name -> display name, to be shown in the gradebook.
        """
        released = [(release, folder) for course, folder in courses.items() for release in store.releases(course)]
        released.sort(key=lambda found: found[0].released_at, reverse=True)
        recent = tuple((folder, release.assignment) for release, folder in released)
        warm = partial(grading_task.prepare, learners, recent)
        workers = count_workers()
        start = partial(start_workers, workers, recent)
        return cls(store, courses, grading_task.grade, warm, start, workers, grading_task.grade_beside)

    @property
    def running(self) -> Sequence[Attempt]:
        """What is being graded now."""
        return tuple(self._running.values())

    def wake(self) -> None:
        """Say that there may be work; from any thread."""
        if self._loop is None:
            self._arrived.set()
        elif not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._arrived.set)

    def run_aside(self, task: Callable[..., Result], *args: Any, learner: Learner | None = None) -> Future[Result]:
        """Have a worker call ``task(*args)`` (picklable) when no attempt waits for it; from any thread.

        Args:
            learner: course id and user name, of whom nothing else may be graded meanwhile.

        Returns:
            A future, which raises :class:`~coursegrader.pipeline.workers.WorkerDied` if the worker ended.
        """
        aside = AsideTask(partial(task, *args), learner)
        self._aside.add(aside)
        self.wake()
        return aside.future

    async def run(self) -> None:
        """Grade for ever; cancel to stop."""
        self._loop = asyncio.get_running_loop()
        self._executor = self._make_executor()
        self._executor.submit(self._warm).add_done_callback(_report)
        try:
            while True:
                self._arrived.clear()
                seconds = await self._start_what_waits()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._arrived.wait(), seconds)
        finally:
            for task in self._running:
                task.cancel()

    def close(self) -> None:
        """End the workers at once; an attempt being graded stays in the queue."""
        self._aside.close()
        if self._executor is not None:
            end_workers(self._executor)

    async def _start_what_waits(self) -> float:
        """Give work to the workers that have none; returns how long to sleep, in seconds, unless something happens."""
        free = self.workers - len(self._running) - self._aside.count_running()
        pause = self._resume_at - time.monotonic()
        if free <= 0 or pause > 0:
            return max(IDLE_SECONDS, pause)
        self._finished.clear()
        try:
            waiting = await asyncio.to_thread(self._store.waiting, tuple(self._courses), LOOK_AHEAD)
        except Exception as error:  # noqa: BLE001  whatever ails the database now, the queue goes on when it is well
            self._pause("the database cannot be read", error)
            return TROUBLE_SECONDS
        for attempt in self._choose(waiting, free):
            task = asyncio.create_task(self._grade_one(attempt))
            self._running[task] = attempt
            task.add_done_callback(self._forget)
            free -= 1
        self._start_aside(free)
        return IDLE_SECONDS

    def _choose(self, waiting: Sequence[Attempt], free: int) -> list[Attempt]:
        """The oldest attempts, one of a learner at a time: the course's folders hold the last one.

        A learner's next attempt goes behind those that waited when the last one was begun: however many somebody hands
        in, others wait for one of them.
        """
        busy = self._aside.learners() | {(attempt.course, attempt.learner) for attempt in self._running.values()}
        known = {attempt.id for attempt in self._running.values()} | self._finished
        now = time.monotonic()
        known |= {attempt for attempt, then in self._not_before.items() if then > now}
        chosen: list[Attempt] = []
        newest = max((attempt.id for attempt in waiting), default=0)
        for attempt in sorted(waiting, key=self._turn):
            who = attempt.course, attempt.learner
            if len(chosen) < free and who not in busy and attempt.id not in known:
                chosen.append(attempt)
                self._turns[who] = newest
            busy.add(who)
        return chosen

    def _turn(self, attempt: Attempt) -> tuple[int, bool]:
        last = self._turns.get((attempt.course, attempt.learner), 0)
        return max(attempt.id, last), attempt.id <= last

    def _start_aside(self, free: int) -> None:
        """Always leaves a worker, if there are several, to attempts that arrive."""
        busy = {(attempt.course, attempt.learner) for attempt in self._running.values()}
        for aside in self._aside.take(free, max(1, self.workers - 1), busy):
            self._pool().submit(aside.call).add_done_callback(partial(self._end_aside, aside))

    def _end_aside(self, aside: AsideTask, done: Future[Any]) -> None:
        self._aside.end(aside, done)
        self.wake()

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._finished.add(self._running.pop(task).id)
        self._arrived.set()

    async def _grade_one(self, attempt: Attempt) -> None:
        name = f"{attempt.course}/{attempt.assignment} attempt {attempt.number} of {attempt.learner}"
        try:
            error = await self._try(attempt, name)
            if error:
                await asyncio.to_thread(self._store.record_failure, attempt, error)
                metrics.failed.inc()
        except WorkerDied as death:
            metrics.worker_deaths.inc()
            self._deaths[attempt.id] = self._deaths.get(attempt.id, 0) + 1
            log.error("grading %s: %s; it is tried again", name, death)
            return
        except Exception as error:  # noqa: BLE001  see is_machine_trouble; the attempt stays in the queue
            self._set_aside(attempt)
            self._pause(f"grading {name} stopped", error, others=self._troubles[attempt.id] == 1)
            return
        for kept in (self._deaths, self._troubles, self._done_before, self._not_before):
            kept.pop(attempt.id, None)
        await self._tell(attempt)

    async def _try(self, attempt: Attempt, name: str) -> str:
        """Grade an attempt and record its result; returns what is wrong with it, if anything is.

        Raises:
            WorkerDied: the worker has ended.
            Exception: it is the machine that cannot grade now.
        """
        if self._deaths.get(attempt.id, 0) >= MOST_TRIES:
            return f"the grader crashed {MOST_TRIES} times on this attempt"
        if attempt.id not in self._begun and await asyncio.to_thread(self._store.count_try, attempt) > MOST_STARTS:
            return f"grading was begun {MOST_STARTS} times and never came to its end"
        self._begun.add(attempt.id)
        started, waited = time.monotonic(), (datetime.now(UTC) - attempt.received_at).total_seconds()
        try:
            files = await asyncio.to_thread(self._store.blobs.get_all, attempt.files)
            grade = self._grade_beside if await asyncio.to_thread(self._is_overtaken, attempt) else self._grade
            course_dir = self._courses[attempt.course]
            work = partial(grade, course_dir, attempt.assignment, attempt.learner, files, attempt.received_at)
            result, feedback = await asyncio.wrap_future(self._pool().submit(work))
        except WorkerDied:
            raise
        except Exception as error:
            if is_machine_trouble(error):
                if self._is_hopeless(attempt):
                    log.error("grading %s is given up: %s", name, error)
                    return GIVEN_UP.format(error)
                raise
            # whatever else went wrong, it is this attempt's error, and the next one is graded
            known = isinstance(error, CourseGraderError)
            log.error("grading %s failed: %s", name, error, exc_info=None if known else error)
            return str(error) if known else f"{type(error).__name__}: {error}"
        if await asyncio.to_thread(self._store.record_result, attempt, result, feedback):
            metrics.count_graded(time.monotonic() - started, waited)
            log.info("graded %s", name)
        else:
            log.warning("%s had a result already, which stays", name)
        self.trouble = ""
        self._done[attempt.course, attempt.assignment] += 1
        return ""

    def _is_overtaken(self, attempt: Attempt) -> bool:
        """Whether the course's folders, which hold one attempt of each learner, hold a later one."""
        mine = self._store.attempts(attempt.course, assignment=attempt.assignment, learner=attempt.learner, brief=True)
        return any(other.id > attempt.id and other.state is AttemptState.GRADED for other in mine)

    async def _tell(self, attempt: Attempt) -> None:
        try:
            self.on_graded(await asyncio.to_thread(self._store.find_attempt, attempt.course, attempt.id))
        except Exception:  # the result is safe; a page that does not update by itself is no reason to stop
            log.exception("nobody could be told of attempt %s", attempt.id)

    def _pool(self) -> Executor:
        """The workers; others, if those cannot be started again."""
        assert self._executor is not None, "only run() gives work"
        if is_broken(self._executor):
            log.error("the process that starts the grading workers has ended; starting others")
            self._executor.shutdown(wait=False)
            self._executor = self._make_executor()
        return self._executor

    def _set_aside(self, attempt: Attempt) -> None:
        """It stays in the queue, and the more often the machine has failed on it, the longer it waits."""
        tries = self._troubles[attempt.id] = self._troubles.get(attempt.id, 0) + 1
        seconds = min(TROUBLE_SECONDS * 2 ** (tries - 1), SET_ASIDE_SECONDS)
        self._not_before[attempt.id] = time.monotonic() + seconds

    def _is_hopeless(self, attempt: Attempt) -> bool:
        """Whether the machine has failed on it often enough, and graded others since it last did: it would for ever.

        Others of the same assignment: where all of a course fail (its folder cannot be written, its kernel is not
        there), that passes when somebody mends it, as does what fails everybody from some moment on.
        """
        done = self._done[attempt.course, attempt.assignment]
        others = done > self._done_before.get(attempt.id, done)
        self._done_before[attempt.id] = done
        return others and self._troubles.get(attempt.id, 0) + 1 >= MOST_TROUBLES

    def _pause(self, what: str, error: Exception, others: bool = True) -> None:
        """Tell of trouble; ``others``: attempts that had nothing to do with it wait as well."""
        self.trouble = f"{what}: {type(error).__name__}: {' '.join(str(error).split())}"
        if others:
            self._resume_at = time.monotonic() + TROUBLE_SECONDS
        log.error("%s; %s", self.trouble, f"attempts wait for {TROUBLE_SECONDS:g} seconds" if others else "it waits")


def _report(warmed: Future[None]) -> None:
    """A worker that could not get ready is no reason to stop: each attempt will say what is wrong."""
    if not warmed.cancelled() and (error := warmed.exception()) is not None:
        log.error("the grading workers could not get ready: %s", error)
