"""What ``coursegrader autograde`` shows people."""

from __future__ import annotations

import io

from rich.console import Console

from coursegrader.pipeline.autograde_display import MOST_DETAILS, Bar, Lines, print_report, watcher_for
from coursegrader.pipeline.class_report import ClassReport, SubmissionRow
from coursegrader.pipeline.watching import Quiet

GRADED = SubmissionRow("week", "ada", "graded", score=7.5, max_score=10.0, late_penalty=2.0, needs_manual_grade=True)
FAILED = SubmissionRow("week", "bob[b]", "failed", reason="work.ipynb: not a [red]notebook")
WAITING = SubmissionRow("week", "eve", "waiting", reason="the run was interrupted")


def shown(report: ClassReport) -> str:
    console = Console(file=io.StringIO(), width=140)
    print_report(console, report)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_table_has_scores_failures_and_what_is_left_to_do() -> None:
    text = shown(ClassReport([GRADED, FAILED, WAITING], workers=2, seconds=2.0, interrupted=True))
    for words in (
        "7.5",
        "late: -2, needs manual grading",
        "bob[b]",
        "FAILED: work.ipynb: not a [red]notebook",
        "1 graded, 1 FAILED, 1 still to grade, 1 to be graded by hand; 2.0 s with 2 workers, 0.5 a second",
        "run the same command again",
    ):
        assert words in text
    assert "eve" not in text


def test_repairs_and_problems_are_listed_but_not_endlessly() -> None:
    row = SubmissionRow("week", "ada", "graded", score=1.0, max_score=1.0, repairs=("work: total: put back",) * 30)
    text = shown(ClassReport([row]))
    assert text.count("ada: work: total: put back") == MOST_DETAILS
    assert f"and {30 - MOST_DETAILS} more" in text


def test_lines_count_and_foresee() -> None:
    console = Console(file=io.StringIO(), width=40)
    lines = Lines(console)
    lines.begin(2)
    lines.row(GRADED)
    lines.row(FAILED)
    lines.row(WAITING)
    assert isinstance(console.file, io.StringIO)
    first, second, third = console.file.getvalue().splitlines()
    assert first == "2 submissions to grade"
    assert second.startswith("[1/2] week: ada: 7.5 of 10 (") and second.endswith(" s left)")
    assert "[2/2] week: bob[b]: failed: work.ipynb: not a [red]notebook" in third


def test_a_terminal_gets_a_bar_and_a_pipe_lines() -> None:
    assert isinstance(watcher_for(Console(force_terminal=True, file=io.StringIO()), quiet=False), Bar)
    assert isinstance(watcher_for(Console(file=io.StringIO()), quiet=False), Lines)
    assert isinstance(watcher_for(Console(), quiet=True), Quiet)


def test_the_bar_tells_failures_and_can_be_ended_at_any_time() -> None:
    console = Console(force_terminal=True, file=io.StringIO(), width=100)
    never_begun = Bar(console)
    never_begun.end()
    bar = Bar(console)
    bar.begin(2)
    bar.row(GRADED)
    bar.row(FAILED)
    bar.stopping(0)
    bar.end()
    assert isinstance(console.file, io.StringIO)
    text = console.file.getvalue()
    assert "not a [red]notebook" in text
    assert "1/2" in text or "2/2" in text
