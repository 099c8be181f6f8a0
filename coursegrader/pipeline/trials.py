"""Tests of the tests: each wrong solution must lose points by a test whose hint fits, each right one none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from coursegrader.grader_side.assignment import Assignment, suite_cells
from coursegrader.grader_side.collected import CollectedSuites
from coursegrader.grader_side.plugin import SuiteContext
from coursegrader.grader_side.rebuild import INSTRUCTOR_ONLY
from coursegrader.grader_side.recorded import SuiteRun
from coursegrader.grader_side.recorder import NO_HINT
from coursegrader.grader_side.sandboxes import AttemptSandbox
from coursegrader.grader_side.session import NotebookSession
from coursegrader.pipeline.generic_answers import generic_answers, most_kept, why_left_out
from coursegrader.pipeline.solutions import Solution, reference, solutions_beside
from coursegrader.results import TestResult
from coursegrader.sandbox.policy import DEFAULT_LIMITS

# With so many secrets a wrong solution is tried by the whole suite; with all others by the one test that must catch it,
# which is all that is asked there.
WHOLE_SUITE_SECRETS = 2
NONE: Mapping[str, bytes] = MappingProxyType({})


@dataclass(frozen=True)
class Trial:
    """How one solution fared with one secret.

    Attributes:
        kept: the part of the points that it keeps; None where not all tests were run.
        left_out: why this solution means nothing in this exercise.
        leaks: tests that tell something of the scoring inputs.
    """

    solution: Solution
    secret: int
    failed: tuple[TestResult, ...]
    problems: tuple[str, ...]
    kept: float | None = None
    left_out: str = ""
    leaks: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the suite judged it as it must."""
        if self.left_out:
            return True
        if self.problems:
            return False
        if self.solution.kind in ("right", "reference"):
            return not self.failed
        if self.solution.kind == "generic":
            return self.kept is not None and self.kept <= most_kept(self.solution.name)
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


def try_exercise(
    assignment: Assignment, grade_id: str, secrets: int, pictures: Mapping[str, bytes] = NONE
) -> list[Trial]:
    """Try every solution of one exercise, the generic answers and the reference, with ``secrets`` secrets each.

    Args:
        pictures: those that are everybody's (see ``rehearsal.py``): without them the notebook draws them.

    Raises:
        CourseError: a solution cannot be used.
        SandboxUnavailable: this machine has no sandbox.
    """
    own = reference(assignment, grade_id)
    solutions = [
        *solutions_beside(assignment, grade_id),
        *generic_answers(assignment, grade_id),
        *([] if own is None else [own]),
    ]
    notebook = next(n for n, cells in assignment.notebooks.items() if any(c.grade_id == grade_id for c in cells))
    return list(_try_all(assignment, notebook, solutions, range(secrets), pictures))


def code_of(assignment: Assignment, name: str) -> list[str]:
    """The code cells of a notebook that learners have, too."""
    return [
        cell.source
        for cell in assignment.notebooks[name]
        if cell.cell_type == "code" and INSTRUCTOR_ONLY not in cell.tags
    ]


@contextmanager
def notebook_session(
    assignment: Assignment, name: str, pictures: Mapping[str, bytes] = NONE
) -> Iterator[NotebookSession]:
    """A notebook with its solutions, run when the first test asks for it."""
    warm, files = assignment.warm_for(pictures), {**assignment.extra_files, **pictures}
    with AttemptSandbox(files, DEFAULT_LIMITS, warm) as sandbox:
        session = NotebookSession(sandbox, code_of(assignment, name))
        try:
            yield session
        finally:
            session.close()


def _try_all(
    assignment: Assignment,
    name: str,
    solutions: Sequence[Solution],
    numbers: Sequence[int],
    pictures: Mapping[str, bytes] = NONE,
) -> Iterator[Trial]:
    """Run the notebook once, then each solution's tests in forks of it."""
    if not solutions:
        return
    with notebook_session(assignment, name, pictures) as session:
        for solution in solutions:
            session.patch = solution.code
            yield from _try_one(assignment, session, solution, numbers)


