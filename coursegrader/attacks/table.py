"""What ``coursegrader attack`` prints for people."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from coursegrader.attacks.judge import Verdict
from coursegrader.attacks.run import AttackReport


def _console() -> Console:
    """The terminal, or a file or pipe, which is as wide as one likes."""
    console = Console()
    return console if console.is_terminal else Console(width=180)


class Progress:
    """Tells each verdict as it comes, on stderr: all of them on a terminal, else those that are unsafe."""

    def __init__(self, attacks: int) -> None:
        self._attacks, self._done = attacks, 0
        self._console = Console(stderr=True)

    def __call__(self, verdict: Verdict) -> None:
        self._done += 1
        if self._console.is_terminal or not verdict.safe:
            word = "safe" if verdict.safe else "[bold red]UNSAFE[/]"
            line = f"{self._done:3} of {self._attacks}  {word}  {verdict.family}/{verdict.id}"
            self._console.print(line, highlight=False)


def print_attacks(report: AttackReport) -> None:
    """The whole table, what was unsafe once more, and the control."""
    console = _console()
    table = Table(title=f"{len(report.verdicts)} attacks, sandbox: {report.rung}")
    for column in ("attack", "what it tried", "what it got", ""):
        table.add_column(column, overflow="fold")
    for verdict in report.verdicts:
        name = f"{verdict.family}/{verdict.id}\n{verdict.title}"
        word = "safe" if verdict.safe else "[bold red]UNSAFE[/]"
        table.add_row(escape(name), escape(verdict.tries), escape(verdict.detail), word)
    console.print(table)
    unsafe = [verdict for verdict in report.verdicts if not verdict.safe]
    for verdict in unsafe:
        console.print(f"UNSAFE {verdict.family}/{verdict.id}: {verdict.detail}", markup=False)
    console.print(f"{len(report.verdicts) - len(unsafe)} of {len(report.verdicts)} attacks got nothing.", markup=False)
    if report.control_ok:
        console.print(f"Control: {report.controls} honest rounds among them got full marks.", markup=False)
    for fault in report.control_faults:
        console.print(f"CONTROL FAILED {fault}", markup=False)
