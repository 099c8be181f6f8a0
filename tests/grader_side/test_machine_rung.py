"""Grading on each rung of the sandbox ladder that this machine has."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from coursegrader.errors import SandboxUnavailable
from coursegrader.grader_side.machine_rung import machine_rung
from coursegrader.grader_side.sandboxes import close_sandboxes
from coursegrader.results import GradedAttempt
from coursegrader.sandbox.probe import RUNGS
from coursegrader.sandbox.rung import CHOICE
from tests.tiny_course import DOUBLE, solved

Result = Callable[..., GradedAttempt]
# what every rung must keep from a learner's code, and what it must not
TRIES = f"""{DOUBLE}
import os, socket, tempfile, warnings
found = []
for path in ("/etc/shadow", "/etc/passwd", os.path.expanduser("~root/.bashrc")):
    try:
        open(path).close()
        found.append(path)
    except OSError: pass
try:
    socket.create_connection(("127.0.0.1", 22), 0.2)
    found.append("network")
except OSError as error:
    if not isinstance(error, PermissionError): found.append(repr(error))
with tempfile.TemporaryDirectory() as folder:
    open(os.path.join(folder, "mine"), "w").write("x")
open("beside.txt", "w").write(open("data.csv").read())
open(os.path.expanduser("~/at-home.txt"), "w").write("x")
"""
CLEAN = {
    "double": "def test_double(student):\n    assert student.double(2) == 4 and student.data(student.found) == []\n"
}


@pytest.fixture(autouse=True)
def _sandboxes_of_this_rung_only() -> Iterator[None]:
    close_sandboxes()
    yield
    close_sandboxes()


@pytest.mark.parametrize("name", ["bubblewrap", "namespaces", "landlock"])
def test_an_attempt_is_graded_and_confined_on_every_rung(
    name: str, result: Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CHOICE, name)
    reason = RUNGS[name].available()
    if reason is not None:
        assert name != "bubblewrap"
        with pytest.raises(SandboxUnavailable) as caught:
            result(solved())
        assert reason in str(caught.value)
        return
    graded = result(solved(TRIES), CLEAN)
    assert not graded.errors
    assert [cell.score for cell in graded.cells if cell.grade_id == "double"] == [4.0]
    assert graded.provenance.sandbox == name


def test_without_a_sandbox_the_result_is_marked(result: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CHOICE, "unconfined")
    graded = result(solved())
    assert graded.score == 5.0
    assert graded.provenance.sandbox == "unconfined"
    (problem,) = graded.errors
    assert problem.where == "sandbox" and "this score can be forged" in problem.message


def test_the_rung_is_chosen_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CHOICE, raising=False)
    assert machine_rung() is machine_rung()
