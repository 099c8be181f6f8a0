"""What people gave for cells: points and comments that stand above the automatic ones.

``attempts.score`` is always the score in force: the result's automatic scores with these marks applied. The automatic
score stays in the result. nbgrader's gradebook holds the same marks; it knows of one attempt only, this table of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from coursegrader.store import tables
from coursegrader.store.database import Database

Place = tuple[str, str]  # of a cell: notebook and grade id


@dataclass(frozen=True)
class Mark:
    """One cell's mark.

    Attributes:
        attempt: id of the attempt that was looked at.
        points: None where the automatic score holds (again).
        extra: extra credit, added to what the cell has.
        by: "" if it was given in formgrader, which does not say by whom.
        handed_in: when that attempt arrived; filled in by the store.
    """

    course: str
    assignment: str
    learner: str
    notebook: str
    cell: str
    attempt: int
    points: float | None
    at: datetime
    extra: float = 0.0
    comment: str = ""
    by: str = ""
    handed_in: datetime | None = None

    @property
    def place(self) -> Place:
        """Which cell of the assignment."""
        return self.notebook, self.cell


class Marks:
    """The marks of every course."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def give(self, mark: Mark) -> None:
        """Keep a mark in place of an earlier one on the same attempt, and bring the learner's scores up to date."""
        values = {name: value for name, value in vars(mark).items() if name != "handed_in"}
        key = ("course", "assignment", "learner", "notebook", "cell", "attempt")
        same = [tables.marks.c[name] == values[name] for name in key]
        with self._database.writing() as db:
            if db.execute(update(tables.marks).where(*same).values(values)).rowcount == 0:
                db.execute(insert(tables.marks).values(values))
            _bring_scores_up_to_date(db, mark.course, mark.assignment, mark.learner)

    def of(self, course: str, assignment: str, learner: str | None = None) -> list[Mark]:
        """Marks of an assignment, of all its attempts; of one learner if named."""
        with self._database.reading() as db:
            return list(_marks(db, course, assignment, learner))

    def of_course(self, course: str) -> list[Mark]:
        """All marks of a course."""
        with self._database.reading() as db:
            return list(_marks(db, course, None, None))


def score_in_force(
    db: Connection, course: str, assignment: str, learner: str, attempt: int, result: Mapping[str, Any]
) -> float:
    """An attempt's score with the learner's marks applied, in the transaction that is about to write it."""
    return score(result, in_force(_marks(db, course, assignment, learner), result, attempt))


def in_force(marks: Iterable[Mark], result: Mapping[str, Any], attempt: int) -> dict[Place, Mark]:
    """The marks that hold for one attempt.

    A mark is kept when the learner hands in again, until a person looks at the new answer. An answer that only a
    person can score, and at which nobody has looked, has what was given for the next one.

    Args:
        marks: of that learner and assignment, all attempts.
        result: the attempt's.
        attempt: its id.
    """
    unscored = {_place(cell) for cell in result["cells"] if cell["score"] is None}
    found: dict[Place, Mark] = {}
    for mark in sorted(marks, key=lambda mark: mark.attempt):
        earlier = found.get(mark.place)
        if mark.attempt <= attempt or (earlier is None and mark.place in unscored):
            found[mark.place] = mark
    return {place: mark for place, mark in found.items() if mark.points is not None or mark.extra or mark.comment}


def cell_scores(result: Mapping[str, Any], marks: Mapping[Place, Mark]) -> dict[Place, float | None]:
    """Each cell's score in force in points; None while a person has to give it.

    Args:
        result: an attempt's.
        marks: those in force for it.
    """
    return {_place(cell): _cell_score(cell, marks.get(_place(cell))) for cell in result["cells"]}


def open_cells(result: Mapping[str, Any], marks: Mapping[Place, Mark]) -> list[Place]:
    """The cells that wait for a person."""
    return [place for place, points in cell_scores(result, marks).items() if points is None]


def score(result: Mapping[str, Any], marks: Mapping[Place, Mark]) -> float:
    """The attempt's score in force, in points."""
    return sum(points or 0.0 for points in cell_scores(result, marks).values())


def _cell_score(cell: Mapping[str, Any], mark: Mark | None) -> float | None:
    if mark is None:
        points: float | None = cell["score"]
        return points
    given = mark.points if mark.points is not None else cell["score"]
    return None if given is None else given + mark.extra  # as nbgrader: extra credit needs something to be added to


def _place(cell: Mapping[str, Any]) -> Place:
    return cell["notebook"], cell["grade_id"]


def _marks(db: Connection, course: str, assignment: str | None, learner: str | None) -> Iterator[Mark]:
    m, a = tables.marks, tables.attempts
    query = select(m, a.c.received_at).join(a, a.c.id == m.c.attempt).where(m.c.course == course).order_by(m.c.attempt)
    if assignment is not None:
        query = query.where(m.c.assignment == assignment)
    if learner is not None:
        query = query.where(m.c.learner == learner)
    return (_mark(row) for row in db.execute(query))


def _mark(row: Row[Any]) -> Mark:
    return Mark(
        course=row.course,
        assignment=row.assignment,
        learner=row.learner,
        notebook=row.notebook,
        cell=row.cell,
        attempt=row.attempt,
        points=row.points,
        at=row.at,
        extra=row.extra,
        comment=row.comment,
        by=row.by,
        handed_in=row.received_at,
    )


def _bring_scores_up_to_date(db: Connection, course: str, assignment: str, learner: str) -> None:
    a = tables.attempts.c
    marks = list(_marks(db, course, assignment, learner))
    mine = (a.course == course, a.assignment == assignment, a.learner == learner, a.result.is_not(None))
    for row in db.execute(select(a.id, a.result, a.score).where(*mine)).all():
        now = score(row.result, in_force(marks, row.result, row.id))
        if now != row.score:
            db.execute(update(tables.attempts).where(a.id == row.id).values(score=now))
