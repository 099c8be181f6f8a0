"""The filter of system calls: what its program answers, and that the kernel takes it."""

import errno
import os
import platform
import socket

import pytest

from coursegrader.errors import SandboxUnavailable
from coursegrader.sandbox import syscalls
from coursegrader.sandbox.inner_wall import CallFilter
from coursegrader.sandbox.seccomp import ALLOW, DENY, KILL, MACHINES, UNKNOWN, assemble
from coursegrader.sandbox.syscall_numbers import AARCH64, LAST_KNOWN, X86_64
from tests.sandbox.bpf import INSTRUCTION, run
from tests.sandbox.forked import in_child

FILTER = CallFilter()
PROGRAMS = {name: assemble(FILTER, name) for name in MACHINES}
TABLES = {"x86_64": X86_64, "aarch64": AARCH64}
# for each architecture: read, write, openat, mmap, execve, wait4, kill, prctl, pidfd_open
HARMLESS = {
    "x86_64": (0, 1, 257, 9, 59, 61, 62, 157, 434),
    "aarch64": (63, 64, 56, 222, 221, 260, 129, 167, 434),
}


def answer(machine: str, call: str | int, *arguments: int) -> int:
    number = TABLES[machine][call] if isinstance(call, str) else call
    return run(PROGRAMS[machine], number, arguments, MACHINES[machine].mark)


@pytest.mark.parametrize("machine", MACHINES)
def test_what_a_notebook_needs_is_allowed(machine: str) -> None:
    assert {answer(machine, number) for number in HARMLESS[machine]} == {ALLOW}


@pytest.mark.parametrize("machine", MACHINES)
def test_every_named_call_is_denied_whatever_its_arguments(machine: str) -> None:
    named = [call for call in FILTER.denied if call in TABLES[machine]]
    assert len(named) > 50
    for call in named:
        assert answer(machine, call) == answer(machine, call, *[2**64 - 1] * 6) == DENY, call


def test_calls_that_one_architecture_never_had_are_left_out_there() -> None:
    assert "modify_ldt" in X86_64 and "modify_ldt" not in AARCH64
    assert len(PROGRAMS["aarch64"]) < len(PROGRAMS["x86_64"])


@pytest.mark.parametrize("machine", MACHINES)
def test_clone_makes_processes_and_threads_but_no_namespaces(machine: str) -> None:
    thread = 0x3D0F00
    assert answer(machine, "clone", 17) == answer(machine, "clone", thread) == ALLOW
    for name in ("NEWNS", "NEWCGROUP", "NEWUTS", "NEWIPC", "NEWUSER", "NEWPID", "NEWNET"):
        assert answer(machine, "clone", getattr(syscalls, f"CLONE_{name}") | 17) == DENY, name
    assert answer(machine, "clone3") == UNKNOWN  # its flags lie in memory: glibc then uses clone


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("call", ["memfd_create", "shmget", "msgget", "semget"])
def test_memory_that_nobody_maps_cannot_be_had(machine: str, call: str) -> None:
    assert answer(machine, call, 2**64 - 1, 2**64 - 1) == UNKNOWN


@pytest.mark.parametrize("machine", MACHINES)
def test_sockets_are_local_ones(machine: str) -> None:
    for call in ("socket", "socketpair"):
        assert answer(machine, call, socket.AF_UNIX) == ALLOW
        for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_PACKET, 38, 40):
            assert answer(machine, call, family) == DENY
    # the kernel looks at 32 bits only, and so must the filter
    assert answer(machine, "socket", 0xFFFFFFFF_00000002) == DENY


@pytest.mark.parametrize("machine", MACHINES)
def test_nothing_is_typed_into_terminals(machine: str) -> None:
    window_size = 0x5413
    assert answer(machine, "ioctl", 0, window_size) == ALLOW
    assert answer(machine, "ioctl", 0, 0x5412) == answer(machine, "ioctl", 0, 0x1_0000_5412) == DENY
    assert answer(machine, "ioctl", 0, 0x541C) == DENY


@pytest.mark.parametrize("machine", MACHINES)
def test_fifos_and_files_can_be_made_but_no_devices(machine: str) -> None:
    for kind, expected in ((0o010644, ALLOW), (0o100644, ALLOW), (0o140644, ALLOW), (0o020644, DENY), (0o060644, DENY)):
        assert answer(machine, "mknodat", 0, 0, kind, 0x103) == expected
        if "mknod" in TABLES[machine]:
            assert answer(machine, "mknod", 0, kind, 0x103) == expected


def test_other_calling_conventions_end_the_process() -> None:
    i386, arm = 0x40000003, 0x40000028
    assert run(PROGRAMS["x86_64"], 1, (), i386) == run(PROGRAMS["aarch64"], 4, (), arm) == KILL
    x32_write = 0x40000001
    assert answer("x86_64", x32_write) == KILL


@pytest.mark.parametrize("machine", MACHINES)
def test_calls_that_came_after_the_list_do_not_exist(machine: str) -> None:
    assert answer(machine, LAST_KNOWN) == ALLOW
    assert answer(machine, LAST_KNOWN + 1) == UNKNOWN


def test_numbers_are_the_kernels() -> None:
    assert (X86_64["ptrace"], X86_64["mount"], X86_64["bpf"], X86_64["unshare"]) == (101, 165, 321, 272)
    assert (AARCH64["ptrace"], AARCH64["mount"], AARCH64["bpf"], AARCH64["unshare"]) == (117, 40, 280, 97)
    shared = {call for call in X86_64 if X86_64[call] >= 424}
    assert shared and all(AARCH64[call] == X86_64[call] for call in shared)


def test_a_program_is_whole_instructions_with_jumps_that_stay_inside() -> None:
    for program in PROGRAMS.values():
        instructions = list(INSTRUCTION.iter_unpack(program))
        assert len(instructions) < 4096  # the kernel's limit
        for position, (_, if_true, if_false, _) in enumerate(instructions):
            assert position + max(if_true, if_false) < len(instructions)


def test_what_cannot_be_made_is_said() -> None:
    with pytest.raises(SandboxUnavailable, match="architecture riscv64"):
        assemble(FILTER, "riscv64")
    with pytest.raises(ValueError, match="no system call is named 'teleport'"):
        assemble(CallFilter(denied=("teleport",)))


def test_the_kernel_holds_to_it() -> None:
    def probe() -> dict[str, object]:
        syscalls.set_no_new_privileges()
        syscalls.install_filter(assemble(FILTER, platform.machine()))
        found: dict[str, object] = {}
        for name, action in {
            "unshare": lambda: syscalls.unshare(syscalls.CLONE_NEWUSER),
            "mount": lambda: syscalls.mount("tmpfs", "/tmp", "tmpfs", 0),
            "internet": lambda: socket.socket(socket.AF_INET).close(),
            "local": lambda: socket.socket(socket.AF_UNIX).close(),
            "pair": lambda: [end.close() for end in socket.socketpair()],
            "device": lambda: os.mknod("/tmp/no-such-device", 0o020644, 0x103),
        }.items():
            try:
                action()
                found[name] = 0
            except OSError as error:
                found[name] = error.errno
        child = os.fork()
        if child == 0:
            os._exit(7)
        found["fork"] = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return found

    denied = dict.fromkeys(("unshare", "mount", "internet", "device"), errno.EPERM)
    assert in_child(probe) == denied | {"local": 0, "pair": 0, "fork": 7}
