"""A second filter of system calls, for a rung that shares the machine's namespaces.

Where a process has no namespaces of its own, some calls reach what Landlock does not guard: other processes of the same
user (their priorities and limits), permissions and times of files, System V memory, sockets of services. This filter
takes them away. It stands beside the filter that every notebook's process has (``seccomp.py``).
"""

from __future__ import annotations

import platform
import socket
import struct
from typing import Final

from coursegrader.errors import SandboxUnavailable
from coursegrader.sandbox.seccomp import ALLOW, AND, DENY, JUMP_EQUAL, KILL, LOAD, MACHINES, RETURN

# asm/unistd_64.h (x86_64) and asm-generic/unistd.h (aarch64); None: this architecture never had the call
_NUMBERS: Final[dict[str, tuple[int | None, int | None]]] = {
    # services' sockets: whoever has no socket of the kind cannot connect to one
    "socket": (41, 198),
    "connect": (42, 203),
    "bind": (49, 200),
    "listen": (50, 201),
    # memory and messages shared by name
    "shmget": (29, 194),
    "shmat": (30, 196),
    "shmctl": (31, 195),
    "semget": (64, 190),
    "semop": (65, 193),
    "semctl": (66, 191),
    "semtimedop": (220, 192),
    "msgget": (68, 186),
    "msgsnd": (69, 189),
    "msgrcv": (70, 188),
    "msgctl": (71, 187),
    "mq_open": (240, 180),
    "mq_unlink": (241, 181),
    # who changes which files
    "inotify_init": (253, None),
    "inotify_init1": (294, 26),
    "inotify_add_watch": (254, 27),
    # owners, attributes and lengths of files
    "chown": (92, None),
    "fchown": (93, 55),
    "lchown": (94, None),
    "fchownat": (260, 54),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
    "setxattrat": (463, 463),
    "removexattrat": (466, 466),
    "file_setattr": (469, 469),
    "truncate": (76, 45),
}
# Permissions and times of files. Every copy of a file sets them, IPython's own included, so these calls are not refused
# but answered as if they had been done. Only where the grader's files are the same user's: else permissions hold.
_PRETENDED: Final[dict[str, tuple[int | None, int | None]]] = {
    "chmod": (90, None),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "utime": (132, None),
    "utimes": (235, None),
    "futimesat": (261, None),
    "utimensat": (280, 88),
}
_DONE: Final = DENY & ~0xFFFF  # an error number of 0 is no error
# allowed on the calling process alone: the argument that says whom must be 0
_ON_ITSELF: Final[dict[str, tuple[tuple[int, int], tuple[int, ...]]]] = {
    "prlimit64": ((302, 261), (0,)),
    "setpriority": ((141, 140), (0, 1)),
    "sched_setparam": ((142, 118), (0,)),
    "sched_setscheduler": ((144, 119), (0,)),
    "sched_setaffinity": ((203, 122), (0,)),
    "sched_setattr": ((314, 274), (0,)),
    "ioprio_set": ((251, 30), (1,)),
}
# a pair of datagram sockets could be turned to a service's address; these kinds cannot
_SOCKETPAIR: Final = (53, 199)
_PAIR_KINDS: Final = (int(socket.SOCK_STREAM), int(socket.SOCK_SEQPACKET))
_KIND_MASK: Final = 0xF  # the rest of the type are flags
_COLUMNS: Final = {"x86_64": 0, "aarch64": 1}

_Step = tuple[int, int, int, int]


def assemble_host_filter(*, shares_user: bool, machine: str | None = None) -> bytes:
    """The filter program, for ``syscalls.install_filter``.

    Args:
        shares_user: whether confined code runs as the same user as the grader.
        machine: an architecture, as ``platform.machine()`` names it; this one's when None.

    Raises:
        SandboxUnavailable: the architecture is not supported.
    """
    name = machine or platform.machine()
    if name not in MACHINES:
        raise SandboxUnavailable(f"no filter of system calls for the architecture {name}; grade on another machine")
    column = _COLUMNS[name]
    program: list[_Step] = [
        (LOAD, 4, 0, 0),
        (JUMP_EQUAL, MACHINES[name].mark, 1, 0),
        (RETURN, KILL, 0, 0),
        (LOAD, 0, 0, 0),
    ]
    answers = [(numbers[column], DENY) for numbers in _NUMBERS.values()]
    if shares_user:
        answers += [(numbers[column], _DONE) for numbers in _PRETENDED.values()]
    for number, answer in answers:
        if number is not None:
            program += [(JUMP_EQUAL, number, 0, 1), (RETURN, answer, 0, 0)]
    for both, arguments in _ON_ITSELF.values():
        program += _for_call(both[column], [step for index in arguments for step in _must_be_zero(index)])
    kinds: list[_Step] = [_argument(1), (AND, _KIND_MASK, 0, 0)]
    for kind in _PAIR_KINDS:
        kinds += [(JUMP_EQUAL, kind, 0, 1), (RETURN, ALLOW, 0, 0)]
    program += _for_call(_SOCKETPAIR[column], [*kinds, (RETURN, DENY, 0, 0)])
    program.append((RETURN, ALLOW, 0, 0))
    return b"".join(struct.pack("=HBBI", code, yes, no, operand) for code, operand, yes, no in program)


def _argument(index: int) -> _Step:
    return (LOAD, 16 + 8 * index, 0, 0)  # the low half: both architectures are little-endian


def _must_be_zero(index: int) -> list[_Step]:
    return [_argument(index), (JUMP_EQUAL, 0, 1, 0), (RETURN, DENY, 0, 0)]


def _for_call(number: int, tests: list[_Step]) -> list[_Step]:
    """``tests``, which may fall through to "allowed", for one call; the others skip them, their number still loaded."""
    body = [*tests, (RETURN, ALLOW, 0, 0)]
    return [(JUMP_EQUAL, number, 0, len(body)), *body]
