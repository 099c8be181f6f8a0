"""What a regrade finds, for people: who would change, by how much, and through which hidden tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from coursegrader.hub.regrade_news import LEAST, ScoreChange
from coursegrader.store import Attempt
from coursegrader.store.policy import Policy
from coursegrader.store.regrade_records import RegradeRow, RowState

REGRADED = (RowState.DONE, RowState.APPLIED, RowState.IN_PLACE, RowState.RETURNED, RowState.BACK)


@dataclass(frozen=True)
class TestChange:
    """One hidden test that does not say what it said. ``old``, ``new``: passed; None where there is no such test."""

    __test__ = False  # not a test class, whatever pytest thinks of the name

    notebook: str
    cell: str
    name: str
    old: bool | None
    new: bool | None
    hint: str


@dataclass(frozen=True)
class CellChange:
    """One exercise whose points change; ``old`` and ``new`` are None where a person gives them."""

    notebook: str
    cell: str
    old: float | None
    new: float | None
    most: float


@dataclass(frozen=True)
class AttemptChange:
    """One attempt that was graded again."""

    attempt: Attempt
    row: RegradeRow
    cells: tuple[CellChange, ...]
    tests: tuple[TestChange, ...]

    @property
    def points(self) -> float:
        """How many points more it has, before any penalty."""
        return (self.row.new_score or 0.0) - (self.row.old_score or 0.0)

    @property
    def differs(self) -> bool:
        """Whether anything that somebody can see differs."""
        return bool(self.cells or self.tests) or abs(self.points) >= LEAST or self.row.old_score is None


@dataclass(frozen=True)
class LearnerChange:
    """What a regrade means for one learner: what counts, and their attempts that differ, newest first."""

    learner: str
    score: ScoreChange
    attempts: tuple[AttemptChange, ...]

    @property
    def points(self) -> float:
        """How many points more count for them."""
        return self.score.points


@dataclass(frozen=True)
class TestTally:
    """One hidden test over all attempts: how many pass that did not, and the other way round."""

    __test__ = False

    notebook: str
    cell: str
    name: str
    hint: str
    passes: int = 0
    fails: int = 0
    added: int = 0
    removed: int = 0


@dataclass(frozen=True)
class Report:
    """A whole regrade.

    Attributes:
        up, down, same: learners, by what counts for them; those who lose or gain most first.
        tests: the hidden tests that say something else, those with most attempts first.
        failed: attempts that could not be graded again.
        left: attempts that were left as they are when the regrade was applied or undone.
        notes: other attempts about which there is something to know.
        mean: change of what counts, in points, over all learners.
    """

    up: tuple[LearnerChange, ...] = ()
    down: tuple[LearnerChange, ...] = ()
    same: tuple[LearnerChange, ...] = ()
    tests: tuple[TestTally, ...] = ()
    failed: tuple[tuple[Attempt, RegradeRow], ...] = ()
    left: tuple[tuple[Attempt, RegradeRow], ...] = ()
    notes: tuple[tuple[Attempt, RegradeRow], ...] = ()
    mean: float = 0.0

    @property
    def learners(self) -> int:
        """How many learners were graded again."""
        return len(self.up) + len(self.down) + len(self.same)

    @property
    def told(self) -> int:
        """How many learners get a notice."""
        return sum(one.score.is_seen for one in (*self.up, *self.down, *self.same))


def make_report(
    rows: Sequence[RegradeRow], attempts: Mapping[str, Sequence[Attempt]], policy_of: Callable[[str], Policy]
) -> Report:
    """The report of a regrade.

    Args:
        rows: all of it.
        attempts: every learner's attempts at the assignment.
        policy_of: the policy that holds for a learner.
    """
    by_id = {attempt.id: attempt for theirs in attempts.values() for attempt in theirs}
    rows = [row for row in rows if row.attempt in by_id]
    again = {row.attempt: row for row in rows if row.state in REGRADED and row.new_result is not None}
    learners = [
        _learner(learner, [again[a.id] for a in reversed(theirs) if a.id in again], theirs, policy_of(learner))
        for learner, theirs in sorted(attempts.items())
        if any(attempt.id in again for attempt in theirs)
    ]
    gains = sorted((one for one in learners if one.points >= LEAST), key=lambda one: -one.points)
    losses = sorted((one for one in learners if one.points <= -LEAST), key=lambda one: one.points)
    return Report(
        up=tuple(gains),
        down=tuple(losses),
        same=tuple(one for one in learners if abs(one.points) < LEAST),
        tests=_tally(change for one in learners for attempt in one.attempts for change in attempt.tests),
        failed=tuple((by_id[row.attempt], row) for row in rows if row.state is RowState.ERROR),
        left=tuple((by_id[row.attempt], row) for row in rows if row.state is RowState.LEFT),
        notes=tuple((by_id[row.attempt], row) for row in rows if row.note and row.state is not RowState.LEFT),
        mean=sum(one.points for one in learners) / len(learners) if learners else 0.0,
    )


def _learner(learner: str, rows: Sequence[RegradeRow], attempts: Sequence[Attempt], policy: Policy) -> LearnerChange:
    known = {row.attempt: row for row in rows}
    before = [_with(a, known[a.id].old_score, known[a.id].old_max) if a.id in known else a for a in attempts]
    after = [_with(a, known[a.id].new_score, known[a.id].new_max) if a.id in known else a for a in attempts]
    by_id = {attempt.id: attempt for attempt in attempts}
    changes = [AttemptChange(by_id[row.attempt], row, _cells(row), _tests(row)) for row in rows]
    shown = tuple(change for change in changes if change.differs)
    return LearnerChange(learner, ScoreChange.of(policy, before, after), shown)


def _with(attempt: Attempt, score: float | None, most: float | None) -> Attempt:
    return replace(attempt, score=score, max_score=most)


def _cells(row: RegradeRow) -> tuple[CellChange, ...]:
    old, new = _by_cell(row.old_result), _by_cell(row.new_result)
    changes = []
    for (notebook, name), cell in new.items():
        was = old.get((notebook, name))
        if row.old_result is not None and (was is None or _worth(was) != _worth(cell)):
            before = None if was is None else was["score"]
            changes.append(CellChange(notebook, name, before, cell["score"], cell["max_score"]))
    return tuple(changes)


def _tests(row: RegradeRow) -> tuple[TestChange, ...]:
    if row.old_result is None:  # it could not be graded before: there is nothing to compare
        return ()
    old, new = _by_cell(row.old_result), _by_cell(row.new_result)
    changes = []
    for notebook, cell in dict.fromkeys([*new, *old]):
        before = {test["name"]: test for test in old.get((notebook, cell), _NOTHING)["tests"]}
        after = {test["name"]: test for test in new.get((notebook, cell), _NOTHING)["tests"]}
        for name in dict.fromkeys([*after, *before]):
            was, now = before.get(name), after.get(name)
            passed, passes = _passed(was), _passed(now)
            if passed != passes:
                hint = _hint(now) or _hint(was)  # a test that passed has none
                changes.append(TestChange(notebook, cell, name, passed, passes, hint))
    return tuple(changes)


_NOTHING: Mapping[str, Any] = {"tests": ()}


def _passed(test: Mapping[str, Any] | None) -> bool | None:
    return None if test is None else bool(test["passed"])


def _hint(test: Mapping[str, Any] | None) -> str:
    return "" if test is None else str(test["hint"])


def _worth(cell: Mapping[str, Any]) -> tuple[float | None, float]:
    score = cell["score"]
    return None if score is None else round(score, 6), cell["max_score"]


def _by_cell(result: Mapping[str, Any] | None) -> dict[tuple[str, str], Mapping[str, Any]]:
    return {(cell["notebook"], cell["grade_id"]): cell for cell in (result or {"cells": ()})["cells"]}


@dataclass
class _Count:
    hint: str
    passes: int = 0
    fails: int = 0
    added: int = 0
    removed: int = 0
    total: int = field(default=0)


def _tally(changes: Any) -> tuple[TestTally, ...]:
    counts: dict[tuple[str, str, str], _Count] = {}
    for change in changes:
        count = counts.setdefault((change.notebook, change.cell, change.name), _Count(change.hint))
        count.hint = count.hint or change.hint
        count.total += 1
        count.passes += bool(change.new) and change.old is not None
        count.fails += change.new is False
        count.added += change.old is None
        count.removed += change.new is None
    ordered = sorted(counts.items(), key=lambda item: (-item[1].total, item[0]))
    return tuple(TestTally(*place, one.hint, one.passes, one.fails, one.added, one.removed) for place, one in ordered)
