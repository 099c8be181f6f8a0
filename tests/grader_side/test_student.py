"""Calls through the wall, in both directions, and handles on what stays behind it."""

import operator
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from coursegrader.errors import SandboxDied
from coursegrader.grader_side import Handle, Student, StudentError
from coursegrader.grader_side.session import NotebookSession


def test_data_goes_there_and_back_with_exact_types(student: Student) -> None:
    for code in "?bhilBHILefdFD":
        array = np.ones((2, 3), code)
        back = student.echo(array)
        assert type(back) is np.ndarray and back.dtype == array.dtype and np.array_equal(back, array)
        assert type(student.echo(array[0, 0])) is type(array[0, 0])
    for value in (None, True, 3, 2**70, 0.5, 1j, "text \ud800", b"x", [1, (2, {"a": {3}})], range(3), slice(1, 2)):
        back = student.echo(value)
        assert type(back) is type(value) and back == value
    assert student.kind(np.float32(1)) == "numpy.float32"
    assert student.kind(True) == "builtins.bool"


def test_pandas_objects(student: Student) -> None:
    frame = pd.DataFrame({"a": [1, 2], "b": ["x", "y"]})
    pd.testing.assert_frame_equal(student.echo(frame), frame)
    pd.testing.assert_series_equal(student.echo(frame["a"]), frame["a"])
    pd.testing.assert_index_equal(student.echo({"i": pd.Index([3, 4])})["i"], pd.Index([3, 4]))


def test_values_of_the_notebook_are_fetched(student: Student) -> None:
    assert student.PI == 3.0
    with pytest.raises(StudentError) as caught:
        student.nothing_of_that_name  # noqa: B018
    assert caught.value.type_name == "NameError"


def test_values_are_asked_for_anew_and_functions_once(student: Student) -> None:
    assert student.count == 0
    assert student.bump() == 1
    assert student.count == 1
    assert student.bump is student.bump and student["bump"]() == 2


def test_a_function_that_an_earlier_test_met_is_like_any_other(session: NotebookSession) -> None:
    for _ in range(3):
        with session.test() as student:
            assert student.echo(3) == 3
            assert student.apply(student.echo, 4) == 4
            assert student.compose(student.echo, student.echo)(5) == 5
            assert student.type_name(student.echo) == "function"
            assert student.operate("getattr", student.echo, "__name__") == "echo"
            assert student.bump() == 1
            with student.raises(ValueError):
                student.fail()


def test_each_test_starts_from_the_notebooks_state(session: NotebookSession) -> None:
    for _ in range(2):
        with session.test() as student:
            assert [student.bump(), student.bump()] == [1, 2]


def test_trusted_callables_are_called_back(student: Student) -> None:
    seen: list[Any] = []

    def square(x: Any) -> Any:
        seen.append(x)
        return x * x

    assert student.apply(square, 3) == 9
    np.testing.assert_array_equal(student.apply(square, np.arange(3.0)), [0.0, 1.0, 4.0])
    assert seen[0] == 3


def test_a_function_made_by_the_learner_comes_back_callable(student: Student) -> None:
    both = student.compose(lambda x: x + 1, lambda x: 10 * x)
    assert both(2) == 21
    assert student.apply(student.echo, 5) == 5


def test_an_exception_of_a_trusted_callable_reaches_the_learners_code(student: Student) -> None:
    def broken(x: int) -> int:
        raise ZeroDivisionError("by zero")

    assert student.swallow(broken) == "swallowed"
    with student.raises(ZeroDivisionError):
        student.apply(broken, 1)


def test_an_assertion_in_a_trusted_callable_cannot_be_swallowed(session: NotebookSession) -> None:
    def strict(x: int) -> int:
        raise AssertionError("called with a wrong argument")

    with session.test() as student, pytest.raises(AssertionError, match="wrong argument"):
        student.swallow(strict)
    with session.test() as student:  # and the notebook goes on
        assert student.echo(1) == 1


def test_a_handles_error_inside_a_callback_is_the_learners(session: NotebookSession) -> None:
    with session.test() as student:
        point = student.Solution("unique", np.zeros(2))
        with student.raises(TypeError):
            student.apply(lambda p: p + 1, point)
        assert student.echo(1) == 1


@pytest.mark.parametrize("kind", [ValueError, Exception])
def test_raises_accepts_the_class_and_its_bases(student: Student, kind: type[Exception]) -> None:
    with student.raises(kind):
        student.my_fail()


@pytest.mark.parametrize(
    ("call", "kind", "why"),
    [
        ("my_fail", TypeError, "raised MyError instead of TypeError"),
        ("bump", ValueError, "did not raise"),
        ("stub", RuntimeError, "raised NotImplementedError instead"),
        ("stub", Exception, "raised NotImplementedError instead"),
        ("leave", Exception, "raised CrashError instead"),
        ("forever", TimeoutError, "raised TimeoutError instead"),
        ("large", Exception, "raised NotDataError instead"),
    ],
)
def test_raises_accepts_nothing_else(student: Student, call: str, kind: type[Exception], why: str) -> None:
    with pytest.raises(AssertionError, match=why), student.raises(kind):
        student.call(call)


