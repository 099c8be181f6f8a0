"""A notebook behind the wall, whatever its cells do."""

import os
import time
from dataclasses import replace

import pytest

from coursegrader.errors import SandboxDied
from coursegrader.grader_side.sandboxes import AttemptSandbox
from coursegrader.grader_side.session import CellRuns, NotebookSession
from coursegrader.sandbox.policy import DEFAULT_LIMITS, MIB, TEST_ROOM
from tests.grader_side.conftest import QUICK


def run(*cells: str) -> tuple[CellRuns, object]:
    """Run cells; what they gave, and the value of ``after`` that a hidden test sees."""
    with AttemptSandbox({"data.csv": b"a,b\n1,2\n"}, QUICK) as sandbox:
        session = NotebookSession(sandbox, cells)
        runs = session.run()
        with session.test() as student:
            return runs, student.after


def text_of(runs: CellRuns, cell: int) -> str:
    return "".join(output.get("text", "") for output in runs.outputs[cell])


def test_outputs_are_those_of_a_notebook() -> None:
    runs, _ = run(
        "import sys\nprint('one')\nprint('two', file=sys.stderr)\n'last'",
        "from IPython.display import display, HTML\ndisplay(HTML('<b>x</b>'))",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])",
        "1 / 0",
        "print('bad \\ud800 text')\n!echo from a shell",
        "import pandas\nafter = int(pandas.read_csv('data.csv')['b'][0])\nopen('mine.txt', 'w').write('x');",
    )
    kinds = [[output["output_type"] for output in runs.outputs[i]] for i in range(6)]
    assert kinds[0] == ["stream", "stream", "execute_result"]
    assert runs.outputs[0][2]["data"]["text/plain"] == "'last'"
    assert runs.outputs[1][0]["data"]["text/html"] == "<b>x</b>"
    assert "image/png" in runs.outputs[2][-1]["data"], "figures need a folder that matplotlib can write to"
    assert runs.outputs[3][0]["ename"] == "ZeroDivisionError"
    assert text_of(runs, 4).startswith("bad ? text")
    assert kinds[5] == [] and not runs.problems


def test_a_cell_that_never_ends_is_interrupted_and_the_rest_runs() -> None:
    runs, after = run("before = 1", "while True: pass", "after = before + 1")
    assert runs.problems == {1: "the cell ran longer than it may and was stopped"}
    assert runs.outputs[1][-1]["ename"] == "CellTimeoutError"
    assert after == 2


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("import os; os._exit(0)", "ended the process"),
        ("import ctypes; ctypes.string_at(0)", "ended the process"),
        ("import ctypes; ctypes.CDLL(None).syscall(0x40000001, 1, b'x', 1)", "ended the process"),
        (
            "import signal, time\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\ntime.sleep(60)",
            "no answer",
        ),
        ("import os\nfor fd in range(3, 40):\n    try: os.write(fd, b'junk' * 9)\n    except OSError: pass", ""),
    ],
    ids=["exit", "crash", "foreign-system-call", "not-interruptible", "junk"],
)
def test_a_cell_that_takes_the_process_down_is_left_out(cell: str, why: str) -> None:
    runs, after = run("print('ran')", cell, "after = 1")
    assert list(runs.problems) == [1] and why in runs.problems[1]
    assert after == 1
    assert text_of(runs, 0) == "ran\n"


def test_a_cell_that_eats_memory_gets_an_error() -> None:
    runs, after = run("x = bytearray(4 * 2**30)", "after = 1")
    assert runs.problems == {0: "the cell asked for more memory than it may have"}
    assert after == 1


HONEST = """
import numpy as np
def work(mebibytes):
    return float(np.ones((mebibytes, 2**17)).sum())
"""
# numbers that are not written to are taken from what a process may have, and cost no time
KEEP = "import numpy as np, time\nkept = [np.empty(2**20) for _ in range({})]\n"
STOPPED = "the cell ran longer than it may and was stopped"
TOO_MUCH = "the cell asked for more memory than it may have"
LEFT_OUT = "the cell kept so much memory that too little was left for the rest of the notebook: it is left out"


