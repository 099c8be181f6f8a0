"""A grading service without pages, whose grader takes a moment: to be killed. Argument: the data folder."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from coursegrader.hub.grading_queue import Graded, GradingQueue
from coursegrader.hub.service_lock import only_service, work_for_service
from coursegrader.pipeline.workers import WarmWorkers
from coursegrader.store import AttemptStore, DataFolder

WORKERS = 2


def grade(course_dir: Path, assignment: str, learner: str, files: Mapping[str, bytes], received_at: datetime) -> Graded:
    """Leave a trace, as a grading leaves its files."""
    work_for_service()
    (course_dir / f"{learner}.begun").write_text(str(os.getpid()))
    time.sleep(0.03)
    return {"score": float(len(files["a.ipynb"]))}, {"a.html": learner.encode()}


def ready() -> None:
    """Nothing has to be made ready."""


def main() -> None:
    """Serve until killed."""
    folder = DataFolder(Path(sys.argv[1]))
    with only_service(folder):
        store = AttemptStore(folder)
        courses = {"maths": folder.root.parent}
        queue = GradingQueue(store, courses, grade, ready, lambda: WarmWorkers(WORKERS), WORKERS)
        asyncio.run(queue.run())


if __name__ == "__main__":
    # the workers must find grade() under its module's name
    from tests.hub import crash_service

    crash_service.main()
