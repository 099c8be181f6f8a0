"""What each notebook's own process gets, inside a sandbox that serves many: said once, as data.

The sandbox (``SandboxPolicy``) keeps everything of its notebooks away from the machine; the inner wall keeps them away
from one another. The warm process forks a child, and the child builds the wall around itself before it reads the first
byte that is a learner's.
"""

from __future__ import annotations

import socket
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Self

from coursegrader.sandbox import syscalls
from coursegrader.sandbox.policy import DEFAULT_LIMITS, Limits, Scratch

# Capabilities that the warm process keeps for building the walls of its children, each with its reason. The children
# keep none. Started by an ordinary user, they hold in the sandbox's own user namespace only.
CAPABILITIES_KEPT: Final = {
    "SYS_ADMIN": "new namespaces, and the mounts in them",
    "SETPCAP": "emptying a child's bounding set",
}
# As root each child also gets a user of its own.
CAPABILITIES_KEPT_BY_ROOT: Final = CAPABILITIES_KEPT | {
    "SETUID": "a user of the child's own",
    "SETGID": "a group of the child's own",
}

NAMESPACES: Final = syscalls.CLONE_NEWNS | syscalls.CLONE_NEWIPC | syscalls.CLONE_NEWUTS

# Denied with EPERM, whatever their arguments.
DENIED_CALLS: Final = tuple(
    (
        # looking into, or steering, another process
        "ptrace process_vm_readv process_vm_writev process_madvise pidfd_getfd kcmp "
        # mounts and roots
        "mount umount2 mount_setattr open_tree open_tree_attr move_mount fsopen fsconfig fsmount fspick pivot_root "
        "chroot listmount statmount "
        # namespaces
        "unshare setns "
        # parts of the kernel with a history of holes, or of no use to a notebook
        "bpf userfaultfd perf_event_open io_uring_setup io_uring_enter io_uring_register memfd_secret fanotify_init "
        "fanotify_mark modify_ldt iopl ioperm personality lookup_dcookie vhangup uselib ustat sysfs _sysctl nfsservctl "
        "lsm_set_self_attr "
        # keys outlive the process that made them
        "keyctl add_key request_key "
        # files by handle, past every folder's permissions
        "open_by_handle_at name_to_handle_at "
        # the machine itself
        "kexec_load kexec_file_load init_module finit_module delete_module create_module get_kernel_syms query_module "
        "swapon swapoff reboot acct quotactl quotactl_fd syslog sethostname setdomainname settimeofday clock_settime "
        "clock_adjtime adjtimex"
    ).split()
)
# Answered with ENOSYS, as by a kernel that does not have them, so that libraries do without.
UNKNOWN_CALLS: Final = (
    "clone3",  # glibc falls back to clone, whose flags a filter can see: clone3 passes them in memory
    # memory that no process needs to have mapped: without a control group nobody could say whose it is
    *("memfd_create", "shmget", "msgget", "semget"),
)

TIOCSTI: Final = 0x5412  # types into a terminal
TIOCLINUX: Final = 0x541C  # so does its paste


@dataclass(frozen=True)
class CallFilter:
    """Which system calls a process may make. ``seccomp.py`` makes a program of it.

    Attributes:
        denied: names that fail with EPERM.
        unknown: names that fail with ENOSYS.
        clone_flags: ``clone`` with any of these fails with EPERM (new namespaces).
        ioctls: ``ioctl`` with one of these requests fails with EPERM.
        socket_families: ``socket`` and ``socketpair`` of any other family fail with EPERM.

    Device files cannot be made either, calls newer than the list fail with ENOSYS, and a call by another
    architecture's convention ends the process.
    """

    denied: tuple[str, ...] = DENIED_CALLS
    unknown: tuple[str, ...] = UNKNOWN_CALLS
    clone_flags: int = (
        syscalls.CLONE_NEWNS
        | syscalls.CLONE_NEWCGROUP
        | syscalls.CLONE_NEWUTS
        | syscalls.CLONE_NEWIPC
        | syscalls.CLONE_NEWUSER
        | syscalls.CLONE_NEWPID
        | syscalls.CLONE_NEWNET
    )
    ioctls: tuple[int, ...] = (TIOCSTI, TIOCLINUX)
    socket_families: tuple[int, ...] = (int(socket.AF_UNIX),)


DEFAULT_FILTER: Final = CallFilter()
# Jupyter's kernels are spoken to over TCP: for a sandbox of one's own, whose network has nobody else in it
LOOPBACK_FILTER: Final = CallFilter(
    socket_families=(int(socket.AF_UNIX), int(socket.AF_INET), int(socket.AF_INET6), int(socket.AF_NETLINK))
)
# What a notebook writes to besides its own folders. /dev/ptmx: IPython runs "!ls" in a terminal.
DEVICES: Final = tuple(
    Path("/dev") / name for name in ("null", "zero", "full", "random", "urandom", "tty", "ptmx", "pts")
)


@dataclass(frozen=True)
class InnerWall:
    """The wall around one notebook's process.

    Attributes:
        scratch: fresh, empty folders, in place of those that the sandbox has there.
        readable: what may be read and executed (Landlock); everything else in sight may not.
        devices: what may be written besides the scratch folders.
        calls: the filter of system calls.
        limits: resource bounds on the notebook's process and what it starts.
        oom_score: added to the notebook's chance to be the one that ends when the machine is out of memory.
    """

    scratch: tuple[Scratch, ...]
    readable: tuple[Path, ...]
    devices: tuple[Path, ...] = DEVICES
    calls: CallFilter = DEFAULT_FILTER
    limits: Limits = DEFAULT_LIMITS
    oom_score: int = 800

    def to_message(self) -> dict[str, Any]:
        """As plain data, for the process that builds it."""
        return {
            "scratch": [[str(scratch.inside), scratch.size] for scratch in self.scratch],
            "readable": [str(path) for path in self.readable],
            "devices": [str(path) for path in self.devices],
            "calls": {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(self.calls).items()},
            "limits": asdict(self.limits),
            "oom_score": self.oom_score,
        }

    @classmethod
    def from_message(cls, message: dict[str, Any]) -> Self:
        """What :meth:`to_message` gave."""
        calls: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in message["calls"].items()}
        return cls(
            scratch=tuple(Scratch(Path(inside), size) for inside, size in message["scratch"]),
            readable=tuple(map(Path, message["readable"])),
            devices=tuple(map(Path, message["devices"])),
            calls=CallFilter(**calls),
            limits=Limits(**message["limits"]),
            oom_score=message["oom_score"],
        )
