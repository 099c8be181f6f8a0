"""The file of answers to a graded quiz."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from coursekit.quiz.kept_file import ForeignContent, KeptFile

Answer: TypeAlias = str | int | list[str] | list[list[str]]
"""What is kept for a question, as typed: NUM, INT, EXP and OUT text, VEC a list of texts, MAT rows of texts, ONE a
letter, SET and ORD a list of letters, BUG a line number, PIC the coordinates of each handle as texts, or
``"ticked"``."""

FORMAT = 1


class HandedInError(Exception):
    """An answer of an attempt that is handed in cannot be changed any more."""


class Answers(Protocol):
    """Where an answer panel keeps answers, by question number.

    Attributes:
        notice: what the learner should read about them, once.
        handed_in: whether they stay as they are from now on.
    """

    notice: str
    handed_in: bool

    def get(self, number: int) -> Answer | None:
        """The kept answer to question ``number``, or None."""

    def put(self, number: int, answer: Answer | None) -> None:
        """Keep ``answer`` (None forgets it).

        Raises:
            OSError: it cannot be written.
            HandedInError: the attempt is handed in.
        """


def answers_name(quiz: str, attempt: int = 1) -> str:
    """The file of answers of one attempt: ``quiz_answers.json``, then ``quiz_answers_2.json``, ..."""
    return f"{quiz}_answers{'' if attempt == 1 else f'_{attempt}'}.json"


class AnswerFile(KeptFile):
    """``<quiz>_answers.json`` beside the notebook, for one attempt at one quiz, which has a variant of its own.

    Attributes:
        handed_in: whether the learner has handed the attempt in; its answers stay as they are from then on.
        last: whether it was handed in as the last attempt, although there are more.
    """

    def __init__(self, path: Path, quiz: str, variant: str) -> None:
        self.quiz = quiz
        self.variant = variant
        self.handed_in = self.last = False
        self._answers: dict[int, Answer] = {}
        super().__init__(path)

    def get(self, number: int) -> Answer | None:
        """The kept answer to question ``number``, or None."""
        return self._answers.get(number)

    def numbers(self) -> tuple[int, ...]:
        """The questions with a kept answer."""
        return tuple(sorted(self._answers))

    def put(self, number: int, answer: Answer | None) -> None:
        """Keep ``answer`` (None forgets it) and write the file.

        Raises:
            OSError: it cannot be written.
            HandedInError: the attempt is handed in.
        """
        self.reload()
        if self.handed_in:
            raise HandedInError("this attempt is handed in, and its answers stay as they are")
        if answer is None:
            self._answers.pop(number, None)
        else:
            self._answers[number] = answer
        self.write()

    def hand_in(self, *, last: bool = False) -> None:
        """Mark the attempt as handed in, ``last`` also as the last one. Raises OSError if it cannot be written."""
        self.reload()
        before = self.handed_in, self.last
        self.handed_in, self.last = True, self.last or last
        try:
            self.write()
        except OSError:
            self.handed_in, self.last = before
            raise

    def as_data(self) -> dict[str, Any]:
        """What the grader asks for: plain data only."""
        kept = {str(number): self._answers[number] for number in self.numbers()}
        return {
            "format": FORMAT,
            "quiz": self.quiz,
            "variant": self.variant,
            "answers": kept,
            "trouble": self.trouble,
        }

    def _read(self, data: Mapping[str, Any]) -> None:
        if data["format"] != FORMAT or data["quiz"] != self.quiz:
            raise ForeignContent("it belongs to another quiz")
        answers = read_answers(data["answers"])
        if data["variant"] != self.variant:
            raise ForeignContent("it answers other questions than the ones shown here")
        self._answers = answers
        # absent in files from before there were attempts
        self.handed_in, self.last = data.get("handed_in") is True, data.get("last") is True

    def _text(self) -> str:
        return answers_text(self.quiz, self.variant, self._answers, handed_in=self.handed_in, last=self.last)


def answers_text(
    quiz: str, variant: str, answers: Mapping[int, Answer], *, handed_in: bool = False, last: bool = False
) -> str:
    """The content of an answer file."""
    kept = {str(number): answers[number] for number in sorted(answers)}
    data = {
        "format": FORMAT,
        "quiz": quiz,
        "variant": variant,
        "handed_in": handed_in,
        "last": last,
        "answers": kept,
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def read_answers(data: Mapping[str, Any]) -> dict[int, Answer]:
    """Answers by question number. Raises ValueError if one of them has no known form."""
    answers = {int(number): answer for number, answer in data.items()}
    if not all(_is_answer(answer) for answer in answers.values()):
        raise ValueError("an answer has no known form")
    return answers


def _is_answer(value: object) -> bool:
    if isinstance(value, bool):
        return False
    if isinstance(value, int | str):
        return True
    return isinstance(value, list) and (
        all(isinstance(entry, str) for entry in value)
        or all(isinstance(row, list) and all(isinstance(entry, str) for entry in row) for row in value)
    )
