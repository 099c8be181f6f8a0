"""One grading service on a data folder at a time, and none of its workers left when the next one begins.

Both are locks that the system takes back when a process ends, however it ends::

    service.lock    held by the service; names its process
    workers.lock    shared by its workers for as long as they live
"""

from __future__ import annotations

import fcntl
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from coursegrader.errors import StoreError
from coursegrader.store.data_folder import DataFolder

SERVICE, WORKERS = "service.lock", "workers.lock"
PATIENCE_SECONDS = 20.0  # for a service that is ending, and for its workers
TICK_SECONDS = 0.1

log = logging.getLogger("coursegrader.hub")

_held: IO[str] | None = None  # in a worker


@contextmanager
def only_service(folder: DataFolder, patience: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Be the only service on a data folder while the context lasts.

    Args:
        folder: the deployment's data folder.
        patience: seconds to wait for another one to end.

    Raises:
        StoreError: another one runs and does not end.
    """
    end = time.monotonic() + patience
    with (folder.ensure().root / SERVICE).open("a+") as service:
        if not _locked(service, end):
            service.seek(0)
            raise StoreError(
                f"another grading service (process {service.read().strip() or 'unknown'}) works on {folder.root}: "
                "stop it, or give this one a COURSEGRADER_DATA of its own"
            )
        _await_workers(folder, end)
        service.truncate(0)
        with suppress(OSError):  # the disk is full: nobody is told who we are, and what can go on goes on
            os.write(service.fileno(), f"{os.getpid()}\n".encode())
        yield


def _await_workers(folder: DataFolder, end: float) -> None:
    with (folder.root / WORKERS).open("a") as workers:
        if not _locked(workers, end):
            raise StoreError(
                f"grading workers of a service that has ended still work on {folder.root}: "
                "end their processes, then start the service again"
            )


def _locked(file: IO[str], end: float) -> bool:
    told = False
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() > end:
                return False
        if not told:
            log.warning("%s is held by another process: waiting for it to end", file.name)
            told = True
        time.sleep(TICK_SECONDS)


def work_for_service() -> None:
    """In a worker: no other service begins while this process lives. Calling it again does nothing."""
    global _held
    named = os.environ.get("COURSEGRADER_DATA", "")
    if _held is None and named:
        file = Path(named, WORKERS).open("a")  # noqa: SIM115  held until this process ends
        fcntl.flock(file, fcntl.LOCK_SH)
        _held = file


def service_process(folder: DataFolder) -> int | None:
    """The process id of the service that works on a data folder; None if none does."""
    path = folder.root / SERVICE
    if not path.exists():
        return None
    with path.open("r") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            text = file.read().strip()
            return int(text) if text.isdigit() else None
    return None
