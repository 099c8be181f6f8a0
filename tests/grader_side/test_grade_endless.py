"""Suites that come to no end, and attempts that are interrupted."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from coursegrader.errors import SuiteError
from coursegrader.grader_side import grade, sandboxes
from coursegrader.grader_side.apart import EndedApart
from coursegrader.grader_side.grade import Graded
from coursegrader.grader_side.warm_sandbox import WarmSandbox
from coursegrader.results import GradedAttempt
from tests.tiny_course import (
    one_suite,
    solved,
)

Result = Callable[..., GradedAttempt]


ENDLESS = """
def test_a(student):
    twice = student.double(1)
    while twice == 2:
        try:
            float("two")
        except:
            continue
"""
AT_LOADING = "while True:\n    pass\n"


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Attempts have two seconds."""
    monkeypatch.setattr(grade, "seconds_allowed", lambda limits, notebooks, tests: 2.0)
    monkeypatch.setattr(grade, "LOAD_SECONDS", 1.0)


@pytest.mark.usefixtures("hurried")
def test_a_suite_that_does_not_end_is_ended_and_told_and_the_next_attempt_is_graded(
    tmp_path: Path, result: Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grade, "can_work_apart", lambda: True)  # whatever threads earlier tests have left
    wait = "import threading\ndef test_a(student):\n    student.double(1)\n    threading.Event().wait()"
    with pytest.raises(EndedApart, match=r"hidden suites did not end within 2 s\w+ \(stopped at line 4 of test_double"):
        result(solved(), one_suite(wait))
    assert not sandboxes._kept, "nobody knows what it had asked the sandbox for"
    suite = tmp_path / "course/graders/tiny/test_double.py"
    suite.write_text(AT_LOADING)
    with pytest.raises(SuiteError, match=r"loading of the hidden suites did not end within 1 s\w+ \(.* of test_double"):
        result(solved())
    suite.write_text("def test_a(student):\n    assert student.double(1) == 2")
    assert result(solved()).score == 5.0


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("text", [ENDLESS, AT_LOADING])
def test_it_is_ended_in_a_process_with_other_threads_too(result: Result, text: str) -> None:
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    began = time.monotonic()
    try:
        with pytest.raises(SuiteError, match=r"did not end within 3 seconds \(stopped at line \d+ of [\w.]+\)"):
            result(solved(), one_suite(text))
    finally:
        over.set()
        thread.join()
    assert time.monotonic() - began < 15


def test_an_interrupted_attempt_leaves_no_sandbox_with_an_answer_that_nobody_heard(
    graded: Callable[..., Graded], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    graded(solved())
    with monkeypatch.context() as patch:
        patch.setattr(WarmSandbox, "_hear", interrupt)
        with pytest.raises(KeyboardInterrupt):
            graded(solved())
    assert not sandboxes._kept
    assert graded(solved()).result.score == 5.0
