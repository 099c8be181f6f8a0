"""The pytest plugin that a hidden suite runs under: its fixtures, its markers, and how its tests are recorded."""

from __future__ import annotations

import ast
import copy
import hashlib
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from coursegrader.grader_side.marks import marks_of
from coursegrader.grader_side.recorded import SuiteRun
from coursegrader.grader_side.recorder import Recorder
from coursegrader.grader_side.session import NotebookSession
from coursegrader.grader_side.student import Student

MARKERS = (
    "weight(w): how much this test counts within its cell (1 unless given)",
    "cell(grade_id): the grade cell that this test scores",
    "blocked(*names): these functions, and every public function of these modules, raise in the learner's process",
    "hint(text): what the learner reads if the test fails, in place of the docstring",
)
# Names of the fixtures below
FIXTURES = frozenset({"student", "rng", "example_rng", "source", "reveal", "quiz_variant", "quiz_answers"})

Report = Generator[None, pytest.TestReport, pytest.TestReport]


@dataclass(frozen=True)
class SourceCell:
    """The learner's answer cell: its text, and its syntax tree (an empty module where it does not parse)."""

    text: str

    @property
    def tree(self) -> ast.Module:
        try:
            return ast.parse(self.text)
        except SyntaxError:
            return ast.Module(body=[], type_ignores=[])


@dataclass(frozen=True)
class SuiteContext:
    """What the fixtures draw on, for one notebook of one attempt; with ``only_cell``, only its tests run.

    Without ``asks_notebook``, the variant itself knows which answers were handed in, and the notebook is not asked.
    """

    session: NotebookSession
    seed: str
    answers: Mapping[str, str]
    cells_of_suite: Mapping[str, tuple[str, ...]]
    draw_variant: Callable[[], Any]
    only_cell: str | None = None
    asks_notebook: bool = True


class SuitePlugin:
    """Registered with pytest when suites are collected; ``begin`` gives it what a run of them draws on.

    Attributes:
        load_problems: pairs of where and what, for suites that could not be loaded.
        item: the test that runs now.
    """

    context: SuiteContext
    recorder: Recorder
    item: pytest.Item

    def __init__(self) -> None:
        self.load_problems: list[tuple[str, str]] = []

    def begin(self, context: SuiteContext) -> SuiteRun:
        """Start the record of a run."""
        self.context = context
        self.recorder = Recorder(context.cells_of_suite)
        self._quiz_answers: Any = None
        self.recorder.run.problems.extend(self.load_problems)
        return self.recorder.run

    # ---- collection

    def pytest_configure(self, config: pytest.Config) -> None:
        for marker in MARKERS:
            config.addinivalue_line("markers", marker)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            last = str(report.longrepr).strip().splitlines()
            what = f"the suite cannot be loaded: {last[-1] if last else '?'}"
            self.load_problems.append((report.nodeid or "suite", what))

    # ---- results

    @pytest.hookimpl(specname="pytest_runtest_makereport", tryfirst=True)
    def make_short_report(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """In place of pytest's own report, which formats a traceback that nobody reads here: that takes time, and has
        been seen to fail on a traceback without line numbers."""
        assert call.when != "collect"  # collection has a report of its own
        error = call.excinfo.value if call.excinfo else None
        skipped = isinstance(error, pytest.skip.Exception)
        return pytest.TestReport(
            nodeid=item.nodeid,
            location=item.location,
            keywords=dict.fromkeys(item.keywords, 1),
            outcome="passed" if error is None else "skipped" if skipped else "failed",
            longrepr=None if error is None else type(error).__name__,
            when=call.when,
            duration=call.duration,
            start=call.start,
            stop=call.stop,
        )

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Report:
        report = yield
        if report.when == "call" or (report.when == "setup" and not report.passed):
            self.recorder.record(item, report.passed, call.excinfo.value if call.excinfo else None)
        if report.when == "teardown" and not report.passed and call.excinfo is not None:
            self.recorder.trouble(item, call.excinfo.value)
        return report

    # ---- fixtures. None asks for pytest's `request`, which is slow to make: the test that runs is `self.item`.

    @pytest.fixture
    def student(self) -> Iterator[Student]:
        """The learner's functions and values."""
        with self.give_student() as student:
            yield student

    @pytest.fixture
    def rng(self) -> np.random.Generator:
        """Random numbers for scoring, the same again for the same attempt and test."""
        return self.give_rng()

    @pytest.fixture
    def example_rng(self) -> np.random.Generator:
        """Random numbers for an example that may be shown: never those of the scoring inputs."""
        return self.give_example_rng()

    @pytest.fixture
    def source(self) -> SourceCell:
        """The learner's answer cell."""
        return self.give_source()

    @pytest.fixture
    def reveal(self) -> Callable[[str], None]:
        """Say something that the learner may read after the hint, if the test fails."""
        return self.give_reveal()

    @pytest.fixture
    def quiz_variant(self) -> Any:
        """The questions of this learner, with their keys."""
        return self.give_quiz_variant()

    @pytest.fixture
    def quiz_answers(self) -> Any:
        """The answers to the example variant: what ``quiz.answers()`` gives in the notebook. None for a learner's own
        quiz, which knows what was handed in."""
        return self.give_quiz_answers()

    # ---- what they give

    def give(self, name: str, stack: ExitStack) -> Any:
        """What the fixture ``name`` gives to the test that runs, without pytest's help; it ends with ``stack``."""
        return stack.enter_context(self.give_student()) if name == "student" else getattr(self, f"give_{name}")()

    def give_student(self) -> AbstractContextManager[Student]:
        return self.context.session.test(marks_of(self.item).blocked)

    def give_rng(self) -> np.random.Generator:
        return _generator(self.context.seed, self.item.name)

    def give_example_rng(self) -> np.random.Generator:
        return _generator("example:" + self.context.seed, self.item.name)

    def give_source(self) -> SourceCell:
        return SourceCell(self.context.answers.get(f"{self.recorder.cell_of(self.item)}_answer", ""))

    def give_reveal(self) -> Callable[[str], None]:
        return self.recorder.revealed(self.item).append

    def give_quiz_variant(self) -> Any:
        return self.context.draw_variant()

    def give_quiz_answers(self) -> Any:
        if not self.context.asks_notebook:
            return None
        if self._quiz_answers is None:  # asked for once: each question's test would be told the same
            with self.context.session.test() as student:
                self._quiz_answers = student.quiz.answers()
        answers = self._quiz_answers
        return copy.deepcopy(answers) if type(answers) is dict else answers  # a handle says no to everything by now


def _generator(seed: str, name: str) -> np.random.Generator:
    digest = hashlib.sha256(f"{seed}:{name}".encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:16], "big"))
