"""Whatever comes out of a sandbox, the trusted side ends with an error and no points: soon, and without harm."""

from __future__ import annotations

import resource
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coursegrader.errors import SandboxDied, SandboxUnavailable
from coursegrader.grader_side import connection, session, student
from coursegrader.grader_side.collected import CollectedSuites
from coursegrader.grader_side.plugin import SuiteContext
from coursegrader.grader_side.recorded import SuiteRun
from coursegrader.grader_side.session import NotebookSession
from tests.grader_side.fake_student import LIMITS, Pipe, Script, fake_attempt
from tests.wire.test_any_bytes import NODES

FUZZ = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
SECONDS = 6.0  # a few starts of a notebook, with the time that each may take
SUITE = """
import numpy as np
import pandas as pd

SECRET = 7_331_902_377_112_345_679

def test_value(student):
    assert student.value == SECRET

def test_call(student):
    np.testing.assert_array_equal(student.f(np.arange(3.0)), [SECRET, 1.5, -3.0])

def test_report(student):
    report = student.call("f", SECRET, report=True)
    assert report.result == SECRET and report.args_after == (SECRET,) and not any(report.shares_memory)

def test_frame(student):
    assert student.frame().equals(pd.DataFrame({"a": [SECRET]}))

def test_items(student):
    items = list(student.items())
    assert items and all(item == SECRET for item in items)

def test_callback(student):
    assert student.apply(lambda x, y=1: x + y, SECRET) == SECRET + 1

def test_operators(student):
    assert student.data(student.a + student.b) == SECRET

def test_error(student):
    with student.raises(UnicodeTranslateError):
        student.f(1)
"""
TESTS = 8


@pytest.fixture(scope="module", autouse=True)
def _short_waits() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for module in (connection, session, student):
            patch.setattr(module, "GRACE_SECONDS", 0.3)
        yield


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("graders") / "test_secret.py"
    path.write_text(SUITE)
    return path


def grade(suite: Path, script: Script) -> SuiteRun:
    """Run a notebook of two cells and the suite, with a process behind the wall that follows the script."""
    started = time.monotonic()
    with fake_attempt(script) as attempt:
        notebook = NotebookSession(attempt, ["x = 1", "y = 2"])
        try:
            notebook.run()
        except (SandboxDied, SandboxUnavailable):
            return SuiteRun()
        context = SuiteContext(notebook, "0f" * 32, {}, {suite.name: ("secret",)}, lambda: None)
        collected = CollectedSuites([suite], suite.parent)
        try:
            run = collected.run(context)
        finally:
            collected.close()
            notebook.close()
    assert time.monotonic() - started < SECONDS, "it took too long"
    return run


def no_points(run: SuiteRun) -> bool:
    return not any(record.result.passed for record in run.recorded)


# ---- before and while the cells run


@FUZZ
@given(st.binary(max_size=200))
@example(struct.pack(">I", 2**32 - 1))
@example(struct.pack(">I", 10) + b"cut")
@example(struct.pack(">I", 0))
def test_random_bytes_at_the_start(suite: Path, junk: bytes) -> None:
    assert no_points(grade(suite, lambda pipe: pipe.raw(junk)))


OPS = st.sampled_from("walled start cell file ready closed ended forked value error callback value hello".split())
MESSAGES: Any = st.one_of(
    st.fixed_dictionaries(
        {"op": OPS},
        optional={
            "index": st.integers(-3, 3) | NODES,
            "outputs": st.lists(NODES, max_size=3) | NODES,
            "value": NODES,
            "name": NODES,
            "content": NODES,
            "type": st.sampled_from(["ValueError", "x" * 5000]) | NODES,
            "mro": st.just(["builtins.ValueError", "builtins.object"]) | NODES,
            "message": NODES,
            "how": st.sampled_from(["timeout", "done"]) | NODES,
            "number": st.integers(-3, 3) | NODES,
            "args": st.lists(NODES, max_size=2) | NODES,
            "kwargs": st.dictionaries(st.text(max_size=3), NODES, max_size=2) | NODES,
            "args_after": st.lists(NODES, max_size=2) | NODES,
            "shares": st.lists(st.booleans(), max_size=2) | NODES,
            "seconds": st.floats() | NODES,
        },
    ),
    NODES,
    st.dictionaries(st.text(max_size=3), NODES, max_size=3),
)


@FUZZ
@given(st.lists(MESSAGES, max_size=6))
def test_random_messages_while_the_cells_run(suite: Path, messages: list[Any]) -> None:
    def script(pipe: Pipe) -> None:
        pipe.say({"op": "walled"})
        pipe.hear_until("notebook")
        for message in messages:
            pipe.say(message)

    assert no_points(grade(suite, script))


# ---- while hidden tests run


@FUZZ
@given(st.binary(max_size=200), st.integers(1, 4))
def test_random_bytes_in_place_of_answers(suite: Path, junk: bytes, questions: int) -> None:
    def script(pipe: Pipe) -> None:
        pipe.run_cells()
        left = questions
        while left:
            if pipe.hear_until("get", "call", "end")["op"] == "end":
                pipe.say({"op": "ended", "how": "done"})
            else:
                left -= 1
                pipe.say({"op": "value", "value": 0}) if left else pipe.raw(junk)

    assert no_points(grade(suite, script))


