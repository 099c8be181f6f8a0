"""Grades one attempt: rebuild each notebook, run it behind the wall, run the hidden suites against it, add up."""

from __future__ import annotations

import hmac
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from coursegrader.errors import BadSubmission, CourseError, SandboxDied
from coursegrader.grader_side.assignment import Assignment, open_assignment, suite_cells
from coursegrader.grader_side.attempt import Attempt
from coursegrader.grader_side.environment import environment_hash
from coursegrader.grader_side.executed import executed_notebook
from coursegrader.grader_side.notebook import Cell, read_cells
from coursegrader.grader_side.plain_rule import Outputs, plain_score
from coursegrader.grader_side.plugin import Recorded, SuiteContext
from coursegrader.grader_side.rebuild import Rebuilt, matches, rebuild
from coursegrader.grader_side.run_suite import run_suites
from coursegrader.grader_side.sandboxes import AttemptSandbox
from coursegrader.grader_side.session import CellRuns, NotebookSession
from coursegrader.results import CellResult, GradedAttempt, Problem, Provenance, Repair
from coursegrader.sandbox.bubblewrap import RUNG
from coursegrader.sandbox.policy import DEFAULT_LIMITS, Limits


@dataclass(frozen=True)
class GradingRequest:
    """What to grade.

    Attributes:
        course_dir: a course directory, with ``source/`` and ``graders/``.
        assignment: the name of a folder in ``source/``.
        attempt: what was handed in.
        learner: whose it is; None grades quizzes by their example variant.
        secret: the course secret, from which hidden inputs and quiz variants are drawn.
        notebooks: grade only these; all of the assignment when None.
        limits: bounds on the learner's code.
    """

    course_dir: Path
    assignment: str
    attempt: Attempt
    learner: str | None = None
    secret: bytes = b""
    notebooks: tuple[str, ...] | None = None
    limits: Limits = DEFAULT_LIMITS


@dataclass(frozen=True)
class Graded:
    """The result, and each notebook that was run (nbformat dicts, outputs as the learner's code made them)."""

    result: GradedAttempt
    notebooks: dict[str, dict[str, Any]]


@dataclass
class _Tally:
    provenance: Provenance
    cells: list[CellResult] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    errors: list[Problem] = field(default_factory=list)
    notebooks: dict[str, dict[str, Any]] = field(default_factory=dict)


def grade_attempt(request: GradingRequest) -> Graded:
    """Grade an attempt. Whatever the learner's code does, this gives a result; what went wrong stands in its errors.

    Raises:
        UnknownAssignment, CourseError: the course's own files cannot be used.
        BadSubmission: nothing in the attempt is a notebook of this assignment.
        SandboxUnavailable: this machine has no sandbox.
    """
    assignment = open_assignment(request.course_dir, request.assignment)
    submitted = _match_notebooks(assignment, request)
    tally = _Tally(_provenance(assignment, request))
    files = sandbox_files(assignment, request)
    for name in _wanted(assignment, request, submitted):
        outcome = submitted.get(name)
        if isinstance(outcome, tuple):
            # a sandbox for each: what the hidden tests of one gave to the learner's code, the next could print
            with AttemptSandbox(files, request.limits) as sandbox:
                _grade_notebook(assignment, request, sandbox, name, outcome, tally)
        else:
            _nothing_to_grade(name, assignment.notebooks[name], outcome, tally)
    return Graded(_result(assignment, tally), tally.notebooks)


def _wanted(assignment: Assignment, request: GradingRequest, submitted: Mapping[str, object]) -> list[str]:
    """The notebooks to grade: those asked for; of a single notebook's attempt, that one; else all."""
    names = [name for name in assignment.notebooks if request.notebooks is None or name in request.notebooks]
    return names if request.attempt.whole else [name for name in names if name in submitted]


