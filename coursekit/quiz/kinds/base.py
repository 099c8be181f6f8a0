"""What every kind of question offers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from coursekit.quiz.answers import Answer


class BadAnswer(ValueError):
    """An answer that has not the form its question asks for; the message is for the learner."""


@dataclass(frozen=True)
class Misconception:
    """A wrong way of thinking, the answer it leads to, and one sentence for the learner who gave that answer.

    ``explanation`` says where the thinking goes wrong, and never the right answer.
    """

    name: str
    answer: Answer
    explanation: str


class Kind:
    """The form of an answer, with its key. ``name`` is the three letters by which both sides know the form."""

    name: ClassVar[str]

    def public(self) -> Mapping[str, Any]:
        """The answer's form, as a learner may see it."""
        return {}

    def read(self, answer: object) -> Any:
        """The value of ``answer``, which is untrusted plain data; raises BadAnswer."""
        raise NotImplementedError

    def is_right(self, value: Any) -> bool:
        """Whether a value from ``read`` is a right answer."""
        raise NotImplementedError

    def same(self, one: Any, other: Any) -> bool:
        """Whether two values are the same answer (used to recognise a misconception)."""
        return bool(one == other)

    def reference(self) -> Answer:
        """A right answer."""
        raise NotImplementedError

    def misconceptions(self) -> tuple[Misconception, ...]:
        """The wrong answers that the kind's own parts explain (options, lines, steps, regions)."""
        return ()

    def explain(self, value: Any) -> str:
        """One sentence on a wrong value that is none of the listed ones; empty if nothing fits."""
        return ""


def letter(index: int) -> str:
    """The letter of option ``index`` (from 0)."""
    return chr(ord("A") + index)
