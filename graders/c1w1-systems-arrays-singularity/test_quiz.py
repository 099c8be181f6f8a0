"""The graded quiz: each question is judged against the key of the learner's own variant."""

from collections.abc import Callable
from typing import Any, Protocol

import pytest

CELLS = ("quiz_1", "quiz_2", "quiz_3", "quiz_4", "quiz_5", "quiz_6", "quiz_7", "quiz_8", "quiz_9", "quiz_10")


class Variant(Protocol):
    """What `coursegrader.grader_side.variants.draw_variant` returns, as far as it is used here."""

    def judge(self, number: int, submitted: object) -> Any: ...


def question(number: int, cell: str) -> Any:
    """The parameters of one question's test: its grade cell, and the hint's first sentence."""
    hint = pytest.mark.hint(f"Question {number} does not have the right answer yet.")
    return pytest.param(number, id=cell, marks=[pytest.mark.cell(cell), hint])


@pytest.mark.parametrize("number", [question(number, cell) for number, cell in enumerate(CELLS, start=1)])
def test_question(quiz_answers: Any, quiz_variant: Variant, reveal: Callable[[str], None], number: int) -> None:
    """This question does not have the right answer yet."""
    verdict = quiz_variant.judge(number, quiz_answers)
    if not verdict.right:
        reveal(verdict.hint)  # the chosen option's own explanation; never the key
    assert verdict.right
