"""Everything that is known of one assignment in one class."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coursegrader.hub.insight.exercises import Exercise, exercises
from coursegrader.hub.insight.hidden_tests import HiddenTest, hidden_tests
from coursegrader.hub.insight.hints import Hint, frequent_hints
from coursegrader.hub.insight.measures import mean
from coursegrader.hub.insight.progress import Step, progress
from coursegrader.hub.insight.work import Basis, Choose, best_attempt, class_work, scored_share
from coursegrader.store.records import Attempt


@dataclass(frozen=True)
class ClassInsight:
    """One assignment over a class.

    Attributes:
        mean_share: of all points that are scored, in the attempts that count; between 0 and 1.
        tests: by exercise (``<notebook>/<grade id>``).
    """

    learners: int
    attempts: int
    mean_share: float | None
    full_marks: int
    exercises: tuple[Exercise, ...]
    tests: dict[str, tuple[HiddenTest, ...]]
    hints: tuple[Hint, ...]
    steps: tuple[Step, ...]


def analyse(attempts: Iterable[Attempt], choose: Choose = best_attempt, basis: Basis = "first") -> ClassInsight:
    """Analyse the graded attempts at one assignment.

    Args:
        attempts: of all learners, in any order; those without a result are left out.
        choose: which of a learner's attempts counts.
        basis: what difficulty and discrimination are computed from: each learner's first answer to an exercise,
            or the attempt that counts.
    """
    works = class_work(attempts, choose)
    shares = [value for work in works if (value := scored_share(work.counts)) is not None]
    found = exercises(works, basis)
    return ClassInsight(
        learners=len(works),
        attempts=sum(len(work.attempts) for work in works),
        mean_share=mean(shares),
        full_marks=sum(value >= 1 for value in shares),
        exercises=tuple(found),
        tests={exercise.key: tuple(hidden_tests(works, exercise.key)) for exercise in found},
        hints=tuple(frequent_hints(works)),
        steps=tuple(progress(works)),
    )
