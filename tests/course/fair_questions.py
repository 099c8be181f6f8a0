"""What must hold for every drawn question, of practice and of graded quizzes."""

from __future__ import annotations

import contextlib
import io
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

from coursekit.quiz.kinds import OneOf, Output, Picture
from coursekit.quiz.printed import same_print
from coursekit.quiz.questions import Question
from coursekit.quiz.scene import answer_of

PROGRAM = re.compile(r"```python\n(.*?)```", re.DOTALL)
ENOUGH = 150


def assert_fair(question: Question) -> None:
    """The right answer is right, nothing stands there twice, and what is left alone is no answer."""
    public = question.public(1)
    assert question.judge(question.kind.reference()).right
    for name in ("options", "lines"):
        texts = [entry["text"] if name == "options" else entry for entry in public.get(name, [])]
        assert len(set(texts)) == len(texts), f"{question.template}: {texts}"
    if isinstance(question.kind, Output):
        assert same_print(printed(question.text), question.kind.key), question.text
    if isinstance(question.kind, Picture):
        assert not question.judge(answer_of(question.kind.scene.start)).right
        assert question.kind.scene.description


def assert_misconceptions_explained(question: Question) -> None:
    """Each wrong answer that is listed scores nothing and is told by its own sentence."""
    wrong = question.misconceptions()
    assert wrong, f"{question.template} lists no misconception"
    for misconception in wrong:
        verdict = question.judge(misconception.answer)
        assert not verdict.right, f"{question.template}: {misconception.name}"
        assert verdict.hint == misconception.explanation, f"{question.template}: {misconception.name}"
    assert len({misconception.explanation for misconception in wrong}) == len(wrong), question.template


def assert_places_even(questions: Sequence[Question]) -> None:
    """Right options stand at each place about equally often."""
    places: dict[tuple[str, int], list[Any]] = defaultdict(list)
    for question in questions:
        if isinstance(question.kind, OneOf):
            places[question.template, len(question.kind.options)].append(question.kind.reference())
    for (template, count), right in places.items():
        shares = [right.count(letter) / len(right) for letter in "ABCDEF"[:count]]
        assert len(right) < ENOUGH or all(abs(share - 1 / count) < 0.12 for share in shares), f"{template}: {shares}"


def printed(text: str) -> str:
    """What the program in a question's text prints."""
    match = PROGRAM.search(text)
    assert match is not None, f"an OUT question shows its program: {text}"
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(match[1], {"np": np})
    return output.getvalue()
