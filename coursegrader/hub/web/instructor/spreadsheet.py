"""CSV that spreadsheet programs open without carrying anything out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

Cell = str | int | float | None
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(cell: Cell) -> str:
    """One cell's text. Text that a spreadsheet could take for a formula gets an apostrophe before it.

    Numbers stay numbers, at most six digits after the point.
    """
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{round(cell, 6):.6f}".rstrip("0").rstrip(".")
    if isinstance(cell, int):
        return str(cell)
    return f"'{cell}" if cell.lstrip(" ").startswith(_ACTIVE) or cell.startswith(_ACTIVE) else cell


def as_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A table as CSV in UTF-8, with the mark at the beginning by which spreadsheet programs know the encoding."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([harmless(title) for title in header])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")
