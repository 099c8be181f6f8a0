"""A worker's sandbox is kept from one attempt to the next, and nobody in it meets anybody else."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from coursegrader.errors import SandboxDied, SandboxUnavailable
from coursegrader.grader_side import lasting_thread, sandboxes
from coursegrader.grader_side.connection import Connection
from coursegrader.grader_side.grading_policy import grading_policy
from coursegrader.grader_side.sandboxes import AttemptSandbox, close_sandboxes, keep_warm
from coursegrader.grader_side.session import NotebookSession
from coursegrader.grader_side.student_error import StudentError
from coursegrader.grader_side.warm_modules import DEFAULT_WARM
from coursegrader.grader_side.warm_sandbox import WarmSandbox
from coursegrader.sandbox.policy import Limits
from tests.grader_side.conftest import QUICK

LEAN = ("numpy",)
LOOK = """
import os, glob
def look():
    places = ["/tmp", "/dev/shm", os.path.expanduser("~"), "."]
    return {
        "files": sorted(os.path.join(p, n) for p in places for n in os.listdir(p)),
        "processes": sorted(int(n) for n in os.listdir("/proc") if n.isdigit()),
        "user": os.getuid(),
        "status": dict(line.rstrip("\\n").split(":\\t", 1) for line in open("/proc/self/status") if ":\\t" in line),
        "descriptors": [os.readlink(f"/proc/self/fd/{n}").split(":")[0] for n in range(4)],
        "modules": [name for name in ("pandas", "matplotlib.pyplot", "scipy") if name in __import__("sys").modules],
    }
"""
LEAVE = """
import os, subprocess
for place in ("/tmp", "/dev/shm", os.path.expanduser("~"), "."):
    open(os.path.join(place, "left-behind"), "w").write("for the next one")
daemon = subprocess.Popen(["sleep", "1000"], start_new_session=True)
"""


@pytest.fixture
def fresh() -> Iterator[None]:
    """No sandbox yet; and none of the test's own stays."""
    close_sandboxes()
    yield
    close_sandboxes()
    if lasting_thread._thread is not None:  # a process with threads does not fork, and other tests need that it does
        lasting_thread._thread.shutdown()
        lasting_thread._thread = None


def kept() -> list[WarmSandbox]:
    return list(sandboxes._kept.values())


def ask(expression: str, *cells: str, limits: Limits = QUICK, seed: int = 0, warm: tuple[str, ...] = LEAN) -> Any:
    """The value of an expression in a notebook of its own, after these cells."""
    with AttemptSandbox({}, limits, warm, seed) as sandbox:
        session = NotebookSession(sandbox, [*cells, f"answer = lambda: {expression}"])
        assert not session.run().problems
        with session.test() as student:
            return student.answer()


@pytest.mark.usefixtures("fresh")
def test_one_sandbox_serves_attempt_after_attempt_and_keeps_nothing_of_them() -> None:
    first = ask("look()", LOOK, LEAVE)
    (sandbox,) = kept()
    second = ask("look()", LOOK)
    assert kept() == [sandbox]
    assert len([name for name in first["files"] if name.endswith("left-behind")]) == 4
    assert not [name for name in second["files"] if "left-behind" in name]
    assert (len(first["processes"]), len(second["processes"])) == (3, 2), "the notebook and the test"


@pytest.mark.usefixtures("fresh")
def test_two_notebooks_at_once_see_nothing_of_each_other() -> None:
    with AttemptSandbox({"mine.txt": b"mine"}, QUICK, LEAN) as one, AttemptSandbox({}, QUICK, LEAN) as other:
        first, second = NotebookSession(one, [LOOK, LEAVE]), NotebookSession(other, [LOOK])
        first.run(), second.run()
        assert len(kept()) == 1
        with first.test() as student, second.test() as stranger:
            seen, others = student.look(), stranger.look()
    assert any(name.endswith("mine.txt") for name in seen["files"])
    assert not any(name.endswith(("mine.txt", "left-behind")) for name in others["files"])
    assert len(others["processes"]) == 2
    assert os.geteuid() != 0 or seen["user"] != others["user"]


def test_a_notebook_has_no_rights_and_one_way_out() -> None:
    seen = ask("look()", LOOK)
    for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
        assert int(seen["status"][name], 16) == 0, name
    assert seen["status"]["NoNewPrivs"] == "1" and int(seen["status"]["Seccomp"]) == 2
    assert seen["status"]["Groups"].strip() in ("", str(os.getgid()), "65534") or os.geteuid() != 0
    assert seen["user"] != 0
    ways_out = [name for name in seen["descriptors"] if not name.startswith(("/dev/null", "/tmp/"))]
    assert ways_out == ["socket"]


