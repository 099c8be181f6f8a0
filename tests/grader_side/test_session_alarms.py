"""A notebook's own alarms and handlers, and the time limit of its cells."""

from __future__ import annotations

import pytest

from coursegrader.grader_side.sandboxes import AttemptSandbox
from coursegrader.grader_side.session import CellRuns, NotebookSession
from tests.grader_side.conftest import QUICK

STOPPED = "the cell ran longer than it may and was stopped"
HANDLER = """
import signal, time
class TimeUp(Exception): pass
def handler(number, frame): raise TimeUp
signal.signal(signal.SIGALRM, handler)
"""
WITHIN = """
def within(seconds, function):
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return function()
    except TimeUp:
        return 'up'
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
"""


def run(*cells: str) -> CellRuns:
    with AttemptSandbox({}, QUICK) as sandbox:
        return NotebookSession(sandbox, cells).run()


def value(runs: CellRuns, index: int) -> str:
    return str(runs.outputs[index][-1]["data"]["text/plain"])


def test_a_handler_bounds_functions_in_later_cells() -> None:
    slow = "def slow():\n    while True: pass"
    runs = run(HANDLER, WITHIN, slow, "within(0.1, slow)", "within(1, lambda: 3)", "signal.getsignal(14) is handler")
    assert [value(runs, index) for index in (3, 4, 5)] == ["'up'", "3", "True"]
    assert not runs.problems


def test_an_alarm_that_one_cell_sets_rings_in_the_next() -> None:
    runs = run(
        HANDLER,
        "signal.setitimer(signal.ITIMER_REAL, 0.2)",
        "try:\n    time.sleep(5)\nexcept TimeUp:\n    rang = True",
        "rang",
    )
    assert value(runs, 3) == "True" and not runs.problems


def test_an_alarm_that_nobody_turns_off_costs_no_more_than_its_cell() -> None:
    runs = run(HANDLER, "signal.setitimer(signal.ITIMER_REAL, 0.3)", "time.sleep(1)", "after = 1\nafter")
    assert runs.outputs[2][-1]["ename"] == "TimeUp"
    assert value(runs, 3) == "1"


@pytest.mark.parametrize(
    "trick",
    [
        "signal.alarm(0)",
        "signal.setitimer(signal.ITIMER_REAL, 0)",
        "signal.signal(signal.SIGALRM, signal.SIG_IGN)",
        "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])",
        "for number in range(1, 32):\n    try: signal.signal(number, signal.SIG_IGN)\n    except OSError: pass",
    ],
)
def test_no_alarm_of_a_notebooks_own_switches_off_the_limit(trick: str) -> None:
    runs = run(f"import signal\nn = 1\n{trick}\nwhile True: pass", "n + 1", "while True: pass", "n + 2")
    assert runs.problems == {0: STOPPED, 2: STOPPED}
    assert runs.outputs[0][-1]["ename"] == "CellTimeoutError"
    assert (value(runs, 1), value(runs, 3)) == ("2", "3"), "what was named before the interruption stays"


def test_a_cell_that_holds_up_every_signal_costs_only_itself() -> None:
    every = "import signal\nfor n in range(1, 65):\n    try: signal.signal(n, signal.SIG_IGN)\n    except: pass\n"
    block = "signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))"
    runs = run(every + block, "while True: pass", "after = 1\nafter")
    assert runs.problems == {1: STOPPED} and value(runs, 2) == "1"
