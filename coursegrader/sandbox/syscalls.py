"""System calls of the wall that Python has no function for, with errors as :class:`OSError`.

Numbers are those of the kernel's own tables (``asm/unistd_64.h`` for x86_64, ``asm-generic/unistd.h`` for aarch64),
constants those of its ``linux/*.h``. Everything here acts on the calling thread or process alone.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
from collections.abc import Iterable
from typing import Final

# unshare, setns, clone (linux/sched.h)
CLONE_NEWTIME: Final = 0x00000080
CLONE_NEWNS: Final = 0x00020000
CLONE_NEWCGROUP: Final = 0x02000000
CLONE_NEWUTS: Final = 0x04000000
CLONE_NEWIPC: Final = 0x08000000
CLONE_NEWUSER: Final = 0x10000000
CLONE_NEWPID: Final = 0x20000000
CLONE_NEWNET: Final = 0x40000000

# mount, umount2 (linux/mount.h)
MS_RDONLY: Final = 1
MS_NOSUID: Final = 2
MS_NODEV: Final = 4
MS_NOEXEC: Final = 8
MS_REMOUNT: Final = 32
MS_BIND: Final = 4096
MS_MOVE: Final = 8192
MS_REC: Final = 16384
MS_PRIVATE: Final = 1 << 18
MS_SLAVE: Final = 1 << 19
MNT_DETACH: Final = 2
MOUNT_ATTR_RDONLY: Final = 0x1
MOUNT_ATTR_NOSUID: Final = 0x2
MOUNT_ATTR_NODEV: Final = 0x4
MOUNT_ATTR_NOEXEC: Final = 0x8

# prctl (linux/prctl.h, linux/securebits.h)
_PR_SET_PDEATHSIG: Final = 1
_PR_SET_DUMPABLE: Final = 4
_PR_SET_KEEPCAPS: Final = 8
_PR_CAPBSET_READ: Final = 23
_PR_CAPBSET_DROP: Final = 24
_PR_SET_SECUREBITS: Final = 28
_PR_SET_CHILD_SUBREAPER: Final = 36
_PR_SET_NO_NEW_PRIVS: Final = 38
_PR_CAP_AMBIENT: Final = 47
_PR_CAP_AMBIENT_RAISE: Final = 2
_PR_CAP_AMBIENT_CLEAR_ALL: Final = 4
SECBIT_NOROOT: Final = 1 << 0
SECBIT_NOROOT_LOCKED: Final = 1 << 1
SECBIT_NO_SETUID_FIXUP: Final = 1 << 2
SECBIT_NO_SETUID_FIXUP_LOCKED: Final = 1 << 3
SECBIT_KEEP_CAPS_LOCKED: Final = 1 << 5
SECBIT_NO_CAP_AMBIENT_RAISE: Final = 1 << 6
SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED: Final = 1 << 7

# capabilities (linux/capability.h)
CAPABILITIES: Final = {
    name: number
    for number, name in enumerate(
        (
            "CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE "
            "NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT "
            "SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE "
            "AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ "
            "PERFMON BPF CHECKPOINT_RESTORE"
        ).split()
    )
}
_CAPABILITY_VERSION_3: Final = 0x20080522

# Landlock (linux/landlock.h)
_LANDLOCK_CREATE_RULESET_VERSION: Final = 1
_LANDLOCK_RULE_PATH_BENEATH: Final = 1
_LANDLOCK_RULE_NET_PORT: Final = 2

# seccomp (linux/seccomp.h)
_SECCOMP_SET_MODE_FILTER: Final = 1
_BPF_INSTRUCTION_SIZE: Final = 8

_AT_FDCWD: Final = -100
_AT_RECURSIVE: Final = 0x8000

_NUMBERS: Final[dict[str, dict[str, int]]] = {
    "x86_64": {"pivot_root": 155, "capget": 125, "capset": 126, "seccomp": 317},
    "aarch64": {"pivot_root": 41, "capget": 90, "capset": 91, "seccomp": 277},
}
# the same on every architecture
_COMMON_NUMBERS: Final = {
    "mount_setattr": 442,
    "landlock_create_ruleset": 444,
    "landlock_add_rule": 445,
    "landlock_restrict_self": 446,
}

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long


def _check(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def number_of(name: str) -> int:
    """The number of a system call on this machine.

    Raises:
        OSError: this architecture is not supported.
    """
    if name in _COMMON_NUMBERS:
        return _COMMON_NUMBERS[name]
    machine = platform.machine()
    if machine not in _NUMBERS:
        raise OSError(38, f"{name}: not supported on {machine}; only {' and '.join(_NUMBERS)} are")
    return _NUMBERS[machine][name]


def _call(name: str, *args: int | bytes | ctypes.Array[ctypes.c_char] | None) -> int:
    converted = [ctypes.c_long(arg) if isinstance(arg, int) else arg for arg in args]
    return _check(int(_libc.syscall(ctypes.c_long(number_of(name)), *converted)), name)


def _prctl(option: int, *args: int) -> int:
    values = [ctypes.c_ulong(value) for value in (*args, 0, 0, 0, 0)[:4]]
    return _check(_libc.prctl(ctypes.c_int(option), *values), "prctl")


# ---- namespaces and mounts


def unshare(flags: int) -> None:
    """Leave namespaces for new ones. ``CLONE_NEWPID`` takes effect on the next children, not on the caller."""
    _check(_libc.unshare(ctypes.c_int(flags)), "unshare")


def setns(fd: int, kind: int) -> None:
    """Enter the namespace behind ``fd``. With ``CLONE_NEWPID`` and the caller's own one, an ``unshare`` is undone."""
    _check(_libc.setns(ctypes.c_int(fd), ctypes.c_int(kind)), "setns")


