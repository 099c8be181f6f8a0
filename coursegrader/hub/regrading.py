"""Regrades of whole assignments: previewed beside the grading of new submissions, applied and undone as a whole.

What is to be done stands in the store, so that the next start of the service goes on where this one ended.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from coursegrader.errors import CourseGraderError, StoreError
from coursegrader.hub import regrade_tasks
from coursegrader.hub.aside_tasks import Learner
from coursegrader.hub.grading_queue import GradingQueue
from coursegrader.hub.regrade_news import ScoreChange, news, week_link
from coursegrader.hub.regrade_places import kept_place, place_of
from coursegrader.hub.web.live import Changes
from coursegrader.hub.web.student.wording import spoken
from coursegrader.pipeline.workers import WorkerDied
from coursegrader.store import Exchange
from coursegrader.store.machine_trouble import is_machine_trouble
from coursegrader.store.regrade_changes import News, RegradeChanges
from coursegrader.store.regrade_records import Regrade, Regraded, RegradeRow, RegradeState, RowState

IDLE_SECONDS = 1.0  # until it is looked whether another process has changed the store
TROUBLE_SECONDS = 5.0  # until it is tried again where the machine itself failed
LONGEST_PAUSE = 16  # times that, at most, where it fails again and again
AT_ONCE = 8  # attempts handed to the workers; what they cannot take yet waits, behind every new submission
MOST_TRIES = 3
MOST_TROUBLES = 8  # that the machine has with an attempt while it grades others: then it is the attempt
SAME_ERRORS = 3  # if the first attempts all fail in the same way, it is the course's fault, and the preview ends
CHANGED_AGAIN = (
    "the hidden tests or the notebooks have changed again since this preview, so nothing was applied: preview again"
)

log = logging.getLogger("coursegrader.hub")
Result = TypeVar("Result")


class Regrading:
    """The regrades of a deployment's courses. Everything but :meth:`run` may be called from any thread."""

    def __init__(
        self, exchange: Exchange, courses: Mapping[str, Path], queue: GradingQueue, changes: Changes, prefix: str = ""
    ) -> None:
        """``prefix``: path below which browsers reach the service, for links in notices."""
        self._store, self._exchange, self._courses = exchange.store, exchange, dict(courses)
        self._queue, self._live, self._prefix = queue, changes, prefix
        self._changes = RegradeChanges(exchange.store.database)
        self._troubles: dict[tuple[int, int], int] = {}  # regrade, attempt -> how often the machine failed on it
        self._arrived: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    # -- what instructors ask for --------------------------------------------------------------------------------

    def begin(self, course: str, assignment: str, reason: str, by: str) -> Regrade:
        """Preview a regrade of everybody's attempts at an assignment.

        Raises:
            StoreError: no reason, nothing to grade again, or a regrade of the assignment is at work.
        """
        reason = " ".join(reason.split())
        if not reason:
            raise StoreError("a regrade needs a reason: say what was corrected, in a sentence that learners understand")
        begun = self._store.regrades.start(course, assignment, reason, by)
        self._wake(course)
        return begun

    def cancel(self, course: str, regrade: int, by: str) -> None:
        """End a preview, or throw away what it found.

        Raises:
            StoreError: there is no such regrade, or it is not a preview any more.
        """
        self._store.regrades.cancel(course, regrade, by)
        self._wake(course)

    def apply(self, course: str, regrade: int, by: str) -> None:
        """Have a complete preview applied, unless the suites have changed again by then.

        Raises:
            StoreError: there is no such regrade, or it is not ready.
        """
        self._changes.ask_to_apply(self._store.regrades.find(course, regrade), by)
        self._wake(course)

    def undo(self, course: str, regrade: int, by: str) -> None:
        """Put back what an applied regrade replaced.

        Raises:
            StoreError: there is no such regrade, or it is not applied.
        """
        found = self._store.regrades.find(course, regrade)
        self._changes.undo(found, by, self.news_of(found, undone=True))
        self._tell_learners(found)
        self._wake(course)

    # -- the work ------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Do what is to be done, for ever; cancel to stop."""
        self._loop, self._arrived = asyncio.get_running_loop(), asyncio.Event()
        failures = 0  # in a row
        while True:
            self._arrived.clear()
            try:
                worked = await self._work()
            except Exception:  # a full disk, say: what is to be done stands in the store, and is tried again
                log.exception("regrades cannot go on at present")
                await asyncio.sleep(pause_seconds(failures))
                failures += 1
            else:
                failures = 0
                if worked:
                    continue
            with suppress(TimeoutError):
                await asyncio.wait_for(self._arrived.wait(), IDLE_SECONDS)

    async def _work(self) -> bool:
        """Take one step; whether there was anything to do."""
        work = await asyncio.to_thread(self._store.regrades.at_work, list(self._courses))
        if not work:
            return False
        regrade = work[0]
        steps = {
            RegradeState.PREVIEW: self._preview,
            RegradeState.CHECKING: self._check_and_apply,
            RegradeState.APPLYING: self._follow,
            RegradeState.UNDOING: self._follow,
        }
        try:
            await steps[regrade.state](regrade)
        except Exception as error:
            if is_machine_trouble(error) or regrade.state in (RegradeState.APPLYING, RegradeState.UNDOING):
                raise
            log.exception("regrade %d of %s/%s", regrade.id, regrade.course, regrade.assignment)
            await asyncio.to_thread(self._store.regrades.fail, regrade, _words(error))
            await asyncio.to_thread(self._changes.refuse, regrade, _words(error))
        self._publish(regrade.course)
        return True

    async def _preview(self, regrade: Regrade) -> None:
        rows = await asyncio.to_thread(self._next_rows, regrade)
        if rows:
            ends = await asyncio.gather(*(self._preview_row(regrade, row) for row in rows), return_exceptions=True)
            for end in ends:  # all of them have ended: what is tried again is not at work any more
                if end is not None:
                    raise end
            await asyncio.to_thread(self._give_up_if_hopeless, regrade)
            return
        suite, source = await self._aside(regrade_tasks.graded_by, self._dir(regrade), regrade.assignment)
        await asyncio.to_thread(self._store.regrades.finish_preview, regrade, suite=suite, source=source)
        self._troubles = {which: times for which, times in self._troubles.items() if which[0] != regrade.id}

    def _next_rows(self, regrade: Regrade) -> list[RegradeRow]:
        """Those first on which the machine has failed least often: others do not wait for them."""
        failed = sum(which == regrade.id for which, _ in self._troubles)
        rows = self._store.regrades.rows(regrade.id, RowState.WAITING, limit=AT_ONCE + failed)
        return sorted(rows, key=lambda row: self._troubles.get((regrade.id, row.attempt), 0))[:AT_ONCE]

    async def _preview_row(self, regrade: Regrade, row: RegradeRow) -> None:
        try:
            attempt = await asyncio.to_thread(self._store.find_attempt, row.course, row.attempt)
            files = await asyncio.to_thread(self._store.blobs.get_all, attempt.files)
            found = await self._aside(
                regrade_tasks.preview, self._dir(regrade), regrade.assignment, row.learner, files, attempt.received_at
            )
        except Exception as error:  # whatever went wrong, it is this attempt's error, and the page shows it
            if is_machine_trouble(error) and not await self._is_hopeless(regrade, row):
                raise
            if not isinstance(error, CourseGraderError):
                log.exception("regrade %d: attempt %d", regrade.id, row.attempt)
            await asyncio.to_thread(self._store.regrades.not_regraded, row, _words(error))
        else:
            await asyncio.to_thread(self._keep, regrade, row, found)
        self._publish(regrade.course)

    async def _is_hopeless(self, regrade: Regrade, row: RegradeRow) -> bool:
        """Whether the machine has failed on an attempt often enough, and graded others meanwhile."""
        which = (regrade.id, row.attempt)
        self._troubles[which] = self._troubles.get(which, 0) + 1
        if self._troubles[which] < MOST_TROUBLES:
            return False
        progress = await asyncio.to_thread(self._store.regrades.progress, regrade.id)
        return progress.get(RowState.DONE, 0) > 0

    def _keep(self, regrade: Regrade, row: RegradeRow, found: regrade_tasks.PreviewedAttempt) -> None:
        blobs = self._store.blobs
        kept = Regraded(found.result, blobs.put_all(found.feedback), kept_place(blobs, found.place))
        self._store.regrades.regraded(row, kept, regrade.assignment)

    def _give_up_if_hopeless(self, regrade: Regrade) -> None:
        progress = self._store.regrades.progress(regrade.id)
        if progress.get(RowState.DONE) or progress.get(RowState.ERROR, 0) < min(SAME_ERRORS, sum(progress.values())):
            return
        errors = {row.error for row in self._store.regrades.rows(regrade.id, RowState.ERROR)}
        if len(errors) == 1:
            self._store.regrades.fail(regrade, f"no attempt can be graded: {errors.pop()}")

    async def _check_and_apply(self, regrade: Regrade) -> None:
        now = await self._aside(regrade_tasks.graded_by, self._dir(regrade), regrade.assignment)
        made_by = await asyncio.to_thread(self._store.regrades.made_by, regrade.id)
        if made_by != {now}:
            why = CHANGED_AGAIN if made_by else "no attempt could be graded again, so there is nothing to apply"
            await asyncio.to_thread(self._changes.refuse, regrade, why)
            return
        await asyncio.to_thread(self._changes.apply, regrade, self.news_of(regrade, undone=False))
        self._tell_learners(regrade)

    async def _follow(self, regrade: Regrade) -> None:
        """Have nbgrader's folders and gradebook follow the store."""
        applying = regrade.state is RegradeState.APPLYING
        state = RowState.APPLIED if applying else RowState.RETURNED
        rows = await asyncio.to_thread(self._store.regrades.rows, regrade.id, state, limit=AT_ONCE)
        for row in rows:
            try:
                await self._follow_row(regrade, row, applying=applying)
            except Exception as error:  # the learner's result stands; the page says what is left to do by hand
                if is_machine_trouble(error):
                    raise
                log.exception("regrade %d: nbgrader's folders of %s", regrade.id, row.learner)
                note = f"nbgrader's gradebook could not follow, and has the other score: {_words(error)}"
                await asyncio.to_thread(self._changes.followed, row, note=note)
        if not rows:
            await asyncio.to_thread(self._changes.finish, regrade)

    async def _follow_row(self, regrade: Regrade, row: RegradeRow, *, applying: bool) -> None:
        attempt = await asyncio.to_thread(self._store.find_attempt, row.course, row.attempt)
        whose = (self._dir(regrade), regrade.assignment, row.learner, attempt.received_at)
        learner = (row.course, row.learner)
        blobs, old, new = self._store.blobs, row.old_place, row.new_place
        if applying and old is None:
            # kept before anything is replaced: whatever ends the program, it is known what is to come back
            found = await self._aside(regrade_tasks.read_place, *whose, learner=learner)
            old = None if found is None else await asyncio.to_thread(kept_place, blobs, found)
            await asyncio.to_thread(self._changes.keep_old_place, row, old)
        if old is None or new is None:
            await asyncio.to_thread(self._changes.followed, row)  # nbgrader has another attempt of this learner
            return
        wanted, there = (new, old) if applying else (old, new)
        place = await asyncio.to_thread(place_of, blobs, wanted)
        done = await self._aside(regrade_tasks.follow, *whose, place, [there["files"]], old["rows"], learner=learner)
        pages = None if done.feedback is None else await asyncio.to_thread(blobs.put_all, done.feedback)
        note = done.why_not or None
        await asyncio.to_thread(self._changes.followed, row, feedback=pages, note=note)

    # -- helpers -------------------------------------------------------------------------------------------------

    async def _aside(self, task: Callable[..., Result], *args: Any, learner: Learner | None = None) -> Result:
        """What a worker answers; asked again if the worker ended meanwhile."""
        for _ in range(MOST_TRIES - 1):
            with suppress(WorkerDied):
                return await asyncio.wrap_future(self._queue.run_aside(task, *args, learner=learner))
        try:
            return await asyncio.wrap_future(self._queue.run_aside(task, *args, learner=learner))
        except WorkerDied as error:
            raise StoreError(f"the grader crashed {MOST_TRIES} times on this") from error

    def news_of(self, regrade: Regrade, *, undone: bool) -> News:
        """What to tell each learner when the regrade is applied, or undone."""

        def tell(learner: str, before: Any, after: Any) -> tuple[str, str] | None:
            policy = self._exchange.policy(regrade.course, regrade.assignment, learner)
            change = ScoreChange.of(policy, before, after)
            text = news(change, policy.title or spoken(regrade.assignment), regrade.reason, undone=undone)
            return None if text is None else (text, week_link(self._prefix, regrade.course, regrade.assignment))

        return tell

    def _dir(self, regrade: Regrade) -> Path:
        return self._courses[regrade.course]

    def _tell_learners(self, regrade: Regrade) -> None:
        for learner in {row.learner for row in self._store.regrades.rows(regrade.id)}:
            self._live.publish(regrade.course, learner)

    def _publish(self, course: str) -> None:
        self._live.publish(course, "")  # staff hear of everything

    def _wake(self, course: str) -> None:
        self._publish(course)
        loop, arrived = self._loop, self._arrived
        if loop is not None and arrived is not None and not loop.is_closed():
            loop.call_soon_threadsafe(arrived.set)


def pause_seconds(failures: int) -> float:
    """How long to wait after so many failures in a row: minutes in all, before an attempt is given up."""
    return TROUBLE_SECONDS * min(1 << failures, LONGEST_PAUSE)


def _words(error: Exception) -> str:
    return str(error) if isinstance(error, CourseGraderError) else f"{type(error).__name__}: {error}"
