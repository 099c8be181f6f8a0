"""How lengths of time, names and numbers are said on a student's pages."""

from __future__ import annotations

import math
import re
from datetime import datetime

_UNITS = ((86400 * 7, "week"), (86400, "day"), (3600, "hour"), (60, "minute"))
_DIGITS = re.compile(r"(\d+)")


def length_of_time(seconds: float) -> str:
    """About how long that is, such as "a minute" or "3 days"."""
    for size, unit in _UNITS:
        count = round(seconds / size)
        if seconds >= size * 0.9 and (count >= 2 or unit != "week"):
            return _counted(max(1, count), unit)
    return "a moment" if seconds < 1.5 else f"{math.ceil(seconds)} seconds"


def from_now(moment: datetime, now: datetime) -> str:
    """Such as "in 3 days" or "3 days ago"."""
    seconds = (moment - now).total_seconds()
    return f"in {length_of_time(seconds)}" if seconds > 0 else f"{length_of_time(-seconds)} ago"


def spoken(name: str) -> str:
    """A file's or folder's name as words: ``week_1-sums`` becomes ``Week 1 sums``."""
    words = re.sub(r"[-_]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def in_order(name: str) -> list[tuple[int, str]]:
    """A sorting key under which week 2 comes before week 10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in _DIGITS.split(name) if part]


def _counted(count: int, unit: str) -> str:
    if count == 1:
        return f"an {unit}" if unit == "hour" else f"a {unit}"
    return f"{count} {unit}s"


def sentence(text: str) -> str:
    """An error's text as a sentence."""
    text = " ".join(text.split())
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
