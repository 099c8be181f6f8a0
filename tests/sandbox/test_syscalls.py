"""Wrappers of system calls: they do what they say, and fail with the kernel's word for it."""

import errno
import os
import platform
import signal
from pathlib import Path

import pytest

from coursegrader.sandbox import syscalls
from tests.sandbox.forked import in_child


def status(name: str) -> str:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(line.split(":")[1].strip() for line in lines if line.startswith(f"{name}:"))


def test_an_error_has_its_number_and_says_which_call() -> None:
    with pytest.raises(OSError, match="umount /no/such/place") as caught:
        syscalls.umount2("/no/such/place")
    assert caught.value.errno in (errno.ENOENT, errno.EPERM)
    with pytest.raises(OSError, match="setns") as caught:
        syscalls.setns(-1, 0)
    assert caught.value.errno == errno.EBADF


def test_an_architecture_without_numbers_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    with pytest.raises(OSError, match="seccomp: not supported on riscv64"):
        syscalls.number_of("seccomp")
    assert syscalls.number_of("landlock_restrict_self") == 446


def test_rights_are_given_up_for_good() -> None:
    def probe() -> list[str]:
        if "SETPCAP" in syscalls.capabilities():
            syscalls.drop_bounding_set(keep=["KILL"])
        syscalls.clear_ambient_set()
        syscalls.set_capabilities()
        syscalls.set_no_new_privileges()
        assert syscalls.capabilities() == frozenset()
        return [status(name) for name in ("CapPrm", "CapEff", "CapInh", "CapAmb", "NoNewPrivs")]

    assert in_child(probe) == ["0" * 16] * 4 + ["1"]


def test_the_bounding_set_keeps_what_is_to_be_kept_and_is_roots_to_change() -> None:
    kept = 1 << syscalls.CAPABILITIES["KILL"] | 1 << syscalls.CAPABILITIES["SETUID"]

    def probe() -> str:
        try:
            syscalls.drop_bounding_set(keep=["KILL", "SETUID"])
        except PermissionError:
            return "refused"
        return status("CapBnd")

    may = "SETPCAP" in syscalls.capabilities()
    assert in_child(probe) == (f"{int(status('CapBnd'), 16) & kept:016x}" if may else "refused")


def test_a_process_can_be_told_of_its_parents_death_and_hide_its_memory() -> None:
    def probe() -> bool:
        syscalls.set_parent_death_signal(signal.SIGTERM)
        syscalls.set_dumpable(False)
        hidden = Path("/proc/self/mem").stat().st_uid == 0
        syscalls.set_dumpable(True)
        return hidden and Path("/proc/self/mem").stat().st_uid == os.geteuid()

    assert in_child(probe) is True


def test_orphans_come_to_a_subreaper() -> None:
    def probe() -> bool:
        syscalls.set_child_subreaper()
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            orphan = os.fork()
            if orphan == 0:
                os.read(reading, 1)
                os._exit(9)
            os._exit(0)
        os.waitpid(child, 0)
        os.write(writing, b"x")
        return os.waitstatus_to_exitcode(os.wait()[1]) == 9

    assert in_child(probe) is True


def test_a_filter_is_whole_instructions() -> None:
    with pytest.raises(ValueError, match="whole instructions"):
        syscalls.install_filter(b"1234567")
