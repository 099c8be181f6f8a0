"""A running sandbox as a whole: its bounds, and its end."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from coursegrader.errors import SandboxError
from coursegrader.sandbox import Limits, SandboxPolicy, confined, memory_watch, system_mounts
from coursegrader.sandbox.cgroups import ControlGroup, make_group
from coursegrader.sandbox.confined import ConfinedProcess
from coursegrader.sandbox.namespaces import Namespaces
from coursegrader.sandbox.probe import RUNGS
from coursegrader.sandbox.unconfined import Unconfined
from tests.sandbox.people import open_to_all, python_for_everybody

MIB = 1 << 20
PYTHON = python_for_everybody() or sys.executable
MOUNTS = tuple(mount for mount in system_mounts() if open_to_all(mount.host) or not python_for_everybody())
POLICY = SandboxPolicy(read_only=MOUNTS, env={"PATH": "/usr/bin:/bin"})
RUNG_NAMES = ["bubblewrap", "namespaces", "landlock", "unconfined"]
# each process holds the socket that it inherits: the other end tells when all of them are gone
FAMILY = """
import os, signal, sys, time
os.write(int(sys.argv[1]), b"?")
for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            os.write(int(sys.argv[1]), b".")
            time.sleep(60)
        os._exit(0)
time.sleep(60)
"""
# eats in small bites and several processes, none of which does more than it may
HUNGRY = """
import os, sys, time
for _ in range(8):
    if os.fork() == 0:
        bites = []
        for _ in range(24):
            bites.append(bytearray(os.urandom(1) * (1 << 20)))
            time.sleep(0.005)
        time.sleep(60)
time.sleep(60)
"""


@contextmanager
def running(name: str, code: str, policy: SandboxPolicy = POLICY) -> Iterator[tuple[ConfinedProcess, socket.socket]]:
    ours, theirs = socket.socketpair()
    ours.settimeout(10)
    with ours:
        with theirs:
            argv = [PYTHON, "-c", code, str(theirs.fileno())]
            process = ConfinedProcess(RUNGS[name], policy, argv, pass_fds=[theirs.fileno()])
        try:
            yield process, ours
        finally:
            process.kill()


def hear(stream: socket.socket, count: int) -> bytes:
    heard = b""
    while len(heard) < count and (part := stream.recv(count - len(heard))):
        heard += part
    return heard


def is_silent(stream: socket.socket) -> bool:
    """Whether nobody is left who could say something."""
    try:
        return stream.recv(1) == b""
    except ConnectionResetError:
        return True


@pytest.mark.parametrize("name", RUNG_NAMES)
def test_its_end_is_the_end_of_everything_in_it(name: str) -> None:
    with running(name, FAMILY) as (process, stream):
        assert hear(stream, 4) == b"?..."
        assert process.is_running()
        process.kill()
        assert not process.is_running()
        assert is_silent(stream)
        process.kill()


@pytest.mark.parametrize("name", RUNG_NAMES)
def test_it_ends_with_its_command(name: str) -> None:
    with running(name, "raise SystemExit(3)") as (process, stream):
        assert process.wait(10)
        assert is_silent(stream)


@pytest.mark.parametrize("name", RUNG_NAMES)
def test_it_ends_with_the_process_that_started_it(name: str) -> None:
    ours, theirs = socket.socketpair()
    ours.settimeout(10)
    child = os.fork()
    if child == 0:
        try:
            argv = [PYTHON, "-c", FAMILY, str(theirs.fileno())]
            ConfinedProcess(RUNGS[name], POLICY, argv, pass_fds=[theirs.fileno()])
            time.sleep(60)
        finally:
            os._exit(0)
    theirs.close()
    with ours:
        assert hear(ours, 4) == b"?..."
        os.kill(child, 9)
        os.waitpid(child, 0)
        assert is_silent(ours)


def test_a_forked_child_can_end_it() -> None:
    with running("bubblewrap", FAMILY) as (process, stream):
        assert hear(stream, 4) == b"?..."
        child = os.fork()
        if child == 0:
            process.kill()
            os._exit(0)
        os.waitpid(child, 0)
        assert is_silent(stream)
        assert not process.is_running()


def test_memory_is_bounded_for_all_processes_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coursegrader.sandbox.cgroups.WARM_MEMORY", 0)
    monkeypatch.setattr(confined, "WARM_MEMORY", 0)
    small = replace(POLICY, limits=Limits(memory=128 * MIB))
    with running("bubblewrap", HUNGRY, small) as (process, _):
        # the kernel, or the watcher, ends processes
        time.sleep(1)
        assert _largest(process.pid) <= 128 * MIB


def test_memory_is_watched_where_there_are_no_control_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "make_group", lambda limits: None)
    monkeypatch.setattr(confined, "WARM_MEMORY", 0)
    with running("bubblewrap", HUNGRY, replace(POLICY, limits=Limits(memory=96 * MIB))) as (process, _):
        assert "a watch on their memory" in process.details
        time.sleep(1.5)
        assert 0 < _largest(process.pid) <= 96 * MIB
        assert process.is_running(), "the largest have ended, and not all"
    with running("bubblewrap", HUNGRY, replace(POLICY, limits=Limits(memory=1024 * MIB))) as (process, _):
        assert not process.wait(2)
        assert _largest(process.pid) > 8 * 24 * MIB


LETS_GO = """
import mmap, os, time
for n in range(4):
    if os.fork() == 0:
        shared = mmap.mmap(-1, 100 << 20)
        for start in range(0, len(shared), 10 << 20):
            shared[start:start + (10 << 20)] = b"x" * (10 << 20)
            shared.madvise(mmap.MADV_DONTNEED)
        time.sleep(60)
