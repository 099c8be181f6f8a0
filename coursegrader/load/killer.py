"""Kills the grading service while learners hand in, and sees to it that nothing of it goes on."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Sequence

from coursegrader.bench.process_tree import Process, descendants
from coursegrader.hub.service_lock import service_process
from coursegrader.store import DataFolder

LOOK_SECONDS = 0.05
LONGEST_SECONDS = 60.0  # to find a service that can be killed


class Killer:
    """Sends SIGKILL to the service at given times.

    Attributes:
        kills: how often it was killed.
        survivors: processes of killed services that were still at work a while later.
    """

    GRACE_SECONDS = 5.0

    def __init__(self, data: DataFolder, times: Sequence[float]) -> None:
        """``times``: in monotonic seconds."""
        self.kills, self.survivors = 0, 0
        self._data, self._times = data, sorted(times)
        self._thread = threading.Thread(target=self._run, name="killer", daemon=True)

    def start(self) -> None:
        """Begin to wait for the first time."""
        self._thread.start()

    def join(self) -> None:
        """Wait until all kills are done."""
        self._thread.join()

    def _run(self) -> None:
        for at in self._times:
            time.sleep(max(0.0, at - time.monotonic()))
            service = self._service()
            if service is None:
                return
            family = descendants(service)
            os.kill(service, signal.SIGKILL)
            self.kills += 1
            self.survivors += self._count_survivors(family)

    def _service(self) -> int | None:
        """The service, once it has workers."""
        end = time.monotonic() + LONGEST_SECONDS
        while time.monotonic() < end:
            service = service_process(self._data)
            if service is not None and len(descendants(service)) > 1:
                return service
            time.sleep(LOOK_SECONDS)
        return None

    def _count_survivors(self, family: Sequence[Process]) -> int:
        end = time.monotonic() + self.GRACE_SECONDS
        living = list(family)
        while living and time.monotonic() < end:
            time.sleep(LOOK_SECONDS)
            living = [process for process in living if _is_running(process)]
        return len(living)


def _is_running(process: Process) -> bool:
    try:
        with open(f"/proc/{process.pid}/stat") as file:  # noqa: PTH123  read in a loop
            fields = file.read().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return fields[0] != "Z" and int(fields[19]) == process.started
