"""Which process serves a hidden test: always one in the state that the cells left."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from coursegrader.grader_side import Student
from coursegrader.grader_side.sandboxes import AttemptSandbox
from coursegrader.grader_side.session import NotebookSession
from coursegrader.grader_side.student_error import StudentError
from tests.grader_side.conftest import QUICK

# `sly` is written to be taken for a function that keeps nothing: it tells how many tests its process has served
NOTEBOOK = """
import os, time
import numpy as np

def sly():
    me = sly
    try:
        n = me.n
    except AttributeError:
        n = 0
    me.n = n + 1
    return n + 1

count, items = 0, [1, 2]
class Thing: pass
things = [Thing()]
def bump():
    global count
    count += 1
    return count
def add(x): items.append(x); return items
def double(x): return 2 * x
def fail(): raise ValueError
def apply(f, x): return f(x)
def deep(n): return deep(n + 1)
def forever():
    while True: pass
def large(n): return float(np.ones(n).sum())
def leave(): os._exit(0)
class Pair:
    def __init__(self, a): self.a = a
"""


@pytest.fixture(scope="module")
def session() -> Iterator[NotebookSession]:
    with AttemptSandbox({}, QUICK) as sandbox:
        session = NotebookSession(sandbox, [NOTEBOOK])
        runs = session.run()
        assert not runs.problems and not runs.outputs[0], (runs.problems, runs.outputs)
        yield session


@pytest.fixture(autouse=True)
def new_process(session: NotebookSession) -> None:
    """Each test here begins with a process that has served no test."""
    with session.test() as student:
        student.bump()


def asked_again(session: NotebookSession) -> int:
    with session.test() as student:
        return int(student.sly())


def test_functions_that_keep_nothing_are_served_by_one_process(session: NotebookSession) -> None:
    assert [asked_again(session) for _ in range(5)] == [1, 2, 3, 4, 5]


def test_each_test_of_functions_that_keep_something_starts_from_the_state_that_the_cells_left(
    session: NotebookSession,
) -> None:
    for _ in range(3):
        assert asked_again(session) == 1
        with session.test() as student:
            assert student.bump() == 1 and student.bump() == 2 and student.count == 2
        with session.test() as student:
            assert student.add(3) == [1, 2, 3] and student.items == [1, 2, 3]


def test_exceptions_callbacks_data_and_objects_do_not_end_a_process(session: NotebookSession) -> None:
    assert asked_again(session) == 1
    with session.test() as student:
        with student.raises(ValueError):
            student.fail()
        assert student.apply(lambda x: x + 1, 1) == 2
        assert student.items == [1, 2] and student.count == 0
        assert student.Pair(3).a == 3 and student.call("double", 2, report=True).result == 4
    assert asked_again(session) == 2


CHANGING: dict[str, Callable[[Student], object]] = {
    "an item is set": lambda student: student.operate("setitem", student.double, 0, 1),
    "an iterator moves on": lambda student: student.operate("next", student.double),
    "functions are blocked": lambda student: student.block("numpy.linalg"),
    "an object of the notebook is reached": lambda student: student.type_name(student.things[0]),
    "a function keeps something": lambda student: student.bump(),
}


@pytest.mark.parametrize("change", CHANGING.values(), ids=CHANGING)
def test_what_may_change_the_state_ends_with_its_test(
    session: NotebookSession, change: Callable[[Student], object]
) -> None:
    assert asked_again(session) == 1
    with session.test() as student, suppress(StudentError):  # a function has no items
        change(student)
    assert asked_again(session) == 1


def test_tests_that_block_something_have_a_process_of_their_own(session: NotebookSession) -> None:
    assert asked_again(session) == 1
    with session.test(["numpy.linalg"]) as student:
        assert student.sly() == 1
    assert asked_again(session) == 1
    with session.test(["numpy.linalg"]) as student:
        assert student.sly() == 1


def test_a_patch_has_a_process_of_its_own(session: NotebookSession) -> None:
    assert asked_again(session) == 1
    session.patch = "def double(x): return 3 * x"
    try:
        with session.test() as student:
            assert student.sly() == 1 and student.double(1) == 3
    finally:
        session.patch = ""
    with session.test() as student:
        assert student.sly() == 1 and student.double(1) == 2


@pytest.mark.parametrize(
    ("name", "type_name"),
    [("leave", "CrashError"), ("forever", "TimeoutError"), ("deep", "RecursionError"), ("large", "MemoryError")],
)
def test_a_test_that_goes_wrong_costs_the_others_nothing(session: NotebookSession, name: str, type_name: str) -> None:
    assert asked_again(session) == 1 and asked_again(session) == 2
    with session.test() as student:
        assert student.double(1) == 2
        with pytest.raises(StudentError) as caught:
            student.call(name, *([0] if name == "deep" else [10**12] if name == "large" else []))
        assert caught.value.type_name == type_name
    assert asked_again(session) == 1


def test_a_process_that_holds_much_memory_makes_way(session: NotebookSession) -> None:
    assert asked_again(session) == 1
    with session.test() as student:
        assert student.large(20_000_000) == 20_000_000
    assert asked_again(session) == 1


def test_a_suite_may_take_its_time_between_two_tests(session: NotebookSession) -> None:
    assert asked_again(session) == 1
    time.sleep(QUICK.test_seconds + 0.3)
    assert asked_again(session) == 2


def test_each_test_has_its_time_for_itself(session: NotebookSession) -> None:
    assert asked_again(session) == 1
    for _ in range(4):
        with session.test() as student:
            student.apply(lambda x: time.sleep(0.6), 1)
    assert asked_again(session) == 2
