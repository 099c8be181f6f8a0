"""nbgrader's side of the example course: a gradebook and graded notebooks, as grading leaves them behind."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from nbgrader.api import Base, Gradebook
from sqlalchemy import create_engine, text

from coursegrader.hub.web.site import Site
from coursegrader.nbgrader_plugins.course import Course
from coursegrader.store import Attempt, AttemptState
from tests.course_factory import CONFIG, code, markdown, notebook, write_notebook
from tests.hub.web.example import COURSE, ESSAY, EXERCISES, WEEKS

ESSAYS = (
    "Elimination keeps the solutions, because every step can be undone.\n\n"
    "Adding a multiple of one row to another does not lose anything: subtract it again.",
    "Because the rows stay the same.",
    "Each row is an equation. A swap changes their order, scaling by a number that is not 0 keeps an equation true, "
    "and adding two true equations gives a true one. So a solution stays one, and going back works the same way.",
    "I am not sure, but it always worked when I tried it.",
    "",
)
QUESTION = (
    "## Explain\n\nWhy may you add a multiple of one row to another **without changing the solutions**? (2 points)"
)


def fill(site: Site) -> None:
    """Write down all graded attempts of the store; call it when the rest of the example is there."""
    folder = Path(site.courses[COURSE])
    (folder / "nbgrader_config.py").write_text(CONFIG)
    url = Course(folder).directory.db_url
    Base.metadata.create_all(create_engine(url))  # to a gradebook that is there, nbgrader does not ask alembic
    with Gradebook(url, COURSE) as gradebook:
        for pragma in ("synchronous = OFF", "journal_mode = MEMORY"):  # nbgrader commits after every row
            gradebook.db.execute(text(f"PRAGMA {pragma}"))
        for week in WEEKS:
            _release(gradebook, week)
            _write_source(folder, week)
            for number, attempts in enumerate(site.store.attempts_by_learner(COURSE, week).values()):
                graded = [attempt for attempt in attempts if attempt.state is AttemptState.GRADED]
                if graded:
                    _grade(gradebook, folder, graded[-1], ESSAYS[number % len(ESSAYS)])
        gradebook.db.commit()
    for said in ("Right, and well said.", "Say which step you mean.", "An example is not a proof."):
        site.store.comments.add(COURSE, said, "tomas")
    for comment in site.store.comments.all(COURSE)[-2:]:
        site.store.comments.used(COURSE, comment.id)


def _release(gradebook: Gradebook, week: str) -> None:
    gradebook.add_assignment(week)
    for book in ("assignment", "quiz"):
        gradebook.add_notebook(book, week)
    for book, name, points, _ in EXERCISES:
        gradebook.add_grade_cell(name, book, week, max_score=points, cell_type="code")
        gradebook.add_solution_cell(f"{name}_answer", book, week)
    gradebook.add_grade_cell(ESSAY[1], ESSAY[0], week, max_score=ESSAY[2], cell_type="markdown")
    gradebook.add_solution_cell(ESSAY[1], ESSAY[0], week)


def _grade(gradebook: Gradebook, folder: Path, attempt: Attempt, essay: str) -> None:
    gradebook.update_or_create_student(attempt.learner)
    stamp = attempt.received_at.replace(tzinfo=None)
    submission = gradebook.add_submission(attempt.assignment, attempt.learner, timestamp=stamp)
    result = attempt.result or {}
    cells: Mapping[tuple[str, str], Any] = {(cell["notebook"], cell["grade_id"]): cell for cell in result["cells"]}
    for submitted in submission.notebooks:
        for grade in submitted.grades:
            found = cells[submitted.name, grade.name]
            grade.auto_score = 0.0 if grade.name == ESSAY[1] and not essay else found["score"]
            grade.needs_manual_grade = grade.auto_score is None
    target = folder / "autograded" / attempt.learner / attempt.assignment
    for book in ("assignment", "quiz"):
        write_notebook(target / f"{book}.ipynb", notebook(*_answered(book, cells, essay)))


def _answered(book: str, cells: Mapping[tuple[str, str], Any], essay: str) -> list[dict[str, Any]]:
    made = [markdown("title", "# Elimination")]
    for home, name, points, _ in EXERCISES:
        if home == book:
            body = f"def {name}(a):\n    a = np.array(a, dtype=float)\n    return a @ a\n\n{name}([3, 4])"
            answer = code(f"{name}-answer", body, solution=True, grade_id=f"{name}_answer")
            answer["outputs"] = [_result("25.0"), _picture()] if name == "rank" else [_result("25.0")]
            check = code(name, "", grade=True, locked=True, points=points, grade_id=name)
            check["metadata"]["coursegrader"] = cells[book, name]
            made += [markdown(f"{name}-text", f"## {name}\n\nReturn what is asked for."), answer, check]
    if book == ESSAY[0]:
        made.append(markdown("explain-text", QUESTION))
        made.append(markdown("explain", essay, grade=True, solution=True, points=ESSAY[2], grade_id=ESSAY[1]))
    return made


def _write_source(folder: Path, week: str) -> None:
    empty: Mapping[tuple[str, str], Any] = {(book, name): {} for book, name, _, _ in EXERCISES}
    for book in ("assignment", "quiz"):
        path = folder / "source" / week / f"{book}.ipynb"
        if "explain" not in path.read_text() and book == ESSAY[0]:
            write_notebook(path, notebook(*_answered(book, empty, "Your answer")))


def _result(text: str) -> dict[str, Any]:
    return {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/plain": text}}


@cache
def _picture() -> dict[str, Any]:
    """A small PNG: a line over a light ground."""
    wide, high = 320, 120
    rows = (
        b"\0" + bytes(60 if abs((high - 20) * (x / wide) ** 2 - (high - 10 - y)) < 1.5 else 235 for x in range(wide))
        for y in range(high)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    png = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"".join(rows)))
        + chunk(b"IEND", b"")
    )
    data = {"image/png": base64.b64encode(png).decode(), "text/plain": "<Figure size 640x240>"}
    return {"output_type": "display_data", "metadata": {}, "data": data}