@pytest.mark.parametrize(
    "attempt",
    [
        "__import__('ctypes').CDLL(None, use_errno=True).unshare(0x10000000)",
        "__import__('ctypes').CDLL(None).mount(b'tmpfs', b'/tmp', b'tmpfs', 0, None)",
        "__import__('ctypes').CDLL(None).ptrace(0, 0, 0, 0)",
        "__import__('socket').socket().fileno()",
        "open('/opt/student-side/coursegrader/x', 'w').fileno()",
        "open('/dev/new', 'w').fileno()",
        "open('/proc/1/mem', 'r+b').fileno()",
        "open('/proc/self/oom_score_adj', 'w').write('0')",
        "open('/proc/sys/kernel/hostname', 'w').fileno()",
    ],
)
def test_the_wall_holds(attempt: str) -> None:
    cell = f"def tried():\n    try: return {attempt}\n    except OSError: return -1"
    assert ask("tried()", cell) == -1


def test_what_a_test_left_running_is_ended_and_what_the_cells_left_running_stays() -> None:
    cell = """
import os, subprocess
own = subprocess.Popen(["sleep", "1000"])
def commands():
    found = {}
    for name in os.listdir("/proc"):
        if name.isdigit(): found[int(name)] = open(f"/proc/{name}/stat").read().split()[1:3]
    return sorted(c for c, state in found.values() if c == "(sleep)" and state != "Z")
def leave():
    subprocess.Popen(["sleep", "1000"], start_new_session=True)
    return commands()
"""
    with AttemptSandbox({}, QUICK, LEAN) as sandbox:
        session = NotebookSession(sandbox, [cell])
        session.run()
        with session.test() as student:
            assert student.leave() == ["(sleep)"] * 2
        with session.test() as student:
            assert student.commands() == ["(sleep)"]


def test_a_test_that_ends_what_it_was_forked_from_costs_that_test_alone() -> None:
    cell = """
import os, signal, subprocess, time
def betray():
    subprocess.Popen(["sleep", "1000"])
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(60)
def names():
    return sorted(open(f"/proc/{n}/comm").read().strip() for n in os.listdir("/proc") if n.isdigit())
"""
    with AttemptSandbox({}, QUICK, LEAN) as sandbox:
        session = NotebookSession(sandbox, [cell])
        session.run()
        clean = ["python"] * 2  # the notebook and the test; from the second one of a kind on, with a branch between
        with session.test() as student:
            assert student.names() == clean
        for _ in range(2):
            with pytest.raises(StudentError), session.test() as student:
                student.betray()
            with session.test() as student:
                assert student.names() == [*clean, "python"]
        for number in range(4):  # another answer each time, as in trials of wrong solutions
            session.patch = f"answer = {number}"
            with session.test() as student:
                assert student.answer == number and student.names() == clean


def test_the_warm_process_leaves_no_names_results_or_state_behind() -> None:
    cell = "import sys, matplotlib.pyplot as plt, numpy as np\nnames = [n for n in dir() if not n.startswith('_')]"
    state = "(names, len(plt.get_fignums()), hasattr(sys, 'last_value'), len(In))"
    names, figures, has_error, count = ask(state, cell, warm=DEFAULT_WARM)
    assert set(names) <= {"In", "Out", "exit", "quit", "get_ipython", "open", "sys", "plt", "np", "names"}
    assert (figures, has_error, count) == (0, False, 3)


def test_random_numbers_follow_from_the_seed_alone() -> None:
    draw = "(random.random(), float(np.random.rand()))"
    cell = "import random, numpy as np"
    first, again, other = ask(draw, cell, seed=1), ask(draw, cell, seed=1), ask(draw, cell, seed=2)
    assert first == again
    assert first != other
    with AttemptSandbox({}, QUICK, LEAN) as sandbox:
        session = NotebookSession(sandbox, [f"{cell}\ndraw = lambda: {draw}"])
        session.run()
        drawn = []
        for _ in range(2):
            with session.test() as student:
                drawn.append(student.draw())
    assert drawn[0] == drawn[1], "each hidden test starts from what the notebook left"


@pytest.mark.usefixtures("fresh")
def test_only_what_is_asked_for_is_imported_beforehand() -> None:
    with AttemptSandbox({}, QUICK, warm=("numpy",)) as sandbox:
        session = NotebookSession(sandbox, [LOOK])
        session.run()
        with session.test() as student:
            assert student.look()["modules"] == []
    with AttemptSandbox({}, QUICK, warm=("numpy", "scipy", "no_such_module")) as sandbox:
        session = NotebookSession(sandbox, [LOOK])
        session.run()
        with session.test() as student:
            assert student.look()["modules"] == ["scipy"]
    assert len(kept()) == 2


@pytest.mark.usefixtures("fresh")
def test_a_worker_keeps_a_few_sandboxes() -> None:
    for count in range(sandboxes.MAX_KEPT + 2):
        keep_warm(replace(QUICK, processes=100 + count), LEAN)
    assert [sandbox.limits.processes for sandbox in kept()] == [102, 103, 104]


