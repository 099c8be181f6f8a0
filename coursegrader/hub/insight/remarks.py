"""What an instructor should look at first, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coursegrader.hub.insight.class_insight import ClassInsight

FEWEST = 5  # learners, for a remark about what most or all of them do
WEAK = 0.2  # a discrimination below this hardly tells learners apart
MOST = 8


@dataclass(frozen=True)
class Remark:
    """One sentence about an exercise (``<notebook>/<grade id>``)."""

    exercise: str
    text: str


def remarks(insight: ClassInsight) -> list[Remark]:
    """What stands out, the gravest first; nothing for a class too small to tell."""
    return [*_never_passed(insight), *_discriminate_badly(insight), *_left_empty(insight), *_do_not_help(insight)][
        :MOST
    ]


def _never_passed(insight: ClassInsight) -> Iterator[Remark]:
    for exercise, tests in insight.tests.items():
        for test in tests:
            if test.counted.n >= FEWEST and test.counted.passed == 0:
                text = f"no learner passes “{test.title}”: is the test right, and does the text ask for it?"
                yield Remark(exercise, text)


def _discriminate_badly(insight: ClassInsight) -> Iterator[Remark]:
    for exercise in insight.exercises:
        value = exercise.discrimination.value
        if value is not None and value < 0:
            text = "learners who are strong elsewhere do worse here: read its text and its tests again"
            yield Remark(exercise.key, text)
        elif value is not None and value < WEAK:
            yield Remark(exercise.key, f"hardly tells strong learners from weak ones (discrimination {value:.2f})")


def _left_empty(insight: ClassInsight) -> Iterator[Remark]:
    for exercise in insight.exercises:
        if insight.learners >= FEWEST and 4 * exercise.unanswered >= insight.learners:
            yield Remark(exercise.key, f"left empty by {exercise.unanswered} of {insight.learners} learners")


def _do_not_help(insight: ClassInsight) -> Iterator[Remark]:
    for hint in insight.hints:
        if hint.learners >= FEWEST and 2 * hint.still > hint.learners:
            text = f"{hint.still} of the {hint.learners} who read this hint still fail its test: “{hint.text}”"
            yield Remark(hint.exercise, text)
