"""What learner's code cannot reach while it is graded."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from coursegrader.results import GradedAttempt
from tests.tiny_course import (
    one_suite,
    solved,
)

Result = Callable[..., GradedAttempt]


SPY = """
import os, socket, glob
def readable(path):
    try:
        with open(path, "rb") as file:
            return bool(file.read(1))
    except OSError:
        return False
def reachable(address):
    try:
        with socket.socket() as s:
            s.settimeout(0.5)
            s.connect(address)
    except OSError: return False
    return True
def writable(path):
    try: open(os.path.join(path, "probe"), "w").close()
    except OSError: return False
    return True
def environments():
    found = b""
    for path in glob.glob("/proc/[0-9]*/environ"):
        try: found += open(path, "rb").read()
        except OSError: pass
    return found
def exists(path): return os.path.lexists(path)
def ids(): return [os.getuid(), os.geteuid(), os.getgid(), *os.getgroups()]
def commands(): return [open(p).read() for p in glob.glob("/proc/[0-9]*/cmdline")]
def capabilities(): return [l for l in open("/proc/self/status") if l.startswith("Cap") or l.startswith("NoNewPrivs")]
def become_root():
    try: os.setuid(0)
    except OSError: return False
    return True
greeting = "hi"
"""
SPY_SUITE = """
import os, socket
from pathlib import Path
SECRETS = {secrets}

def test_files(student):
    for path in SECRETS:
        assert Path(path).exists(), path
        assert not student.exists(path), path
    assert not student.readable("/etc/shadow") and not student.readable("/etc/passwd")
    assert not student.readable("/proc/1/mem") and not student.exists(str(Path.home() / ".ssh"))

def test_writing(student):
    for path in ("/", "/usr", "/etc", "/opt/student-side", "/mnt/files", "/home", "/proc/sys/kernel"):
        assert not student.writable(path), path

def test_network(student):
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert not student.reachable(tuple(server.getsockname()))
    assert not student.reachable(("1.1.1.1", 53))

def test_environment(student):
    assert os.environ["GRADER_SECRET"] == "xyzzy"
    assert b"xyzzy" not in student.environments()

def test_processes(student):
    assert len(student.commands()) < 10
    assert not any("pytest" in command for command in student.commands())

def test_user(student):
    assert 0 not in student.ids() and not student.become_root()
    assert "NoNewPrivs:\\t1\\n" in student.capabilities()
    assert all(int(line.split()[1], 16) == 0 for line in student.capabilities() if line.startswith("Cap"))
"""


def test_the_learners_code_sees_nothing_of_the_trusted_side(
    tmp_path: Path, result: Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADER_SECRET", "xyzzy")
    (tmp_path / "gradebook.db").write_text("x")
    package = Path(__file__).parents[2] / "coursegrader"
    secrets = [
        *(tmp_path / p for p in ("course", "course/graders/tiny/test_double.py", "course/source/tiny", "gradebook.db")),
        *(package / p for p in ("grader_side", "results.py")),
        __file__,
    ]
    spy = SPY_SUITE.replace("{secrets}", repr([str(path) for path in secrets]))
    graded = result(solved(SPY), one_suite(spy))
    assert [test.name for test in graded.cells[0].tests if not test.passed] == []
    assert len(graded.cells[0].tests) == 6
    assert os.environ["GRADER_SECRET"] == "xyzzy"
