"""The hints that most learners met, with what their answers had in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coursegrader.hub.insight.hint_text import HintText, no_answer_yet
from coursegrader.hub.insight.work import Work, is_answered, key
from coursegrader.quiz_words import EXPLAINED_LATER


@dataclass(frozen=True)
class Told:
    """A sentence that some learners read, and how many of them."""

    text: str
    learners: int


@dataclass(frozen=True)
class Hint:
    """One hint of one hidden test.

    Attributes:
        exercise: ``<notebook>/<grade id>``.
        learners: who read it after any of their attempts.
        still: of these, whose counted attempt still fails the test.
        details: what else they read there (why their choice is wrong, how their code failed), most frequent first.
    """

    exercise: str
    test: str
    text: str
    learners: int
    still: int
    details: tuple[Told, ...]


def frequent_hints(works: Sequence[Work], exercise: str | None = None, *, most: int = 10) -> list[Hint]:
    """The hints that most learners met, of one exercise or of all; answers not yet written do not count."""
    met: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    details: dict[tuple[str, str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    failing = {(work.learner, *which) for work in works for which, _ in _failures(work, [work.counted])}
    for work in works:
        for which, parts in _failures(work, range(len(work.attempts))):
            met[which].add(work.learner)
            for line in (parts.how, *parts.revealed):
                if line and not line.startswith(EXPLAINED_LATER):
                    details[which][line].add(work.learner)
    found = [
        Hint(
            *which,
            learners=len(learners),
            still=sum((learner, *which) in failing for learner in learners),
            details=_ranked(details[which]),
        )
        for which, learners in met.items()
        if exercise in (None, which[0])
    ]
    return sorted(found, key=lambda hint: (-hint.learners, -hint.still, hint.exercise, hint.test))[:most]


def _failures(work: Work, places: Iterable[int]) -> Iterable[tuple[tuple[str, str, str], HintText]]:
    for place in places:
        for cell in filter(is_answered, work.attempts[place].cells):
            for test in cell.tests:
                if not test.passed and not no_answer_yet(test.hint):
                    parts = HintText.read(test.hint)
                    yield (key(cell), test.name, parts.hint), parts


def _ranked(lines: dict[str, set[str]], most: int = 3) -> tuple[Told, ...]:
    told = [Told(text, len(learners)) for text, learners in lines.items()]
    return tuple(sorted(told, key=lambda line: (-line.learners, line.text))[:most])
