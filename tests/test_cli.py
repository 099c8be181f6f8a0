"""The ``coursegrader`` command, as somebody types it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from coursegrader.results import GradedAttempt
from tests.tiny_course import ASSIGNMENT, cell, make_course, notebook, solved, write

COMMAND = [sys.executable, "-m", "coursegrader.cli"]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_course(tmp_path_factory.mktemp("cli") / "course")
    suite = folder / "graders" / ASSIGNMENT / "test_double.py"
    suite.write_text('print("loading")\nimport os\nos.environ["X"] = "1"\n' + suite.read_text())
    return folder


def grade(
    course: Path, path: Path, *more: str, assignment: str = ASSIGNMENT, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    arguments = ["grade", str(path), "--assignment", assignment, "--course-dir", str(course), *more]
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, timeout=120, env=env, check=False)


def test_json_is_the_documented_contract_and_nothing_else(course: Path, tmp_path: Path) -> None:
    # as if its time were up: the limit's own signal
    stopped = "from coursegrader.student_side.cell_timer import SIGNAL\nimport os\nos.kill(os.getpid(), SIGNAL)"
    endless = cell("code", "endless", f"{stopped}\nwhile True: pass")
    hungry = cell("code", "hungry", "x = bytearray(64 * 2**30)")
    document = solved("def double(x):\n    return float(x) * 2", 'greeting = "hi"', endless, hungry)
    document["cells"][2]["metadata"] = {}
    document["cells"][2]["id"] = "lost"
    done = grade(course, write(tmp_path / "work.ipynb", document), "--json")
    assert (done.returncode, done.stderr) == (0, "")
    data = json.loads(done.stdout)
    assert list(data) == ["assignment", "score", "max_score", "cells", "repairs", "errors", "provenance"]
    assert (data["assignment"], data["score"], data["max_score"]) == (ASSIGNMENT, 2.0, 5.0)
    double, greeting = data["cells"]
    assert {"notebook", "grade_id", "score", "max_score", "tests"} <= set(double)
    assert (double["notebook"], double["grade_id"], double["score"], double["max_score"]) == (
        "work",
        "double",
        1.0,
        4.0,
    )
    assert [test["name"] for test in double["tests"]] == ["test_doubles_numbers", "test_doubles_arrays"]
    assert [test["passed"] for test in double["tests"]] == [True, False]
    assert double["tests"][1]["hint"].startswith("Arrays are doubled entry by entry.")
    assert greeting["score"] == 1.0
    assert [repair["cell"] for repair in data["repairs"]] == ["double"]
    assert {error["message"] for error in data["errors"]} == {
        "the cell ran longer than it may and was stopped",
        "the cell asked for more memory than it may have",
    }
    assert all("\n" not in error["message"] and error["where"].startswith("work") for error in data["errors"])
    for name in ("attempt", "suite", "source", "environment"):
        assert len(bytes.fromhex(data["provenance"][name])) == 32
    assert data["provenance"]["seed"] and data["provenance"]["sandbox"] == "bubblewrap"
    assert GradedAttempt.from_json(data).score == 2.0


def test_a_folder_is_graded_and_shown_to_people(course: Path, tmp_path: Path) -> None:
    write(tmp_path / "in" / "work.ipynb", solved(greeting="greeting = ''"))
    done = grade(course, tmp_path / "in")
    assert done.returncode == 0
    assert "tiny: 4 of 5 points" in done.stdout
    assert "Traceback" not in done.stderr


def _not_a_notebook(folder: Path) -> Path:
    path = folder / "work.ipynb"
    path.write_text("# a text")
    return path


def _another_kind(folder: Path) -> Path:
    path = folder / "work.txt"
    path.write_text("a text")
    return path


def _another_assignment(folder: Path) -> Path:
    return write(folder / "work.ipynb", notebook(cell("code", "x", "1", grade_id="of-another-week")))


def _missing(folder: Path) -> Path:
    return folder / "nowhere"


def _empty(folder: Path) -> Path:
    return folder


def _link(folder: Path) -> Path:
    write(folder / "work.ipynb", solved())
    (folder / "more.txt").symlink_to("/etc/passwd")
    return folder


def _linked_folder(folder: Path) -> Path:
    write(folder / "work.ipynb", solved())
    (folder / "more").symlink_to("/etc")
    return folder


def _link_to_notebook(folder: Path) -> Path:
    (folder / "work.ipynb").symlink_to("/dev/zero")
    return folder / "work.ipynb"


def _fifo(folder: Path) -> Path:
    os.mkfifo(folder / "work.ipynb")
    return folder


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_not_a_notebook, "work.ipynb: not a notebook (it is not valid JSON: it is cut off at line 1)"),
        (_another_kind, "not a notebook; give a file that ends in .ipynb"),
        (_another_assignment, "not a notebook of the assignment 'tiny'"),
        (_missing, "cannot be read (No such file or directory)"),
        (_empty, "there is no notebook in this folder"),
        (_link_to_notebook, "work.ipynb: cannot be opened as a plain file"),
        (_fifo, "work.ipynb: not a plain file"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_cannot_be_graded_is_told_in_one_line(course: Path, tmp_path: Path, make: object, said: str) -> None:
    assert callable(make)
    _refused(grade(course, make(tmp_path), "--json"), said)


@pytest.mark.parametrize(("make", "name"), [(_link, "more.txt"), (_linked_folder, "more")])
def test_a_link_beside_the_notebook_is_told_and_the_notebook_graded(
    course: Path, tmp_path: Path, make: object, name: str
) -> None:
    assert callable(make)
    data = json.loads(grade(course, make(tmp_path), "--json").stdout)
    assert data["score"] == data["max_score"]
    assert [error["where"] for error in data["errors"]] == [name]


def test_an_unknown_assignment(course: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "work.ipynb", solved())
    _refused(grade(course, path, assignment="week-9"), "unknown assignment 'week-9'")
    _refused(grade(course, path, assignment="../tiny"), "unknown assignment '../tiny'")
    _refused(grade(tmp_path, path), "is this a course directory?")


def test_a_machine_without_a_sandbox(course: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "work.ipynb", solved())
    done = grade(course, path, env={**os.environ, "PATH": str(tmp_path), "COURSEGRADER_SANDBOX": "bubblewrap"})
    _refused(done, "bubblewrap is not installed: install it with 'apt-get install bubblewrap'")


def test_a_sandbox_that_does_not_exist(course: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "work.ipynb", solved())
    done = grade(course, path, env={**os.environ, "COURSEGRADER_SANDBOX": "cardboard"})
    _refused(done, "COURSEGRADER_SANDBOX=cardboard: there is no such sandbox; use one of bubblewrap, namespaces,")


def test_without_a_sandbox_the_result_says_so(course: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "work.ipynb", solved())
    env = {**os.environ, "COURSEGRADER_SANDBOX": "unconfined"}
    data = json.loads(grade(course, path, "--json", env=env).stdout)
    assert data["provenance"]["sandbox"] == "unconfined"
    assert "graded without a sandbox" in data["errors"][0]["message"]
    table = grade(course, path, env=env).stdout
    assert "sandbox: unconfined" in table and "graded without a sandbox" in table


def test_a_sandbox_that_cannot_start_is_told(course: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "work.ipynb", solved())
    (tmp_path / "bin").mkdir()
    broken = tmp_path / "bin" / "bwrap"
    broken.write_text("#!/bin/sh\necho 'bwrap: No permissions to create a new namespace' >&2\nexit 1\n")
    broken.chmod(0o755)
    setpriv = shutil.which("setpriv")
    assert setpriv
    (tmp_path / "bin" / "setpriv").symlink_to(setpriv)
    env = {**os.environ, "PATH": str(tmp_path / "bin"), "COURSEGRADER_SANDBOX": "bubblewrap"}
    _refused(grade(course, path, env=env), "No permissions to create a new namespace")


def _refused(done: subprocess.CompletedProcess[str], said: str) -> None:
    assert done.returncode != 0
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == 1 and said in lines[0], done.stderr


def check(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, "check", *arguments, "--course-dir", str(course)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_one_exercise_is_checked_and_what_is_missing_is_told(course: Path, tmp_path: Path) -> None:
    matrix = tmp_path / "matrix.md"
    done = check(course, ASSIGNMENT, "--exercise", "double", "--secrets", "1", "--matrix", str(matrix), "--json")
    assert (done.returncode, done.stderr) == (1, "")
    data = json.loads(done.stdout)
    (one,) = data["assignments"]
    assert (data["ok"], one["exercises"], one["generic_answers"], one["generic_rejected"]) == (False, 1, 5, 5)
    assert {"exercises", "suites", "mutants_listed", "mutants_killed", "right_solutions", "seconds"} <= set(
        data["total"]
    )
    assert "add graders/tiny/wrong/double/*.py" in done.stdout
    assert "### `double` (4 points)" in matrix.read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name one assignment, or give --all"),
        (("--all", "--exercise", "double"), "--exercise is of one assignment"),
        (
            (ASSIGNMENT, "--exercise", "triple"),
            "no exercise 'triple' with a hidden suite; known ones: double, greeting",
        ),
    ],
)
def test_what_cannot_be_checked_is_told_in_one_line(course: Path, arguments: tuple[str, ...], said: str) -> None:
    _refused(check(course, *arguments), said)
