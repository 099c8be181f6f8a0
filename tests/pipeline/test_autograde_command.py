"""``coursegrader autograde``, as somebody types it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from coursegrader.pipeline.class_report import ClassReport, SubmissionRow
from tests.course_factory import RIGHT, WRONG, answered
from tests.pipeline.class_of_students import hand_in, hand_in_notebook, release


def autograde(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "coursegrader.cli", "autograde", *arguments]
    return subprocess.run(command, cwd=course, capture_output=True, text=True, timeout=120, check=False)


def test_json_is_the_documented_contract_and_nothing_else(course: Path) -> None:
    hand_in(course, "ada", f"print('noise')\n{RIGHT}")
    (hand_in(course, "bob", WRONG) / "sums.ipynb").write_text("not a notebook")
    done = autograde(course, "sums", "--json", "--workers", "1")
    assert (done.returncode, done.stderr) == (1, "")
    data = json.loads(done.stdout)
    assert list(data) == ["ok", "interrupted", "submissions", "notes", "total"]
    assert (data["ok"], data["interrupted"], data["notes"]) == (False, False, [])
    ada, bob = data["submissions"]
    assert set(ada) == set(SubmissionRow.__annotations__)
    assert (ada["assignment"], ada["student"], ada["status"]) == ("sums", "ada", "graded")
    assert (ada["score"], ada["max_score"], ada["needs_manual_grade"]) == (8, 8, False)
    assert ada["seconds"] > 0
    assert (bob["status"], bob["score"]) == ("failed", None)
    assert "not a notebook" in bob["reason"]
    total = data["total"]
    assert (total["submissions"], total["graded"], total["failed"], total["workers"]) == (2, 1, 1, 1)
    assert total["per_second"] > 0


def test_a_terminal_less_run_prints_lines_and_a_table(course: Path) -> None:
    hand_in(course, "ada")
    essay = answered(release(course, "plain"), essay="My [bold]essay")
    hand_in_notebook(course, "bob", "plain", essay)
    done = autograde(course)
    assert done.returncode == 0, done.stderr
    assert "2 submissions to grade" in done.stderr
    assert "sums: ada: 8 of 8" in done.stderr
    assert "needs manual grading" in done.stdout
    assert "2 graded, 1 to be graded by hand" in done.stdout
    again = autograde(course)
    assert "0 graded, 2 graded already" in again.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["sum"], "nobody has submitted an assignment 'sum'"),
        (["sums", "--students", "ada,eve"], "no submission of eve for sums"),
        (["--students", ","], "no names"),
        (["--workers", "0"], "--workers"),
    ],
)
def test_bad_arguments_are_one_line_and_status_2(course: Path, arguments: list[str], words: str) -> None:
    hand_in(course, "ada")
    done = autograde(course, *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stdout == ""


def test_a_report_counts_by_status() -> None:
    rows = [SubmissionRow("week", "ada", "graded", score=1.0, max_score=2.0), SubmissionRow("week", "bob", "skipped")]
    assert ClassReport(rows).ok
    assert not ClassReport([*rows, SubmissionRow("week", "eve", "waiting")]).ok
    assert ClassReport(rows, seconds=2.0).to_json()["total"]["per_second"] == 0.5
