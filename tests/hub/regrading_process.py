"""The grading queue with real workers, and regrades beside it: ``python regrading_process.py DATA COURSE_DIR``."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from coursegrader.hub import regrading
from coursegrader.hub.grading_queue import GradingQueue
from coursegrader.hub.regrading import Regrading
from coursegrader.hub.web.live import Changes
from coursegrader.store import AttemptStore, DataFolder, Exchange


async def serve(data: Path, course_dir: Path) -> None:
    """As the service does, until killed."""
    store = AttemptStore(DataFolder(data))
    courses = {"maths": course_dir}
    queue = GradingQueue.of_service(store, courses, {})
    regrading = Regrading(Exchange(store), courses, queue, Changes())
    await asyncio.gather(queue.run(), regrading.run())


if __name__ == "__main__":
    regrading.IDLE_SECONDS = 0.02  # what the test does is seen at once, as what is done in the service itself is
    asyncio.run(serve(Path(sys.argv[1]), Path(sys.argv[2])))
