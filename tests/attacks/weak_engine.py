"""A deliberately weak grader: cells and hidden tests in one unconfined interpreter, comparisons as the answers like it.

It is what the judge must be able to tell from a safe one.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import pickle
from collections.abc import Iterator
from typing import Any

import numpy as np

from coursegrader.grader_side.assignment import open_assignment
from coursegrader.grader_side.grade import Graded, GradingRequest
from coursegrader.results import CellResult, GradedAttempt, Provenance, TestResult

POINTS = {"total": 10.0, "greeting": 5.0}


class WeakStudent:
    """The learner's names, as they are."""

    def __init__(self, names: dict[str, Any]) -> None:
        self.__dict__.update(names)

    @contextlib.contextmanager
    def raises(self, kind: type[BaseException]) -> Iterator[None]:
        try:
            yield
        except kind:
            return
        raise AssertionError


def weak_grade(request: GradingRequest) -> Graded:
    """Grade in a forked child of this process, so that a test run outlives it; nothing else holds anything back."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            with os.fdopen(writing, "wb") as out:
                content = pickle.dumps(_graded(request))
                out.write(len(content).to_bytes(8, "big") + content)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        content = answer.read(int.from_bytes(answer.read(8), "big"))  # not to the end: a daemon may keep it open
    os.waitpid(child, 0)
    graded: Graded = pickle.loads(content)
    return graded


def _graded(request: GradingRequest) -> Graded:
    document = json.loads(request.attempt.files["work.ipynb"])
    names: dict[str, Any] = {}
    for cell in document["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": _run(cell["source"], names)}]
    cells = tuple(_cell(request, grade_id, points, names) for grade_id, points in POINTS.items())
    score = sum(cell.score or 0 for cell in cells)
    provenance = Provenance("", "", "", "", "", "weak")
    return Graded(GradedAttempt(request.assignment, score, 15.0, cells, (), (), provenance), {"work": document})


def _run(source: str, names: dict[str, Any]) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.suppress(Exception):
        exec(source, names)
    return printed.getvalue()


def _cell(request: GradingRequest, grade_id: str, points: float, names: dict[str, Any]) -> CellResult:
    suite: dict[str, Any] = {"__name__": "suite"}
    exec(open_assignment(request.course_dir, request.assignment).suites[grade_id].read_text(), suite)
    tests = [
        TestResult(name, _passes(test, names), "wrong") for name, test in suite.items() if name.startswith("test_")
    ]
    passed = sum(test.passed for test in tests)
    return CellResult("work", grade_id, points * passed / len(tests), points, tuple(tests))


def _passes(test: Any, names: dict[str, Any]) -> bool:
    arguments = {"student": WeakStudent(names), "rng": np.random.default_rng(1)}
    wanted = test.__code__.co_varnames[: test.__code__.co_argcount]
    try:
        test(**{name: arguments[name] for name in wanted})
    except Exception:  # noqa: BLE001  what a test raises is its verdict
        return False
    return True
