"""The file of a practice quiz: the learner's seed, which draw of each question they are at, and their answers."""

import json
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from coursekit.quiz.answers import Answer, read_answers
from coursekit.quiz.kept_file import ForeignContent, KeptFile

FORMAT = 1


class PracticeFile(KeptFile):
    """``<quiz>_answers.json`` beside the notebook, for one learner's practice.

    Attributes:
        seed: what all numbers are drawn from. It is drawn itself when the file is first written; until then it is
            ``EXAMPLE``, so that a notebook that is only printed always shows the same numbers.
    """

    EXAMPLE = 0
    handed_in = False  # practice has no end

    def __init__(self, path: Path, quiz: str) -> None:
        self.quiz = quiz
        self.seed = self.EXAMPLE
        self._draws: dict[int, int] = {}
        self._answers: dict[int, Answer] = {}
        self._solved: set[int] = set()
        super().__init__(path)

    def begin(self) -> None:
        """Draw the learner's own seed, unless they have one. Raises OSError if it cannot be written."""
        self.reload()
        if self.seed == self.EXAMPLE:
            self.seed = 1 + secrets.randbits(64)
            self.write()

    def get(self, number: int) -> Answer | None:
        """The kept answer to the present draw of question ``number``, or None."""
        return self._answers.get(number)

    def put(self, number: int, answer: Answer | None) -> None:
        """Keep ``answer`` (None forgets it). Raises OSError if it cannot be written."""
        self.reload()
        if answer is None:
            self._answers.pop(number, None)
        else:
            self._answers[number] = answer
        self.write()

    def draw(self, number: int) -> int:
        """Which draw of question ``number`` the learner is at, from 0."""
        return self._draws.get(number, 0)

    def next_draw(self, number: int) -> None:
        """Go to another draw of question ``number``; its answer is forgotten. Raises OSError."""
        self.reload()
        draws, answers = dict(self._draws), dict(self._answers)
        self._draws[number] = self.draw(number) + 1
        self._answers.pop(number, None)
        try:
            self.write()
        except OSError:
            self._draws, self._answers = draws, answers  # what is shown is still the old draw
            raise

    def is_solved(self, number: int) -> bool:
        """Whether a draw of question ``number`` was answered rightly once."""
        return number in self._solved

    def solve(self, number: int) -> None:
        """Remember that a draw of question ``number`` was answered rightly. Raises OSError if it cannot be written."""
        if number not in self._solved:
            self._solved.add(number)
            self.write()

    def _read(self, data: Mapping[str, Any]) -> None:
        if data["format"] != FORMAT or data["quiz"] != self.quiz or "seed" not in data:
            raise ForeignContent("it belongs to another quiz")
        seed, draws = int(data["seed"]), {int(number): int(draw) for number, draw in data["draws"].items()}
        answers, solved = read_answers(data["answers"]), {int(number) for number in data["solved"]}
        if seed < 0 or min(draws.values(), default=0) < 0:
            raise ValueError("a negative seed")
        self.seed, self._draws, self._answers, self._solved = seed, draws, answers, solved

    def _text(self) -> str:
        data = {
            "format": FORMAT,
            "quiz": self.quiz,
            "seed": self.seed,
            "draws": {str(number): self._draws[number] for number in sorted(self._draws)},
            "answers": {str(number): self._answers[number] for number in sorted(self._answers)},
            "solved": sorted(self._solved),
        }
        return json.dumps(data, indent=1, ensure_ascii=False) + "\n"
