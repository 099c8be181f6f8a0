"""What tests have worker processes do: found there by its name, as everything that workers are given."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

from coursegrader.grader_side import grade
from coursegrader.pipeline.class_job import grade_submission
from coursegrader.pipeline.class_submission import GradedSubmission, Job


def double(number: int) -> int:
    return 2 * number


def pid() -> int:
    return os.getpid()


def rest(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


LOADED: list[str] = []


def load(what: str) -> None:
    LOADED.append(f"{what} by {os.getpid()}")


def load_and_end(what: str) -> None:
    LOADED.append(what)
    os._exit(3)


def load_and_fail(what: str) -> None:
    LOADED.append(what)
    raise LookupError(what)


def load_and_leave_a_thread(what: str) -> None:
    LOADED.append(what)
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()


def load_without_end(what: str) -> None:
    Path(what).touch()
    time.sleep(60)


def warm(what: str) -> None:
    LOADED.append(f"warm {what}")


def warm_up_to_death(what: str) -> None:
    die()


def loaded() -> tuple[int, list[str]]:
    return os.getpid(), LOADED


def fail() -> None:
    raise LookupError("nothing here")


def fail_strangely() -> None:
    class Strange(Exception):  # cannot be found by its name on the other side
        pass

    raise Strange("odd")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def imported_after_grading(plan: bytes, job: Job) -> GradedSubmission:
    """Grade, then fail with the names of what a worker must not need."""
    grade_submission(plan, job)
    heavy = {"nbgrader", "nbformat", "nbconvert", "traitlets", "sqlalchemy", "jupyter_client"}
    raise LookupError(f"imported: {sorted(heavy & set(sys.modules))}")


def die_for_some(plan: bytes, job: Job) -> GradedSubmission:
    """Grade, but for ``doomed`` the worker always dies, and for ``unlucky`` the first time."""
    mark = job.submitted / "tried"
    if job.student == "doomed" or (job.student == "unlucky" and not mark.exists()):
        mark.touch()
        die()
    Path(mark).unlink(missing_ok=True)
    return grade_submission(plan, job)


def grade_in_a_hurry(plan: bytes, job: Job) -> GradedSubmission:
    """Grade, if that takes no longer than two seconds."""
    vars(grade)["seconds_allowed"] = lambda limits, notebooks, tests: 2.0
    return grade_submission(plan, job)


def exchange_then_grade(plan: bytes, job: Job) -> GradedSubmission:
    """Another submission arrives while this one is graded."""
    graded = grade_submission(plan, job)
    job.submitted.rename(job.submitted.with_name("before"))
    job.submitted.mkdir()
    return graded
