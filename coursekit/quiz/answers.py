"""The file that keeps a learner's answers: written at each change, never half written, never thrown away."""

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

Answer: TypeAlias = str | int | list[str] | list[list[str]]
"""What is kept for a question, as typed: NUM and INT text, VEC a list of texts, MAT rows of texts, ONE a
letter, SET a list of letters, BUG a line number."""

FORMAT = 1


class AnswerFile:
    """``<quiz>_answers.json`` beside the notebook, for one variant of one quiz.

    A file that cannot be read, or that answers another variant, is set aside under a new name
    (``quiz_answers.backup-1.json``, ...) and ``notice`` tells the learner; ``trouble`` is then ``"damaged"``
    or ``"foreign"``.
    """

    def __init__(self, path: Path, quiz: str, variant: str) -> None:
        self.path = path
        self.quiz = quiz
        self.variant = variant
        self.trouble: str | None = None
        self.notice = ""
        self._answers: dict[int, Answer] = {}
        self.reload()

    def reload(self) -> None:
        """Read the file again, so that a second window on the same quiz never overwrites the first one's
        answers."""
        try:
            text = self.path.read_text(encoding="utf-8")
            self._answers = self._read(json.loads(text))
        except FileNotFoundError:
            pass  # nothing kept yet, or removed while the quiz is open: what we hold is written at the next change
        except IsADirectoryError:
            self._set_aside("damaged", "it is a folder")
        except ForeignAnswers as error:
            self._set_aside("foreign", str(error))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            self._set_aside("damaged", f"it could not be read ({type(error).__name__})")

    def get(self, number: int) -> Answer | None:
        """The kept answer to question ``number``, or None."""
        return self._answers.get(number)

    def numbers(self) -> tuple[int, ...]:
        """The questions with a kept answer."""
        return tuple(sorted(self._answers))

    def put(self, number: int, answer: Answer | None) -> None:
        """Keep ``answer`` (None forgets it) and write the file. Raises OSError if it cannot be written."""
        self.reload()
        if answer is None:
            self._answers.pop(number, None)
        else:
            self._answers[number] = answer
        self._write()

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

    def _read(self, data: Mapping[str, Any]) -> dict[int, Answer]:
        if data["format"] != FORMAT or data["quiz"] != self.quiz:
            raise ForeignAnswers("it belongs to another quiz")
        answers = {int(number): answer for number, answer in data["answers"].items()}
        if not all(_is_answer(answer) for answer in answers.values()):
            raise ValueError("an answer has no known form")
        if data["variant"] != self.variant:
            raise ForeignAnswers("it answers other questions than the ones shown here")
        return answers

    def _set_aside(self, trouble: str, reason: str) -> None:
        backup = self._free_name()
        self.path.replace(backup)
        self.trouble = trouble
        self.notice = (
            f"{self.path.name} was not used: {reason}. Nothing is lost: it is kept as {backup.name}, "
            "and your answers from now on go into a new file."
        )

    def _free_name(self) -> Path:
        number = 1
        while True:
            candidate = self.path.with_name(f"{self.path.stem}.backup-{number}.json")
            if not candidate.exists():
                return candidate
            number += 1

    def _write(self) -> None:
        # A new file moved into place: whoever reads, or a crash at any moment, sees the old answers or the
        # new ones.
        text = answers_text(self.quiz, self.variant, self._answers)
        handle, name = tempfile.mkstemp(prefix=f".{self.path.stem}-", suffix=".json", dir=self.path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(0o644)
            temporary.replace(self.path)
        except OSError:
            temporary.unlink()
            raise


class ForeignAnswers(ValueError):
    """The answers are whole, but for another quiz or another variant."""


def answers_text(quiz: str, variant: str, answers: Mapping[int, Answer]) -> str:
    """The content of an answer file."""
    kept = {str(number): answers[number] for number in sorted(answers)}
    data = {"format": FORMAT, "quiz": quiz, "variant": variant, "answers": kept}
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def _is_answer(value: object) -> bool:
    if isinstance(value, bool):
        return False
    if isinstance(value, int | str):
        return True
    return isinstance(value, list) and (
        all(isinstance(entry, str) for entry in value)
        or all(isinstance(row, list) and all(isinstance(entry, str) for entry in row) for row in value)
    )
