"""Whether a learner wrote something into a cell of the instructor's."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

CLOSE = 0.8  # difflib's ratio from which two lines are one, once corrected
MAX_LINES = 60
MAX_LINE = 200  # characters


def has_own_text(text: str, given: Sequence[str]) -> bool:
    """Whether a text has lines that stand in none of the instructor's versions, not even nearly.

    A line that is nearly the same was corrected by either of the two; that is not worth a word.
    """
    if text in given:
        return False
    known = {line.strip() for version in given for line in version.splitlines()}
    mine = [line.strip() for line in text.splitlines()]
    new = [line for line in mine if line and line not in known]
    if len(new) > MAX_LINES or len(known) > 4 * MAX_LINES:
        return bool(new)
    return not all(any(_close(line, other) for other in known) for line in new)


def _close(line: str, other: str) -> bool:
    if max(len(line), len(other)) > MAX_LINE:
        return False
    matcher = SequenceMatcher(None, line, other, autojunk=False)
    return matcher.real_quick_ratio() >= CLOSE and matcher.quick_ratio() >= CLOSE and matcher.ratio() >= CLOSE
