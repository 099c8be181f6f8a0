"""``coursegrader check``: proves that an assignment can be given to students."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coursegrader.errors import CourseGraderError, SandboxDied, UnknownAssignment
from coursegrader.grader_side.assignment import Assignment, open_assignment
from coursegrader.grader_side.attempt import Attempt, read_attempt
from coursegrader.grader_side.grade import GradingRequest, grade_attempt, sandbox_files
from coursegrader.grader_side.rebuild import INSTRUCTOR_ONLY
from coursegrader.grader_side.sandboxes import AttemptSandbox
from coursegrader.grader_side.session import NotebookSession
from coursegrader.grader_side.variants import reference_answers
from coursegrader.pipeline.release import release_assignment_files
from coursegrader.pipeline.trials import Trial, check_learner, check_secret, run_trials
from coursegrader.results import GradedAttempt

# Grading a week's reference solution may take this long (seconds), sandbox start included; a generous bound, so that it
# fails for what a learner would notice and not for a busy machine.
TIME_BUDGET = 20.0
SOLUTION_REGION = re.compile(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", re.DOTALL)
HIDDEN_MARKS = ("### BEGIN SOLUTION", "### BEGIN HIDDEN", INSTRUCTOR_ONLY)


@dataclass(frozen=True)
class Step:
    """One thing that must hold, and what was found."""

    name: str
    ok: bool
    detail: str


@dataclass
class CheckReport:
    """Everything that was checked of one assignment."""

    assignment: str
    exercises: int = 0
    suites: int = 0
    steps: list[Step] = field(default_factory=list)
    trials: list[Trial] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether the assignment may be released."""
        return all(step.ok for step in self.steps)

    def solutions(self, kind: str) -> dict[tuple[str, str], bool]:
        """For each wrong or right solution, by grade id and name, whether every secret judged it as it must."""
        verdicts: dict[tuple[str, str], bool] = {}
        for trial in self.trials:
            if trial.solution.kind == kind:
                key = (trial.solution.grade_id, trial.solution.name)
                verdicts[key] = verdicts.get(key, True) and trial.ok
        return verdicts

    def to_json(self) -> dict[str, Any]:
        """The report as JSON-ready dicts and lists."""
        wrong, right = self.solutions("wrong"), self.solutions("right")
        return {
            "assignment": self.assignment,
            "ok": self.ok,
            "exercises": self.exercises,
            "suites": self.suites,
            "mutants_listed": len(wrong),
            "mutants_killed": sum(wrong.values()),
            "right_solutions": sum(right.values()),
            "seconds": round(self.seconds, 2),
            "steps": [{"name": step.name, "ok": step.ok, "detail": step.detail} for step in self.steps],
        }


def total(reports: Sequence[CheckReport]) -> dict[str, Any]:
    """Several reports as one JSON document."""
    each = [report.to_json() for report in reports]
    keys = ("exercises", "suites", "mutants_listed", "mutants_killed", "right_solutions", "seconds")
    return {
        "ok": all(report.ok for report in reports),
        "assignments": each,
        "total": {key: sum(one[key] for one in each) for key in keys},
    }


def assignments_of(course_dir: Path) -> list[str]:
    """The names of a course's assignments.

    Raises:
        UnknownAssignment: there are none.
    """
    source = course_dir / "source"
    names = sorted(path.name for path in source.iterdir() if path.is_dir()) if source.is_dir() else []
    if not names:
        raise UnknownAssignment(f"{source}: there is no assignment; run this in a course directory")
    return names


def check_assignment(course_dir: Path, name: str, secrets: int = 2) -> CheckReport:
    """Check an assignment; see the names of the steps for what.

    Raises:
        UnknownAssignment: there is none of that name.
        SandboxUnavailable: this machine has no sandbox.
    """
    started = time.perf_counter()
    assignment = open_assignment(course_dir, name)
    report = CheckReport(name, exercises=len(_grade_cells(assignment)), suites=len(set(assignment.suites.values())))
    with tempfile.TemporaryDirectory() as scratch:
        release = _build_release(course_dir, name, Path(scratch))
        steps: list[tuple[str, Callable[[], str]]] = [
            ("suites and grade cells one to one", lambda: _one_to_one(assignment)),
            ("points add up", lambda: _points(assignment)),
            ("nothing hidden in the release", lambda: _nothing_hidden(assignment, release)),
            ("every notebook runs", lambda: _notebooks_run(assignment)),
            ("reference solution gets full marks", lambda: _reference(assignment, secrets)),
            ("untouched release gets zero", lambda: _untouched(assignment, release)),
            ("wrong solutions caught, right ones passed", lambda: _trials(assignment, secrets, report)),
        ]
        for title, step in steps:
            report.steps.append(_run_step(title, step))
    report.seconds = time.perf_counter() - started
    return report


class _Failed(Exception):
    """A step does not hold; the message says why."""


