"""Work for the grading workers that is no attempt, such as the preview of a regrade."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Collection
from concurrent.futures import Future
from typing import Any

Learner = tuple[str, str]  # course id and user name


class AsideTask:
    """One call that waits for a worker, or is being made.

    Attributes:
        call: picklable, without arguments.
        learner: of whom nothing else may be graded meanwhile; None if that does not matter.
        future: told how it went.
    """

    def __init__(self, call: Callable[[], Any], learner: Learner | None) -> None:
        self.call, self.learner = call, learner
        self.future: Future[Any] = Future()

    def end(self, done: Future[Any]) -> None:
        """Tell the caller what the worker answered."""
        if not self.future.set_running_or_notify_cancel():
            return
        if done.cancelled():
            self.future.set_exception(RuntimeError("the service has ended"))
        elif (error := done.exception()) is not None:
            self.future.set_exception(error)
        else:
            self.future.set_result(done.result())


class AsideTasks:
    """Those that wait, oldest first, and those that run. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[AsideTask] = deque()
        self._running: set[AsideTask] = set()

    def add(self, task: AsideTask) -> None:
        """Let a task wait for its turn."""
        with self._lock:
            self._waiting.append(task)

    def count_running(self) -> int:
        """How many workers are at such tasks."""
        with self._lock:
            return len(self._running)

    def learners(self) -> set[Learner]:
        """Of whom nothing else may be graded now."""
        with self._lock:
            return {task.learner for task in self._running if task.learner is not None}

    def take(self, free: int, most: int, busy: Collection[Learner]) -> list[AsideTask]:
        """The next tasks, which run from now on.

        Args:
            free: workers that have nothing to do.
            most: how many such tasks may run at once.
            busy: learners of whom something is being graded.
        """
        chosen: list[AsideTask] = []
        with self._lock:
            taken = {task.learner for task in self._running} | set(busy)
            for task in tuple(self._waiting):
                if task.future.cancelled():
                    self._waiting.remove(task)
                    continue
                if len(chosen) >= free or len(self._running) >= most:
                    break
                if task.learner is None or task.learner not in taken:
                    taken.add(task.learner)
                    self._waiting.remove(task)
                    self._running.add(task)
                    chosen.append(task)
        return chosen

    def end(self, task: AsideTask, done: Future[Any]) -> None:
        """Note that a worker has answered."""
        with self._lock:
            self._running.discard(task)
        task.end(done)

    def close(self) -> None:
        """Cancel what waits."""
        with self._lock:
            waiting = tuple(self._waiting)
            self._waiting.clear()
        for task in waiting:
            task.future.cancel()
            task.future.set_running_or_notify_cancel()