time.sleep(60)
"""


def test_shared_memory_that_no_process_has_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "make_group", lambda limits: None)
    monkeypatch.setattr(confined, "WARM_MEMORY", 0)
    with running("bubblewrap", LETS_GO, replace(POLICY, limits=Limits(memory=350 * MIB))) as (process, _):
        time.sleep(2)
        assert len(_holders(process.pid)) <= 3, "four have more"
        assert process.is_running(), "those with the maps have ended, and not all"


def _holders(process: int) -> list[int]:
    return [member for member in memory_watch.processes_below(process) if memory_watch._has_shared_maps(member)]


def test_shared_memory_of_others_is_nobodys_here(monkeypatch: pytest.MonkeyPatch) -> None:
    told = iter([0, 10**9, 10**9, 3 * 10**9])
    monkeypatch.setattr(memory_watch, "shared_memory", lambda: next(told))
    shared = memory_watch.SharedMaps()
    script = "import mmap; input(); m = mmap.mmap(-1, 1 << 20); print(flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None and process.stdout is not None
        assert shared.let_go([process.pid]) == {}, "it has no such map"
        process.stdin.write(b"\n")
        process.stdin.flush()
        process.stdout.readline()
        assert shared.let_go([process.pid]) == {}, "what was there before it had one"
        assert shared.let_go([process.pid]) == {process.pid: 2 * 10**9}
        process.kill()


@pytest.mark.parametrize(
    ("held", "ended"),
    [({}, []), ({1: 50, 2: 50}, []), ({1: 40, 2: 61}, [2]), ({1: 300, 2: 20, 3: 200, 4: 70}, [1, 3]), ({1: 101}, [1])],
)
def test_of_too_many_the_largest_have_to_end(held: dict[int, int], ended: list[int]) -> None:
    assert memory_watch.too_large(held, 100) == ended


def _largest(process: int) -> int:
    """Bytes in memory of everything below a process, shared ones counted once each time."""
    return sum(map(memory_watch._proportional, memory_watch.processes_below(process)))


def test_no_groups_and_no_folders_are_left() -> None:
    before = _made_for_sandboxes()
    for name in RUNG_NAMES:
        with running(name, FAMILY) as (_, stream):
            hear(stream, 4)
    end = time.monotonic() + 10
    while _made_for_sandboxes() - before and time.monotonic() < end:
        time.sleep(0.1)  # tests in other processes have sandboxes too, and theirs go
    assert _made_for_sandboxes() <= before


def _made_for_sandboxes() -> set[Path]:
    mine = f"coursegrader-{os.getpid()}-*"
    return {*Path("/sys/fs/cgroup").glob(f"**/{mine}"), *Path("/tmp").glob("coursegrader-box-*")}


def test_a_command_that_cannot_be_started_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    removed: list[bool] = []

    class Watched(ControlGroup):
        def remove(self) -> None:
            removed.append(True)

    monkeypatch.setattr(confined, "make_group", lambda limits: Watched((), 1))
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: (_ for _ in ()).throw(OSError("no more processes")))
    with pytest.raises(OSError, match="no more processes"):
        ConfinedProcess(Unconfined(), POLICY, ["true"])
    assert removed == [True]


def test_what_a_rung_says_about_itself() -> None:
    assert [rung.nests for rung in RUNGS.values()] == [True, True, False, False]
    assert Namespaces().command(POLICY, ["true"])[0] == "/usr/bin/env"


def test_a_group_bounds_processes_too() -> None:
    group = make_group(Limits(processes=8))
    if group is None:  # an ordinary user's machine: tested there by what limits each process
        assert os.geteuid() != 0 or not os.access("/sys/fs/cgroup", os.W_OK)
        return
    try:
        bounds = [folder / "pids.max" for folder in group.folders if (folder / "pids.max").exists()]
        assert [int(path.read_text()) for path in bounds] == [16]
    finally:
        group.remove()
    assert not any(folder.exists() for folder in group.folders)


def test_a_process_that_the_kernel_does_not_end_is_told_and_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "TIDY_SECONDS", 0.2)
    monkeypatch.setattr(confined, "make_group", lambda limits: None)
    with running("unconfined", "import time; time.sleep(60)") as (process, _):
        monkeypatch.setattr(ConfinedProcess, "_signal", lambda *_: None)  # as for one that hangs in the kernel
        began = time.monotonic()
        with pytest.raises(SandboxError, match=rf"process {process.pid} \(\S+\) of a sandbox does not end although"):
            process.kill()
        assert time.monotonic() - began < 5
        process.kill()
        monkeypatch.undo()
        os.kill(process.pid, signal.SIGTERM)
        os.waitpid(process.pid, 0)
