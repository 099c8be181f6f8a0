"""What a learner reads of a hidden test goes to files, pages and terminals."""

from __future__ import annotations

import pytest

from coursegrader.grader_side.recorder import readable


@pytest.mark.parametrize(
    ("quoted", "shown"),
    [
        ("\ud800", r"\ud800"),
        ("\x1b]0;title\x07\x1b[2J", r"\x1b]0;title\x07\x1b[2J"),
        ("a\u202eb\u200b", r"a\u202eb\u200b"),
        ("two\nlines\r", "two\nlines\\r"),
        ("é − \u00a0 ∑ 😀", "é − \u00a0 ∑ 😀"),
    ],
)
def test_control_characters_are_shown_and_obeyed_by_nobody(quoted: str, shown: str) -> None:
    assert readable(quoted) == shown
    readable(quoted).encode()
