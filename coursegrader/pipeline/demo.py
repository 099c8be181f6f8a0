"""``coursegrader demo``: the whole way of an assignment, headless, in a scratch copy of the course.

Compile, release, three students fetch, work and submit through the exchange, every attempt is graded, feedback written
and fetched, and the gradebook read. What the students do is known, so their scores are, too.
"""

from __future__ import annotations

import ast
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from coursegrader.errors import CourseError
from coursegrader.grader_side.assignment import Assignment, open_assignment
from coursegrader.grader_side.variants import reference_answers
from coursegrader.nbgrader_plugins.course import Course
from coursegrader.nbgrader_plugins.exchange_commands import run_exchange
from coursegrader.nbgrader_plugins.gradebook import read_gradebook
from coursegrader.pipeline.check import assignments_of
from coursegrader.pipeline.grading import grade_attempt_in_course
from coursegrader.pipeline.release import release_to_exchange
from coursegrader.store import AttemptStore, DataFolder

WRONG_EXERCISES = 2
# No test can pass with it, so that it costs all points of its exercise: some tests look at the arguments only.
WRONG_ANSWER = "def {name}(*args, **kwargs):\n    return 1 / 0\n"
Answers = dict[str, str]


@dataclass(frozen=True)
class DemoRow:
    """One student's line of the gradebook, in points."""

    student: str
    assignment: str
    notebooks: Mapping[str, float]
    score: float
    max_score: float
    expected: float
    feedback_pages: int

    @property
    def ok(self) -> bool:
        """Whether the score is exactly the expected one, and feedback came back."""
        return self.score == self.expected and self.feedback_pages > 0