def _match_notebooks(assignment: Assignment, request: GradingRequest) -> dict[str, tuple[Cell, ...] | str]:
    """For each notebook of the assignment, the submitted cells, or why there are none (no entry: not handed in)."""
    found: dict[str, tuple[Cell, ...] | str] = {}
    unmatched: dict[str, str] = {}
    for name, content in request.attempt.notebooks.items():
        try:
            cells = read_cells(content, f"{name}.ipynb")
        except BadSubmission as error:
            unmatched[name] = str(error)
            continue
        target = _target(assignment, name, cells)
        if target is None:
            unmatched[name] = (
                f"{name}.ipynb: not a notebook of the assignment '{assignment.name}'; check what you hand in"
            )
        elif target not in found or target == name:
            found[target] = cells
    for name, why in unmatched.items():
        if name in assignment.notebooks:
            found.setdefault(name, why)
    if not any(isinstance(cells, tuple) for cells in found.values()):
        raise BadSubmission(next(iter(unmatched.values()), "there is no notebook in what was handed in"))
    return found


def _target(assignment: Assignment, name: str, cells: Sequence[Cell]) -> str | None:
    """Which notebook of the assignment this is: the one of its name, or else one it shares cells with."""
    candidates = [name] if name in assignment.notebooks else list(assignment.notebooks)
    for candidate in candidates:
        if matches(assignment.notebooks[candidate], cells):
            return candidate
    return None


def _grade_notebook(
    assignment: Assignment,
    request: GradingRequest,
    sandbox: AttemptSandbox,
    name: str,
    cells: tuple[Cell, ...],
    tally: _Tally,
) -> None:
    template = assignment.notebooks[name]
    rebuilt = rebuild(name, template, cells)
    tally.repairs += rebuilt.repairs
    if not any(cell.is_grade for cell in template):
        tally.notebooks[name] = executed_notebook(
            assignment, name, rebuilt, CellRuns(), {}, _own(tally, name), [], tally.provenance
        )
        return
    code = [index for index, cell in enumerate(rebuilt.cells) if cell.cell_type == "code"]
    session = NotebookSession(sandbox, [rebuilt.cells[index].source for index in code])
    before = len(tally.errors)
    try:
        runs = _run(session, name, rebuilt, code, tally)
        recorded = _run_hidden_tests(assignment, request, name, rebuilt, session, tally)
    finally:
        session.close()
    shown = {cell.grade_id: runs.outputs.get(index) for index, cell in enumerate(rebuilt.cells) if cell.grade_id}
    results = {
        cell.grade_id: _cell_result(assignment, name, cell, recorded, shown.get(cell.grade_id), tally)
        for cell in template
        if _scored(cell)
    }
    tally.cells += results.values()
    tally.notebooks[name] = executed_notebook(
        assignment, name, rebuilt, runs, results, _own(tally, name), tally.errors[before:], tally.provenance
    )


def _own(tally: _Tally, name: str) -> list[Repair]:
    return [repair for repair in tally.repairs if repair.notebook == name]


def sandbox_files(assignment: Assignment, request: GradingRequest) -> dict[str, bytes]:
    """What lies beside the notebooks in the sandbox: the learner's files, and over them the instructor's."""
    given = assignment.extra_files | dict(_variant_files(assignment, request))
    files = {p: b for p, b in request.attempt.files.items() if not (p.endswith(".ipynb") and "/" not in p)}
    return {p: b for p, b in files.items() if _fits(PurePosixPath(p), given)} | given


def _fits(path: PurePosixPath, given: Mapping[str, bytes]) -> bool:
    """Whether a learner's file can lie beside the instructor's: inside the folder, no file where they have a folder."""
    if path.is_absolute() or ".." in path.parts or any(str(parent) in given for parent in path.parents):
        return False
    return not any(path in PurePosixPath(name).parents for name in given)


def _variant_files(assignment: Assignment, request: GradingRequest) -> Mapping[str, bytes]:
    if not (assignment.graders_dir / "questions.py").exists():
        return {}
    from coursegrader.grader_side.variants import render_variant

    return render_variant(assignment.course_dir, assignment.name, request.learner, request.secret)


def _draw_variant(assignment: Assignment, request: GradingRequest) -> Any:
    from coursegrader.grader_side.variants import draw_variant

    return draw_variant(assignment.course_dir, assignment.name, request.learner, request.secret)


