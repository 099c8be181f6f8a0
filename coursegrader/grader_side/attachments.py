"""Pictures attached to the cells that an answer was put together from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from coursegrader.grader_side.notebook import Cell


def with_attachments(answer: Cell, parts: Sequence[Cell]) -> Cell:
    """The answer with the attachments of its parts.

    Programs call the first picture of each cell the same (``image.png``): of two different ones, the later gets another
    name, and so it does in the text of its part.
    """
    together: dict[str, Mapping[str, str]] = {}
    source = answer.source
    for number, part in enumerate(parts):
        text = part.source
        for name, picture in part.attachments.items():
            free = name
            if together.get(name, picture) != picture:
                free = f"{number}-{name}"
                text = text.replace(f"(attachment:{name})", f"(attachment:{free})")
            together[free] = picture
        if text != part.source:
            before, found, after = source.rpartition(part.source)
            source = f"{before}{text}{after}" if found else source
    return replace(answer, source=source, attachments=together)
