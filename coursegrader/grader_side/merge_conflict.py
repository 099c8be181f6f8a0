"""The marks that an unfinished merge of two versions leaves in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

_START = re.compile(r"^<{7}(?: .*)?$", re.MULTILINE)
_MARKS = {"<<<<<<<": "upper", "|||||||": "base", "=======": "lower", ">>>>>>>": "both"}


@dataclass(frozen=True)
class Conflict:
    """A text with marks of a merge: its two versions, and the line (from 1) where the first conflict starts."""

    upper: str
    lower: str
    line: int


def find_conflict(text: str) -> Conflict | None:
    """The two versions of a text with an unfinished merge in it; None where there is none."""
    first = _START.search(text) if "<<<<<<<" in text and ">>>>>>>" in text else None
    if first is None:
        return None
    upper: list[str] = []
    lower: list[str] = []
    part = "both"
    for line in text.split("\n"):
        mark = line.rstrip()[:7]
        starts = mark in _MARKS and (line.rstrip() == mark or line[7:8] == " ")
        if starts and (part != "both" or mark == "<<<<<<<"):
            part = _MARKS[mark]
            continue
        if part in ("both", "upper"):
            upper.append(line)
        if part in ("both", "lower"):
            lower.append(line)
    return Conflict("\n".join(upper), "\n".join(lower), text.count("\n", 0, first.start()) + 1)
