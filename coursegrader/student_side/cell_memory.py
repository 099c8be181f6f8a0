"""Which cell has kept so much memory that the rest of the notebook cannot work, whatever ended it."""

from __future__ import annotations

import gc
import sys
import traceback
import types
from typing import Final

from coursegrader.sandbox.policy import MIB
from coursegrader.student_side.rlimits import free_memory

# what every cell finds free, or a quarter of what the first one found where that is less
CELL_ROOM: Final = 128 * MIB


class CellMemory:
    """Looks after each cell how much memory is left. Made before the first."""

    def __init__(self) -> None:
        self._free = free_memory()
        self._least = min(CELL_ROOM, self._free // 4)
        self._kept: dict[int, int] = {}

    def greediest(self, index: int) -> int | None:
        """The cell that has kept most, if too little is left for those to come.

        Args:
            index: the cell that has just ended.
        """
        free = free_memory()
        if free < self._least:
            _forget_locals_of_last_error()
            free = free_memory()
        self._kept[index] = self._free - free
        self._free = free
        return max(self._kept, key=self._kept.__getitem__) if free < self._least else None


def _forget_locals_of_last_error() -> None:
    """Let go of what only the traceback of an error still holds: nobody is there to look into it."""
    last = getattr(sys, "last_traceback", None)
    if isinstance(last, types.TracebackType):
        traceback.clear_frames(last)
        for frame, _ in traceback.walk_tb(last):
            frame.f_locals  # noqa: B018  brings the copy up to date that was made for showing the error
    gc.collect()
