"""An interpreter of classic BPF, as far as filters of system calls need it: what the kernel would answer to a call."""

from __future__ import annotations

import struct
from collections.abc import Sequence

INSTRUCTION = struct.Struct("=HBBI")


def run(program: bytes, number: int, arguments: Sequence[int] = (), architecture: int = 0xC000003E) -> int:
    """The filter's answer to one system call.

    Raises:
        ValueError: the program does something that a filter may not, or does not end.
    """
    full = (*arguments, 0, 0, 0, 0, 0, 0)[:6]
    record = struct.pack("=iIQ6Q", number if number < 2**31 else number - 2**32, architecture, 0, *full)
    instructions = list(INSTRUCTION.iter_unpack(program))
    accumulator, position = 0, 0
    while position < len(instructions):
        code, if_true, if_false, operand = instructions[position]
        position += 1
        if code == 0x20:
            if operand % 4 or operand + 4 > len(record):
                raise ValueError(f"a load at {operand}")
            (accumulator,) = struct.unpack_from("=I", record, operand)
        elif code == 0x54:
            accumulator &= operand
        elif code in (0x15, 0x25, 0x45):
            holds = {0x15: accumulator == operand, 0x25: accumulator > operand, 0x45: bool(accumulator & operand)}[code]
            position += if_true if holds else if_false
        elif code == 0x06:
            return int(operand)
        else:
            raise ValueError(f"instruction {code:#x}")
    raise ValueError("the program runs over its end")
