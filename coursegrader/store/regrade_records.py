"""Regrades as records: the regrade of an assignment, and what became of each attempt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row

from coursegrader.store.records import AttemptState


class RegradeState(StrEnum):
    """Where a regrade stands.

    Work to do: ``PREVIEW``; ``CHECKING``, when somebody has asked to apply it and it is made sure that nothing has
    changed meanwhile; ``APPLYING`` and ``UNDOING``, when the store is written and nbgrader's folders follow.
    """

    PREVIEW = "preview"
    READY = "ready"
    CHECKING = "checking"
    APPLYING = "applying"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"
    CANCELLED = "cancelled"
    FAILED = "failed"


class RowState(StrEnum):
    """Where one attempt of a regrade stands.

    ``APPLIED`` and ``RETURNED`` are written in the store, and nbgrader's folders have to follow; ``IN_PLACE`` and
    ``BACK`` mean that they have.
    """

    WAITING = "waiting"
    DONE = "done"
    ERROR = "error"
    LEFT = "left"
    APPLIED = "applied"
    IN_PLACE = "in place"
    RETURNED = "returned"
    BACK = "back"


@dataclass(frozen=True)
class Regrade:
    """One regrade of an assignment.

    Attributes:
        reason: why, in the instructor's words.
        finished_at: when its preview was complete, or ended.
        error: why it failed, or why it was not applied, in one line.
    """

    id: int
    course: str
    assignment: str
    reason: str
    by: str
    created_at: datetime
    state: RegradeState
    finished_at: datetime | None = None
    applied_by: str | None = None
    applied_at: datetime | None = None
    undone_by: str | None = None
    undone_at: datetime | None = None
    error: str | None = None


@dataclass(frozen=True)
class RegradeRow:
    """One attempt of a regrade.

    Attributes:
        attempt: its id.
        old_result, new_result: JSON of its result before and after; None where there is none.
        old_score, new_score: points with the marks of people applied.
        error: why it could not be graded again, in one line.
        note: what happened to it when the regrade was applied or undone, if not the usual.
        old_error: what went wrong with it before the regrade.
        old_feedback, new_feedback: path -> SHA-256 of feedback pages.
        old_place, new_place: what nbgrader has of it, before and after; None if it has another attempt of the learner.
    """

    regrade: int
    attempt: int
    course: str
    learner: str
    state: RowState
    old_state: AttemptState
    old_result: Mapping[str, Any] | None
    new_result: Mapping[str, Any] | None
    old_score: float | None
    new_score: float | None
    old_max: float | None
    new_max: float | None
    error: str | None
    note: str | None
    old_error: str | None
    old_feedback: Mapping[str, str] | None
    new_feedback: Mapping[str, str] | None
    old_place: Mapping[str, Any] | None
    new_place: Mapping[str, Any] | None


@dataclass(frozen=True)
class Regraded:
    """What a preview found for an attempt; see :class:`RegradeRow`."""

    result: Mapping[str, Any]
    feedback: Mapping[str, str]
    place: Mapping[str, Any]


def regrade_of(row: Row[Any]) -> Regrade:
    """A row of the table ``regrades`` as a record."""
    return Regrade(**{**row._mapping, "state": RegradeState(row.state)})


def row_of(row: Row[Any]) -> RegradeRow:
    """A row of the table ``regrade_rows`` as a record."""
    values = {field.name: row._mapping[field.name] for field in fields(RegradeRow)}
    return RegradeRow(**{**values, "state": RowState(row.state), "old_state": AttemptState(row.old_state)})
