"""Attempts and results to make views of, as short as a test can say them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from coursegrader.hub.web.student.weeks import Week, week_of
from coursegrader.results import CellResult, GradedAttempt, Problem, Provenance, Repair, TestResult
from coursegrader.store import Attempt, AttemptState
from coursegrader.store.policy import Policy

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PROVENANCE = Provenance("a" * 64, "b" * 64, "c" * 64, "d" * 64, "7", "bubblewrap")


def attempt(
    number: int = 1,
    score: float | None = None,
    *,
    most: float = 10,
    state: AttemptState | None = None,
    at: datetime = NOON,
    **fields: Any,
) -> Attempt:
    """An attempt of amara's; graded if it has a score, else waiting."""
    usual = AttemptState.WAITING if score is None else AttemptState.GRADED
    return Attempt(
        id=number,
        course="maths",
        assignment="week1",
        learner="amara",
        number=number,
        received_at=at,
        files=fields.pop("files", {"a.ipynb": "0" * 64}),
        sha256="0" * 64,
        state=state or usual,
        score=score,
        max_score=None if score is None else most,
        **fields,
    )


def week(
    assignment: str = "week1",
    tried: Sequence[Attempt] = (),
    *,
    opened: bool = False,
    released: bool = True,
    now: datetime = NOON,
    **policy: Any,
) -> Week:
    """A week of amara's, with the attempts that she has made; further arguments are its policy."""
    return week_of(
        assignment,
        is_released=released,
        policy=Policy(**policy),
        has_extension=False,
        was_opened=opened or bool(tried),
        attempts=tried,
        points=10,
        now=now,
    )


def cell(grade_id: str, score: float | None, most: float, *tests: tuple[bool, str], notebook: str = "a") -> CellResult:
    """A graded cell; each test is whether it passed, and its hint."""
    done = tuple(TestResult(f"test_{number}", passed, hint) for number, (passed, hint) in enumerate(tests))
    return CellResult(notebook, grade_id, score, most, done)


def result(*cells: CellResult, repairs: Sequence[Repair] = (), problems: Sequence[Problem] = ()) -> Mapping[str, Any]:
    """A result as the store keeps it."""
    graded = GradedAttempt(
        assignment="week1",
        score=sum(cell.score or 0 for cell in cells),
        max_score=sum(cell.max_score for cell in cells),
        cells=cells,
        repairs=tuple(repairs),
        errors=tuple(problems),
        provenance=PROVENANCE,
    )
    return dict(json.loads(json.dumps(graded.to_json())))


def notebook(*cells: tuple[str, str, float] | str) -> bytes:
    """A released notebook: Markdown texts, and graded cells as (grade id, source, points)."""
    made: list[dict[str, Any]] = []
    for cell in cells:
        if isinstance(cell, str):
            made.append({"cell_type": "markdown", "metadata": {}, "source": cell.splitlines(keepends=True)})
            continue
        grade_id, source, points = cell
        settings = {"grade_id": grade_id, "grade": points > 0, "solution": points == 0, "points": points}
        made.append({"cell_type": "code", "metadata": {"nbgrader": settings}, "source": source, "outputs": []})
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


ASSIGNMENT = notebook(
    "# Elimination that never lies\n\nA story.",
    "## 1 · Three `moves` (4 points)\n\nText.",
    ("moves_answer", "def moves(A): ...", 0),
    ("moves", "check(moves)", 4),
    "## 2 · The staircase $U$ (6 points)",
    ("staircase_answer", "def staircase(A): ...", 0),
    ("staircase", "check(staircase)", 6),
)
