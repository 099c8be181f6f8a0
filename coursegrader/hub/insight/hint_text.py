"""The parts of what a learner reads when a hidden test fails."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coursegrader.quiz_words import NOT_ANSWERED, NOT_HANDED_IN

# A last sentence in parentheses, after the end of another, says how the code failed.
_OWN_FAILURE = re.compile(r"(?P<hint>.*[.!?:;]) \((?P<how>[A-Z][^()]*\.)\)", re.DOTALL)
_NO_ANSWER = "There is no answer in this cell yet."


@dataclass(frozen=True)
class HintText:
    """A hint taken apart.

    Attributes:
        hint: what the test's author wrote; the same for every learner.
        how: how the learner's code failed, such as "Your code took too long."; often empty.
        revealed: what the test said about this answer, line by line; for a quiz, why the chosen option is wrong.
    """

    hint: str
    how: str
    revealed: tuple[str, ...]

    @classmethod
    def read(cls, text: str) -> HintText:
        """Take a test's hint apart."""
        sentence, *revealed = text.split("\n")
        match = _OWN_FAILURE.fullmatch(sentence)
        hint, how = (match["hint"], match["how"]) if match else (sentence, "")
        return cls(hint, how, tuple(line for line in revealed if line.strip()))


def no_answer_yet(text: str) -> bool:
    """Whether a test failed only because nothing had been written, or handed in of a quiz."""
    parts = HintText.read(text)
    return parts.how == _NO_ANSWER or parts.revealed[:1] in ((NOT_ANSWERED,), (NOT_HANDED_IN,))


def not_handed_in(text: str) -> bool:
    """Whether a question of a quiz was answered in an attempt that is not handed in."""
    return HintText.read(text).revealed[:1] == (NOT_HANDED_IN,)


def left_empty(failed: Sequence[str], tests: int) -> bool:
    """Whether nothing had been written for an exercise: no test passed, most failed for want of an answer, and none for
    something that the code did. (A test that expects an exception, say, fails on no answer for a reason of its own.)

    Args:
        failed: the hints of the tests that failed.
        tests: how many tests there were.
    """
    if not failed or len(failed) < tests:
        return False
    without = sum(map(no_answer_yet, failed))
    return 2 * without > tests and all(no_answer_yet(text) or not HintText.read(text).how for text in failed)
