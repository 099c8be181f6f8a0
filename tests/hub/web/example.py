"""A course with some weeks behind it, to look at: releases, policies, attempts in every state, a request, a notice."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from coursegrader.hub.web.site import Site
from coursegrader.quiz_words import EXPLAINED_LATER, NOT_HANDED_IN
from coursegrader.results import CellResult, GradedAttempt, Problem, Provenance, Repair, TestResult
from coursegrader.store import Attempt
from coursegrader.store.policy import Policy

COURSE = "maths"
WEEKS = ("week1-vectors", "week2-elimination", "week3-determinants", "week4-eigenvalues")
EXERCISES = (
    ("assignment", "dot_product", 2.0, ("Multiply entry by entry, then add.", "A vector of length 0 has product 0.")),
    ("assignment", "row_echelon_form", 4.0, ("A zero pivot needs a row swap.", "Whole numbers must not be cut.")),
    ("assignment", "rank", 3.0, ("The rank is the number of pivots.", "Look at wide matrices, too.")),
    ("quiz", "question_1", 1.0, ("Read the definition of a basis again.",)),
)
ESSAY = ("assignment", "explain", 2.0)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def notebook(title: str, exercises: Sequence[tuple[str, float]], essay: str = "") -> bytes:
    """A small notebook: for each exercise a heading and an autograded answer cell; the essay is read by a person."""
    cells: list[dict[str, Any]] = [_cell("markdown", "title", f"# {title}")]
    for number, (name, points) in enumerate(exercises, 1):
        words = name.replace("_", " ").capitalize()
        cells.append(_cell("markdown", f"{name}-task", f"## {number} · {words} ({points:g} points)"))
        cells.append(_cell("code", name, f"def {name}(a):\n    return 0", {"points": points, "grade_id": name}))
    if essay:
        cells.append(_cell("markdown", f"{essay}-task", f"## {essay.capitalize()} (2 points)\n\nWhy does it work?"))
        cells.append(_cell("markdown", essay, "YOUR ANSWER HERE", {"points": ESSAY[2], "grade_id": essay}))
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def _cell(kind: str, name: str, source: str, answer: Mapping[str, Any] | None = None) -> dict[str, Any]:
    flags = {"grade": True, "solution": True, "locked": False, "task": False, "schema_version": 3, "cell_type": kind}
    metadata = {"nbgrader": {**flags, **answer}} if answer else {}
    cell: dict[str, Any] = {"cell_type": kind, "id": name.replace("_", "-"), "metadata": metadata, "source": source}
    return {**cell, "outputs": [], "execution_count": None} if kind == "code" else cell


FILES = {
    "assignment.ipynb": notebook(
        "Elimination", [(n, most) for book, n, most, _ in EXERCISES if book != "quiz"], ESSAY[1]
    ),
    "quiz.ipynb": notebook("Quiz", [(n, most) for book, n, most, _ in EXERCISES if book == "quiz"]),
}


def result(assignment: str, passed: Sequence[int], essay: float | None = None) -> GradedAttempt:
    """A result in which each exercise passed its first ``passed[i]`` hidden tests; the essay waits for a person."""
    cells = []
    for (book, name, most, hints), good in zip(EXERCISES, passed, strict=True):
        tests = tuple(TestResult(f"test_{name}_{i}", i < good, hint) for i, hint in enumerate(hints))
        cells.append(CellResult(book, name, most * min(good, len(hints)) / len(hints), most, tests))
    cells.append(CellResult(ESSAY[0], ESSAY[1], essay, ESSAY[2], (), "manual"))
    lost = sum(passed) < 4
    return GradedAttempt(
        assignment=assignment,
        score=sum(cell.score or 0.0 for cell in cells),
        max_score=sum(cell.max_score for cell in cells),
        cells=tuple(cells),
        repairs=(Repair("assignment", "rank", "the cell had been deleted; it was put back, empty"),) if lost else (),
        errors=(Problem("assignment: rank", "NameError: name 'pivots' is not defined"),) if lost else (),
        provenance=Provenance("a" * 64, "b" * 64, "c" * 64, "d" * 64, "7", "bubblewrap"),
    )


def submit(site: Site, learner: str, assignment: str, at: datetime, answers: str = "return 0") -> Attempt:
    """An attempt that was received at a time."""
    files = {name: content.replace(b"return 0", answers.encode()) for name, content in FILES.items()}
    return site.store.add_attempt(COURSE, assignment, learner, files, received_at=at)


def grade(site: Site, attempt: Attempt, passed: Sequence[int], of_question: str = "") -> None:
    """Give an attempt a result and a feedback page; ``of_question``: what is said of the quiz's question besides."""
    graded = result(attempt.assignment, passed)
    if of_question:
        graded = replace(graded, cells=tuple(_add_to_question(cell, of_question) for cell in graded.cells))
    page = f"<!doctype html><html lang=en><title>Feedback</title><h1>{attempt.assignment}</h1><p>Attempt feedback.</p>"
    feedback = {f"{name}.html": page.encode() for name in ("assignment", "quiz")}
    site.store.record_result(attempt, json.loads(json.dumps(graded.to_json())), feedback)