def _run(session: NotebookSession, name: str, rebuilt: Rebuilt, code: list[int], tally: _Tally) -> CellRuns:
    """Run the cells; outputs and problems by position in the rebuilt notebook."""
    try:
        session.run()
    except SandboxDied as error:
        tally.errors.append(Problem(name, str(error)))
    runs = CellRuns({code[index]: outputs for index, outputs in session.runs.outputs.items()})
    for index, what in session.runs.problems.items():
        position = code[min(index, len(code) - 1)]
        cell = rebuilt.cells[position]
        runs.problems[position] = what
        tally.errors.append(Problem(f"{name}: {cell.grade_id or f'cell {position + 1}'}", what))
    return runs


def _run_hidden_tests(
    assignment: Assignment,
    request: GradingRequest,
    name: str,
    rebuilt: Rebuilt,
    session: NotebookSession,
    tally: _Tally,
) -> dict[str, list[Recorded]]:
    mine = {cell.grade_id for cell in rebuilt.cells if cell.is_grade}
    suites = sorted({path for grade_id, path in assignment.suites.items() if grade_id in mine})
    if not suites:
        return {}
    context = SuiteContext(
        session=session,
        seed=tally.provenance.seed,
        answers={cell.grade_id: cell.source for cell in rebuilt.cells if cell.is_solution},
        cells_of_suite={path.name: suite_cells(path) for path in suites},
        draw_variant=lambda: _draw_variant(assignment, request),
    )
    plugin = run_suites(suites, assignment.graders_dir, context)
    tally.errors += [Problem(f"{name}: {where}", what) for where, what in plugin.problems]
    recorded: dict[str, list[Recorded]] = defaultdict(list)
    for record in plugin.recorded:
        recorded[record.cell].append(record)
    return recorded


def _scored(cell: Cell) -> bool:
    return cell.is_grade or cell.is_task


def _cell_result(
    assignment: Assignment,
    name: str,
    cell: Cell,
    recorded: Mapping[str, list[Recorded]],
    outputs: Outputs | None,
    tally: _Tally,
) -> CellResult:
    if cell.grade_id in assignment.suites:
        return _score_by_suite(name, cell, recorded.get(cell.grade_id, []), tally)
    if cell.is_task or cell.is_solution or cell.cell_type != "code":
        return CellResult(name, cell.grade_id, None, cell.points, rule="manual")
    return CellResult(name, cell.grade_id, plain_score(outputs, cell.points), cell.points, rule="nbgrader")


def _score_by_suite(name: str, cell: Cell, records: list[Recorded], tally: _Tally) -> CellResult:
    tests = tuple(record.result for record in records)
    total = sum(test.weight for test in tests)
    if total <= 0:
        tally.errors.append(Problem(f"{name}: {cell.grade_id}", "no hidden test ran, so there are no points for it"))
        return CellResult(name, cell.grade_id, 0.0, cell.points, tests)
    passed = sum(test.weight for test in tests if test.passed)
    score = cell.points if passed == total else round(cell.points * passed / total, 6)
    return CellResult(name, cell.grade_id, score, cell.points, tests)


def _nothing_to_grade(name: str, template: Sequence[Cell], why: str | tuple[Cell, ...] | None, tally: _Tally) -> None:
    scored = [cell for cell in template if _scored(cell)]
    if scored:
        message = why if isinstance(why, str) else f"{name}.ipynb was not handed in"
        tally.errors.append(Problem(name, message))
        tally.cells += [CellResult(name, cell.grade_id, 0.0, cell.points) for cell in scored]


def _result(assignment: Assignment, tally: _Tally) -> GradedAttempt:
    if not all(0 <= cell.max_score < math.inf for cell in tally.cells):
        raise CourseError(f"source/{assignment.name}: a grade cell has points that are not a number; set its points")
    return GradedAttempt(
        assignment=assignment.name,
        score=round(sum(cell.score or 0.0 for cell in tally.cells), 6),
        max_score=sum(cell.max_score for cell in tally.cells),
        cells=tuple(tally.cells),
        repairs=tuple(tally.repairs),
        errors=tuple(tally.errors),
        provenance=tally.provenance,
    )


def _provenance(assignment: Assignment, request: GradingRequest) -> Provenance:
    message = f"{request.assignment}:{request.attempt.sha256}".encode()
    return Provenance(
        attempt=request.attempt.sha256,
        suite=assignment.suite_hash,
        source=assignment.source_hash,
        environment=environment_hash(),
        seed=hmac.new(request.secret, message, "sha256").hexdigest(),
        sandbox=RUNG,
    )