def test_raises_knows_exceptions_of_libraries(student: Student) -> None:
    with student.raises(np.linalg.LinAlgError):
        student.solve(np.zeros((2, 2)), np.zeros(2))


def test_a_stub_may_be_asked_for(student: Student) -> None:
    with student.raises(NotImplementedError):
        student.stub()


def test_student_errors_tell_class_bases_and_message(student: Student) -> None:
    with pytest.raises(StudentError) as caught:
        student.my_fail()
    assert (caught.value.type_name, caught.value.message) == ("MyError", "mine")
    assert "builtins.ValueError" in caught.value.mro
    with pytest.raises(StudentError, match="RuntimeError while reading the message"):
        student.bad_text()


def test_a_report_shows_changed_arguments_and_shared_memory(student: Student) -> None:
    given = np.arange(1.0, 4.0)
    report = student.call("zero_first", given, report=True)
    assert report.result[0] == 0 and report.args_after[0][0] == 0 and given[0] == 1.0
    assert report.shares_memory == (True,)
    report = student.call("view", given, np.ones(2), report=True)
    assert report.shares_memory == (True, False)
    assert report.args_after[0].tolist() == [1.0, 2.0, 3.0]
    assert 0 <= report.seconds < 1


@pytest.mark.parametrize("name", ["solve", "solve_differently"])
def test_blocked_functions_raise_however_they_were_imported(session: NotebookSession, name: str) -> None:
    with session.test(["numpy.linalg"]) as student, pytest.raises(StudentError) as caught:
        student.call(name, np.eye(2), np.ones(2))
    assert caught.value.type_name == "BlockedFunctionError"
    with session.test() as student:
        assert student.call(name, np.eye(2), np.ones(2)).tolist() == [1.0, 1.0]
        student.block("numpy.linalg")
        with pytest.raises(StudentError):
            student.call(name, np.eye(2), np.ones(2))


# ---- handles


def test_attributes_and_methods_of_a_handle(student: Student) -> None:
    solution = student.Solution("unique", np.array([1.0, 2.0]))
    assert isinstance(solution, Handle)
    assert student.type_name(solution) == "Solution"
    assert solution.kind == "unique"
    np.testing.assert_array_equal(solution.scaled(3).x, [3.0, 6.0])
    with pytest.raises(StudentError, match="AttributeError"):
        solution.y  # noqa: B018
    assert student.echo(solution).kind == "unique"
    assert student.type_name(student.Point(1, 2)) == "Point"
    assert student.type_name([1]) == "list"


def test_operators_indexing_iteration_and_len_of_a_handle(student: Student) -> None:
    v, w = student.Vector(1, 2, 3), student.Vector(10, 20, 30)
    assert list(v + w) == [11, 22, 33]
    assert list(2 * v) == list(v * 2) == [2, 4, 6]
    assert list(np.float64(2) * v) == [2.0, 4.0, 6.0]
    assert list(-v) == [-1, -2, -3]
    assert v[1] == 2 and len(v) == 3 and list(v) == [1, 2, 3]
    assert v(5) == [5, 10, 15]
    assert 2 in v and 7 not in v
    with student.raises(IndexError):
        v[3]
    with student.raises(TypeError):
        v @ w


def test_the_result_of_an_operator_is_data_only_when_asked_for(student: Student) -> None:
    product = student.Solution("unique", 1.0).x
    assert product == 1.0
    total = student.liar() - 5.0
    assert isinstance(total, Handle)
    assert student.data(student.Vector(1, 2) + student.Vector(1, 1)).items == [2, 3]
    assert student.data(student.Product() @ 1) == 11
    assert student.data(7) == 7


def test_a_generator_is_read_item_by_item(student: Student) -> None:
    items = iter(student.endless())
    assert [next(items) for _ in range(3)] == [1, 1, 1]


def _approx_left(liar: Any) -> bool:
    return bool(pytest.approx([1.0, 2.0, 3.0]) == liar)


