"""The gradebook as a file: one line a learner; the columns of an assignment are always the same."""

from __future__ import annotations

from coursegrader.hub.web.instructor.gradebook_table import Gradebook, Line, Mark
from coursegrader.hub.web.instructor.spreadsheet import Cell, as_csv

LEARNER_COLUMNS = ("username", "display_name", "in_roster")
WEEK_COLUMNS = (
    "score",
    "max_score",
    "raw_score",
    "penalty_percent",
    "attempt",
    "attempts",
    "state",
    "late",
    "extension",
)
TOTAL_COLUMNS = ("total", "total_max", "percent")


def gradebook_csv(gradebook: Gradebook) -> bytes:
    """The file's content. Assignments are in the order of the table, learners by user name."""
    weeks = [f"{week.name} {column}" for week in gradebook.weeks for column in WEEK_COLUMNS]
    lines = sorted(gradebook.lines, key=lambda line: line.learner)
    return as_csv([*LEARNER_COLUMNS, *weeks, *TOTAL_COLUMNS], map(_row, lines))


def _row(line: Line) -> list[Cell]:
    marks = [cell for mark in line.marks for cell in _cells(mark)]
    percent = None if line.percent is None else round(line.percent, 2)
    return [line.learner, line.name, _yes(line.is_listed), *marks, line.total, line.most, percent]


def _cells(mark: Mark) -> list[Cell]:
    counts = mark.counted
    return [
        mark.score,
        mark.most or None,
        None if counts is None else counts.raw,
        None if counts is None else counts.penalty_percent,
        None if counts is None else counts.attempt.number,
        mark.attempts,
        mark.state.value,
        _yes(mark.late),
        _yes(mark.has_extension),
    ]


def _yes(value: bool) -> str:
    return "yes" if value else "no"