@pytest.mark.parametrize("mebibytes", [800, 1000, 1200, 1400])
@pytest.mark.parametrize("greedy_first", [True, False])
def test_however_much_a_cell_keeps_when_its_time_is_up_the_rest_has_memory_to_work(
    mebibytes: int, greedy_first: bool
) -> None:
    cells = [HONEST, KEEP.format(mebibytes // 8) + "while True: time.sleep(0.1)"]
    with AttemptSandbox({}, replace(QUICK, cell_seconds=0.5), ("numpy",)) as sandbox:
        session = NotebookSession(sandbox, cells[::-1] if greedy_first else cells)
        (told,) = session.run().problems.values()
        assert told in (STOPPED, f"{STOPPED}; {LEFT_OUT}")
        for _ in range(2):
            with session.test() as student:
                assert student.work(100) == 100 * 2**17


@pytest.mark.parametrize("swallow", [True, False])
def test_a_cell_that_takes_all_memory_is_left_out_whether_it_says_so_or_not(swallow: bool) -> None:
    greedy = "kept = []\n{}    while True: kept.append(np.empty(2**20))\n{}".format(
        *(("try:\n", "except MemoryError: pass") if swallow else ("if True:\n", ""))
    )
    needs_some = "a = np.ones((90, 2**17)); after = float(a.sum()); del a"
    with AttemptSandbox({}, QUICK, ("numpy",)) as sandbox:
        session = NotebookSession(sandbox, ["import numpy as np", greedy, needs_some, HONEST])
        runs = session.run()
        assert runs.problems == {1: LEFT_OUT if swallow else f"{TOO_MUCH}; {LEFT_OUT}"}
        with session.test() as student:
            assert student.after == 90 * 2**17 and student.work(200) == 200 * 2**17


def test_memory_that_only_an_error_holds_is_given_back() -> None:
    greedy = """
import numpy as np
after = 1
def greedy():
    kept = []
    while True: kept.append(np.empty(2**20))
greedy()
"""
    runs, after = run(greedy, "x = bytearray(200 * 2**20)")
    assert runs.problems == {0: TOO_MUCH} and after == 1


def test_the_cell_that_keeps_most_is_left_out_and_not_the_one_that_comes_last() -> None:
    small = [KEEP.format(120 // 8).replace("kept", f"kept_{n}") for n in range(6)]
    runs, after = run(*small[:3], KEEP.format(700 // 8), *small[3:], "after = [kept_0, kept_5] != []")
    assert runs.problems == {3: LEFT_OUT} and after is True


def test_a_notebook_may_keep_a_gibibyte_and_its_tests_have_memory_on_top() -> None:
    assert DEFAULT_LIMITS.memory >= 2048 * MIB
    with AttemptSandbox({}, DEFAULT_LIMITS) as sandbox:
        session = NotebookSession(sandbox, [KEEP.format(1024 // 8), "import pandas, scipy.stats", HONEST])
        assert not session.run().problems
        with session.test() as student:
            assert student.work(TEST_ROOM // MIB - 32) > 0


@pytest.mark.parametrize("index", ["7", "'0'", "None", "1", "[0]"])
def test_a_cell_that_blames_none_that_has_run_is_left_out_itself(index: str) -> None:
    forge = f"""
import gc
from coursegrader.student_side.notebook import NotebookProcess
process = next(x for x in gc.get_objects() if isinstance(x, NotebookProcess))
process._send({{"op": "full", "index": {index}}})
"""
    runs, after = run("before = 1", forge, "after = before")
    assert runs.problems == {1: "the cell broke the connection to the grader"} and after == 1


def test_exit_and_quit_do_not_end_the_notebook() -> None:
    _, after = run("import sys; sys.exit(1)", "raise KeyboardInterrupt", "after = 1")
    assert after == 1


def test_endless_output_is_cut_off() -> None:
    runs, _ = run("for i in range(300_000): print('x' * 100)", "after = 1")
    assert len(text_of(runs, 0)) < 3 * QUICK.output
    assert "output cut off" in text_of(runs, 0)


def test_a_fork_bomb_is_contained() -> None:
    bomb = (
        "import os, time\nwhile True:\n    try:\n        if os.fork() == 0: time.sleep(30)\n    except OSError: break"
    )
    started = time.monotonic()
    with pytest.raises(SandboxDied):
        run("after = 1", bomb)
    assert time.monotonic() - started < 20


def test_a_notebook_that_dies_again_and_again_ends_as_an_error() -> None:
    with AttemptSandbox({}, QUICK) as sandbox:
        session = NotebookSession(sandbox, ["import os; os._exit(1)"] * 6)
        with pytest.raises(SandboxDied, match="again and again"):
            session.run()


def test_a_process_that_forges_messages_without_end_is_stopped() -> None:
    forge = """
import gc, time
from coursegrader import wire
from coursegrader.student_side.notebook import NotebookProcess
process = next(x for x in gc.get_objects() if isinstance(x, NotebookProcess))
while True:
    process._send({"op": "start", "index": 0})
    time.sleep(0.05)
"""
    started = time.monotonic()
    limits = type(QUICK)(cell_seconds=60, notebook_seconds=2)
    with AttemptSandbox({}, limits) as sandbox:
        session = NotebookSession(sandbox, [forge, "after = 1"])
        runs = session.run()
    assert list(runs.problems) == [0]
    assert time.monotonic() - started < 15


def test_forged_outputs_are_dropped() -> None:
    forge = """
import gc
from coursegrader.student_side.notebook import NotebookProcess
process = next(x for x in gc.get_objects() if isinstance(x, NotebookProcess))
process._send({"op": "cell", "index": 0, "outputs": [
    {"output_type": "stream", "name": "stdout", "text": "kept", "extra": 1},
    {"output_type": "stream", "name": "x", "text": "dropped"}, {"output_type": "nonsense"}, 3,
    {"output_type": "error", "ename": ["unhashable"], "evalue": "", "traceback": []},
    {"output_type": "display_data", "data": {"text/plain": 7, "text/html": "kept"}, "metadata": 5}]})
process._send = lambda message, send=process._send: None if message["op"] == "cell" else send(message)
"""
    runs, _ = run(forge, "after = 1")
    assert runs.outputs[0] == [
        {"output_type": "stream", "name": "stdout", "text": "kept"},
        {"output_type": "display_data", "data": {"text/html": "kept"}, "metadata": {}},
    ]


def test_closing_ends_every_process_of_the_notebook_and_nothing_else() -> None:
    deaf = """
import os, signal, time
for number in set(range(1, 32)) - {signal.SIGKILL, signal.SIGSTOP, signal.SIGALRM}:
    signal.signal(number, signal.SIG_IGN)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while True: time.sleep(60)
    time.sleep(60)
"""
    run("after = 1")
    warm = _processes_below(os.getpid())
    with AttemptSandbox({}, QUICK) as sandbox:
        assert not NotebookSession(sandbox, [deaf, "time.sleep(0.2)"]).run().problems
        assert len(_processes_below(os.getpid()) - warm) == 3
    deadline = time.monotonic() + 5
    while _processes_below(os.getpid()) != warm and time.monotonic() < deadline:
        time.sleep(0.02)
    assert _processes_below(os.getpid()) == warm


def _processes_below(pid: int) -> set[int]:
    parents = {}
    for name in os.listdir("/proc"):  # noqa: PTH208
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as file:  # noqa: PTH123
                    state, parent = file.read().rpartition(")")[2].split()[:2]
                if state != "Z":
                    parents[int(name)] = int(parent)
            except (FileNotFoundError, ProcessLookupError):
                continue
    below = {pid}
    while more := {child for child, parent in parents.items() if parent in below} - below:
        below |= more
    return below - {pid}


def test_many_slow_cells_cost_the_notebook_s_time_twice_and_not_what_was_answered_before() -> None:
    limits = replace(QUICK, cell_seconds=5.0, notebook_seconds=2.0)
    slow = "import time; time.sleep(0.8)"
    with AttemptSandbox({}, limits) as sandbox:
        session = NotebookSession(sandbox, ["answer = 42", *[slow] * 8])
        started = time.monotonic()
        session.run()
        assert time.monotonic() - started < 3 * limits.notebook_seconds
        (told,) = session.runs.problems.values()
        assert "ran longer than 2 seconds" in told
        with session.test() as student:
            assert student.answer == 42
        session.close()
