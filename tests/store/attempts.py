"""Attempts as the store would give them, for rules that need no database."""

from __future__ import annotations

from datetime import datetime

from coursegrader.store import Attempt, AttemptState


def attempt(
    number: int,
    received_at: datetime,
    score: float | None = None,
    *,
    state: AttemptState | None = None,
    max_score: float = 10.0,
) -> Attempt:
    """An attempt of Amara's; graded if it has a score."""
    return Attempt(
        id=number,
        course="maths",
        assignment="week1",
        learner="amara",
        number=number,
        received_at=received_at,
        files={},
        sha256="",
        state=state or (AttemptState.WAITING if score is None else AttemptState.GRADED),
        score=score,
        max_score=None if score is None else max_score,
    )
