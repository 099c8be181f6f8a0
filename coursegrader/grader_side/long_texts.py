"""A submitted notebook with more text than is graded: the longest cells lose theirs, and all the others are graded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from coursegrader.grader_side.notebook import Cell

# A picture pasted as text; some editors do that by themselves.
_PASTED: Final = re.compile(r"data:(image/[\w.+-]+);base64,([A-Za-z0-9+/=]{1000,}+)")


def without_long_texts(cells: Sequence[Cell], most: int, notes: list[str]) -> list[Cell]:
    """The cells with at most so much text together.

    Args:
        cells: of one notebook.
        most: characters.
        notes: where to tell of each cell that loses something.
    """
    kept = list(cells)
    size = sum(len(cell.source) for cell in kept)
    for number in sorted(range(len(kept)), key=lambda number: (-len(kept[number].source), number)):
        if size <= most:
            break
        cell = kept[number]
        kept[number], note = _shorter(cell, most)
        notes.append(f"cell {number + 1} {note}")
        size -= len(cell.source) - len(kept[number].source)
    return kept


def _shorter(cell: Cell, most: int) -> tuple[Cell, str]:
    if cell.cell_type == "markdown":
        attached = _with_pictures_attached(cell)
        if attached.source != cell.source and len(attached.source) <= most // 2:
            return attached, "holds pictures that were pasted as very long text; they were attached to it instead"
    mark = "# " if cell.cell_type == "code" else ""
    told = f"{mark}The text of this cell was too long, and was left out."
    size = f"{len(cell.source) / 2**20:.1f} MiB"
    return replace(cell, source=told), f"is too long ({size} of text); its text was left out: move data into a file"


def _with_pictures_attached(cell: Cell) -> Cell:
    """Whether they are pictures, and not too large ones, is seen where attached pictures are chosen."""
    attachments = dict(cell.attachments)

    def attach(found: re.Match[str]) -> str:
        name = f"pasted-{len(attachments) + 1}"
        attachments[name] = {found[1]: found[2]}
        return f"attachment:{name}"

    return replace(cell, source=_PASTED.sub(attach, cell.source), attachments=attachments)
