"""The pytest plugin that a hidden suite runs under: its fixtures, its markers, and the record of what passed."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from coursegrader.errors import CourseGraderError, SandboxDied
from coursegrader.grader_side.session import NotebookSession
from coursegrader.grader_side.student import Student
from coursegrader.grader_side.student_error import StudentError
from coursegrader.results import TestResult

MARKERS = (
    "weight(w): how much this test counts within its cell (1 unless given)",
    "cell(grade_id): the grade cell that this test scores",
    "blocked(*modules): every public function of these modules raises in the learner's process during the test",
    "hint(text): what the learner reads if the test fails, in place of the docstring",
)
NO_HINT = "A hidden test of this exercise failed."
# Exceptions whose name may be told: a fixed list, since a learner's own class could be named after a hidden input.
TELLABLE = frozenset(
    "ArithmeticError AssertionError AttributeError FloatingPointError ImportError IndexError KeyError LookupError "
    "MemoryError ModuleNotFoundError NameError NotImplementedError OverflowError RecursionError RuntimeError "
    "StopIteration SyntaxError TypeError UnboundLocalError ValueError ZeroDivisionError LinAlgError "
    "BlockedFunctionError".split()
)


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
    """What the fixtures draw on, for one notebook of one attempt; with ``only_cell``, only its tests run."""

    session: NotebookSession
    seed: str
    answers: Mapping[str, str]
    cells_of_suite: Mapping[str, tuple[str, ...]]
    draw_variant: Callable[[], Any]
    only_cell: str | None = None


@dataclass(frozen=True)
class Recorded:
    """One test's result, and the grade cell it counts for."""

    cell: str
    result: TestResult


class SuitePlugin:
    """Registered with pytest for one run."""

    def __init__(self, context: SuiteContext) -> None:
        self.context = context
        self.recorded: list[Recorded] = []
        self.problems: list[tuple[str, str]] = []
        self._revealed: dict[str, list[str]] = {}
        self._by_item: dict[str, Recorded] = {}

    # ---- collection

    def pytest_configure(self, config: pytest.Config) -> None:
        for marker in MARKERS:
            config.addinivalue_line("markers", marker)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            last = str(report.longrepr).strip().splitlines()
            self.problems.append((report.nodeid or "suite", f"the suite cannot be loaded: {last[-1] if last else '?'}"))

    def cell_of(self, item: pytest.Item) -> str:
        """The grade cell that a test scores: by its marker, or the only one of its suite; else empty."""
        marker = item.get_closest_marker("cell")
        if marker is not None:
            return str(marker.args[0])
        cells = self.context.cells_of_suite[item.path.name]
        return cells[0] if len(cells) == 1 else ""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        if self.context.only_cell is not None:
            items[:] = [item for item in items if self.cell_of(item) == self.context.only_cell]
        for item in items:
            if not self.cell_of(item):
                self.problems.append((item.nodeid, "this test names no cell: mark it with @pytest.mark.cell(grade_id)"))

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
            self._record(item, report, call.excinfo.value if call.excinfo else None)
        if report.when == "teardown" and not report.passed and call.excinfo is not None:
            self._trouble(item, call.excinfo.value)
        return report

    def _record(self, item: pytest.Item, report: pytest.TestReport, error: BaseException | None) -> None:
        before = self._by_item.get(item.nodeid)
        if before is not None:  # a subtest of it has been recorded: the test passes only if all of it does
            if not report.passed and before.result.passed:
                self.recorded.remove(before)
            else:
                return
        weight = item.get_closest_marker("weight")
        result = TestResult(
            name=item.name,
            passed=report.passed,
            hint="" if report.passed else self._hint(item, error),
            weight=float(weight.args[0]) if weight else 1.0,
        )
        self._by_item[item.nodeid] = recorded = Recorded(self.cell_of(item), result)
        self.recorded.append(recorded)
        if error is not None:
            self._trouble(item, error)

    def _trouble(self, item: pytest.Item, error: BaseException) -> None:
        if isinstance(error, CourseGraderError):
            self.problems.append((f"{self.cell_of(item)}: {item.name}", str(error)))

    def _hint(self, item: pytest.Item, error: BaseException | None) -> str:
        marker = item.get_closest_marker("hint")
        function = getattr(item, "function", None)
        text = marker.args[0] if marker else " ".join((getattr(function, "__doc__", None) or NO_HINT).split())
        sentence = " ".join([str(text), *_what_the_code_did(error)])
        return "\n".join([sentence, *self._revealed.get(item.nodeid, ())])

    # ---- fixtures

    @pytest.fixture
    def student(self, request: pytest.FixtureRequest) -> Iterator[Student]:
        """The learner's functions and values."""
        block = [module for marker in request.node.iter_markers("blocked") for module in marker.args]
        with self.context.session.test(block) as student:
            yield student

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> np.random.Generator:
        """Random numbers for scoring, the same again for the same attempt and test."""
        return _generator(self.context.seed, request.node.name)

    @pytest.fixture
    def example_rng(self, request: pytest.FixtureRequest) -> np.random.Generator:
        """Random numbers for an example that may be shown: never those of the scoring inputs."""
        return _generator("example:" + self.context.seed, request.node.name)

    @pytest.fixture
    def source(self, request: pytest.FixtureRequest) -> SourceCell:
        """The learner's answer cell."""
        return SourceCell(self.context.answers.get(f"{self.cell_of(request.node)}_answer", ""))

    @pytest.fixture
    def reveal(self, request: pytest.FixtureRequest) -> Callable[[str], None]:
        """Say something that the learner may read after the hint, if the test fails."""
        return self._revealed.setdefault(request.node.nodeid, []).append

    @pytest.fixture
    def quiz_variant(self) -> Any:
        """The questions of this learner, with their keys."""
        return self.context.draw_variant()


def _generator(seed: str, name: str) -> np.random.Generator:
    digest = hashlib.sha256(f"{seed}:{name}".encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:16], "big"))


def _what_the_code_did(error: BaseException | None) -> list[str]:
    """A sentence on how the learner's code failed, if that is what happened; never its own words."""
    if isinstance(error, SandboxDied):
        return ["(The test could not be brought to its end.)"]
    cause = error if isinstance(error, StudentError) else None
    if cause is None:
        return []
    if cause.type_name == "TimeoutError":
        return ["(Your code took too long.)"]
    if cause.type_name == "NotDataError":
        return ["(Your code gave back an object of a class of its own where plain data are expected.)"]
    if cause.type_name == "CrashError":
        return ["(Your code ended its process, perhaps for want of memory.)"]
    if cause.type_name == "NotImplementedError":
        return ["(There is no answer in this cell yet.)"]
    if cause.type_name == "BlockedFunctionError":
        return ["(Your code called a function that this exercise does without.)"]
    told = cause.type_name if cause.type_name in TELLABLE else "an exception"
    return [f"(Your code raised {told}.)"]