LIES: dict[str, Callable[[Any], object]] = {
    "eq": lambda x: x == 1,
    "eq, the other way round": lambda x: x == 1,
    "ne": lambda x: not operator.ne(x, 1),
    "lt": lambda x: x < 10,
    "ge, from a numpy number": lambda x: np.float64(3) >= x,
    "numpy number": lambda x: np.float64(1) == x,
    "numpy array": lambda x: (np.array([1.0, 2.0, 3.0]) == x).all(),
    "bool": bool,
    "in a list": lambda x: x in [1],
    "list against list": lambda x: [x] == [1],
    "dict against dict": lambda x: {"a": x} == {"a": 1},
    "a number in it": lambda x: 17 in x,
    "approx": lambda x: x == pytest.approx(1.0),
    "approx on the left": lambda x: pytest.approx(1.0) == x,
    "approx of a list on the left": _approx_left,
    "allclose": lambda x: np.testing.assert_allclose(x, [1.0, 2.0, 3.0]) is None,
    "array_equal": lambda x: np.testing.assert_array_equal(x, [1.0, 2.0, 3.0]) is None,
    "np.allclose": lambda x: np.allclose([1.0, 2.0, 3.0], x),
    "np.array_equal": lambda x: np.array_equal(x, [1.0, 2.0, 3.0]),
    "np.isclose": lambda x: np.isclose(x, 1.0),
    "asarray": lambda x: np.asarray(x).shape == (3,),
    "float": lambda x: float(x) == 1.0,
    "int": lambda x: int(x) == 1,
    "index": lambda x: [0, 1][x] == 1,
    "format": lambda x: f"{x}" == "1.0",
    "str": lambda x: str(x) == "1.0",
    "isinstance": lambda x: isinstance(x, float | str | np.ndarray | list),
    "zip of equal lengths": lambda x: len(x) == 3 and all(a == b for a, b in zip(x, [1, 2, 3], strict=False)),
    "length after the items": lambda x: list(x) == [] and len(x) == 3,
    "sorted": lambda x: sorted([x, 1]) == [1, 1],
    "difference": lambda x: abs(x - 1.0) < 1e-9,
    "sum": lambda x: sum([x, 1]) == 2,
    "difference of zero": lambda x: abs(5.0 - (x % 2)) < 1e-9,
    "difference that is data": lambda x: abs(x // 5.0) < 1e-9,
    "set": lambda x: {x} == {1},
}


@pytest.mark.parametrize("comparison", LIES.values(), ids=LIES)
@pytest.mark.parametrize("lie", ["liar", "lying_text", "lying_array"])
def test_an_object_that_lies_never_passes(student: Student, lie: str, comparison: Callable[[Any], object]) -> None:
    value = student.call(lie)
    assert isinstance(value, Handle)
    try:
        passed = comparison(value)
    except (StudentError, TypeError, ValueError, AssertionError):
        passed = False
    assert not passed


def test_a_dictionary_of_lies_is_data_with_handles_in_it(student: Student) -> None:
    value = student.echo([student.liar()])
    assert type(value) is list and isinstance(value[0], Handle)
    with pytest.raises(StudentError):
        assert value == [1]


# ---- what learner's code may try


@pytest.mark.parametrize(
    ("name", "type_name"), [("leave", "CrashError"), ("forever", "TimeoutError"), ("eat", "MemoryError")]
)
def test_a_crash_or_a_hang_costs_that_test_only(session: NotebookSession, name: str, type_name: str) -> None:
    with session.test() as student:
        with pytest.raises(StudentError) as caught:
            student.call(name)
        assert caught.value.type_name == type_name
        if type_name != "MemoryError":
            with pytest.raises(StudentError, match=type_name):  # the process is gone for the rest of the test
                student.echo(1)
    with session.test() as student:
        assert student.echo(1) == 1


def test_an_iterator_without_end_ends_with_the_test(session: NotebookSession) -> None:
    started = time.monotonic()
    with session.test() as student, pytest.raises(StudentError, match="TimeoutError"):
        for _ in student.endless():
            pass
    assert time.monotonic() - started < 6


def test_values_too_large_or_too_deep_are_an_error(student: Student) -> None:
    assert student.deep(60)
    for call in (lambda: student.deep(1000), student.large):
        with pytest.raises(StudentError) as caught:
            call()
        assert caught.value.type_name == "NotDataError"
    assert student.echo(1) == 1


def test_junk_on_the_inherited_socket_ends_as_an_error(session: NotebookSession) -> None:
    with pytest.raises(SandboxDied), session.test() as student:
        student.junk()
    with session.test() as student:
        assert student.echo(1) == 1


def test_what_a_test_left_running_is_ended_with_it(session: NotebookSession) -> None:
    for _ in range(2):  # the first test of a kind may have a process less above it
        with session.test() as student:
            before = len(student.processes())
    with session.test() as student:
        assert len(student.daemon()) > before
    with session.test() as student:
        assert len(student.processes()) == before


def test_what_the_first_test_of_a_kind_left_running_is_ended_with_it(session: NotebookSession) -> None:
    # the second one is served from a branch, which stays; earlier tests may have left other branches
    for _ in range(2):
        with session.test() as student:
            before = set(student.processes())
    with session.test(["cmath"]) as student:
        started = set(student.daemon()) - before
    with session.test(["cmath"]) as student:
        left = set(student.processes())
    assert len(started) >= 2, "the test itself and what it left running"
    assert not started & left
    assert len(left - before) == 2, "the branch of tests of this kind and the test itself"
    with session.test() as student:
        assert student.echo(1) == 1, "the branch of other tests lives on"


def test_arguments_that_are_not_data_are_the_suites_mistake(student: Student) -> None:
    with pytest.raises(TypeError, match="cannot be given to a learner's function"):
        student.echo(object())
