"""How each exercise did: attempts, full marks, difficulty, discrimination."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from coursegrader.hub.insight.measures import Discrimination, discrimination, mean
from coursegrader.hub.insight.work import Basis, Work, key, share
from coursegrader.results import CellResult


@dataclass(frozen=True)
class Exercise:
    """One grade cell over the class. Shares are between 0 and 1, None where nobody has a score.

    Attributes:
        answers: how many times an answer was handed in, over all attempts.
        learners: how many learners have a score here.
        unanswered: of the attempts that count, those with nothing written here.
        full_share: learners with full marks, over ``learners``.
        mean_share: mean share of points, which test theory calls difficulty though high means easy
            (L. Crocker, J. Algina, "Introduction to Classical and Modern Test Theory", 1986, ch. 14).
    """

    grade_id: str
    notebook: str
    max_score: float
    answers: int
    learners: int
    unanswered: int
    full_share: float | None
    mean_share: float | None
    discrimination: Discrimination

    @property
    def key(self) -> str:
        """``<notebook>/<grade id>``."""
        return f"{self.notebook}/{self.grade_id}"


def exercise_list(works: Sequence[Work]) -> list[CellResult]:
    """One cell for each exercise, in the order of the notebooks; the newest result decides."""
    newest = sorted(works, key=lambda work: len(work.attempts))
    cells = {key(cell): cell for work in newest for attempt in work.attempts for cell in attempt.cells}
    order = {key(cell): place for work in newest for place, cell in enumerate(work.attempts[-1].cells)}
    return sorted(cells.values(), key=lambda cell: order.get(key(cell), len(order)))


def exercises(works: Sequence[Work], basis: Basis) -> list[Exercise]:
    """Every exercise, judged by each learner's first answer to it or by the attempt that counts."""
    cells = exercise_list(works)
    shares = {
        key(cell): {
            work.learner: value for work in works if (value := share(work.answer(key(cell), basis))) is not None
        }
        for cell in cells
    }
    weights = {key(cell): cell.max_score for cell in cells}
    return [_exercise(cell, works, shares, weights) for cell in cells]


def _exercise(
    cell: CellResult,
    works: Sequence[Work],
    shares: dict[str, dict[str, float]],
    weights: dict[str, float],
) -> Exercise:
    own = shares[key(cell)]
    pairs = [
        (value, rest)
        for learner, value in own.items()
        if (rest := _rest(learner, key(cell), shares, weights)) is not None
    ]
    return Exercise(
        grade_id=cell.grade_id,
        notebook=cell.notebook,
        max_score=cell.max_score,
        answers=sum(len(work.answers(key(cell))) for work in works),
        learners=len(own),
        unanswered=sum(1 for work in works if work.left_empty(key(cell))),
        full_share=mean([float(value >= 1) for value in own.values()]),
        mean_share=mean(list(own.values())),
        discrimination=_discrimination(pairs, alone=bool(own) and not pairs),
    )


def _discrimination(pairs: Sequence[tuple[float, float]], *, alone: bool) -> Discrimination:
    if alone:
        return Discrimination(0, why_not="no other exercise to compare with")
    return discrimination([item for item, _ in pairs], [rest for _, rest in pairs])


def _rest(learner: str, exercise: str, shares: dict[str, dict[str, float]], weights: dict[str, float]) -> float | None:
    """The learner's share of the points of all other exercises in which they have a score."""
    others = [(weights[name], own[learner]) for name, own in shares.items() if name != exercise and learner in own]
    possible = fsum(weight for weight, _ in others)
    return fsum(weight * value for weight, value in others) / possible if possible else None
