"""Keeps the record of hidden tests: what passed, what the learner reads of the rest, and what went wrong."""

from __future__ import annotations

from collections.abc import Mapping
from unicodedata import category

import pytest

from coursegrader.errors import CourseGraderError, SandboxDied
from coursegrader.grader_side.marks import marks_of
from coursegrader.grader_side.recorded import Recorded, SuiteRun
from coursegrader.grader_side.student_error import StudentError
from coursegrader.results import TestResult

NO_HINT = "A hidden test of this exercise failed."
# Exceptions whose name may be told: a fixed list, since a learner's own class could be named after a hidden input.
TELLABLE = frozenset(
    "ArithmeticError AssertionError AttributeError FloatingPointError ImportError IndexError KeyError LookupError "
    "MemoryError ModuleNotFoundError NameError NotImplementedError OverflowError RecursionError RuntimeError "
    "StopIteration SyntaxError TypeError UnboundLocalError ValueError ZeroDivisionError LinAlgError "
    "BlockedFunctionError".split()
)


class Recorder:
    """The record of one run of hidden suites.

    Attributes:
        run: the results so far.
    """

    def __init__(self, cells_of_suite: Mapping[str, tuple[str, ...]]) -> None:
        self.run = SuiteRun()
        self._cells_of_suite = cells_of_suite
        self._revealed: dict[str, list[str]] = {}
        self._by_item: dict[str, Recorded] = {}

    def cell_of(self, item: pytest.Item) -> str:
        """The grade cell that a test scores: by its marker, or the only one of its suite; else empty."""
        named = marks_of(item).cell
        if named is not None:
            return named
        cells = self._cells_of_suite[item.path.name]
        return cells[0] if len(cells) == 1 else ""

    def revealed(self, item: pytest.Item) -> list[str]:
        """What the learner may read after the hint, if this test fails; add to it."""
        return self._revealed.setdefault(item.nodeid, [])

    def record(self, item: pytest.Item, passed: bool, error: BaseException | None) -> None:
        """Record the end of a test, or of one of its subtests: it passes only if all of them do."""
        before = self._by_item.get(item.nodeid)
        if before is not None:
            if passed or not before.result.passed:
                return
            self.run.recorded.remove(before)
        result = TestResult(
            name=item.name,
            passed=passed,
            hint="" if passed else self._hint(item, error),
            weight=marks_of(item).weight,
        )
        self._by_item[item.nodeid] = recorded = Recorded(self.cell_of(item), result)
        self.run.recorded.append(recorded)
        self.trouble(item, error)

    def trouble(self, item: pytest.Item, error: BaseException | None) -> None:
        """Tell what went wrong with the machinery in a test, if it did."""
        if isinstance(error, CourseGraderError):
            self.run.problems.append((f"{self.cell_of(item)}: {item.name}", str(error)))

    def _hint(self, item: pytest.Item, error: BaseException | None) -> str:
        text = marks_of(item).hint
        if text is None:
            function = getattr(item, "function", None)
            text = " ".join((getattr(function, "__doc__", None) or NO_HINT).split())
        sentence = " ".join([text, *_what_the_code_did(error)])
        return readable("\n".join([sentence, *self._revealed.get(item.nodeid, ())]))


def readable(text: str) -> str:
    """A text that may quote a learner's, for files and terminals: control characters and the like as escapes."""
    return "".join(c if c == "\n" or category(c)[0] != "C" else ascii(c)[1:-1] for c in text)


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
