"""Keeps the grading service running: ``python -m coursegrader.hub.service_keeper``, which the hub starts.

JupyterHub looks only every half minute whether a service still runs. This starts it again at once, however it ended;
and ends it when the hub wants it ended, or when this process ends itself.
"""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from functools import partial
from types import FrameType

from coursegrader.sandbox.syscalls import set_parent_death_signal

SERVICE = (sys.executable, "-m", "coursegrader.hub.service")
LONGEST_PAUSE = 10.0  # seconds before a service that ends at once is started again
LASTED = 30.0  # seconds: a service that ran that long had started well

log = logging.getLogger("coursegrader.hub")


class Keeper:
    """Runs one command until told to stop."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()

    def run(self) -> int:
        """Start the command, and again whenever it ends; the exit status of the last one, once it was told to stop."""
        pause, status = 0.0, 0
        while not self._stopping.is_set():
            started = time.monotonic()
            self._process = self._start()
            if self._stopping.is_set():  # told while it started
                self._process.terminate()
            status = self._process.wait()
            if self._stopping.is_set():
                break
            lasted = time.monotonic() - started
            pause = 0.0 if lasted > LASTED else min(LONGEST_PAUSE, max(0.2, pause * 2))
            log.error("the service ended (%s); it is started again in %.1f s", _how(status), pause)
            self._stopping.wait(pause)
        return status

    def _start(self) -> subprocess.Popen[bytes]:
        ends_with_us = partial(set_parent_death_signal, signal.SIGTERM)
        return subprocess.Popen(self._command, preexec_fn=ends_with_us)  # safe: there are no threads here

    def stop(self, number: int, frame: FrameType | None) -> None:
        """A signal handler: pass it on, and end with the command."""
        self._stopping.set()
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(number)


def _how(status: int) -> str:
    return f"exit status {status}" if status >= 0 else signal.Signals(-status).name


def main() -> None:
    """Keep the service, or the command in the arguments, running until SIGTERM or SIGINT."""
    logging.basicConfig(level=logging.INFO, format="[%(levelname)1.1s %(asctime)s %(name)s] %(message)s")
    keeper = Keeper(sys.argv[1:] or SERVICE)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, keeper.stop)
    sys.exit(max(0, keeper.run()))


if __name__ == "__main__":
    main()