@FUZZ
@given(st.data())
def test_random_answers(suite: Path, data: st.DataObject) -> None:
    answers = data.draw(st.lists(MESSAGES, min_size=1, max_size=6))

    def script(pipe: Pipe) -> None:
        pipe.run_cells()
        for answer in answers * 4:
            message = pipe.hear_until("get", "call", "operate", "returned", "raised", "end", "test")
            if message["op"] == "end":
                pipe.say({"op": "ended", "how": "done"})
            elif message["op"] != "test":
                pipe.say(answer)

    assert no_points(grade(suite, script))


@FUZZ
@given(NODES)
def test_a_random_value_for_everything(suite: Path, node: Any) -> None:
    def script(pipe: Pipe) -> None:
        pipe.run_cells()
        while True:
            message = pipe.hear()
            if message["op"] == "end":
                pipe.say({"op": "ended", "how": "done"})
            elif message["op"] == "close":
                return
            elif message["op"] != "test":
                pipe.say({"op": "value", "value": node, "args_after": [node], "shares": [], "seconds": 0.0})

    run = grade(suite, script)
    assert no_points(run) and len(run.recorded) == TESTS


# ---- one by one


def answering(*answers: Any) -> Script:
    """Behave, but answer each question with the next of these, and the last for ever."""

    def script(pipe: Pipe) -> None:
        pipe.run_cells()
        number = 0
        while True:
            message = pipe.hear()
            if message["op"] == "end":
                pipe.say({"op": "ended", "how": "done"})
            elif message["op"] not in ("test", "close"):
                pipe.say(answers[min(number, len(answers) - 1)])
                number += 1

    return script


def talking(*messages: Any) -> Script:
    """Behave until the first question, then say the same for ever."""

    def script(pipe: Pipe) -> None:
        pipe.run_cells()
        pipe.hear_until("get", "call")
        while True:
            for message in messages:
                pipe.say(message)

    return script


HANDLE = {"op": "value", "value": ["ref", "handle", 1, "list"]}
FUNCTION = {"op": "value", "value": ["ref", "handle", 1, "function"]}


@pytest.mark.parametrize(
    "script",
    [
        lambda pipe: None,
        lambda pipe: pipe.say({"op": "walled"}),
        lambda pipe: pipe.run_cells(),
        answering({"op": "passed"}),
        answering({"op": "value", "passed": True, "score": 100}),
        answering({"op": "ended", "how": "done"}),
        answering({"op": "ready"}),
        answering(HANDLE),
        answering(FUNCTION),
        answering(FUNCTION, {"op": "value", "value": ["array", "<f8", [3], b"\0" * 8]}),
        answering(FUNCTION, {"op": "error", "type": "StopIteration", "mro": ["builtins.StopIteration"], "message": ""}),
        answering({"op": "error", "type": [1], "mro": [{}], "message": 3.5}),
        answering({"op": "callback", "number": 0, "args": [], "kwargs": {}}),
        talking({"op": "callback", "number": -1, "args": [1], "kwargs": {}}),
        talking({"op": "value", "value": 1}),
        talking(HANDLE),
        talking({"op": "ended", "how": "done"}),
    ],
    ids=range(17),
)
def test_no_way_to_talk_gives_a_point(suite: Path, script: Script) -> None:
    assert no_points(grade(suite, script))


def test_a_failure_of_the_graders_own_is_a_problem_and_not_the_learners(suite: Path) -> None:
    run = grade(suite, answering({"op": "failed"}))
    assert no_points(run) and len(run.problems) == TESTS
    assert all("the grader's own part of the sandbox failed" in what for _, what in run.problems)
    assert not any("Your code raised" in record.result.hint for record in run.recorded)


def test_who_says_nothing_at_all_is_stopped(suite: Path) -> None:
    started = time.monotonic()
    run = grade(suite, lambda pipe: (pipe.run_cells(), pipe.hear_until("close"))[0])
    assert no_points(run) and time.monotonic() - started < SECONDS


def test_a_message_in_drips_is_not_waited_for(suite: Path) -> None:
    def script(pipe: Pipe) -> None:
        pipe.run_cells()
        pipe.hear_until("get", "call")
        for byte in struct.pack(">I", 1000) + b"x" * 1000:
            pipe.raw(bytes([byte]))
            time.sleep(0.05)

    started = time.monotonic()
    run = grade(suite, script)
    assert no_points(run) and time.monotonic() - started < SECONDS
    assert any("gave no answer" in what or "again and again" in what for _, what in run.problems)


def test_large_messages_take_bounded_memory(suite: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    nested = b"\xdd\x00\x1e\x84\x80" * 300  # lists of two million each, one inside the other
    body = b"\x82\xa2op\xa5value\xa5value" + nested
    filled = body + b"\xc0" * (LIMITS.message - len(body))

    def script(pipe: Pipe) -> None:
        pipe.run_cells()
        pipe.hear_until("get", "call")
        pipe.raw(struct.pack(">I", len(filled)) + filled)

    assert no_points(grade(suite, script))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000  # KiB
