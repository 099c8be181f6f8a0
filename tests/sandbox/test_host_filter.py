"""The second filter of system calls, tried on this machine."""

import subprocess
import sys
from pathlib import Path

import pytest

from coursegrader.errors import SandboxUnavailable
from coursegrader.sandbox.host_filter import assemble_host_filter

TRIES = """
import os, resource, socket, sys
from coursegrader.sandbox import syscalls
from coursegrader.sandbox.host_filter import assemble_host_filter
syscalls.set_no_new_privileges()
syscalls.install_filter(assemble_host_filter(shares_user=sys.argv[1] == "shared"))
file = open(sys.argv[2], "w")
tries = {
    "socket": lambda: socket.socket(),
    "unix socket": lambda: socket.socket(socket.AF_UNIX),
    "pair": lambda: socket.socketpair(),
    "datagram pair": lambda: socket.socketpair(type=socket.SOCK_DGRAM),
    "own limit": lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)),
    "other's limit": lambda: resource.prlimit(os.getppid(), resource.RLIMIT_CORE),
    "own priority": lambda: os.setpriority(os.PRIO_PROCESS, 0, 10),
    "other's priority": lambda: os.setpriority(os.PRIO_PROCESS, os.getppid(), 10),
    "user's priority": lambda: os.setpriority(os.PRIO_USER, 0, 10),
    "mode": lambda: os.chmod(sys.argv[2], 0o604),
    "times": lambda: os.utime(sys.argv[2], (1, 1)),
    "attribute": lambda: os.setxattr(sys.argv[2], "user.x", b"y"),
    "owner": lambda: os.chown(sys.argv[2], os.getuid(), -1),
    "truncate": lambda: os.truncate(sys.argv[2], 0),
    "truncate what is open": lambda: os.ftruncate(file.fileno(), 0),
}
for name, attempt in tries.items():
    try:
        attempt()
    except PermissionError:
        print(name)
"""
REFUSED = {
    *("socket", "unix socket", "datagram pair", "other's limit", "other's priority", "user's priority"),
    *("attribute", "owner", "truncate"),
}


@pytest.mark.parametrize("user", ["shared", "own"])
def test_what_reaches_others_is_refused_and_nothing_else(tmp_path: Path, user: str) -> None:
    path = tmp_path / "file"
    path.write_text("x")
    path.chmod(0o640)
    done = subprocess.run([sys.executable, "-c", TRIES, user, str(path)], capture_output=True, text=True, check=True)
    assert set(done.stdout.splitlines()) == REFUSED
    # with the grader's own user, modes and times are pretended to change
    assert path.stat().st_mode & 0o777 == (0o640 if user == "shared" else 0o604)
    assert (path.stat().st_atime == 1) is (user == "own")


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_both_architectures_have_a_program(machine: str) -> None:
    program = assemble_host_filter(shares_user=True, machine=machine)
    assert len(program) % 8 == 0 and len(program) > 8 * 80
    assert program != assemble_host_filter(shares_user=False, machine=machine)


def test_another_architecture_is_refused() -> None:
    with pytest.raises(SandboxUnavailable, match="architecture sparc64"):
        assemble_host_filter(shares_user=True, machine="sparc64")
