"""The worker processes of the grading service: how many, what they have ready, how they end."""

from __future__ import annotations

import os
from concurrent.futures import Executor
from pathlib import Path

from coursegrader.errors import CourseError
from coursegrader.hub import grading_task
from coursegrader.pipeline.workers import HeadStart, WarmWorkers

WORKERS = "COURSEGRADER_WORKERS"
PRELOAD = ("coursegrader.pipeline.grading",)
LONGEST_SECONDS = 7200.0  # whatever holds a worker longer than any grading takes, it is not to hold it for ever


def count_workers() -> int:
    """How many attempts are graded at once: ``$COURSEGRADER_WORKERS``, or as many as this process may use cores.

    Raises:
        CourseError: the variable is no number.
    """
    wanted = os.environ.get(WORKERS, "")
    if not wanted:
        return len(os.sched_getaffinity(0))
    if not (wanted.isascii() and wanted.isdigit() and 0 < int(wanted) < 1000):
        raise CourseError(f"{WORKERS} is {wanted!r}: give a number of worker processes, such as 2")
    return int(wanted)


def start_workers(count: int, assignments: tuple[tuple[Path, str], ...]) -> Executor:
    """Start the workers; they get ready by themselves.

    Args:
        assignments: course directories and assignments, those first that are likely to be submitted.
    """
    head_start = HeadStart(grading_task.load, grading_task.warm, assignments, count)
    return WarmWorkers(count, PRELOAD, head_start, LONGEST_SECONDS)


def end_workers(executor: Executor) -> None:
    """End the workers at once; what they work on is lost."""
    if isinstance(executor, WarmWorkers):
        executor.kill()
    else:
        executor.shutdown(wait=False, cancel_futures=True)


def is_broken(executor: Executor) -> bool:
    """Whether workers that end cannot be replaced any more."""
    return isinstance(executor, WarmWorkers) and not executor.can_start_workers
