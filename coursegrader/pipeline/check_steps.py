"""What must hold of an assignment as a whole, whatever is answered: its cells, its release, its reference solution."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from coursegrader.errors import SandboxDied
from coursegrader.grader_side.assignment import Assignment
from coursegrader.grader_side.attempt import Attempt, read_attempt
from coursegrader.grader_side.grade import GradingRequest, grade_attempt, sandbox_files
from coursegrader.grader_side.rebuild import INSTRUCTOR_ONLY
from coursegrader.grader_side.sandboxes import AttemptSandbox
from coursegrader.grader_side.session import NotebookSession
from coursegrader.grader_side.variants import reference_answers
from coursegrader.pipeline.check_report import Step, require, run_step
from coursegrader.pipeline.release import release_assignment_files
from coursegrader.pipeline.trials import NONE, check_learner, check_secret
from coursegrader.results import GradedAttempt

# Grading a week's reference solution may take this long (seconds), sandbox start included; a generous bound, so that it
# fails for what a learner would notice and not for a busy machine.
TIME_BUDGET = 20.0
# Whole submissions are graded with so many secrets. With more, the reference is tried as any other solution is: on the
# notebook that has run once.
WHOLE_SUBMISSIONS = 2
SOLUTION_REGION = re.compile(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", re.DOTALL)
HIDDEN_MARKS = ("### BEGIN SOLUTION", "### BEGIN HIDDEN", INSTRUCTOR_ONLY)


def check_whole(assignment: Assignment, secrets: int, pictures: Mapping[str, bytes]) -> tuple[list[Step], float | None]:
    """Take every step that is about the whole assignment; and the seconds that grading took where it went best.

    Args:
        pictures: those that are everybody's: a class is graded with them.

    Raises:
        SandboxUnavailable: this machine has no sandbox.
    """
    grading: list[float] = []
    with tempfile.TemporaryDirectory() as scratch:
        release = build_release(assignment.course_dir, assignment.name, Path(scratch))
        steps: list[tuple[str, Callable[[], str]]] = [
            ("suites and grade cells one to one", lambda: _one_to_one(assignment)),
            ("points add up", lambda: _points(assignment)),
            ("nothing hidden in the release", lambda: _nothing_hidden(assignment, release)),
            ("every notebook runs", lambda: _notebooks_run(assignment)),
            ("reference solution gets full marks", lambda: _reference(assignment, secrets, pictures, grading)),
            ("untouched release gets zero", lambda: _untouched(assignment, release)),
        ]
        taken = [run_step(title, step) for title, step in steps]
    return taken, min(grading, default=None)


def build_release(course_dir: Path, name: str, scratch: Path) -> Path:
    """Compile the assignment in a copy of the course, so that the check leaves its gradebook alone."""
    shutil.copytree(course_dir / "source" / name, scratch / "source" / name)
    shutil.copy(course_dir / "nbgrader_config.py", scratch)
    return release_assignment_files(scratch, name)


def grade_cells(assignment: Assignment) -> dict[str, float]:
    """The points of every grade cell, by id."""
    cells = [cell for notebook in assignment.notebooks.values() for cell in notebook if cell.is_grade]
    return {cell.grade_id: cell.points for cell in cells}


def _one_to_one(assignment: Assignment) -> str:
    every = [c.grade_id for notebook in assignment.notebooks.values() for c in notebook if c.grade_id]
    problems = [f"grade id '{name}' is used {count} times" for name, count in Counter(every).items() if count > 1]
    cells = grade_cells(assignment)
    problems += [f"cell '{name}' has no suite" for name in cells if name not in assignment.suites]
    problems += [
        f"{path.name} scores no cell '{name}'" for name, path in assignment.suites.items() if name not in cells
    ]
    return require(problems, f"{len(cells)} grade cells, {len(set(assignment.suites.values()))} suites")


def _points(assignment: Assignment) -> str:
    problems, found = [], []
    for name, cells in assignment.notebooks.items():
        points = sum(cell.points for cell in cells if cell.is_grade)
        problems += [f"cell '{c.grade_id}' is worth {c.points:g} points" for c in cells if c.is_grade and c.points <= 0]
        document = json.loads(assignment.source_files[f"{name}.ipynb"])
        declared = document["metadata"].get("coursegrader", {}).get("points")
        if points and declared is None:
            problems.append(f"{name}.ipynb does not declare its points: set metadata.coursegrader.points")
        elif points and declared != points:
            problems.append(f"{name}.ipynb declares {declared} points and its cells add up to {points:g}")
        if points:
            found.append(f"{name} {points:g}")
    return require(problems, ", ".join(found))


def _nothing_hidden(assignment: Assignment, release: Path) -> str:
    problems = []
    released = {p.relative_to(release).as_posix(): p.read_bytes() for p in release.rglob("*") if p.is_file()}
    answers = [
        region.strip()
        for cells in assignment.notebooks.values()
        for cell in cells
        for region in SOLUTION_REGION.findall(cell.source)
    ]
    for path, content in released.items():
        text = content.decode("utf-8", "replace")
        problems += [f"{path} contains '{mark}'" for mark in HIDDEN_MARKS if mark in text]
        if path.endswith(".ipynb"):
            sources = "\n".join("".join(cell["source"]) for cell in json.loads(content)["cells"])
            problems += [f"{path} contains a solution: {a.splitlines()[0]!r}" for a in answers if a and a in sources]
    graders = {path.name for path in assignment.graders_dir.rglob("*.py")}
    problems += [f"{path} is a file of graders/" for path in released if Path(path).name in graders]
    return require(problems, f"{len(released)} files")


def _notebooks_run(assignment: Assignment) -> str:
    problems, times = [], []
    request = GradingRequest(assignment.course_dir, assignment.name, Attempt({}))
    with AttemptSandbox(sandbox_files(assignment, request), request.limits) as sandbox:
        for name, cells in assignment.notebooks.items():
            sources = [cell for cell in cells if cell.cell_type == "code"]
            session = NotebookSession(sandbox, [cell.source for cell in sources])
            started = time.perf_counter()
            try:
                runs = session.run()
            except SandboxDied as error:
                problems.append(f"{name}: {error}")
                continue
            times.append(f"{name} {time.perf_counter() - started:.1f} s")
            for index, outputs in runs.outputs.items():
                errors = [o.get("ename") for o in outputs if o.get("output_type") == "error"]
                if errors and "raises-exception" not in sources[index].tags:
                    problems.append(f"{name}: cell '{sources[index].cell_id}' raised {errors[0]}")
            problems += [f"{name}: cell '{sources[i].cell_id}': {what}" for i, what in runs.problems.items()]
            session.close()
    return require(problems, ", ".join(times))


def reference_attempt(assignment: Assignment, learner: str | None, secret: bytes) -> Attempt:
    """The instructor's own notebooks as an attempt, with the right answers to ``learner``'s quizzes."""
    files: dict[str, bytes] = {}
    for path, content in assignment.source_files.items():
        if path.endswith(".ipynb") and "/" not in path:
            document = json.loads(content)
            own = [c for c in document["cells"] if INSTRUCTOR_ONLY not in c.get("metadata", {}).get("tags", [])]
            content = json.dumps({**document, "cells": own}).encode()
        files[path] = content
    if (assignment.graders_dir / "questions.py").exists():
        files |= reference_answers(assignment.course_dir, assignment.name, learner, secret)
    return Attempt(files)


def _graded(
    assignment: Assignment,
    attempt: Attempt,
    learner: str | None = None,
    secret: bytes = b"",
    pictures: Mapping[str, bytes] = NONE,
) -> GradedAttempt:
    request = GradingRequest(assignment.course_dir, assignment.name, attempt, learner, secret, pictures=pictures)
    return grade_attempt(request).result


def _lost(result: GradedAttempt) -> list[str]:
    lost = [f"{cell.grade_id}: {test.name} fails" for cell in result.cells for test in cell.tests if not test.passed]
    lost += [f"{problem.where}: {problem.message}" for problem in result.errors]
    if result.score != result.max_score:
        lost.append(f"score {result.score:g} of {result.max_score:g}")
    return lost


def _reference(assignment: Assignment, secrets: int, pictures: Mapping[str, bytes], grading: list[float]) -> str:
    own = _graded(assignment, read_attempt(assignment.source_dir))
    problems = [f"source folder: {what}" for what in _lost(own)]
    for number in range(min(secrets, WHOLE_SUBMISSIONS)):
        learner, secret = check_learner(number), check_secret(number)
        started = time.perf_counter()
        result = _graded(assignment, reference_attempt(assignment, learner, secret), learner, secret, pictures)
        grading.append(time.perf_counter() - started)
        problems += [f"secret {number}: {what}" for what in _lost(result)]
    slowest = max(grading)
    if slowest > TIME_BUDGET:
        problems.append(f"grading took {slowest:.1f} s, more than {TIME_BUDGET:g} s")
    detail = f"graded in {min(grading):.1f} s, and {slowest:.1f} s at most"
    return require(problems, f"{own.score:g} of {own.max_score:g}, {detail}")


def _untouched(assignment: Assignment, release: Path) -> str:
    result = _graded(assignment, read_attempt(release))
    problems = [f"cell '{cell.grade_id}' gets {cell.score:g} points" for cell in result.cells if cell.score]
    return require(problems, f"0 of {result.max_score:g}")
