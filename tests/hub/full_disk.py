"""A service whose disk is full for a while. Argument: a small, empty file system; prints who got which score."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from coursegrader.errors import StorageFailed
from coursegrader.store import AttemptState, AttemptStore, DataFolder
from tests.hub.test_crashes import start, until


def fill(disk: Path) -> None:
    """Leave no byte."""
    for size in (1 << 16, 1 << 12, 1):
        descriptor = os.open(disk / f"fill-{size}", os.O_CREAT | os.O_WRONLY)
        with suppress(OSError):
            while os.write(descriptor, b"x" * size) == size:
                pass
        os.close(descriptor)


def main(disk: Path) -> None:
    """Three attempts are there when the disk is full; a fourth is refused."""
    store = AttemptStore(DataFolder(disk / "data"))
    for name in ("amara", "kenji", "sofia"):
        store.add_attempt("maths", "week1", name, {"a.ipynb": name.encode()})
    fill(disk)
    service = start(store.folder)
    try:
        with pytest.raises(StorageFailed, match="nothing was kept"):
            store.add_attempt("maths", "week1", "tomas", {"a.ipynb": b"too late"})
        time.sleep(2)  # in which the service finds that it cannot write
        assert store.count_by_state()[AttemptState.FAILED] == 0
        for path in disk.glob("fill-*"):
            path.unlink()
        until(lambda: store.count_waiting() == 0)
    finally:
        service.kill()
        service.wait()
    for attempt in store.attempts("maths"):
        print(attempt.learner, attempt.score)
    store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
