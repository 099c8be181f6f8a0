"""A learner's program that is kept, and not run: a text cell that shows it."""

from __future__ import annotations

import re
from dataclasses import replace

from coursegrader.grader_side.notebook import Cell

LEAD = "Your text, kept as it was and not run:"
_TICKS = re.compile(r"`{3,}")


def kept_text(cell: Cell) -> Cell:
    """The cell without a mark, its text as it was; a program becomes a block in a text cell."""
    if cell.cell_type != "code":
        return replace(cell, metadata={}, tags=(), cell_id="")
    fence = "`" * (1 + max((len(ticks) for ticks in _TICKS.findall(cell.source)), default=2))
    return Cell("markdown", f"{LEAD}\n\n{fence}python\n{cell.source.rstrip()}\n{fence}", "", {})
