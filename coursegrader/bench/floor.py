"""``python -m coursegrader.bench.floor WORK RESULTS``: the least that grading can cost.

The same cells and the same hidden tests as in a graded run, in one warm Python: no isolation, no fork, no limits, no
gradebook, no hints. Nothing here protects anybody: it is a yardstick, and runs only what the bench itself made.
"""

from __future__ import annotations

import functools
import gc
import json
import os
import sys
import time
import types
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from coursegrader.bench.floor_student import Blocks, FloorStudent
from coursegrader.bench.floor_suites import FloorTest, fixtures, with_collected
from coursegrader.grader_side.assignment import open_assignment
from coursegrader.grader_side.variants import draw_variant
from coursegrader.student_side.blocking import Blocker
from coursegrader.student_side.shell import RecordingShell, make_shell, run_cell

OUTPUT_LIMIT = 2**21
CELL_SECONDS = 60.0
WARM_UP = 6
Notebook = Mapping[str, Any]


@dataclass(frozen=True)
class Cost:
    """CPU seconds of one submission, and wall seconds of the whole of it."""

    cells: float
    tests: float
    wall: float


class Floor:
    """One warm Python that grades submission after submission."""

    def __init__(self, work: Mapping[str, Any], shell: RecordingShell, tests: Sequence[FloorTest]) -> None:
        self._work, self._shell = work, shell
        self._tests: dict[str, list[FloorTest]] = defaultdict(list)
        for test in tests:
            self._tests[test.cell].append(test)
        self._blockers: dict[tuple[str, ...], Blocker] = {}
        self._modules = set(sys.modules)

    def grade(self, submission: Mapping[str, Any]) -> tuple[dict[str, float], Cost]:
        """Scores by grade id, in points; and what they cost."""
        os.chdir(submission["folder"])
        sys.path[0] = submission["folder"]
        draw = functools.cache(lambda: self._draw(submission["student"]))
        scores: dict[str, float] = {}
        cells = tests = 0.0
        started = time.perf_counter()
        for notebook in submission["notebooks"]:
            before = time.process_time()
            namespace = self._run_cells(notebook["cells"])
            between = time.process_time()
            scores |= self._run_tests(notebook, namespace, draw)
            cells, tests = cells + between - before, tests + time.process_time() - between
        return scores, Cost(cells, tests, time.perf_counter() - started)

    def _draw(self, student: str) -> Any:
        secret = bytes.fromhex(self._work["secret"])
        return draw_variant(Path(self._work["course_dir"]), self._work["assignment"], student, secret)

    def _run_cells(self, cells: Sequence[str]) -> dict[str, Any]:
        """Run a notebook from an empty namespace; what it left."""
        self._forget()
        for index, source in enumerate(cells):
            run_cell(self._shell, source, CELL_SECONDS, index + 1)
        namespace: dict[str, Any] = self._shell.user_ns
        return namespace

    def _forget(self) -> None:
        """An empty ``__main__``, no figures, and nothing imported from the last submission's folder."""
        self._shell.reset(new_session=True)  # type: ignore[no-untyped-call]
        if "matplotlib.pyplot" in sys.modules:
            sys.modules["matplotlib.pyplot"].close("all")
        for name in set(sys.modules) - self._modules:
            if _own(sys.modules[name], self._work["folders"]):
                del sys.modules[name]

    def _run_tests(self, notebook: Notebook, namespace: dict[str, Any], draw: Callable[[], Any]) -> dict[str, float]:
        blocks = Blocks(namespace, self._blockers)
        scores = {}
        for cell, points in notebook["points"].items():
            answer = notebook["answers"].get(f"{cell}_answer", "")
            passed = total = 0.0
            for test in self._tests[cell]:
                student = FloorStudent(namespace, blocks.places(test.blocked))
                given = fixtures(notebook["seed"], test, student, answer, draw)
                passed += test.weight * _passes(test, given)
                total += test.weight
            scores[cell] = points if passed == total else round(points * passed / total, 6)
        return scores


def _passes(test: FloorTest, given: Mapping[str, Any]) -> bool:
    try:
        test.function(**given)
    except (Exception, pytest.fail.Exception, pytest.skip.Exception):  # noqa: BLE001  whatever it raised, it failed
        return False
    return True


def _own(module: types.ModuleType, folders: str) -> bool:
    return str(getattr(module, "__file__", None) or "").startswith(folders)


def main(path: Path, results: Path) -> None:
    """Grade some submissions of a work file to warm up, then all of them; write what that gave."""
    work = json.loads(path.read_text())
    shell = make_shell(OUTPUT_LIMIT)
    assignment = open_assignment(Path(work["course_dir"]), work["assignment"])
    notebooks = [notebook for submission in work["submissions"] for notebook in submission["notebooks"]]
    suites = sorted({assignment.suites[cell] for notebook in notebooks for cell in notebook["points"]})

    def action(tests: Sequence[FloorTest]) -> None:
        floor = Floor(work, shell, tests)
        for submission in work["submissions"][:WARM_UP]:  # imports, caches of fonts and patterns, ...
            floor.grade(submission)
        gc.collect()
        gc.freeze()
        results.write_text(json.dumps([_measured(floor, submission) for submission in work["submissions"]]))

    with_collected(suites, assignment.graders_dir, action)


def _measured(floor: Floor, submission: Mapping[str, Any]) -> dict[str, Any]:
    scores, cost = floor.grade(submission)
    return {"student": submission["student"], "scores": scores, **vars(cost)}


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute(), Path(sys.argv[2]).absolute())
