"""Tests of the tests: each wrong solution must lose points by a test whose hint fits, each right one none."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coursegrader.errors import CourseError
from coursegrader.grader_side.assignment import Assignment, suite_cells
from coursegrader.grader_side.attempt import Attempt
from coursegrader.grader_side.grade import GradingRequest, sandbox_files
from coursegrader.grader_side.plugin import SuiteContext
from coursegrader.grader_side.rebuild import INSTRUCTOR_ONLY
from coursegrader.grader_side.run_suite import run_suites
from coursegrader.grader_side.sandboxes import AttemptSandbox
from coursegrader.grader_side.session import NotebookSession
from coursegrader.grader_side.variants import WrongAnswers, draw_variant, misconception_answers
from coursegrader.results import TestResult


@dataclass(frozen=True)
class Solution:
    """One answer to try on an exercise.

    Attributes:
        kind: ``"wrong"`` must lose points, ``"right"`` must not.
        code: Python that takes the place of the answer cell.
        caught_by: the test that must be among those that fail; empty where any will do.
        hint: what the learner must read; empty where any hint will do.
    """

    grade_id: str
    name: str
    kind: str
    misconception: str
    code: str
    caught_by: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Trial:
    """How one solution fared with one secret."""

    solution: Solution
    secret: int
    failed: tuple[TestResult, ...]
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether the suite judged it as it must."""
        if self.problems:
            return False
        if self.solution.kind == "right":
            return not self.failed
        names = [test.name.partition("[")[0] for test in self.failed]
        hints = [test.hint for test in self.failed]
        return (
            bool(self.failed)
            and (not self.solution.caught_by or self.solution.caught_by in names)
            and (not self.solution.hint or any(self.solution.hint in hint for hint in hints))
        )


def check_secret(number: int) -> bytes:
    """The course secret of the ``number``-th round of a check."""
    return hashlib.sha256(f"check {number}".encode()).digest()


def check_learner(number: int) -> str:
    """The learner of the ``number``-th round of a check."""
    return f"check-{number}"


def solutions_beside(assignment: Assignment, grade_id: str) -> Iterator[Solution]:
    """The wrong and right solutions of an exercise, from ``wrong/<grade_id>/`` and ``right/<grade_id>/``."""
    for kind in ("wrong", "right"):
        for path in sorted((assignment.graders_dir / kind / grade_id).glob("*.py")):
            yield _read_solution(path, grade_id, kind)


def _read_solution(path: Path, grade_id: str, kind: str) -> Solution:
    text = path.read_text()
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise CourseError(f"{path}: line {error.lineno}: not valid Python ({error.msg})") from None
    docstring = ast.get_docstring(tree)
    if not docstring:
        raise CourseError(f"{path}: needs a docstring that says what this solution is")
    caught_by = ""
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "CAUGHT_BY":
            caught_by = str(ast.literal_eval(node.value))
    return Solution(grade_id, path.stem, kind, " ".join(docstring.split()), text, caught_by)


def run_trials(assignment: Assignment, secrets: int) -> list[Trial]:
    """Try every solution beside the suites, and every listed wrong answer to a quiz, with ``secrets`` secrets each."""
    trials: list[Trial] = []
    for name, cells in assignment.notebooks.items():
        grade_ids = [cell.grade_id for cell in cells if cell.is_grade and cell.grade_id in assignment.suites]
        solutions = [s for grade_id in grade_ids for s in solutions_beside(assignment, grade_id)]
        if solutions:
            trials += _try_all(assignment, name, solutions, range(secrets))
        for number in range(secrets):
            answers = _quiz_solutions(assignment, name, grade_ids, number)
            if answers:
                trials += _try_all(assignment, name, answers, [number])
    return trials


def _quiz_solutions(assignment: Assignment, name: str, grade_ids: Sequence[str], number: int) -> list[Solution]:
    if not (assignment.graders_dir / "questions.py").exists():
        return []
    wrong = misconception_answers(assignment.course_dir, assignment.name, check_learner(number), check_secret(number))
    notebook = "\n".join(_code_of(assignment, name))
    return [
        Solution(answers.grade_id, answers.misconception, "wrong", answers.misconception, code, hint=answers.hint)
        for answers in wrong
        if answers.grade_id in grade_ids
        for code in [_with_files(answers) + notebook]
    ]


def _with_files(answers: WrongAnswers) -> str:
    """Code that puts a quiz's answer file in place, before the quiz is opened again."""
    writes = [f"pathlib.Path({name!r}).write_bytes({content!r})" for name, content in answers.files.items()]
    return "\n".join(["import pathlib", *writes, ""])


def _code_of(assignment: Assignment, name: str) -> list[str]:
    return [
        cell.source
        for cell in assignment.notebooks[name]
        if cell.cell_type == "code" and INSTRUCTOR_ONLY not in cell.tags
    ]


def _try_all(
    assignment: Assignment, name: str, solutions: Sequence[Solution], numbers: Sequence[int]
) -> Iterator[Trial]:
    """Run the notebook once, then each solution's tests in forks of it."""
    first = GradingRequest(
        assignment.course_dir,
        assignment.name,
        Attempt({}),
        check_learner(numbers[0]),
        check_secret(numbers[0]),
    )
    with AttemptSandbox(sandbox_files(assignment, first), first.limits) as sandbox:
        session = NotebookSession(sandbox, _code_of(assignment, name))
        for solution in solutions:
            session.patch = solution.code
            for number in numbers:
                yield _try_one(assignment, session, solution, number)
        session.close()


def _try_one(assignment: Assignment, session: NotebookSession, solution: Solution, number: int) -> Trial:
    suite = assignment.suites[solution.grade_id]

    def variant() -> Any:
        return draw_variant(assignment.course_dir, assignment.name, check_learner(number), check_secret(number))

    context = SuiteContext(
        session=session,
        seed=hashlib.sha256(check_secret(number) + solution.grade_id.encode()).hexdigest(),
        answers={f"{solution.grade_id}_answer": solution.code},
        cells_of_suite={suite.name: suite_cells(suite)},
        draw_variant=variant,
        only_cell=solution.grade_id,
    )
    plugin = run_suites([suite], assignment.graders_dir, context)
    results = [record.result for record in plugin.recorded]
    problems = [f"{where}: {what}" for where, what in plugin.problems]
    if not results:
        problems.append("no hidden test ran")
    return Trial(solution, number, tuple(r for r in results if not r.passed), tuple(problems))
