"""What ``coursegrader autograde`` shows: progress while it grades, and a table at the end."""

from __future__ import annotations

import time

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from coursegrader.pipeline.class_report import ClassReport, SubmissionRow
from coursegrader.pipeline.watching import Quiet, Watcher

MOST_DETAILS = 20
RESUME = "what is graded is kept; run the same command again to go on"


def watcher_for(console: Console, *, quiet: bool) -> Watcher:
    """A moving bar on a terminal, a line for each submission elsewhere, nothing if ``quiet``."""
    if quiet:
        return Quiet()
    return Bar(console) if console.is_terminal else Lines(console)


class Lines:
    """One plain line for each submission."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._total = self._done = 0
        self._started = time.monotonic()

    def begin(self, total: int) -> None:
        """Start to count."""
        self._total, self._started = total, time.monotonic()
        self._say(f"{total} submissions to grade")

    def row(self, row: SubmissionRow) -> None:
        """Say what came of a submission."""
        if row.status in ("skipped", "waiting"):
            return
        self._done += 1
        seconds = max(time.monotonic() - self._started, 1e-9)
        rate = self._done / seconds
        left = max(self._total - self._done, 0) / rate
        self._say(
            f"[{self._done}/{self._total}] {row.assignment}: {row.student}: {outcome(row)} "
            f"({rate:.1f} a second, {left:.0f} s left)"
        )

    def note(self, text: str) -> None:
        """Say it."""
        self._say(text)

    def stopping(self, left: int) -> None:
        """Say that it stops."""
        self._say("stopping: what is being graded is finished first (interrupt again to end at once)")

    def end(self) -> None:
        """Nothing to say: the table follows."""

    def _say(self, text: str) -> None:
        self._console.print(text, markup=False, highlight=False, soft_wrap=True)


class Bar:
    """A bar with count, rate and time left; failures are told above it."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            TextColumn("grading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=console,
            refresh_per_second=4,
            transient=True,
        )
        self._task: TaskID | None = None
        self._started, self._done = time.monotonic(), 0

    def begin(self, total: int) -> None:
        """Show the bar."""
        self._started = time.monotonic()
        self._task = self._progress.add_task("grading", total=total, rate="")
        self._progress.start()

    def row(self, row: SubmissionRow) -> None:
        """Move the bar."""
        if row.status == "failed":
            self.note(f"{row.assignment}: {row.student}: {outcome(row)}")
        if self._task is not None and row.status in ("graded", "failed"):
            self._done += 1
            rate = self._done / max(time.monotonic() - self._started, 1e-9)
            self._progress.update(self._task, advance=1, rate=f"{rate:.1f}/s")

    def note(self, text: str) -> None:
        """Print it above the bar."""
        self._progress.console.print(escape(text), highlight=False)

    def stopping(self, left: int) -> None:
        """Say that it stops."""
        self.note("stopping: what is being graded is finished first (Ctrl-C again to end at once)")

    def end(self) -> None:
        """Remove the bar, if it was shown."""
        if self._task is not None:
            self._progress.stop()


def outcome(row: SubmissionRow) -> str:
    """One submission's result in a few words."""
    if row.status != "graded":
        return f"{row.status}: {row.reason}"
    return f"{row.score:g} of {row.max_score:g}"


def print_report(console: Console, report: ClassReport) -> None:
    """The table of everything that was graded or failed, and the totals."""
    for name in sorted({row.assignment for row in report.rows}):
        rows = [row for row in report.rows if row.assignment == name and row.status in ("graded", "failed")]
        if rows:
            console.print(_table(name, rows))
            _print_details(console, rows)
    console.print(_totals(report), markup=False, highlight=False, soft_wrap=True)
    if report.interrupted:
        console.print(f"interrupted: {RESUME}", markup=False, highlight=False, soft_wrap=True)


def _table(name: str, rows: list[SubmissionRow]) -> Table:
    table = Table(title=escape(name))
    for column in ("student", "score", "of", "problems", "repairs", "seconds", ""):
        left = column in ("student", "")
        table.add_column(column, justify="left" if left else "right", overflow="fold")
    for row in rows:
        if row.status == "failed":
            table.add_row(escape(row.student), "", "", "", "", "", escape(f"FAILED: {row.reason}"))
            continue
        notes = [f"late: -{row.late_penalty:g}"] if row.late_penalty else []
        notes += ["needs manual grading"] if row.needs_manual_grade else []
        counts = [str(len(found)) if found else "" for found in (row.problems, row.repairs)]
        scores = [f"{row.score:g}", f"{row.max_score:g}"]
        table.add_row(escape(row.student), *scores, *counts, f"{row.seconds:.2f}", ", ".join(notes))
    return table


def _print_details(console: Console, rows: list[SubmissionRow]) -> None:
    """What was repaired or went wrong, of the first few; ``--json`` has all."""
    lines = [f"{row.student}: {what}" for row in rows for what in (*row.problems, *row.repairs)]
    for line in lines[:MOST_DETAILS]:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    if len(lines) > MOST_DETAILS:
        console.print(f"and {len(lines) - MOST_DETAILS} more: --json lists all")


def _totals(report: ClassReport) -> str:
    graded = report.count("graded")
    parts = [f"{graded} graded"]
    parts += [f"{report.count('skipped')} graded already"] if report.count("skipped") else []
    parts += [f"{report.count('failed')} FAILED"] if report.count("failed") else []
    parts += [f"{report.count('waiting')} still to grade"] if report.count("waiting") else []
    review = sum(row.needs_manual_grade for row in report.rows)
    parts += [f"{review} to be graded by hand"] if review else []
    rate = f", {graded / report.seconds:.1f} a second" if report.seconds and graded else ""
    return f"{', '.join(parts)}; {report.seconds:.1f} s with {report.workers} workers{rate}"
