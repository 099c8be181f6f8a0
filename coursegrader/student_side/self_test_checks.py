"""The attempts of the start-up self-test: what confined code must not be able to do, tried from inside.

Each check answers whether the wall held, and what happened. It may use the standard library alone, and must leave
nothing behind on a machine where the wall does not hold.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Final

from coursegrader.sandbox import syscalls
from coursegrader.sandbox.syscall_numbers import AARCH64, X86_64
from coursegrader.student_side.self_test_limits import (
    Answer,
    Attempts,
    Facts,
    files,
    fork_in_time,
    memory,
    must_fail,
    processes,
    raise_limits,
    scratch_folder,
)

# Calls that must fail without being looked at: with these arguments they would fail anyway, but for another reason.
FORBIDDEN_CALLS: Final = (
    "ptrace process_vm_readv kcmp mount umount2 pivot_root chroot setns fsopen open_tree move_mount bpf userfaultfd "
    "perf_event_open io_uring_setup keyctl add_key request_key open_by_handle_at name_to_handle_at init_module clone3"
).split()
FORBIDDEN_DEVICES: Final = ("mem", "kmsg", "kvm", "fuse", "vda", "sda", "nvme0n1")
FORBIDDEN_FILES: Final = ("/etc/shadow", "/etc/sudoers", "/proc/kcore", "/proc/sysrq-trigger")
# families of sockets by number, because not every Python has every name: linux/socket.h
FAMILIES: Final = {"inet": 2, "inet6": 10, "netlink": 16, "packet": 17, "alg": 38, "vsock": 40}
_PR_GET_SECCOMP: Final = 21
_PR_GET_NO_NEW_PRIVS: Final = 39
_SIGCHLD: Final = 17
_LAST_DESCRIPTOR: Final = 3
_libc = ctypes.CDLL(None, use_errno=True)


def run_checks(facts: Facts) -> Iterator[tuple[str, bool, str]]:
    """Try everything; ``facts`` say where the bait lies and what the limits are."""
    for name, check in CHECKS.items():
        try:
            safe, detail = check(facts)
        except Exception as error:  # noqa: BLE001  a check that cannot be made counts as a wall that does not hold
            safe, detail = False, f"could not be tried: {type(error).__name__}: {error}"
        yield name, safe, detail


def _open(path: str, mode: int) -> None:
    os.close(os.open(path, mode | os.O_CLOEXEC))


# ---- reading


def _read_files(facts: Facts) -> Answer:
    paths = [*facts["canary_files"], *FORBIDDEN_FILES]
    return must_fail({path: partial(_open, path, os.O_RDONLY) for path in paths})


def _list_folders(facts: Facts) -> Answer:
    names = {Path(path).name for path in facts["canary_files"]}
    seen = []
    for path in facts["canary_files"]:
        with suppress(OSError):
            seen += [path for entry in os.scandir(Path(path).parent) if entry.name in names]
    return not seen, f"seen: {', '.join(seen)}" if seen else "the bait is not listed"


def _read_processes(facts: Facts) -> Answer:
    secret, seen, count = facts["secret"].encode(), [], 0
    with suppress(OSError):
        for entry in os.scandir("/proc"):
            if entry.name.isdigit():
                count += 1
                for name in ("cmdline", "environ"):
                    with suppress(OSError):
                        if secret in Path(entry.path, name).read_bytes():
                            seen.append(f"{name} of {entry.name}")
    return not seen, f"seen: {', '.join(seen)}" if seen else f"{count} processes in sight, none of them the machine's"


def _read_memory(facts: Facts) -> Answer:
    pids = [facts["bystander"], facts["grader"], os.getppid()]
    paths = [f"/proc/{pid}/mem" for pid in pids if pid]
    return must_fail({path: partial(_open, path, os.O_RDWR) for path in paths})


def _environment(facts: Facts) -> Answer:
    mine = [name for name, value in os.environ.items() if facts["secret"] in value]
    return not mine, f"inherited: {', '.join(mine)}" if mine else "nothing of the grader's environment"


def _descriptors(facts: Facts) -> Answer:
    found = []
    for number in range(_LAST_DESCRIPTOR + 1, 1024):
        with suppress(OSError):
            os.fstat(number)
            found.append(number)
    return not found, f"open: {found}" if found else "only the connection is inherited"


def _left_by_another(facts: Facts) -> Answer:
    found = [path for path in facts["left"] if Path(path).exists()]
    return not found, f"found: {', '.join(found)}" if found else "nothing is left of the one before"


# ---- reaching others


def _signals(facts: Facts) -> Answer:
    pids = [facts["bystander"], facts["grader"]]
    attempts: Attempts = {f"signal {pid}": partial(os.kill, pid, 0) for pid in pids}
    attempts["stop the bystander"] = partial(os.kill, facts["bystander"], signal.SIGTERM)
    return must_fail(attempts)


def _steering(facts: Facts) -> Answer:
    pid = facts["bystander"]
    return must_fail(
        {
            "priority": lambda: os.setpriority(os.PRIO_PROCESS, pid, 19),
            "limits": lambda: resource.prlimit(pid, resource.RLIMIT_NOFILE, (64, 64)),
            "processor": lambda: os.sched_setaffinity(pid, {0}),
        }
    )


def _network(facts: Facts) -> Answer:
    def connect(family: int, kind: int, address: Any) -> None:
        with socket.socket(family, kind) as stream:
            stream.settimeout(0.5)
            stream.connect(address)

    return must_fail(
        {
            "TCP": lambda: connect(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", facts["port"])),
            "abstract socket": lambda: connect(socket.AF_UNIX, socket.SOCK_STREAM, f"\0{facts['abstract']}"),
            "socket file": lambda: connect(socket.AF_UNIX, socket.SOCK_STREAM, facts["socket_file"]),
            "datagrams": lambda: connect(socket.AF_UNIX, socket.SOCK_DGRAM, facts["datagram_file"]),
            "datagrams of a pair": lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0].connect(
                facts["datagram_file"]
            ),
        }
    )


def _families(facts: Facts) -> Answer:
    def make(family: int, kind: int, protocol: int = 0) -> None:
        socket.socket(family, kind, protocol).close()

    attempts: Attempts = {name: partial(make, family, socket.SOCK_DGRAM) for name, family in FAMILIES.items()}
    attempts["raw"] = partial(make, socket.AF_INET, socket.SOCK_RAW, 1)
    return must_fail(attempts)


# ---- gaining rights


def _calls(facts: Facts) -> Answer:
    numbers = {"x86_64": X86_64, "aarch64": AARCH64}[platform.machine()]
    allowed = []
    for name in FORBIDDEN_CALLS:
        ctypes.set_errno(0)
        result = _libc.syscall(numbers[name], *(ctypes.c_long(-1) for _ in range(6)))
        if result != -1 or ctypes.get_errno() not in (errno.EPERM, errno.ENOSYS):
            allowed.append(f"{name} ({errno.errorcode.get(ctypes.get_errno(), 'worked')})")
    return not allowed, f"let through: {', '.join(allowed)}" if allowed else f"{len(FORBIDDEN_CALLS)} calls refused"


def _new_namespaces(facts: Facts) -> Answer:
    numbers = {"x86_64": X86_64, "aarch64": AARCH64}[platform.machine()]

    def clone() -> None:
        child = _libc.syscall(
            numbers["clone"], ctypes.c_long(syscalls.CLONE_NEWUSER | _SIGCHLD), None, None, None, None
        )
        if child == 0:
            os._exit(0)
        if child < 0:
            raise OSError(ctypes.get_errno(), "clone")
        os.waitpid(child, 0)

    def unshare() -> None:
        child = fork_in_time()
        if child == 0:
            try:
                syscalls.unshare(syscalls.CLONE_NEWUSER)
            except OSError:
                os._exit(1)
            os._exit(0)
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
            raise OSError("unshare was refused")

    return must_fail({"clone": clone, "unshare": unshare})


def _rights(facts: Facts) -> Answer:
    wrong = []
    if syscalls.capabilities():
        wrong.append(f"capabilities {', '.join(sorted(syscalls.capabilities()))}")
    if os.geteuid() == 0:
        wrong.append("the user is root")
    if _libc.prctl(_PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1:
        wrong.append("setuid programs work")
    if _libc.prctl(_PR_GET_SECCOMP, 0, 0, 0, 0) != 2:
        wrong.append("no filter of system calls")
    return not wrong, "; ".join(wrong) or "no capabilities, no way to any"


def _regain(facts: Facts) -> Answer:
    return must_fail(
        {
            "setuid": lambda: os.setresuid(0, 0, 0),
            "setgid": lambda: os.setresgid(0, 0, 0),
            "setgroups": lambda: os.setgroups([0]),
            "capabilities": lambda: syscalls.set_capabilities(["SYS_ADMIN"]),
        }
    )


# ---- changing things


def _write(facts: Facts) -> Answer:
    def make(folder: str) -> None:
        path = Path(folder, f"coursegrader-{facts['secret']}")
        path.touch(exist_ok=False)
        path.unlink()

    for path in facts["canary_files"]:
        with suppress(OSError):  # whether it worked is looked at from the trusted side
            Path(path).chmod(0)
    attempts: Attempts = {path: partial(make, path) for path in facts["read_only_folders"]}
    attempts |= {path: partial(_open, path, os.O_WRONLY) for path in facts["read_only_files"]}
    return must_fail(attempts)


def _devices(facts: Facts) -> Answer:
    made = Path(scratch_folder(), "device")

    def make() -> None:
        os.mknod(made, 0o600 | 0o020000, os.makedev(1, 1))
        made.unlink()

    attempts: Attempts = {name: partial(_open, f"/dev/{name}", os.O_RDONLY) for name in FORBIDDEN_DEVICES}
    return must_fail(attempts | {"mknod": make})


CHECKS: Final[dict[str, Callable[[Facts], Answer]]] = {
    "read files that are not in the policy": _read_files,
    "list folders that are not in the policy": _list_folders,
    "read command lines and environments of the machine's processes": _read_processes,
    "read another process's memory": _read_memory,
    "find secrets in the environment": _environment,
    "inherit descriptors": _descriptors,
    "find what another notebook left": _left_by_another,
    "signal processes of the machine": _signals,
    "steer processes of the machine": _steering,
    "connect to the machine": _network,
    "open sockets of other families": _families,
    "hold rights": _rights,
    "regain rights": _regain,
    "write outside of its own folders": _write,
    "use or make devices": _devices,
    "use too much memory": memory,
    "start too many processes": processes,
    "write and open too many files": files,
    "raise its limits": raise_limits,
    "make new namespaces": _new_namespaces,
    "call what the filter forbids": _calls,
}