@pytest.mark.usefixtures("fresh")
def test_a_broken_sandbox_is_replaced() -> None:
    ask("1")
    (first,) = kept()
    first.kill()
    assert ask("2") == 2
    (second,) = kept()
    assert second is not first and second.is_running()


@pytest.mark.usefixtures("fresh")
def test_a_sandbox_that_ends_around_a_notebook_costs_it_no_cell() -> None:
    with AttemptSandbox({}, QUICK, LEAN) as sandbox:
        session = NotebookSession(sandbox, ["import time\nvalue = 3\ntime.sleep(1)"])
        killer = threading.Timer(0.5, lambda: kept()[0].kill())
        keep_warm(QUICK, LEAN)
        assert kept()[0].obstacle is None
        killer.start()
        runs = session.run()
        killer.join()
        assert not runs.problems
        with session.test() as student:
            assert student.value == 3


class EndingInCell(NotebookSession):
    """A notebook whose sandbox ends each time that its second cell starts."""

    def _take(self, message: dict[str, Any], current: int | None) -> int | None:
        current = super()._take(message, current)
        if message["op"] == "start" and current == 1:
            kept()[0].kill()
        return current


@pytest.mark.usefixtures("fresh")
def test_a_cell_in_which_the_sandbox_ends_again_is_left_out() -> None:
    with AttemptSandbox({}, QUICK, LEAN) as sandbox:
        session = EndingInCell(sandbox, ["value = 3", "import time; time.sleep(1)", "value += 1"])
        assert list(session.run().problems) == [1]
        with session.test() as student:
            assert student.value == 4


@pytest.mark.usefixtures("fresh")
def test_a_sandbox_outlives_the_thread_that_asked_for_it() -> None:
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(ask("1 + 1")))
    thread.start()
    thread.join()
    (sandbox,) = kept()
    assert found == [2]
    threading.Event().wait(0.3)
    assert sandbox.is_running()
    assert ask("2 + 2") == 4 and kept() == [sandbox]


def test_where_the_kernel_refuses_a_sandbox_serves_one_notebook() -> None:
    policy = replace(grading_policy(QUICK), capabilities=())
    sandbox = WarmSandbox(QUICK, ("numpy",), policy)
    assert sandbox.obstacle, "it says why"
    with Connection(sandbox) as connection:
        connection.put_files({}, "work")
        connection.send({"op": "notebook", "cells": ["value = 5"], "skip": [], "seed": 0, "keep": False})
        assert [connection.receive(10)["op"] for _ in range(3)] == ["start", "cell", "ready"]
        assert not sandbox.serves_more
        with pytest.raises(SandboxUnavailable, match="served its one notebook"):
            Connection(sandbox)
    assert not sandbox.is_running(), "it ends with its notebook"


@pytest.mark.usefixtures("fresh")
def test_attempts_are_graded_all_the_same_where_the_kernel_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    refuse = lambda limits: replace(grading_policy(limits), capabilities=())  # noqa: E731
    monkeypatch.setattr("coursegrader.grader_side.warm_sandbox.grading_policy", refuse)
    first = ask("look()", LOOK, LEAVE)
    second = ask("look()", LOOK)
    assert [name for name in first["files"] if name.endswith("left-behind")]
    assert not [name for name in second["files"] if "left-behind" in name]


def test_nothing_is_left_of_a_sandbox_that_did_not_start() -> None:
    policy = replace(grading_policy(QUICK), cwd=grading_policy(QUICK).cwd / "missing")
    with pytest.raises(SandboxUnavailable, match="does not start here"):
        _ = WarmSandbox(QUICK, ("numpy",), policy).obstacle


@pytest.mark.usefixtures("fresh")
def test_a_learner_cannot_reach_the_warm_process() -> None:
    ask("1")
    (sandbox,) = kept()
    message = {"op": "fork", "user": 0}
    cell = f"""
import socket, msgpack
def forge():
    sent = 0
    for fd in range(0, 64):
        try: socket.send_fds(socket.socket(fileno=socket.dup(fd)), [msgpack.packb({message!r})], [0]); sent += 1
        except OSError: pass
    return sent
"""
    with AttemptSandbox({}, QUICK, LEAN) as attempt:
        session = NotebookSession(attempt, [cell])
        session.run()
        with pytest.raises((SandboxDied, StudentError)), session.test() as student:
            student.forge()  # its own connection is all that it can break
    assert kept() == [sandbox] and sandbox.is_running()
    assert ask("3") == 3 and kept() == [sandbox]


def test_descriptors_do_not_pile_up() -> None:
    ask("1")
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    for _ in range(5):
        ask("1")
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208
    assert socket.socketpair()  # and there are some left
