"""A learner's attempts at one quiz: which are handed in, which of them counts, and when mistakes are explained.

Each attempt has a variant of its own. Answers count once the learner hands the attempt in: those of the first
submission in which they are handed in, whatever a later one says. The best attempt counts. Mistakes are explained after
the last one, so that no attempt can be answered with the explanations of the same questions at hand.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from coursegrader.grader_side.variants import ATTEMPTS, Variant
from coursegrader.quiz_words import EXPLAINED_LATER, NOT_ANSWERED, NOT_HANDED_IN
from coursekit.quiz.answers import answers_name
from coursekit.quiz.items import items_name
from coursekit.quiz.questions import Verdict

MOST_BYTES = 256 * 1024
Files = Mapping[str, bytes]


@dataclass(frozen=True)
class HandedIn:
    """One attempt that is handed in.

    Attributes:
        data: its answers, as the learner's file has them.
        content: that file.
    """

    variant: Variant
    data: Mapping[str, Any]
    content: bytes

    @cached_property
    def right(self) -> int:
        """How many questions are answered rightly."""
        numbers = range(1, len(self.variant.questions) + 1)
        return sum(self.variant.judge(number, self.data).right for number in numbers)


class QuizAttempts:
    """What one learner has handed in of a quiz, up to and with one submission."""

    def __init__(self, quiz: str, draw: Callable[..., Variant], submissions: Sequence[Files]) -> None:
        """
        Args:
            quiz: its name.
            draw: gives the variant of an ``attempt``, from 1.
            submissions: the files of the learner's submissions, oldest first; the last is the one that is graded.
        """
        self.quiz = quiz
        self._draw = draw
        self._submissions = submissions
        self._drawn: dict[int, Variant] = {}

    def variant(self, attempt: int) -> Variant:
        """The learner's questions in an attempt, drawn once."""
        if attempt not in self._drawn:
            self._drawn[attempt] = self._draw(attempt=attempt)
        return self._drawn[attempt]

    @property
    def handed_in(self) -> tuple[HandedIn, ...]:
        """The attempts that are handed in, in their order."""
        return self._record[0]

    @property
    def is_over(self) -> bool:
        """Whether there are no more attempts: all are handed in, or the learner has given up those that are left."""
        return self._record[1] or len(self.handed_in) == ATTEMPTS

    @cached_property
    def counted(self) -> HandedIn | None:
        """The one that counts: the best, of equally good ones the last; None if none is handed in."""
        return max(self.handed_in, key=lambda taken: (taken.right, taken.variant.attempt), default=None)

    def judge(self, number: int, submitted: object = None) -> Verdict:
        """Score question ``number`` in the attempt that counts. What the learner's notebook says, ``submitted``, is not
        asked: it could say something else each time."""
        counted = self.counted
        if counted is None:
            return Verdict(False, self._why_nothing_counts(number))
        verdict = counted.variant.judge(number, counted.data)
        if verdict.right or self.is_over or verdict.hint == NOT_ANSWERED:
            return verdict
        so_far = f"attempt {counted.variant.attempt} of {ATTEMPTS} counts so far, with {counted.right} of"
        count = len(counted.variant.questions)
        otherwise = "or when you choose to have no more of them, below the quiz"
        return Verdict(False, f"{EXPLAINED_LATER} ({so_far} {count} questions right), {otherwise}.")

    def files(self) -> dict[str, bytes]:
        """What lies beside the notebook while it runs: the attempt that counts, else the first, as if it were the only
        one."""
        counted = self.counted
        variant = self.variant(1) if counted is None else counted.variant
        files = {items_name(self.quiz): variant.items_file()}
        return files if counted is None else files | {answers_name(self.quiz): counted.content}

    def hides(self, path: str) -> bool:
        """Whether a file of the learner's must not lie beside the notebook, since it is of another attempt."""
        numbers = range(2, ATTEMPTS + 1)
        return path in {name(self.quiz, k) for k in numbers for name in (answers_name, items_name)}

    @cached_property
    def _record(self) -> tuple[tuple[HandedIn, ...], bool]:
        """What is handed in, and whether the learner has given up the rest."""
        found: dict[int, HandedIn] = {}
        given_up = False
        for files in self._submissions:
            for attempt in range(1, ATTEMPTS + 1):
                taken = self._take(attempt, files.get(answers_name(self.quiz, attempt)))
                if taken is not None:
                    found.setdefault(attempt, taken)  # what a later submission says is too late
                    given_up |= taken.data.get("last") is True
            if given_up:
                break
        return tuple(found[attempt] for attempt in sorted(found)), given_up

    def _take(self, attempt: int, content: bytes | None) -> HandedIn | None:
        data = None if content is None else _read(content)
        if content is None or data is None or data.get("handed_in") is not True:
            return None
        variant = self.variant(attempt)
        if data.get("variant") != variant.identifier or not isinstance(data.get("answers"), dict):
            return None
        return HandedIn(variant, data, content)

    def _why_nothing_counts(self, number: int) -> str:
        content = self._submissions[-1].get(answers_name(self.quiz)) if self._submissions else None
        if content is None:
            return NOT_ANSWERED
        data = _read(content)
        if data is None:
            return "Your file of answers is damaged: open the quiz, check your answers and submit again."
        if data.get("handed_in") is True:
            return (
                "These answers belong to another variant of the quiz: fetch the quiz again and answer in your own copy."
            )
        answers = data.get("answers")
        return NOT_HANDED_IN if isinstance(answers, dict) and str(number) in answers else NOT_ANSWERED


def _read(content: bytes) -> dict[str, Any] | None:
    """A file of answers; None if it is none."""
    if len(content) > MOST_BYTES:
        return None
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None
