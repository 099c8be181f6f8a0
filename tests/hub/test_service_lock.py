"""Real processes: a service, a second one, and workers that outlive theirs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from coursegrader.errors import StoreError
from coursegrader.hub.service_lock import only_service, service_process
from coursegrader.store import DataFolder

SERVICE = """
import sys
from pathlib import Path
from coursegrader.hub.service_lock import only_service
from coursegrader.store import DataFolder
with only_service(DataFolder(Path(sys.argv[1]))):
    print("ready", flush=True)
    sys.stdin.read()
"""
WORKER = """
import sys
from coursegrader.hub.service_lock import work_for_service
work_for_service()
work_for_service()
print("ready", flush=True)
sys.stdin.read()
"""


@contextmanager
def running(program: str, folder: DataFolder) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(folder.root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "COURSEGRADER_DATA": str(folder.root)},
    )
    try:
        assert process.stdout is not None and process.stdout.readline() == b"ready\n"
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data").ensure()


def test_a_second_service_is_refused_and_told_of_the_first(folder: DataFolder) -> None:
    with running(SERVICE, folder) as first:
        assert service_process(folder) == first.pid
        with pytest.raises(StoreError, match=rf"process {first.pid}\) works on .* stop it"), only_service(folder, 0.2):
            pass


def test_a_service_that_was_killed_stands_in_nobodys_way(folder: DataFolder) -> None:
    with running(SERVICE, folder) as first:
        first.send_signal(signal.SIGKILL)
        with only_service(folder, 5):
            assert service_process(folder) == os.getpid()
    assert service_process(folder) is None


def test_a_service_waits_for_the_workers_of_the_one_before(folder: DataFolder) -> None:
    with running(WORKER, folder) as worker:
        with pytest.raises(StoreError, match="grading workers of a service that has ended"), only_service(folder, 0.2):
            pass
        worker.kill()
        with only_service(folder, 5):
            pass


def test_data_folders_are_locked_one_by_one(folder: DataFolder, tmp_path: Path) -> None:
    with only_service(folder, 0.2), only_service(DataFolder(tmp_path / "other"), 0.2):
        pass
