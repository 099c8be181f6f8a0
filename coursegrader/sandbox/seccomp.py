"""From a list of system calls to a filter program (seccomp, classic BPF), as a pure function.

The program sees one call: its number, the architecture's calling convention, and the six arguments as numbers; never
what a pointer points to. Layout of that record: ``struct seccomp_data`` in linux/seccomp.h. Both supported
architectures are little-endian, so the low half of argument *i* lies at ``16 + 8 i``; the kernel itself looks at no
more than that half of the arguments tested here.
"""

from __future__ import annotations

import errno
import platform
import struct
from dataclasses import dataclass
from typing import Final

from coursegrader.errors import SandboxUnavailable
from coursegrader.sandbox.inner_wall import CallFilter
from coursegrader.sandbox.syscall_numbers import AARCH64, LAST_KNOWN, X86_64

# instruction codes (linux/bpf_common.h)
LOAD: Final = 0x20  # BPF_LD | BPF_W | BPF_ABS
AND: Final = 0x54  # BPF_ALU | BPF_AND | BPF_K
JUMP_EQUAL: Final = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
JUMP_GREATER: Final = 0x25  # BPF_JMP | BPF_JGT | BPF_K, unsigned
JUMP_ANY_BIT: Final = 0x45  # BPF_JMP | BPF_JSET | BPF_K
RETURN: Final = 0x06  # BPF_RET | BPF_K

# answers (linux/seccomp.h)
ALLOW: Final = 0x7FFF0000
KILL: Final = 0x80000000
_ERRNO: Final = 0x00050000
DENY: Final = _ERRNO | errno.EPERM
UNKNOWN: Final = _ERRNO | errno.ENOSYS

_NUMBER_AT: Final = 0
_ARCHITECTURE_AT: Final = 4
_ARGUMENTS_AT: Final = 16
_X32_BIT: Final = 0x40000000
_FILE_TYPE: Final = 0xF000  # S_IFMT
_DEVICE_TYPES: Final = (0x2000, 0x6000)  # S_IFCHR, S_IFBLK


@dataclass(frozen=True)
class Machine:
    """An architecture: its mark in linux/audit.h, its numbers of system calls."""

    mark: int
    numbers: dict[str, int]
    x32: bool = False


MACHINES: Final = {
    "x86_64": Machine(0xC000003E, X86_64, x32=True),
    "aarch64": Machine(0xC00000B7, AARCH64),
}


@dataclass(frozen=True)
class _Instruction:
    code: int
    operand: int
    if_true: int = 0
    if_false: int = 0

    def pack(self) -> bytes:
        return struct.pack("=HBBI", self.code, self.if_true, self.if_false, self.operand)


def assemble(rules: CallFilter, machine: str | None = None) -> bytes:
    """The filter program of ``rules``.

    Args:
        rules: what to deny.
        machine: an architecture, as ``platform.machine()`` names it; this one's when None.

    Raises:
        SandboxUnavailable: there are no numbers of system calls here for this architecture.
        ValueError: ``rules`` name a call that no supported architecture has.
    """
    name = machine or platform.machine()
    if name not in MACHINES:
        raise SandboxUnavailable(
            f"no filter of system calls for the architecture {name}: only {' and '.join(MACHINES)} are supported; "
            "grade on a machine of one of these"
        )
    target = MACHINES[name]
    program = [
        _Instruction(LOAD, _ARCHITECTURE_AT),
        *_answer_unless_equal(target.mark, KILL),
        _Instruction(LOAD, _NUMBER_AT),
    ]
    if target.x32:
        program += [_Instruction(JUMP_ANY_BIT, _X32_BIT, 0, 1), _Instruction(RETURN, KILL)]
    program += [_Instruction(JUMP_GREATER, LAST_KNOWN, 0, 1), _Instruction(RETURN, UNKNOWN)]
    for call in rules.unknown:
        program += _answer_if_equal(_number(target, call), UNKNOWN)
    for call in rules.denied:
        program += _answer_if_equal(_number(target, call), DENY)
    for call, tests in _argument_tests(rules).items():
        program += _for_call(_number(target, call), tests)
    program.append(_Instruction(RETURN, ALLOW))
    return b"".join(instruction.pack() for instruction in program)


def _argument_tests(rules: CallFilter) -> dict[str, list[_Instruction]]:
    """For each call that is allowed with some arguments only: a piece of program that ends in an answer."""
    allow, deny = _Instruction(RETURN, ALLOW), _Instruction(RETURN, DENY)
    families = [i for family in rules.socket_families for i in _answer_if_equal(family, ALLOW)]
    sockets = [_argument(0), *families, deny]
    devices = [i for kind in _DEVICE_TYPES for i in _answer_if_equal(kind, DENY)]
    mask = _Instruction(AND, _FILE_TYPE)
    return {
        "clone": [_argument(0), _Instruction(JUMP_ANY_BIT, rules.clone_flags, 0, 1), deny, allow],
        "ioctl": [_argument(1), *(i for request in rules.ioctls for i in _answer_if_equal(request, DENY)), allow],
        "socket": sockets,
        "socketpair": sockets,
        "mknod": [_argument(1), mask, *devices, allow],
        "mknodat": [_argument(2), mask, *devices, allow],
    }


def _number(machine: Machine, call: str) -> int | None:
    """The number of a call; None where this architecture never had it."""
    if not any(call in known.numbers for known in MACHINES.values()):
        raise ValueError(f"no system call is named {call!r}")
    return machine.numbers.get(call)


def _argument(index: int) -> _Instruction:
    return _Instruction(LOAD, _ARGUMENTS_AT + 8 * index)


def _answer_if_equal(value: int | None, answer: int) -> list[_Instruction]:
    if value is None:
        return []
    return [_Instruction(JUMP_EQUAL, value, 0, 1), _Instruction(RETURN, answer)]


def _answer_unless_equal(value: int, answer: int) -> list[_Instruction]:
    return [_Instruction(JUMP_EQUAL, value, 1, 0), _Instruction(RETURN, answer)]


def _for_call(number: int | None, tests: list[_Instruction]) -> list[_Instruction]:
    """``tests`` for one call only; the others skip them with the number still loaded."""
    return [] if number is None else [_Instruction(JUMP_EQUAL, number, 0, len(tests)), *tests]
