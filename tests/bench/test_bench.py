"""``coursegrader bench`` on a tiny course, as somebody types it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from coursegrader.bench.submissions import make_class
from coursegrader.grader_side.assignment import open_assignment
from tests.tiny_course import ASSIGNMENT, make_course, solved, write


def bench(course: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "coursegrader.cli", "bench", "--course-dir", str(course), *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_course(tmp_path_factory.mktemp("bench") / "course")


def test_a_tiny_course_is_measured(course: Path, tmp_path: Path) -> None:
    chart = tmp_path / "bench.png"
    quick = ("--students", "3", "--rounds", "1", "--skip", "nbgrader", "--skip", "memory")
    done = bench(course, *quick, "--json", "--chart", str(chart))
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    assert data["assignment"] == ASSIGNMENT and data["students"] == 3
    assert {kind: points["points"] for kind, points in data["scores"].items()} == {"full": 5, "half": 4, "untouched": 0}
    for name in ("coursegrader", "floor"):
        assert data[name]["wall_s"] > 0 and data[name]["cpu_s"] > 0
    assert data["floor_cpu_ratio"] == pytest.approx(data["coursegrader"]["cpu_s"] / data["floor"]["cpu_s"])
    assert data["nbgrader"] is None and data["throughput_ratio"] is None
    assert chart.stat().st_size > 1000


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--students", "4"), "--students 4: give a multiple of 3"),
        (("--skip", "everything"), "--skip everything: only nbgrader and memory can be left out"),
        (("week-9",), "unknown assignment 'week-9'"),
    ],
)
def test_what_cannot_be_measured_is_told_in_one_line(course: Path, options: tuple[str, ...], said: str) -> None:
    done = bench(course, *options)
    assert done.returncode == 2 and done.stdout == ""
    assert len(done.stderr.splitlines()) == 1 and said in done.stderr


def test_the_class_is_the_same_at_every_run(course: Path, tmp_path: Path) -> None:
    write(tmp_path / "work.ipynb", solved("# nothing", "# nothing"))
    first, second = (make_class(open_assignment(course, ASSIGNMENT), tmp_path, b"secret", 6) for _ in range(2))
    assert first == second
    assert [submission.kind for submission in first] == ["full", "half", "untouched"] * 2
    full, half, untouched = (json.loads(submission.files["work.ipynb"])["cells"] for submission in first[:3])
    assert "return 2 * x" in full[1]["source"] and "greeting" in full[3]["source"]
    assert "SOLUTION" not in full[1]["source"]
    assert "return 2 * x" in half[1]["source"] and half[3]["source"] == "# nothing"
    assert untouched[1]["source"] == untouched[3]["source"] == "# nothing"
