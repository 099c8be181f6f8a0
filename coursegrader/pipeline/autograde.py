"""``coursegrader autograde``: a whole class, as many submissions at once as there are workers, one writer.

Nothing is lost and nothing made twice, whenever the program ends: see ``class_files``.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coursegrader.errors import CourseError
from coursegrader.pipeline import class_head_start
from coursegrader.pipeline.watching import Quiet, Watcher
from coursegrader.pipeline.workers import HeadStart, WarmWorkers

if TYPE_CHECKING:
    from coursegrader.pipeline.class_report import ClassReport

PRELOAD = ("coursegrader.pipeline.class_job",)


def autograde_class(
    course_dir: Path,
    assignments: Sequence[str] | None = None,
    students: Sequence[str] | None = None,
    *,
    workers: int | None = None,
    force: bool = False,
    watcher: Watcher | None = None,
    pool: WarmWorkers | None = None,
) -> ClassReport:
    """Grade a class's submissions into ``autograded/`` and the gradebook.

    What has been graded and was not handed in anew is skipped. Ctrl-C ends the run when what is being graded is done; a
    second one ends it at once (KeyboardInterrupt). Either way the next run goes on where this one ended.

    Args:
        course_dir: any nbgrader course directory.
        assignments: which; all that have submissions when None.
        students: whose; when None, those whom the course's ``CourseDirectory.student_id`` matches: everybody, mostly.
        workers: how many submissions are graded at once; as many as this process may use cores when None.
        force: grade again what has been graded.
        watcher: is told what happens.
        pool: from ``start_workers`` with the same arguments, by a caller who has other things to do first.

    Raises:
        UnknownAssignment, CourseError: what is asked for is not there, or the course is not in order.
    """
    started = time.perf_counter()
    pool = pool or start_workers(course_dir, assignments, students, workers=workers, force=force)
    watcher = watcher or Quiet()
    try:
        from coursegrader.pipeline.class_batch import ClassBatch  # late, for the same reason

        report = ClassBatch(course_dir.absolute(), pool, watcher).run(assignments, students, force)
    except OSError as error:
        raise CourseError(f"{error.filename or course_dir}: {error.strerror or error}") from error
    finally:
        pool.kill()  # nothing is left to kill but after an error
        watcher.end()
    report.workers, report.seconds = _count(workers), time.perf_counter() - started
    return report


def start_workers(
    course_dir: Path,
    assignments: Sequence[str] | None = None,
    students: Sequence[str] | None = None,
    *,
    workers: int | None = None,
    force: bool = False,
) -> WarmWorkers:
    """Start what will grade a class; it gets ready by itself while this process imports nbgrader."""
    count = _count(workers)
    guess = class_head_start.guess(course_dir.absolute(), assignments, students, force=force)
    head_start = HeadStart(class_head_start.load, class_head_start.warm, guess, min(count, guess.submissions))
    return WarmWorkers(count, PRELOAD, head_start)


def _count(workers: int | None) -> int:
    return workers or len(os.sched_getaffinity(0))
