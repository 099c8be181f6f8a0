"""What programs that a cell starts, and libraries beneath Python, write to the process's own output.

Jupyter's kernels show it as well. It goes into a nameless file, which is looked at after each cell.
"""

from __future__ import annotations

import fcntl
import os
import sys
import tempfile
from contextlib import suppress
from typing import Any

Output = dict[str, Any]
_STREAMS = ((1, "stdout"), (2, "stderr"))
_CUT_OFF = "\n[output cut off: too much of it]\n"


class LowLevelOutput:
    """Takes the descriptors 1 and 2 of this process.

    Args:
        limit: how much is kept of each in one cell, in bytes.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        for descriptor, _ in _STREAMS:
            # appending: what is written after a cell's part has been taken begins at the start again
            with tempfile.TemporaryFile(buffering=0) as file:
                fcntl.fcntl(file, fcntl.F_SETFL, os.O_APPEND)
                os.dup2(file.fileno(), descriptor)

    def with_output_of(self, outputs: list[Output]) -> list[Output]:
        """A cell's outputs, with what was written beneath Python in front of its value or error."""
        written = [output for descriptor, name in _STREAMS if (output := self._take(descriptor, name))]
        if not written:
            return outputs
        at = len(outputs)
        while at and outputs[at - 1]["output_type"] in ("execute_result", "error"):
            at -= 1
        return [*outputs[:at], *written, *outputs[at:]]

    def _take(self, descriptor: int, name: str) -> Output | None:
        # the cell may have put anything in place of its streams
        with suppress(OSError, ValueError, AttributeError):
            getattr(sys, f"__{name}__").flush()
        try:
            size = os.fstat(descriptor).st_size
            if not size:
                return None
            content = os.pread(descriptor, min(size, self._limit), 0)
            os.ftruncate(descriptor, 0)
        except OSError:
            return None
        text = content.decode("utf-8", "replace") + (_CUT_OFF if size > self._limit else "")
        return {"output_type": "stream", "name": name, "text": text}
