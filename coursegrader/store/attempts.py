"""Attempts as learners made them, and the queue that they are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from statistics import median
from typing import Any

from sqlalchemy import Row, Select, func, insert, null, select, update

from coursegrader.errors import StoreError
from coursegrader.store import tables
from coursegrader.store.blobs import BlobStore
from coursegrader.store.database import Database, utc_now
from coursegrader.store.records import Attempt, AttemptState, manifest_sha256

# told the learner's earlier attempts; answers how many seconds late this one is, or raises
Admit = Callable[[Sequence[Attempt]], float]

RECENT = 20


class Attempts:
    """Everything that was handed in. An attempt without a result is work to do."""

    database: Database
    blobs: BlobStore

    def add_attempt(
        self,
        course: str,
        assignment: str,
        learner: str,
        files: Mapping[str, bytes],
        *,
        received_at: datetime | None = None,
        admit: Admit | None = None,
    ) -> Attempt:
        """Keep a submission. When this returns, it is on disk and will be graded, whatever happens next.

        Args:
            received_at: when the server received it; now, if not given.
            admit: asked while nobody else can write, so that two submissions at once cannot both be the last one
                allowed. What it raises ends this call, and nothing is kept.
        """
        received_at = received_at or utc_now()
        manifest = self.blobs.put_all(files)
        a = tables.attempts.c
        mine = (a.course == course, a.assignment == assignment, a.learner == learner)
        with self.database.writing() as db:
            earlier = [] if admit is None else [attempt_of(row) for row in db.execute(brief_attempts().where(*mine))]
            late_seconds = 0.0 if admit is None else admit(earlier)
            latest = db.execute(select(func.max(a.number)).where(*mine)).scalar() or 0
            inserted = db.execute(
                insert(tables.attempts).values(
                    course=course,
                    assignment=assignment,
                    learner=learner,
                    number=latest + 1,
                    received_at=received_at,
                    files=manifest,
                    sha256=manifest_sha256(manifest),
                    state=AttemptState.WAITING.value,
                    late_seconds=late_seconds,
                )
            )
            (new_id,) = inserted.inserted_primary_key or (None,)
            return attempt_of(db.execute(whole_attempts().where(a.id == new_id)).one())

    def find_attempt(self, course: str, attempt: int) -> Attempt:
        """One attempt.

        Raises:
            StoreError: the course has no such attempt.
        """
        a = tables.attempts.c
        with self.database.reading() as db:
            row = db.execute(whole_attempts().where(a.course == course, a.id == attempt)).one_or_none()
        if row is None:
            raise StoreError(f"course {course!r} has no attempt {attempt}: ask for the list of attempts")
        return attempt_of(row)

    def attempts(
        self, course: str, *, assignment: str | None = None, learner: str | None = None, brief: bool = False
    ) -> list[Attempt]:
        """Attempts of a course, oldest first, of one assignment or learner if named.

        Args:
            brief: without their results (``result`` is None); scores are there. Much quicker for a whole class.
        """
        a = tables.attempts.c
        query = (brief_attempts() if brief else whole_attempts()).where(a.course == course).order_by(a.id)
        if assignment is not None:
            query = query.where(a.assignment == assignment)
        if learner is not None:
            query = query.where(a.learner == learner)
        with self.database.reading() as db:
            return [attempt_of(row) for row in db.execute(query)]

    def attempts_by_learner(self, course: str, assignment: str, *, brief: bool = False) -> dict[str, list[Attempt]]:
        """Everybody's attempts at an assignment, oldest first, by learner."""
        found: dict[str, list[Attempt]] = {}
        for attempt in self.attempts(course, assignment=assignment, brief=brief):
            found.setdefault(attempt.learner, []).append(attempt)
        return found

    # -- the queue -----------------------------------------------------------------------------------------------

    def waiting(self, courses: Collection[str], limit: int = 50) -> list[Attempt]:
        """The oldest attempts that wait in some courses, the first one of each learner's: those behind it wait for it,
        however many they are. Without the results of an earlier grading."""
        a = tables.attempts.c
        waiting = (a.state == AttemptState.WAITING.value, a.course.in_(tuple(courses)))
        firsts = select(func.min(a.id)).where(*waiting).group_by(a.course, a.learner)
        query = brief_attempts().where(a.id.in_(firsts)).order_by(a.id)
        with self.database.reading() as db:
            return [attempt_of(row) for row in db.execute(query.limit(limit))]

    def next_waiting(self, courses: tuple[str, ...]) -> Attempt | None:
        """The oldest attempt without a result in one of the courses."""
        a = tables.attempts.c
        query = whole_attempts().where(a.state == AttemptState.WAITING.value, a.course.in_(courses)).order_by(a.id)
        with self.database.reading() as db:
            row = db.execute(query.limit(1)).one_or_none()
        return None if row is None else attempt_of(row)

    def count_waiting(self) -> int:
        """How many attempts have no result yet."""
        a = tables.attempts.c
        with self.database.reading() as db:
            return db.execute(select(func.count()).where(a.state == AttemptState.WAITING.value)).scalar_one()

    def count_by_state(self, course: str | None = None) -> dict[AttemptState, int]:
        """How many attempts of a course, or of all courses, are in each state."""
        a = tables.attempts.c
        query = select(a.state, func.count().label("n")).group_by(a.state)
        if course is not None:
            query = query.where(a.course == course)
        with self.database.reading() as db:
            found = {row.state: row.n for row in db.execute(query)}
        return {state: found.get(state.value, 0) for state in AttemptState}

    def place_in_queue(self, attempt: Attempt) -> int | None:
        """1 for the attempt that is graded next (or being graded); None for one that is not waiting."""
        a = tables.attempts.c
        waiting = (a.state == AttemptState.WAITING.value,)
        with self.database.reading() as db:
            if db.execute(select(a.id).where(a.id == attempt.id, *waiting)).scalar() is None:
                return None
            return db.execute(select(func.count()).where(a.id <= attempt.id, *waiting)).scalar_one()

    def recent_seconds(self) -> float | None:
        """How long grading took from its begin to its end, in seconds: the median of the last ones; None without."""
        a = tables.attempts.c
        query = select(a.started_at, a.finished_at).where(
            a.state == AttemptState.GRADED.value, a.started_at.is_not(None), a.finished_at > a.started_at
        )
        with self.database.reading() as db:
            rows = db.execute(query.order_by(a.finished_at.desc()).limit(RECENT)).all()
        return median((row.finished_at - row.started_at).total_seconds() for row in rows) if rows else None

    def count_try(self, attempt: Attempt) -> int:
        """Note that grading an attempt begins; returns how often it has begun."""
        a = tables.attempts.c
        with self.database.writing() as db:
            begun = {"tries": a.tries + 1, "started_at": utc_now()}
            db.execute(update(tables.attempts).where(a.id == attempt.id).values(begun))
            return int(db.execute(select(a.tries).where(a.id == attempt.id)).scalar_one())


def whole_attempts() -> Select[Any]:
    """Attempts with their results and feedback; :func:`attempt_of` reads a row."""
    a, f = tables.attempts, tables.feedback
    return select(a, f.c.files.label("feedback")).join_from(a, f, isouter=True)


def brief_attempts() -> Select[Any]:
    """The same, without reading and decoding the long JSON of results."""
    a, f = tables.attempts, tables.feedback
    columns = [null().label(column.name) if column.name == "result" else column for column in a.c]
    return select(*columns, f.c.files.label("feedback")).join_from(a, f, isouter=True)


def attempt_of(row: Row[Any]) -> Attempt:
    """The attempt in a row of one of the two queries."""
    return Attempt(
        id=row.id,
        course=row.course,
        assignment=row.assignment,
        learner=row.learner,
        number=row.number,
        received_at=row.received_at,
        files=row.files,
        sha256=row.sha256,
        state=AttemptState(row.state),
        result=row.result,
        error=row.error,
        feedback=row.feedback,
        score=row.score,
        max_score=row.max_score,
        finished_at=row.finished_at,
        graded_at=row.graded_at,
        late_seconds=row.late_seconds,
    )