def _try_one(
    assignment: Assignment, session: NotebookSession, solution: Solution, numbers: Sequence[int]
) -> Iterator[Trial]:
    left_out = why_left_out(session, solution) if solution.kind == "generic" else ""
    if left_out:
        yield Trial(solution, numbers[0], (), (), left_out=left_out)
        return
    whole = SuiteRuns(assignment, session, solution)
    narrow = whole
    if solution.kind == "wrong" and solution.caught_by and len(numbers) > WHOLE_SUITE_SECRETS:
        narrow = SuiteRuns(assignment, session, solution, only_test=solution.caught_by)
    try:
        for place, number in enumerate(numbers):
            if place < WHOLE_SUITE_SECRETS:
                yield whole.trial(number, look_for_leaks=place == 0 and solution.kind in ("wrong", "generic"))
            else:
                yield narrow.trial(number)
    finally:
        whole.close()
        narrow.close()


class ScoringSeed(str):
    """The seed of scoring inputs, with that of another run for the examples that learners may be shown: the plugin
    draws those from the seed with a word before it."""

    examples: str

    def __radd__(self, word: str) -> str:
        return word + self.examples


class SuiteRuns:
    """Runs of one suite against one solution. The suite is loaded once: what its modules keep is of one solution's."""

    def __init__(
        self, assignment: Assignment, session: NotebookSession, solution: Solution, only_test: str = ""
    ) -> None:
        self._assignment, self._session, self._solution = assignment, session, solution
        self._suite = assignment.suites[solution.grade_id]
        selected = f"{self._suite}::{only_test}" if only_test else str(self._suite)
        self._whole = not only_test
        self._selected = [Path(selected)]
        self._collected: CollectedSuites | None = None

    def trial(self, number: int, *, look_for_leaks: bool = False) -> Trial:
        """How the solution fares with one secret."""
        run = self._run(self._seed(number))
        leaks = self._leaks(run, number) if look_for_leaks else ()
        results = [record.result for record in run.recorded]
        problems = [f"{where}: {what}" for where, what in run.problems]
        if not results:
            problems.append("no hidden test ran")
        failed = tuple(result for result in results if not result.passed)
        problems += [f"{test.name} has no docstring to be its hint" for test in failed if test.hint.startswith(NO_HINT)]
        return Trial(self._solution, number, failed, tuple(problems), self._kept(results), leaks=leaks)

    def _leaks(self, run: SuiteRun, number: int) -> tuple[str, ...]:
        """The tests that show something of the scoring inputs: what they show must be the same again in a run with the
        same examples and other scoring inputs, if they fail in that one, too."""
        seed = ScoringSeed(self._seed(number + 1))
        seed.examples = self._seed(number)
        shown, again = _revealed(run), _revealed(self._run(seed))
        return tuple(name for name, text in shown.items() if again.get(name, text) != text)

    def close(self) -> None:
        """Let pytest clear up."""
        if self._collected is not None:
            self._collected.close()
            self._collected = None

    def _seed(self, number: int) -> str:
        return hashlib.sha256(check_secret(number) + self._solution.grade_id.encode()).hexdigest()

    def _kept(self, results: Sequence[TestResult]) -> float | None:
        total = sum(result.weight for result in results)
        if not self._whole or total <= 0:
            return None
        return sum(result.weight for result in results if result.passed) / total

    def _run(self, seed: str) -> SuiteRun:
        context = SuiteContext(
            session=self._session,
            seed=seed,
            answers={f"{self._solution.grade_id}_answer": self._solution.code},
            cells_of_suite={self._suite.name: suite_cells(self._suite)},
            draw_variant=lambda: None,
            only_cell=self._solution.grade_id,
        )
        if self._collected is not None:
            run = self._collected.run(context)
            if run.recorded:
                return run
            self.close()  # pytest has counted a failure, and runs nothing more
        self._collected = CollectedSuites(self._selected, self._assignment.graders_dir)
        return self._collected.run(context)


def _revealed(run: SuiteRun) -> dict[str, str]:
    """What each failed test showed after its hint, of those that showed anything."""
    parts = {record.result.name: record.result.hint.partition("\n")[2] for record in run.recorded}
    return {name: text for name, text in parts.items() if text}
