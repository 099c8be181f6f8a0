"""SIGKILL at any moment: nothing lost, nothing graded twice, nothing of the killed service goes on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from coursegrader.hub.service_lock import service_process
from coursegrader.store import AttemptState, AttemptStore, DataFolder

ROOT = Path(__file__).parents[2]
ATTEMPTS = 40
KILLS = 3


def start(data: DataFolder) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.hub.crash_service", str(data.root)]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, "COURSEGRADER_DATA": str(data.root)})


def until(done: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, f"it did not happen within {seconds:g} seconds"
        time.sleep(0.01)


def more_graded_than(store: AttemptStore, number: int) -> bool:
    return graded(store) > number


def graded(store: AttemptStore) -> int:
    return store.count_by_state()[AttemptState.GRADED]


def test_a_service_that_is_killed_again_and_again(store: AttemptStore) -> None:
    for number in range(ATTEMPTS):
        store.add_attempt("maths", "week1", f"learner-{number % 20}", {"a.ipynb": b"x" * number})
    draw = random.Random(5)
    service = start(store.folder)
    try:
        for kill in range(KILLS):
            # once results come in, so that it is killed while it grades and records
            until(partial(more_graded_than, store, kill * ATTEMPTS // (KILLS + 1)))
            time.sleep(draw.uniform(0, 0.05))
            service.send_signal(signal.SIGKILL)
            service.wait()
            service = start(store.folder)
        until(lambda: store.count_waiting() == 0)
        assert service_process(store.folder) == service.pid
    finally:
        service.kill()
        service.wait()
    attempts = store.attempts("maths")
    assert [attempt.state for attempt in attempts] == [AttemptState.GRADED] * ATTEMPTS
    assert [attempt.score for attempt in attempts] == [float(number) for number in range(ATTEMPTS)]
    assert set(Counter(past.attempt for past in store.history("maths")).values()) == {1}


def test_workers_end_with_their_service(store: AttemptStore, tmp_path: Path) -> None:
    store.add_attempt("maths", "week1", "amara", {"a.ipynb": b"x"})
    service = start(store.folder)
    try:
        until(lambda: store.count_waiting() == 0)
        worker = int((tmp_path / "amara.begun").read_text())
        assert Path(f"/proc/{worker}").exists()
    finally:
        service.kill()
        service.wait()
    until(lambda: not is_running(worker), seconds=10)


def test_a_full_disk_loses_nothing_and_fails_nobody(tmp_path: Path) -> None:
    # an ordinary user may mount in namespaces of its own, where the whole of it happens then
    script = (
        f"mount -t tmpfs -o size=4m tmpfs '{tmp_path}' && exec '{sys.executable}' -m tests.hub.full_disk '{tmp_path}'"
    )
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout) == (0, "amara 5.0\nkenji 5.0\nsofia 5.0\n"), done.stderr


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
