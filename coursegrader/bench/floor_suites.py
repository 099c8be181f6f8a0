"""Hidden suites for the floor: collected once by pytest, then called as the plain functions that they are."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from coursegrader.errors import CourseError
from coursegrader.grader_side.assignment import suite_cells
from coursegrader.grader_side.collected import OPTIONS
from coursegrader.grader_side.plugin import MARKERS, SourceCell, _generator

GIVEN = frozenset({"student", "rng", "example_rng", "source", "reveal", "quiz_variant", "quiz_answers"})


@dataclass(frozen=True)
class FloorTest:
    """One collected test: which cell it scores, and how to call it."""

    name: str
    cell: str
    weight: float
    blocked: tuple[str, ...]
    function: Callable[..., object]
    wants: tuple[str, ...]
    parameters: Mapping[str, Any]


@dataclass
class FloorSuites:
    """A pytest plugin that collects the suites, and runs ``action`` in the place of pytest's loop over the tests."""

    cells_of_suite: Mapping[str, tuple[str, ...]]
    action: Callable[[Sequence[FloorTest]], None]
    tests: list[FloorTest] = field(default_factory=list)

    def pytest_configure(self, config: pytest.Config) -> None:
        for marker in MARKERS:
            config.addinivalue_line("markers", marker)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            raise CourseError("a hidden suite cannot be loaded; run `coursegrader check` to see why")
        self.action([self._test(item) for item in session.items])
        return True

    def _test(self, item: pytest.Item) -> FloorTest:
        assert isinstance(item, pytest.Function)
        spec = getattr(item, "callspec", None)
        parameters = dict(spec.params) if spec is not None else {}
        wants = tuple(name for name in item._fixtureinfo.argnames if name not in parameters)
        foreign = sorted(set(wants) - GIVEN)
        if foreign:
            raise CourseError(f"{item.nodeid}: the floor has no fixture {foreign[0]}; bench another assignment")
        weight, cell = item.get_closest_marker("weight"), item.get_closest_marker("cell")
        return FloorTest(
            name=item.name,
            cell=str(cell.args[0]) if cell else self.cells_of_suite[item.path.name][0],
            weight=float(weight.args[0]) if weight else 1.0,
            blocked=tuple(module for marker in item.iter_markers("blocked") for module in marker.args),
            function=item.obj,
            wants=wants,
            parameters=parameters,
        )


def with_collected(suites: Sequence[Path], graders_dir: Path, action: Callable[[Sequence[FloorTest]], None]) -> None:
    """Collect the suites and call ``action`` with their tests, while pytest is there (``pytest.raises`` and the like).

    Raises:
        CourseError: a suite cannot be collected.
    """
    plugin = FloorSuites({path.name: suite_cells(path) for path in suites}, action)
    sys.path.append(str(graders_dir))  # suites import the modules beside them; this process does nothing else
    sys.dont_write_bytecode = True
    status = pytest.main([*OPTIONS, f"--rootdir={graders_dir}", *map(str, suites)], plugins=[plugin])
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise CourseError(f"the hidden suites could not be run for the floor ({pytest.ExitCode(status).name})")


def fixtures(seed: str, test: FloorTest, student: Any, answer: str, draw: Callable[[], Any]) -> dict[str, Any]:
    """The arguments of one test: the same as in a graded run, but for ``student``."""
    values: dict[str, Any] = dict(test.parameters)
    for name in test.wants:
        match name:
            case "student":
                values[name] = student
            case "rng":
                values[name] = _generator(seed, test.name)
            case "example_rng":
                values[name] = _generator("example:" + seed, test.name)
            case "source":
                values[name] = SourceCell(answer)
            case "reveal":
                values[name] = _nothing
            case "quiz_variant":
                values[name] = draw()
            case "quiz_answers":
                values[name] = student.quiz.answers()
    return values


def _nothing(text: str) -> None:
    """Where a revealed example goes here."""
