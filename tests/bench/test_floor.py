"""The floor does the same work as the engine: its scores are the engine's, on answers good and bad."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from coursegrader.bench.competitors import read_graded
from coursegrader.bench.floor_work import ENVIRONMENT, notebook_work
from coursegrader.grader_side.attempt import Attempt
from coursegrader.grader_side.grade import GradingRequest, grade_attempt
from tests.tiny_course import ASSIGNMENT, make_course, solved

SUITE = '''
import numpy as np
import pytest

pytestmark = pytest.mark.blocked("numpy.linalg")


@pytest.mark.weight(2)
def test_the_same_random_numbers(student, rng, example_rng, reveal):
    """Twice the number."""
    x = float(rng.normal())
    reveal(str(example_rng.normal()))
    assert student.double(x) == 2 * x and rng.normal() < np.linalg.norm([3.0, 4.0])


@pytest.mark.parametrize("size", [1, 4])
def test_the_argument_stays(student, size):
    """The argument stays as it was."""
    report = student.call("double", np.ones(size), report=True)
    assert (report.args_after[0] == 1).all() and not any(report.shares_memory) and report.seconds >= 0


def test_text_is_refused(student, source):
    """Text is refused."""
    assert "def double" in source.text
    with student.raises(TypeError):
        student.double("ab")


def test_no_library(student):
    """The norm of the library is not called."""
    assert student.double(0.0) == 0 and student.type_name(student.double) != "str"
'''
ANSWERS = {
    "right": "def double(x):\n    if isinstance(x, str): raise TypeError\n    return 2 * x",
    "changes-its-argument": "def double(x):\n    x *= 2\n    return x",
    "uses-the-library": "import numpy as np\ndef double(x):\n    return 2 * x + 0 * np.linalg.norm(x)",
    "raises": "def double(x):\n    raise TypeError('no')",
    "missing": "",
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("floor")
    greeting = 'def test_greeting(student):\n    assert student.greeting == "hello"\n'
    return make_course(folder / "course", {"double": SUITE, "greeting": greeting})


def test_scores_are_the_engines(course: Path, tmp_path: Path) -> None:
    submissions, expected = [], {}
    for name, answer in ANSWERS.items():
        attempt = Attempt({"work.ipynb": json.dumps(solved(double=answer)).encode()})
        graded = grade_attempt(GradingRequest(course, ASSIGNMENT, attempt, name, b"secret"))
        expected[name] = {cell.grade_id: cell.score for cell in graded.result.cells}
        folder = tmp_path / name
        folder.mkdir()
        work = [notebook_work(read_graded(name, document)) for name, document in graded.notebooks.items()]
        submissions.append({"student": name, "folder": str(folder), "notebooks": work})
    assert expected["right"] == {"double": 4.0, "greeting": 1.0}
    assert len({scores["double"] for scores in expected.values()}) >= 3, "the answers do not differ enough"

    given = {"course_dir": str(course), "assignment": ASSIGNMENT, "secret": b"secret".hex(), "folders": str(tmp_path)}
    (tmp_path / "work.json").write_text(json.dumps({**given, "submissions": submissions}))
    command = [sys.executable, "-m", "coursegrader.bench.floor", "work.json", "results.json"]
    subprocess.run(command, cwd=tmp_path, env={**os.environ, **ENVIRONMENT}, timeout=120, check=True)

    results = json.loads((tmp_path / "results.json").read_text())
    assert {result["student"]: result["scores"] for result in results} == expected
    assert all(result["cells"] > 0 and result["tests"] > 0 and result["wall"] > 0 for result in results)
