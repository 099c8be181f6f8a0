"""Landlock rules, by the version that the kernel knows; and that they hold."""

import errno
import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from coursegrader.sandbox import landlock_rules as rules
from coursegrader.sandbox import syscalls
from tests.sandbox.forked import in_child

READABLE, DEVICE, WRITABLE = Path("/usr"), Path("/dev/null"), Path("/tmp")


def made(version: int) -> rules.Ruleset:
    found = rules.rules_for(version, readable=[READABLE], devices=[DEVICE], writable=[WRITABLE])
    assert found is not None
    return found


def test_without_landlock_there_are_no_rules() -> None:
    assert rules.rules_for(0, readable=[READABLE]) is None


@pytest.mark.parametrize(
    ("version", "last"),
    [(1, rules.MAKE_SYM), (2, rules.REFER), (3, rules.TRUNCATE), (4, rules.TRUNCATE), (5, rules.IOCTL_DEV)],
)
def test_a_kernel_is_asked_for_no_more_than_it_knows(version: int, last: int) -> None:
    found = made(version)
    assert found.files == 2 * last - 1
    assert all(access & ~found.files == 0 for _, access in found.allowed)
    assert bool(found.network) == (version >= 4)
    assert found.scopes == 0 and made(6).scopes == rules.SCOPE_SIGNAL | rules.SCOPE_ABSTRACT_UNIX_SOCKET


def test_newer_versions_than_known_are_used_as_the_newest_known() -> None:
    assert made(99) == made(6)


def test_what_is_read_cannot_be_written_and_nobody_makes_devices() -> None:
    allowed = dict(made(7).allowed)
    assert allowed[READABLE] == rules.EXECUTE | rules.READ_FILE | rules.READ_DIR
    assert allowed[DEVICE] & rules.WRITE_FILE and not allowed[DEVICE] & rules.EXECUTE
    assert allowed[WRITABLE] & rules.MAKE_REG and allowed[WRITABLE] & rules.REFER
    assert not any(access & (rules.MAKE_CHAR | rules.MAKE_BLOCK) for access in allowed.values())


def errno_of(action: Callable[[], object]) -> int:
    try:
        action()
    except OSError as error:
        return error.errno or -1
    return 0


def test_the_kernel_holds_to_them(tmp_path: Path) -> None:
    mine, theirs = tmp_path / "mine", tmp_path / "theirs"
    mine.mkdir()
    theirs.mkdir()
    (theirs / "secret").write_text("secret")
    parent = os.getpid()

    def probe() -> dict[str, int]:
        syscalls.set_no_new_privileges()
        found = rules.rules_for(
            syscalls.landlock_abi(), readable=[READABLE], devices=[Path("/dev/null")], writable=[mine]
        )
        assert found is not None, "this test needs a kernel with Landlock"
        rules.restrict(found)
        return {
            "write": errno_of(lambda: (mine / "new").write_text("x")),
            "read": errno_of(lambda: (theirs / "secret").read_text()),
            "list": errno_of(lambda: list(theirs.iterdir())),
            "make": errno_of(lambda: (theirs / "new").write_text("x")),
            "null": errno_of(lambda: Path("/dev/null").write_text("x")),
            "zero": errno_of(lambda: os.open("/dev/zero", os.O_WRONLY)),
            "memory": errno_of(lambda: os.open(f"/proc/{parent}/mem", os.O_RDONLY)),
            "program": errno_of(lambda: os.close(os.open("/usr/bin/env", os.O_RDONLY))),
        }

    found = in_child(probe)
    assert {name for name, number in found.items() if number == 0} == {"write", "null", "program"}
    assert set(found.values()) == {0, errno.EACCES}


def test_processes_outside_get_no_signals_and_no_connections() -> None:
    assert syscalls.landlock_abi() >= 6, "this test needs Linux 6.12"
    name = f"\0coursegrader-test-{os.getpid()}"
    parent = os.getpid()

    def probe() -> dict[str, int]:
        syscalls.set_no_new_privileges()
        found = rules.rules_for(syscalls.landlock_abi())
        assert found is not None
        rules.restrict(found)
        with socket.socket(socket.AF_UNIX) as client:
            return {
                "signal": errno_of(lambda: os.kill(parent, signal.SIGCONT)),
                "connect": errno_of(lambda: client.connect(name)),
            }

    with socket.socket(socket.AF_UNIX) as server:
        server.bind(name)
        server.listen()
        assert in_child(probe) == {"signal": errno.EPERM, "connect": errno.EPERM}


def test_a_place_that_does_not_exist_is_an_error() -> None:
    def probe() -> int:
        syscalls.set_no_new_privileges()
        found = rules.rules_for(1, readable=[Path("/no/such/place")])
        assert found is not None
        return errno_of(lambda: rules.restrict(found))

    assert in_child(probe) == errno.ENOENT