def _add_to_question(cell: CellResult, said: str) -> CellResult:
    if not cell.grade_id.startswith("question"):
        return cell
    return replace(cell, tests=tuple(replace(test, hint=f"{test.hint}\n{said}") for test in cell.tests))


def fill(site: Site) -> None:
    """Put the example course into an empty site; times are relative to the site's clock."""
    now = site.clock()
    for number, week in enumerate(WEEKS):
        folder = Path(site.courses[COURSE]) / "source" / week
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in FILES.items():
            (folder / name).write_bytes(content)
        due = now + (number - 2) * 7 * DAY + 3 * DAY
        title = week.partition("-")[2].capitalize()
        closes = due + 7 * DAY
        site.policies.save(
            COURSE, week, Policy(opens_at=due - 9 * DAY, due_at=due, closes_at=closes, attempts=5, title=title)
        )
        if number < len(WEEKS) - 1:
            site.store.add_release(COURSE, week, FILES)
    history = {
        "amara": ([2, 1, 0, 1], [2, 2, 1, 1], [2, 2, 2, 1]),
        "kenji": ([1, 0, 0, 0], [2, 2, 2, 1]),
        "sofia": ([0, 0, 0, 0],),
    }
    for learner, tries in history.items():
        for number, week in enumerate(WEEKS[:2]):
            site.store.record_fetch(COURSE, week, learner)
            for count, passed in enumerate(tries):
                at = now - (2 - number) * 7 * DAY + count * 90 * MINUTE
                grade(site, submit(site, learner, week, at, f"return {count}"), passed)
    site.store.record_fetch(COURSE, WEEKS[2], "amara")
    site.store.record_fetch(COURSE, WEEKS[2], "kenji")
    grade(site, submit(site, "amara", WEEKS[2], now - 90 * MINUTE), [2, 0, 0, 0], NOT_HANDED_IN)
    later = f"{EXPLAINED_LATER} (attempt 1 of 3 counts so far, with 0 of 1 questions right)."
    grade(site, submit(site, "amara", WEEKS[2], now - 50 * MINUTE), [2, 1, 2, 0], later)
    broken = submit(site, "kenji", WEEKS[2], now - 30 * MINUTE)
    site.store.record_failure(broken, "the grader crashed 3 times on this attempt")
    submit(site, "amara", WEEKS[2], now - MINUTE, "return 1")
    first = site.store.attempts(COURSE, assignment=WEEKS[0], learner="kenji")[0]
    site.store.requests.ask(
        COURSE, first.id, "kenji", "assignment/rank", "My answer fits the lecture's definition. Please look."
    )
    site.store.notices.add(COURSE, "amara", "Your score for Vectors changed from 9 to 10.", "")
    site.store.comments.add(COURSE, "Good idea; now say why it works.", "tomas")
    site.store.audit.add(COURSE, "imani", "release", WEEKS[0])
    site.store.audit.add(COURSE, "imani", "policy", WEEKS[0], attempts=5)