def mount(source: str | None, target: str, fstype: str | None, flags: int, data: str | None = None) -> None:
    """``mount(2)``."""
    done = _libc.mount(
        source.encode() if source is not None else None,
        target.encode(),
        fstype.encode() if fstype is not None else None,
        ctypes.c_ulong(flags),
        data.encode() if data is not None else None,
    )
    _check(done, f"mount {target}")


def umount2(target: str, flags: int = MNT_DETACH) -> None:
    """``umount2(2)``."""
    _check(_libc.umount2(target.encode(), ctypes.c_int(flags)), f"umount {target}")


def pivot_root(new_root: str, put_old: str) -> None:
    """``pivot_root(2)``."""
    _call("pivot_root", new_root.encode(), put_old.encode())


def set_mount_attributes(target: str, attributes: int, *, recursive: bool) -> None:
    """Add ``MOUNT_ATTR_*`` to a mount, with those below it if ``recursive`` (Linux 5.12; else ENOSYS)."""
    settings = struct.pack("=QQQQ", attributes, 0, 0, 0)
    flags = _AT_RECURSIVE if recursive else 0
    _call("mount_setattr", _AT_FDCWD, target.encode(), flags, settings, len(settings))


# ---- privileges


def set_no_new_privileges() -> None:
    """From now on no ``execve`` gives more rights than the caller has."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def set_parent_death_signal(number: int) -> None:
    """Receive a signal when the *thread* that made this process ends. Undone by a change of user id."""
    _prctl(_PR_SET_PDEATHSIG, number)


def set_dumpable(dumpable: bool) -> None:
    """Whether processes of the same user may look into this one (core dumps, ``/proc/<pid>/mem``)."""
    _prctl(_PR_SET_DUMPABLE, int(dumpable))


def set_child_subreaper() -> None:
    """Orphans among the descendants become this process's children."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def set_keep_capabilities(keep: bool) -> None:
    """Whether permitted capabilities outlive the change from root to another user."""
    _prctl(_PR_SET_KEEPCAPS, int(keep))


def set_securebits(bits: int) -> None:
    """``PR_SET_SECUREBITS``; needs CAP_SETPCAP."""
    _prctl(_PR_SET_SECUREBITS, bits)


def bounding_set() -> tuple[int, ...]:
    """The numbers of the capabilities in this thread's bounding set."""
    found = []
    for number in range(64):
        inside = _libc.prctl(ctypes.c_int(_PR_CAPBSET_READ), *map(ctypes.c_ulong, (number, 0, 0, 0)))
        if inside < 0:
            break  # beyond the last one that this kernel knows
        if inside:
            found.append(number)
    return tuple(found)


