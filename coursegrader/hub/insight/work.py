"""One learner's graded attempts at an assignment, as the analysis reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum
from typing import Literal

from coursegrader.hub.insight.hint_text import left_empty
from coursegrader.results import CellResult, GradedAttempt
from coursegrader.store.records import Attempt

Basis = Literal["first", "counted"]
Choose = Callable[[Sequence[Attempt]], Attempt | None]


def key(cell: CellResult) -> str:
    """``<notebook>/<grade id>``: nbgrader's grade ids are unique in one notebook only."""
    return f"{cell.notebook}/{cell.grade_id}"


@dataclass(frozen=True)
class Work:
    """One learner's graded attempts, oldest first; ``counted`` is the place of the one that counts."""

    learner: str
    attempts: tuple[GradedAttempt, ...]
    counted: int

    @property
    def counts(self) -> GradedAttempt:
        """The attempt that counts."""
        return self.attempts[self.counted]

    def answers(self, exercise: str) -> list[CellResult]:
        """The cell of an exercise (by its :func:`key`) in each attempt with an answer to it, oldest first."""
        return [cells[exercise] for cells in self._answered if exercise in cells]

    def answer(self, exercise: str, basis: Basis) -> CellResult | None:
        """The learner's first answer, or the cell of the attempt that counts (answered or not)."""
        if basis == "first":
            return next(iter(self.answers(exercise)), None)
        return self._counted_cells.get(exercise)

    def left_empty(self, exercise: str) -> bool:
        """Whether the attempt that counts has the exercise, with nothing written."""
        return exercise in self._counted_cells and exercise not in self._answered[self.counted]

    @cached_property
    def _answered(self) -> list[dict[str, CellResult]]:
        return [{key(cell): cell for cell in attempt.cells if is_answered(cell)} for attempt in self.attempts]

    @cached_property
    def _counted_cells(self) -> dict[str, CellResult]:
        return {key(cell): cell for cell in self.counts.cells}


def is_answered(cell: CellResult) -> bool:
    """Whether the learner had written anything, as far as the tests can tell."""
    return not left_empty([test.hint for test in cell.tests if not test.passed], len(cell.tests))


def share(cell: CellResult | None) -> float | None:
    """Points over points possible, 0 to 1; None for a cell that is not scored, or that has no points."""
    if cell is None or cell.score is None or not cell.max_score:
        return None
    return cell.score / cell.max_score


def scored_share(attempt: GradedAttempt) -> float | None:
    """Share of all points that are scored: what waits for a person is left out, for it is not zero."""
    scored = [cell for cell in attempt.cells if cell.score is not None]
    possible = fsum(cell.max_score for cell in scored)
    return fsum(cell.score or 0.0 for cell in scored) / possible if possible else None


def best_attempt(attempts: Sequence[Attempt]) -> Attempt | None:
    """The graded attempt with the highest score, the latest of several such."""
    graded = [attempt for attempt in attempts if attempt.result is not None]
    return max(graded, key=lambda attempt: ((attempt.result or {})["score"], attempt.number), default=None)


def class_work(attempts: Iterable[Attempt], choose: Choose = best_attempt) -> list[Work]:
    """The graded attempts at one assignment, by learner.

    Args:
        attempts: attempts of any learners, in any order; those without a result are left out.
        choose: which of a learner's graded attempts counts (oldest first). A learner for whom it chooses none
            is left out.
    """
    by_learner: dict[str, list[Attempt]] = {}
    for attempt in sorted(attempts, key=lambda attempt: attempt.number):
        if attempt.result is not None:
            by_learner.setdefault(attempt.learner, []).append(attempt)
    found = []
    for learner, graded in sorted(by_learner.items()):
        chosen = choose(graded)
        if chosen is not None:
            results = tuple(GradedAttempt.from_json(dict(attempt.result or {})) for attempt in graded)
            place = [attempt.id for attempt in graded].index(chosen.id)
            found.append(Work(learner, results, place))
    return found
