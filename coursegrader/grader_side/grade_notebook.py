"""Grades one notebook of an attempt: runs it behind the wall, and the hidden suites against what it left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coursegrader.errors import SandboxDied
from coursegrader.grader_side.answer_pictures import with_pictures
from coursegrader.grader_side.assignment import Assignment
from coursegrader.grader_side.executed import executed_notebook
from coursegrader.grader_side.failures import require_no_failure, show_timeouts
from coursegrader.grader_side.kernel_sandbox import KernelSandbox, KernelSession
from coursegrader.grader_side.kernels import Kernel
from coursegrader.grader_side.notebook import Cell
from coursegrader.grader_side.notebooks_beside import notebook_file, without_obstacles
from coursegrader.grader_side.plugin import SuiteContext
from coursegrader.grader_side.prepared import prepared
from coursegrader.grader_side.rebuild import Rebuilt, rebuild
from coursegrader.grader_side.recorded import Recorded, SuiteRun
from coursegrader.grader_side.request import Prepare
from coursegrader.grader_side.sandboxes import AttemptSandbox
from coursegrader.grader_side.scores import cell_result, is_scored
from coursegrader.grader_side.session import CellRuns, NotebookSession
from coursegrader.grader_side.tally import Tally
from coursegrader.results import CellResult, Problem

RunSuites = Callable[[Sequence[Path], Path, SuiteContext], SuiteRun]


@dataclass(frozen=True)
class NotebookGrader:
    """Grades notebooks of one attempt, adding to its tally.

    Attributes:
        run_suites: loads hidden suites and runs them.
        draw_variant: gives this learner's questions.
        asks_notebook: whether answers to them are what the notebook says; see `SuiteContext`.
        prepare: the course's own steps before a notebook is run.
        beside: the files that were handed in or given, pictures among them that answers may show.
    """

    assignment: Assignment
    tally: Tally
    run_suites: RunSuites
    draw_variant: Callable[[], Any]
    asks_notebook: bool
    prepare: Prepare | None = None
    beside: Mapping[str, bytes] = field(default_factory=dict)

    def grade(self, sandbox: AttemptSandbox | KernelSandbox, name: str, cells: tuple[Cell, ...]) -> Mapping[str, bytes]:
        """Grade the submitted ``cells`` as the notebook ``name``; the files that they wrote, and the notebook's own.

        Raises:
            BadSubmission: the course does not grade a notebook in which this went wrong.
        """
        template = self.assignment.notebooks[name]
        tally = self.tally
        rebuilt = with_pictures(name, rebuild(name, template, cells), self.beside)
        tally.repairs += rebuilt.repairs
        if self.prepare is not None:
            document = executed_notebook(self.assignment, name, rebuilt, CellRuns(), {}, [], [], tally.provenance)
            rebuilt = prepared(name, rebuilt, document, self.prepare)
        own = {f"{name}.ipynb": notebook_file(rebuilt, self.assignment.document(name)["metadata"])}
        if not self.assignment.rules.run_all and not any(_has_exercise(cell) for cell in template):
            tally.notebooks[name] = executed_notebook(
                self.assignment, name, rebuilt, CellRuns(), {}, tally.repairs_of(name), [], tally.provenance
            )
            return own
        sandbox.files = without_obstacles(sandbox.files, *own) | own
        before = len(tally.errors)
        runs, recorded, files = self._run(sandbox, name, rebuilt)
        shown = {cell.grade_id: runs.outputs.get(index) for index, cell in enumerate(rebuilt.cells) if cell.grade_id}
        results = {
            cell.grade_id: cell_result(self.assignment, name, cell, recorded, shown.get(cell.grade_id), tally)
            for cell in template
            if is_scored(cell)
        }
        if not self.assignment.rules.grade_missing:
            results |= _left_to_a_person(name, template, cells)
        tally.cells += results.values()
        repairs, errors = tally.repairs_of(name), tally.errors[before:]
        tally.notebooks[name] = executed_notebook(
            self.assignment, name, rebuilt, runs, results, repairs, errors, tally.provenance
        )
        return files | own

    def _run(
        self, sandbox: AttemptSandbox | KernelSandbox, name: str, rebuilt: Rebuilt
    ) -> tuple[CellRuns, dict[str, list[Recorded]], dict[str, bytes]]:
        """Run the cells, then the hidden tests: outputs by position, results by grade id, files that cells wrote."""
        rules = self.assignment.rules
        all_code = [index for index, cell in enumerate(rebuilt.cells) if cell.cell_type == "code"]
        code = [index for index in all_code if rules.skip_tag not in rebuilt.cells[index].tags]
        others = len(self.assignment.notebooks) > 1
        session = sandbox.session([rebuilt.cells[index].source for index in code], keep_files=others)
        if isinstance(sandbox, KernelSandbox):
            self._tell_kernel(name, sandbox.kernel)
        try:
            runs = self._run_cells(session, name, rebuilt, code)
            runs.outputs |= {index: [] for index in all_code if index not in code}
            require_no_failure(name, rebuilt, runs, rules)
            show_timeouts(runs, rules)
            return runs, self._run_hidden_tests(session, name, rebuilt), session.files
        finally:
            session.close()

    def _tell_kernel(self, name: str, kernel: Kernel) -> None:
        what = (
            f"this notebook is for the kernel {kernel.display_name!r} ({kernel.language}), so Jupyter's own executor "
            "has run it, inside the sandbox"
        )
        if self.assignment.suites_of(name):
            what += "; hidden suites need Python, so its cells that have one get no points"
        self.tally.errors.append(Problem(name, what))

    def _run_cells(self, session: NotebookSession, name: str, rebuilt: Rebuilt, code: list[int]) -> CellRuns:
        """Run the cells; outputs and problems by position in the rebuilt notebook."""
        errors = self.tally.errors
        try:
            session.run()
        except SandboxDied as error:
            errors.append(Problem(name, str(error)))
        runs = CellRuns({code[index]: outputs for index, outputs in session.runs.outputs.items()})
        for index, what in session.runs.problems.items():
            position = code[min(index, len(code) - 1)]
            cell = rebuilt.cells[position]
            runs.problems[position] = what
            errors.append(Problem(f"{name}: {cell.grade_id or f'cell {position + 1}'}", what))
        return runs

    def _run_hidden_tests(self, session: NotebookSession, name: str, rebuilt: Rebuilt) -> dict[str, list[Recorded]]:
        suites = self.assignment.suites_of(name)
        if not suites or isinstance(session, KernelSession):
            return {}
        context = SuiteContext(
            session=session,
            seed=self.tally.provenance.seed,
            answers=rebuilt.answers,
            cells_of_suite={path.name: cells for path, cells in suites.items()},
            draw_variant=self.draw_variant,
            asks_notebook=self.asks_notebook,
        )
        run = self.run_suites(tuple(suites), self.assignment.graders_dir, context)
        self.tally.errors += [Problem(f"{name}: {where}", what) for where, what in run.problems]
        recorded: dict[str, list[Recorded]] = defaultdict(list)
        for record in run.recorded:
            recorded[record.cell].append(record)
        return recorded


def _left_to_a_person(name: str, template: Sequence[Cell], submitted: Sequence[Cell]) -> dict[str, CellResult]:
    """What a course gets that wants nothing put back: no score for a cell that was not handed in."""
    there = {cell.grade_id for cell in submitted}
    missing = [cell for cell in template if is_scored(cell) and cell.grade_id not in there]
    return {cell.grade_id: CellResult(name, cell.grade_id, None, cell.points, rule="manual") for cell in missing}


def _has_exercise(cell: Cell) -> bool:
    return cell.is_grade or cell.is_solution or cell.is_task
