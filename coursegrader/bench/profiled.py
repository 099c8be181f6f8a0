"""``python -m coursegrader.bench.profiled COURSE ASSIGNMENT RESULT``: where ``autograde`` spends its time.

The same command with one worker in its own process, so that every stage can be timed: what a worker does for each
submission, and what is done where results are written. Time behind the wall is waited for here, so it is wall time of a
stage, and in no stage's CPU time; its CPU time is read from /proc.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any
from unittest.mock import patch

from coursegrader.bench.stage_clock import Stage, StageClock
from coursegrader.bench.wall_meter import WallMeter
from coursegrader.errors import CourseError
from coursegrader.pipeline.autograde import autograde_class

_HERE = "coursegrader.grader_side"
CELLS = "cells, waited for"
MEASURING = "measuring"
GRADEBOOK = "gradebook and putting files in place"
STAGES = (
    Stage("reading what was handed in", ("coursegrader.pipeline.class_job:submitted_attempt",)),
    Stage("a process for the attempt, and its result back", (f"{_HERE}.grade:apart",)),
    Stage("matching and rebuilding", (f"{_HERE}.grade:submitted_notebooks", f"{_HERE}.grade_notebook:rebuild")),
    Stage("quiz variants, and files for the notebooks", (f"{_HERE}.grade:sandbox_files",)),
    Stage("starting a notebook's process", (f"{_HERE}.sandboxes:AttemptSandbox.connect",)),
    Stage(CELLS, (f"{_HERE}.session:NotebookSession._start",)),
    Stage("hidden tests, trusted side", (f"{_HERE}.collected:CollectedSuites.run",)),
    Stage("hidden tests, learner's code waited for", (f"{_HERE}.student:Student._receive",)),
    Stage(
        "hidden tests, a process for each",
        (f"{_HERE}.student:Student.finish", f"{_HERE}.connection:Connection.settle"),
    ),
    Stage("ending a notebook's process", (f"{_HERE}.session:NotebookSession.close",)),
    Stage("putting the notebook together", (f"{_HERE}.grade_notebook:executed_notebook",)),
    Stage("cleaning and finishing it", ("coursegrader.pipeline.class_job:_finished",)),
    Stage("writing files", ("coursegrader.pipeline.class_job:fill_draft",)),
    Stage(MEASURING, ("coursegrader.bench.wall_meter:WallMeter.read",)),
    Stage(GRADEBOOK, ("coursegrader.pipeline.class_writer:ClassWriter.write",)),
)
WARM_UP = 3


class InThisProcess(Executor):
    """In place of the pool of workers: does a task at once, here. ``before`` is told the number of each."""

    def __init__(self, before: Callable[[int], None]) -> None:
        self._before, self._count = before, 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do it."""
        self._before(self._count)
        self._count += 1
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  it is the caller's to see, as from a pool
            future.set_exception(error)
        return future

    def kill(self) -> None:
        """Nothing to end."""

    def cancel_waiting(self) -> None:
        """Nothing waits."""


def profile(course_dir: Path, assignment: str) -> dict[str, Any]:
    """Grade the class in ``course_dir``; milliseconds a submission by stage.

    Raises:
        CourseError: the class is too small, or a stage's function is gone.
    """
    clock = StageClock(STAGES)
    meter = WallMeter()
    meter.install()
    clock.install()
    count = 0

    def before(number: int) -> None:
        nonlocal count
        count = number + 1
        if number == WARM_UP:
            clock.restart()
            meter.restart()

    with patch("coursegrader.pipeline.autograde.WarmWorkers", lambda *args: InThisProcess(before)):
        report = autograde_class(course_dir, [assignment])
    graded = count - WARM_UP
    if graded < 1 or not report.ok:
        raise CourseError(f"{count} submissions were graded, some of them perhaps not well: nothing to tell")
    spent = clock.spent()
    del spent[MEASURING]
    stages = {}
    for name, seconds in spent.items():
        number = count if name == GRADEBOOK else graded
        stages[name or "everything else"] = {
            "wall_ms": 1000 * seconds.wall / number,
            "cpu_ms": 1000 * seconds.cpu / number,
            "calls": seconds.calls / number,
        }
    return {"submissions": graded, "stages": stages, "sandbox": meter.milliseconds(graded)}


if __name__ == "__main__":
    Path(sys.argv[3]).write_text(json.dumps(profile(Path(sys.argv[1]), sys.argv[2])))
