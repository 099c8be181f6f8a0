"""How many attempts there are, and in which state: counted by the database, which is quick for any number of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from coursegrader.store import tables
from coursegrader.store.database import Database
from coursegrader.store.records import Attempt, AttemptState

LAST = 200


@dataclass(frozen=True)
class Tally:
    """The attempts of one assignment: how many are in each state, and of how many different learners."""

    graded: int = 0
    waiting: int = 0
    failed: int = 0
    learners: int = 0

    @classmethod
    def of(cls, attempts: list[Attempt]) -> Tally:
        """Count attempts that are at hand."""
        states = [attempt.state for attempt in attempts]
        counts = {state.value: states.count(state) for state in AttemptState}
        return cls(**counts, learners=len({attempt.learner for attempt in attempts}))


def tallies(database: Database, course: str) -> dict[str, Tally]:
    """Assignment -> its attempts, for everything that was handed in."""
    a = tables.attempts.c  # only columns that lie before the long JSON of the result: the rest is not even read
    counts = [func.count().filter(a.state == state.value).label(state.value) for state in AttemptState]
    learners = func.count(a.learner.distinct()).label("learners")
    query = select(a.assignment, *counts, learners).where(a.course == course).group_by(a.assignment)
    with database.reading() as db:
        return {row.assignment: Tally(row.graded, row.waiting, row.failed, row.learners) for row in db.execute(query)}


def last_finished(database: Database) -> list[datetime]:
    """When the last attempts of any course were graded, or failed: at most :data:`LAST`, oldest first."""
    r = tables.results.c
    with database.reading() as db:
        return sorted(db.execute(select(r.finished_at).order_by(r.id.desc()).limit(LAST)).scalars())