def _run_step(title: str, step: Callable[[], str]) -> Step:
    try:
        return Step(title, True, step())
    except _Failed as failure:
        return Step(title, False, str(failure))
    except CourseGraderError as error:
        return Step(title, False, str(error))


def _require(problems: Sequence[str], detail: str) -> str:
    if problems:
        raise _Failed("; ".join(problems[:5]) + (f"; and {len(problems) - 5} more" if len(problems) > 5 else ""))
    return detail


def _build_release(course_dir: Path, name: str, scratch: Path) -> Path:
    """Compile the assignment in a copy of the course, so that the check leaves its gradebook alone."""
    shutil.copytree(course_dir / "source" / name, scratch / "source" / name)
    shutil.copy(course_dir / "nbgrader_config.py", scratch)
    return release_assignment_files(scratch, name)


def _grade_cells(assignment: Assignment) -> dict[str, float]:
    cells = [cell for notebook in assignment.notebooks.values() for cell in notebook if cell.is_grade]
    return {cell.grade_id: cell.points for cell in cells}


def _one_to_one(assignment: Assignment) -> str:
    every = [c.grade_id for notebook in assignment.notebooks.values() for c in notebook if c.grade_id]
    problems = [f"grade id '{name}' is used {count} times" for name, count in Counter(every).items() if count > 1]
    cells = _grade_cells(assignment)
    problems += [f"cell '{name}' has no suite" for name in cells if name not in assignment.suites]
    problems += [
        f"{path.name} scores no cell '{name}'" for name, path in assignment.suites.items() if name not in cells
    ]
    return _require(problems, f"{len(cells)} grade cells, {len(set(assignment.suites.values()))} suites")


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
    return _require(problems, ", ".join(found))


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
    return _require(problems, f"{len(released)} files")


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
    return _require(problems, ", ".join(times))


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


def _graded(assignment: Assignment, attempt: Attempt, learner: str | None, secret: bytes) -> GradedAttempt:
    request = GradingRequest(assignment.course_dir, assignment.name, attempt, learner, secret)
    return grade_attempt(request).result


def _lost(result: GradedAttempt) -> list[str]:
    lost = [f"{cell.grade_id}: {test.name} fails" for cell in result.cells for test in cell.tests if not test.passed]
    lost += [f"{problem.where}: {problem.message}" for problem in result.errors]
    if result.score != result.max_score:
        lost.append(f"score {result.score:g} of {result.max_score:g}")
    return lost


def _reference(assignment: Assignment, secrets: int) -> str:
    own = _graded(assignment, read_attempt(assignment.source_dir), None, b"")
    problems = [f"source folder: {what}" for what in _lost(own)]
    slowest = 0.0
    for number in range(secrets):
        learner, secret = check_learner(number), check_secret(number)
        started = time.perf_counter()
        result = _graded(assignment, reference_attempt(assignment, learner, secret), learner, secret)
        slowest = max(slowest, time.perf_counter() - started)
        problems += [f"secret {number}: {what}" for what in _lost(result)]
    if slowest > TIME_BUDGET:
        problems.append(f"grading took {slowest:.1f} s, more than {TIME_BUDGET:g} s")
    return _require(problems, f"{own.score:g} of {own.max_score:g}, graded in {slowest:.1f} s at most")


def _untouched(assignment: Assignment, release: Path) -> str:
    result = _graded(assignment, read_attempt(release), None, b"")
    problems = [f"cell '{cell.grade_id}' gets {cell.score:g} points" for cell in result.cells if cell.score]
    return _require(problems, f"0 of {result.max_score:g}")


def _trials(assignment: Assignment, secrets: int, report: CheckReport) -> str:
    report.trials = run_trials(assignment, secrets)
    problems = []
    for trial in report.trials:
        if not trial.ok:
            what = trial.problems or [t.name for t in trial.failed] or ["every test passes"]
            problems.append(
                f"{trial.solution.kind} {trial.solution.grade_id}/{trial.solution.name} (secret {trial.secret}): "
                f"{', '.join(what)}" + (f", not {trial.solution.caught_by}" if trial.solution.caught_by else "")
            )
    tried = {(t.solution.grade_id, t.solution.kind) for t in report.trials}
    for grade_id in _grade_cells(assignment):
        problems += [
            f"cell '{grade_id}' has no {kind} solution to try"
            for kind in ("wrong", "right")
            if (grade_id, kind) not in tried and (kind == "wrong" or not _is_quiz(assignment, grade_id))
        ]
    wrong, right = report.solutions("wrong"), report.solutions("right")
    return _require(problems, f"{sum(wrong.values())} of {len(wrong)} wrong ones, {sum(right.values())} right ones")


def _is_quiz(assignment: Assignment, grade_id: str) -> bool:
    """Whether a cell is a quiz item: its right answer is the key itself, so there is no second one to try."""
    suite = assignment.suites.get(grade_id)
    return (
        suite is not None
        and not (assignment.graders_dir / "right" / grade_id).is_dir()
        and suite.stem != f"test_{grade_id}"
    )