def drop_from_bounding_set(number: int) -> None:
    """Take one capability out of the bounding set, for ever; needs CAP_SETPCAP."""
    _prctl(_PR_CAPBSET_DROP, number)


def drop_bounding_set(keep: Iterable[str] = ()) -> None:
    """Take every capability but ``keep`` out of the bounding set; needs CAP_SETPCAP for those that are in it."""
    kept = {CAPABILITIES[name] for name in keep}
    for number in bounding_set():
        if number not in kept:
            drop_from_bounding_set(number)


def clear_ambient_set() -> None:
    """Give no capability to programs that are executed."""
    _prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL)


def raise_ambient(name: str) -> None:
    """Keep a capability, permitted and inheritable already, over ``execve`` as an ordinary user."""
    _prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, CAPABILITIES[name])


def set_capabilities(names: Iterable[str] = (), *, inheritable: Iterable[str] = ()) -> None:
    """Make ``names`` the permitted and effective capabilities of this thread, and no others."""
    held = _bits(names)
    inherited = _bits(inheritable)
    header = ctypes.create_string_buffer(struct.pack("=Ii", _CAPABILITY_VERSION_3, 0))
    low = (held & 0xFFFFFFFF, held & 0xFFFFFFFF, inherited & 0xFFFFFFFF)
    high = (held >> 32, held >> 32, inherited >> 32)
    _call("capset", header, struct.pack("=6I", *low, *high))


def capabilities() -> frozenset[str]:
    """The effective capabilities of this thread."""
    header = ctypes.create_string_buffer(struct.pack("=Ii", _CAPABILITY_VERSION_3, 0))
    data = ctypes.create_string_buffer(24)
    _call("capget", header, data)
    low, _, _, high, _, _ = struct.unpack("=6I", data.raw[:24])
    held = low | high << 32
    return frozenset(name for name, number in CAPABILITIES.items() if held >> number & 1)


def _bits(names: Iterable[str]) -> int:
    return sum(1 << number for number in {CAPABILITIES[name] for name in names})


# ---- Landlock


def landlock_abi() -> int:
    """The version of Landlock that the kernel offers; 0 where there is none."""
    try:
        return _call("landlock_create_ruleset", None, 0, _LANDLOCK_CREATE_RULESET_VERSION)
    except OSError:
        return 0


def landlock_create_ruleset(handled_fs: int, handled_net: int = 0, scoped: int = 0) -> int:
    """A new ruleset's descriptor. Only as much of the attributes as is used is given, for kernels that know less."""
    attributes = struct.pack("=QQQ", handled_fs, handled_net, scoped)
    size = 24 if scoped else 16 if handled_net else 8
    return _call("landlock_create_ruleset", attributes[:size], size, 0)


def landlock_allow_path(ruleset: int, folder: int, access: int) -> None:
    """Allow ``access`` to the file, or everything below the folder, behind a descriptor (``O_PATH`` will do)."""
    rule = struct.pack("=Qi", access, folder)
    _call("landlock_add_rule", ruleset, _LANDLOCK_RULE_PATH_BENEATH, rule, 0)


def landlock_allow_port(ruleset: int, port: int, access: int) -> None:
    """Allow ``access`` (bind, connect) to a TCP port."""
    _call("landlock_add_rule", ruleset, _LANDLOCK_RULE_NET_PORT, struct.pack("=QQ", access, port), 0)


def landlock_restrict_self(ruleset: int) -> None:
    """Put this thread, and what it starts, under the ruleset for ever. Needs no_new_privs or CAP_SYS_ADMIN."""
    _call("landlock_restrict_self", ruleset, 0)


# ---- seccomp


def install_filter(program: bytes) -> None:
    """Put this thread, and what it starts, under a filter of classic BPF for ever.

    Args:
        program: instructions of 8 bytes each (``struct sock_filter``), in the machine's byte order.
    """
    if len(program) % _BPF_INSTRUCTION_SIZE:
        raise ValueError(f"a filter of {len(program)} bytes is not made of whole instructions")
    instructions = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: a count, padding, a pointer
    header = struct.pack("@HP", len(program) // _BPF_INSTRUCTION_SIZE, ctypes.addressof(instructions))
    _call("seccomp", _SECCOMP_SET_MODE_FILTER, 0, ctypes.create_string_buffer(header, len(header)))
