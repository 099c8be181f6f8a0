"""What the commands print for people."""

from __future__ import annotations

import pytest

from coursegrader.pipeline.check import CheckReport, Step
from coursegrader.pipeline.demo import DemoOutcome, DemoRow
from coursegrader.pipeline.solutions import Solution
from coursegrader.pipeline.trials import Trial
from coursegrader.report import print_check, print_demo, print_result
from coursegrader.results import CellResult, GradedAttempt, Problem, Provenance, Repair, TestResult


def failed(name: str) -> TestResult:
    return TestResult(name, passed=False, hint="Look again.")


def test_the_kill_matrix_names_the_meant_test_first_and_shows_survivors(capsys: pytest.CaptureFixture[str]) -> None:
    caught = Solution("rank", "m1", "wrong", "a misconception", "", caught_by="test_b")
    survivor = Solution("rank", "m2", "wrong", "another one", "")
    trials = [Trial(caught, 0, (failed("test_a"), failed("test_b")), ()), Trial(survivor, 0, (), ())]

    print_check(CheckReport("week", steps=[Step("wrong solutions caught", False, "m2")], trials=trials))

    lines = [line.split("│") for line in capsys.readouterr().out.splitlines() if "rank" in line]
    assert [[cell.strip() for cell in line[1:5]] for line in lines] == [
        ["rank", "m1", "test_b and 1 more", "caught"],
        ["rank", "m2", "nothing", "SURVIVES"],
    ]


def test_the_gradebook_shows_whole_names_and_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    row = DemoRow("demo-two-wrong", "week", {"assignment_a": 70.0}, 70.0, 100.0, 80.0, 1)
    print_demo(DemoOutcome(["week"], [row]))
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "demo-two-wrong" in line]
    assert [cell.strip() for cell in line.split("│")[1:-1]] == [
        *("demo-two-wrong", "70", "70", "100", "80", "1 pages", "WRONG"),
    ]


def test_a_result_shows_hints_repairs_and_trouble(capsys: pytest.CaptureFixture[str]) -> None:
    cells = (
        CellResult("work", "rank", 0.0, 4.0, (failed("t"),)),
        CellResult("work", "essay", None, 2.0, rule="manual"),
    )
    provenance = Provenance("", "", "", "", "", "bubblewrap")
    repairs, errors = (Repair("work", "rank", "was there twice"),), (Problem("work: rank", "ran out of [time]"),)

    print_result(GradedAttempt("week", 0.0, 6.0, cells, repairs, errors, provenance))

    out = capsys.readouterr().out
    for words in ("0 of 6 points", "- Look again.", "by hand", "repaired: work: rank", "ran out of [time]"):
        assert words in out
