"""What the launcher does on the rung ``namespaces``: what bubblewrap does, by system calls of our own.

Three processes: the outer one waits (and, killed, takes the rest along); the first one of the new process namespace
holds the sandbox together; the command is its child.
"""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from coursegrader.sandbox import syscalls as sys_
from coursegrader.sandbox.mounts import build_root
from coursegrader.sandbox.policy import SandboxPolicy

# hidden below our new root for the moment between building it and moving into it; every system has it
STAGE = Path("/tmp")
NAMESPACES = sys_.CLONE_NEWNS | sys_.CLONE_NEWPID | sys_.CLONE_NEWIPC | sys_.CLONE_NEWUTS | sys_.CLONE_NEWCGROUP
# of /proc, what only root could write to; capabilities that the warm process keeps must not reach it
PROC_READ_ONLY = ("sys", "sysrq-trigger", "irq", "bus")


def run(policy: SandboxPolicy, argv: Sequence[str]) -> NoReturn:
    """Become the outer process; ends as the command ends.

    Raises:
        OSError: the kernel does not let us.
    """
    as_root = os.geteuid() == 0
    _leave_namespaces(policy, as_root=as_root)
    sys_.set_parent_death_signal(signal.SIGKILL)
    socket.sethostname(policy.hostname)
    sys_.mount(None, "/", None, sys_.MS_REC | sys_.MS_PRIVATE)
    build_root(policy, STAGE)
    child = os.fork()
    if child == 0:
        _first_process(policy, argv, as_root=as_root)
    _wait_as(child)


def _leave_namespaces(policy: SandboxPolicy, *, as_root: bool) -> None:
    flags = NAMESPACES if policy.network else NAMESPACES | sys_.CLONE_NEWNET
    if as_root:
        # no user namespace: root inside it would be root to every file that is mounted
        sys_.unshare(flags)
        return
    uid, gid = os.getuid(), os.getgid()
    sys_.unshare(flags | sys_.CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")


def _first_process(policy: SandboxPolicy, argv: Sequence[str], *, as_root: bool) -> NoReturn:
    try:
        sys_.set_parent_death_signal(signal.SIGKILL)
        _mount_proc(STAGE / "proc", as_root=as_root)
        _enter_root()
        sys_.set_dumpable(False)
        child = os.fork()
        if child == 0:
            _become_command(policy, argv, as_root=as_root)
        give_up_rights(policy, (), as_root=as_root)
        sys_.set_parent_death_signal(signal.SIGKILL)  # a change of user has undone it
    except OSError as error:
        _fail(error)
    _wait_as(child)


def _mount_proc(target: Path, *, as_root: bool) -> None:
    sys_.mount("proc", str(target), "proc", sys_.MS_NOSUID | sys_.MS_NODEV | sys_.MS_NOEXEC)
    if not as_root:
        return  # nothing there is writable; and with mounts over it, no other /proc could be made further inside
    for name in PROC_READ_ONLY:
        path = target / name
        if path.exists():
            sys_.mount(str(path), str(path), None, sys_.MS_BIND | sys_.MS_REC)
            sys_.set_mount_attributes(str(path), sys_.MOUNT_ATTR_RDONLY, recursive=True)


def _enter_root() -> None:
    os.chdir(STAGE)
    # the old root comes to lie over the new one, and is then taken away
    sys_.pivot_root(".", ".")
    sys_.umount2(".", sys_.MNT_DETACH)
    os.chdir("/")
    sys_.set_mount_attributes("/", sys_.MOUNT_ATTR_RDONLY, recursive=False)


def _become_command(policy: SandboxPolicy, argv: Sequence[str], *, as_root: bool) -> NoReturn:
    try:
        os.setsid()
        give_up_rights(policy, policy.capabilities, as_root=as_root)
        os.chdir(policy.cwd)
        reset_signals()
        os.execvpe(argv[0], list(argv), dict(policy.env))  # noqa: S606  no shell is wanted
    except OSError as error:
        _fail(error)


def give_up_rights(policy: SandboxPolicy, keep: tuple[str, ...], *, as_root: bool) -> None:
    """Root becomes the policy's user; whoever it is keeps no rights but ``keep``, and has no way to more.

    Raises:
        OSError: there are too few rights even for that.
    """
    if as_root:
        os.setgroups([])
    sys_.drop_bounding_set(keep)
    if as_root:
        sys_.set_keep_capabilities(bool(keep))
        os.setresgid(policy.gid, policy.gid, policy.gid)
        os.setresuid(policy.uid, policy.uid, policy.uid)
    sys_.set_capabilities(keep, inheritable=keep)
    sys_.clear_ambient_set()
    for name in keep:
        sys_.raise_ambient(name)
    sys_.set_no_new_privileges()


def reset_signals() -> None:
    """What Python ignores, programs that it becomes would ignore as well."""
    for number in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)


def _fail(error: OSError) -> NoReturn:
    os.write(2, f"namespaces: {error}\n".encode())
    os._exit(1)


def _wait_as(child: int) -> NoReturn:
    """Reap whoever ends here until ``child`` does, and end alike. The command's descriptors are not ours to keep."""
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    while True:
        process, status = os.wait()
        if process == child:
            code = os.waitstatus_to_exitcode(status)
            os._exit(code if code >= 0 else 128 - code)
