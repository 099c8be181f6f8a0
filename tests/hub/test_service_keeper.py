"""Real processes: the keeper, and a service of two lines."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

SERVICE = """
import os, sys, time
with open(sys.argv[1], "a") as told:
    told.write(f"{os.getpid()}\\n")
time.sleep(60)
"""


def until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not done():
        assert time.monotonic() < end, "it did not happen within ten seconds"
        time.sleep(0.02)


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split(") ")[1][0] != "Z"
    except FileNotFoundError:
        return False


@contextmanager
def kept(told: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "coursegrader.hub.service_keeper", sys.executable, "-c", SERVICE, str(told)]
    keeper = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        yield keeper
    finally:
        keeper.kill()
        keeper.wait()


def services(told: Path) -> list[int]:
    return [int(line) for line in told.read_text().split()] if told.exists() else []


def test_a_service_that_is_killed_is_started_again_at_once(tmp_path: Path) -> None:
    told = tmp_path / "told"
    with kept(told):
        until(lambda: len(services(told)) == 1)
        os.kill(services(told)[0], signal.SIGKILL)
        until(lambda: len(services(told)) == 2)


def test_the_service_ends_when_the_keeper_is_told_to_stop(tmp_path: Path) -> None:
    told = tmp_path / "told"
    with kept(told) as keeper:
        until(lambda: len(services(told)) == 1)
        keeper.terminate()
        keeper.wait(10)
        assert not is_running(services(told)[0])


def test_the_service_ends_when_the_keeper_is_killed(tmp_path: Path) -> None:
    told = tmp_path / "told"
    with kept(told) as keeper:
        until(lambda: len(services(told)) == 1)
        keeper.kill()
        until(lambda: not is_running(services(told)[0]))