@dataclass
class DemoOutcome:
    """What the demonstration gave."""

    assignments: list[str]
    rows: list[DemoRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether every student has exactly the expected score."""
        return bool(self.rows) and all(row.ok for row in self.rows)

    def to_json(self) -> dict[str, Any]:
        """The outcome as JSON-ready dicts and lists."""
        return {"ok": self.ok, "rows": [{**asdict(row), "ok": row.ok} for row in self.rows], "notes": self.notes}


def run_demo(course_dir: Path) -> DemoOutcome:
    """Run the demonstration for every assignment of a course.

    Raises:
        CourseGraderError: a step cannot be taken at all.
    """
    outcome = DemoOutcome(assignments_of(course_dir))
    with _scratch_course(course_dir) as scratch:
        for name in outcome.assignments:
            release_to_exchange(scratch, name)
            _one_assignment(scratch, name, outcome)
    return outcome


@contextmanager
def _scratch_course(course_dir: Path) -> Iterator[Path]:
    """A copy of the course with a data folder of its own, so that nobody's gradebook is touched."""
    before = os.environ.get("COURSEGRADER_DATA")
    with tempfile.TemporaryDirectory(prefix="coursegrader-demo-") as folder:
        scratch = Path(folder) / "course"
        for part in ("source", "graders"):
            shutil.copytree(course_dir / part, scratch / part)
        for policy in (scratch / "source").glob("*.toml"):
            policy.unlink()  # a demo is at no time too late, and has as many attempts as it wants
        shutil.copy(course_dir / "nbgrader_config.py", scratch)
        os.environ["COURSEGRADER_DATA"] = str(Path(folder) / "data")
        try:
            yield scratch
        finally:
            if before is None:
                del os.environ["COURSEGRADER_DATA"]
            else:
                os.environ["COURSEGRADER_DATA"] = before


def _one_assignment(scratch: Path, name: str, outcome: DemoOutcome) -> None:
    assignment, course = open_assignment(scratch, name), Course(scratch)
    reference = _reference_answers(assignment)
    spoilt = _two_wrong(assignment, reference)
    full = sum(cell.points for cells in assignment.notebooks.values() for cell in cells if cell.is_grade)
    missing = sum(points for _, points in spoilt.values())
    wrong = {**reference, **{cell: source for cell, (source, _) in spoilt.items()}}
    students: dict[str, tuple[Answers, float]] = {
        "demo-reference": (reference, full),
        "demo-untouched": ({}, 0.0),
        "demo-two-wrong": (wrong, full - missing),
    }
    for student, (answers, _) in students.items():
        _work_and_submit(course, assignment, student, answers)
    _grade_everything(scratch, course)
    rows = {row.learner: row for row in read_gradebook(scratch) if row.assignment == name}
    for student, (_, expected) in students.items():
        pages = _fetch_feedback(course, name, student)
        row = rows[student]
        outcome.rows.append(DemoRow(student, name, row.notebooks, row.score, row.max_score, expected, pages))
    outcome.notes.append(f"{name}: demo-two-wrong answers {' and '.join(_exercises(spoilt))} wrongly: -{missing:g}")


def _exercises(spoilt: Mapping[str, object]) -> list[str]:
    return [cell.removesuffix("_answer") for cell in spoilt]


def _reference_answers(assignment: Assignment) -> Answers:
    return {c.grade_id: c.source for cells in assignment.notebooks.values() for c in cells if c.is_solution}


def _two_wrong(assignment: Assignment, reference: Answers) -> dict[str, tuple[str, float]]:
    """For the first exercises with an answer cell: a wrong answer, and the points it costs."""
    points = {c.grade_id: c.points for cells in assignment.notebooks.values() for c in cells if c.is_grade}
    wrong: dict[str, tuple[str, float]] = {}
    for cell, source in reference.items():
        exercise = cell.removesuffix("_answer")
        names = [node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
        if exercise in points and exercise in names and len(wrong) < WRONG_EXERCISES:
            wrong[cell] = (WRONG_ANSWER.format(name=exercise), points[exercise])
    if len(wrong) < WRONG_EXERCISES:
        raise CourseError(f"{assignment.name}: the demonstration needs two exercises with a function of their name")
    return wrong


def _home(course: Course, student: str) -> Path:
    home = course.root.parent / "homes" / student
    home.mkdir(parents=True, exist_ok=True)
    return home


def _work_and_submit(course: Course, assignment: Assignment, student: str, answers: Answers) -> None:
    """Fetch, put the answers where a student would type them, submit."""
    home = _home(course, student)
    run_exchange(course, "FetchAssignment", assignment.name, student, home)
    folder = home / assignment.name
    for path in folder.glob("*.ipynb"):
        document = json.loads(path.read_text())
        for cell in document["cells"]:
            grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
            if grade_id in answers:
                cell["source"] = answers[grade_id]
        path.write_text(json.dumps(document))
    if answers and (assignment.graders_dir / "questions.py").exists():
        secret = DataFolder.of_course(course.root).secret()
        for name, content in reference_answers(course.root, assignment.name, student, secret).items():
            (folder / name).write_bytes(content)
    with _inside(home):  # nbgrader's submit takes the folder below the current one
        run_exchange(course, "Submit", assignment.name, student, home)


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def _grade_everything(scratch: Path, course: Course) -> None:
    """What the service does with each attempt that has no result."""
    store = AttemptStore(DataFolder.of_course(scratch))
    courses = (str(course.directory.course_id),)
    try:
        while (attempt := store.next_waiting(courses)) is not None:
            files = store.blobs.get_all(attempt.files)
            graded = grade_attempt_in_course(scratch, attempt.assignment, attempt.learner, files, attempt.received_at)
            store.record_result(attempt, graded.result.to_json(), graded.feedback)
    finally:
        store.close()


def _fetch_feedback(course: Course, name: str, student: str) -> int:
    """The feedback pages that the student gets back, counted."""
    home = _home(course, student)
    with _inside(home):
        run_exchange(course, "FetchFeedback", name, student, home)
    return len(list((home / name / "feedback").rglob("*.html")))
