"""A learner's notebook in one warm sandbox, shared by tests that only call into it; and a grader of tiny courses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from coursegrader.grader_side import Student
from coursegrader.grader_side.attempt import read_attempt
from coursegrader.grader_side.grade import Graded, GradingRequest, grade_attempt
from coursegrader.grader_side.sandboxes import AttemptSandbox
from coursegrader.grader_side.session import NotebookSession
from coursegrader.results import GradedAttempt
from coursegrader.sandbox import Limits
from tests.tiny_course import ASSIGNMENT, make_course, write

QUICK = Limits(cell_seconds=1.5, notebook_seconds=20.0, test_seconds=1.5, memory=1536 * 2**20, test_memory=1280 * 2**20)
LEARNER = """
import os, time
from collections import namedtuple
from dataclasses import dataclass
import numpy as np
import pandas as pd
from numpy.linalg import solve as my_solve

Point = namedtuple("Point", "x y")

@dataclass
class Solution:
    kind: str
    x: np.ndarray
    def scaled(self, k): return Solution(self.kind, k * self.x)

class Vector:
    def __init__(self, *items): self.items = list(items)
    def __add__(self, other): return Vector(*(a + b for a, b in zip(self.items, other.items)))
    def __mul__(self, k): return Vector(*(k * a for a in self.items))
    __rmul__ = __mul__
    def __neg__(self): return self * -1
    def __getitem__(self, i): return self.items[i]
    def __len__(self): return len(self.items)
    def __iter__(self): return iter(self.items)
    def __call__(self, k): return [k * a for a in self.items]

class Liar:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    __le__ = __gt__ = __ge__ = __lt__
    def __bool__(self): return True
    def __hash__(self): return 1
    def __len__(self): return 3
    def __iter__(self): return iter(())
    def __getitem__(self, i):
        if i: raise IndexError
        return self
    def __array__(self, *args, **kwargs): return np.array([1.0, 2.0, 3.0])
    def __float__(self): return 1.0
    def __index__(self): return 1
    def __contains__(self, item): return True
    def __isub__(self, other): return 0
    __sub__ = __rsub__ = __abs__ = lambda self, *a: self
    __mod__ = lambda self, other: 5.0
    __floordiv__ = lambda self, other: 0.0

class Product:
    def __matmul__(self, other): return 11

class LyingText(str):
    def __eq__(self, other): return True
    def __hash__(self): return 1

class LyingArray(np.ndarray):
    def __eq__(self, other): return np.ones(self.shape, bool)
    def __array_ufunc__(self, *args, **kwargs): return True

class MyError(ValueError):
    pass

count = 0
PI = 3.0
def echo(x): return x
def kind(x): return type(x).__module__ + "." + type(x).__qualname__
def liar(): return Liar()
def lying_text(): return LyingText("no")
def lying_array(): return np.array([9.0, 9.0, 9.0]).view(LyingArray)
def fail(error=ValueError): raise error("a message")
def my_fail(): raise MyError("mine")
def bad_text():
    class Bad(Exception):
        def __str__(self): raise RuntimeError
    raise Bad
def stub(): raise NotImplementedError
def bump():
    global count
    count += 1
    return count
def apply(f, *args): return f(*args)
def compose(f, g): return lambda x: f(g(x))
def swallow(f):
    try: f(1)
    except Exception: pass
    return "swallowed"
def zero_first(a):
    a[0] = 0
    return a
def view(a, b): return {"tail": a[1:], "other": b.copy()}
def forever():
    while True: time.sleep(0.01)
def endless():
    while True: yield 1
def leave(): os._exit(0)
def eat(): return bytearray(4 * 2**30)
def deep(n):
    value = []
    for _ in range(n): value = [value]
    return value
def large(): return np.zeros(20_000_000)
def solve(A, b): return np.linalg.solve(A, b)
def solve_differently(A, b): return my_solve(A, b)
def junk():
    import socket, os
    for fd in range(3, 64):
        try: os.write(fd, b"\\xff" * 100)
        except OSError: pass
    return 1
def daemon():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(60)
        os._exit(0)
    time.sleep(0.2)
    return processes()
def processes():
    return sorted(int(p) for p in os.listdir("/proc") if p.isdigit())
"""


@pytest.fixture(scope="module")
def session() -> Iterator[NotebookSession]:
    """The learner's notebook, run once; a test that breaks it has it run again."""
    with AttemptSandbox({}, QUICK) as sandbox:
        session = NotebookSession(sandbox, [LEARNER])
        runs = session.run()
        assert not runs.problems and not runs.outputs[0], (runs.problems, runs.outputs)
        yield session


@pytest.fixture
def student(session: NotebookSession) -> Iterator[Student]:
    """The learner's functions, as a hidden suite gets them."""
    with session.test() as student:
        yield student


@pytest.fixture
def graded(tmp_path: Path) -> Callable[..., Graded]:
    """Grade one notebook document against a tiny course, with suites of the test's own."""

    def grade(
        document: dict[str, Any],
        suites: dict[str, str] | None = None,
        limits: Limits = QUICK,
        **files: bytes,
    ) -> Graded:
        course = tmp_path / "course"
        if not course.exists():
            make_course(course, suites)
        handed_in = tmp_path / "handed-in"
        write(handed_in / "work.ipynb", document)
        for name, content in files.items():
            (handed_in / name).write_bytes(content)
        return grade_attempt(GradingRequest(course, ASSIGNMENT, read_attempt(handed_in), limits=limits))

    return grade


@pytest.fixture
def result(graded: Callable[..., Graded]) -> Callable[..., GradedAttempt]:
    """Like ``graded``, but the result alone."""
    return lambda *args, **kwargs: graded(*args, **kwargs).result
