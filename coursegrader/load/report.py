"""A run's figures for people."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from coursegrader.load.figures import TARGET_MEDIAN_SECONDS, Figures


def print_figures(runs: list[Figures], console: Console) -> None:
    """A column for each run."""
    table = Table(title="A class hands in")
    table.add_column("")
    for run in runs:
        table.add_column(f"service killed {run.kills} times" if run.kills else "undisturbed", justify="right")
    rows = [run.to_json() for run in runs]
    for name, label in (
        ("students", "learners"),
        ("submitted", "handed in"),
        ("accepted", "receipts given"),
        ("graded", "graded"),
        ("graded_twice", "graded twice"),
        ("lost", "lost"),
        ("wrong_scores", "wrong scores"),
        ("survivors", "processes that survived their service"),
        ("seconds", "seconds from the first submission to the last score"),
        ("backlogged", "handed in while others waited already"),
        ("median_s", "seconds to the score, median of the others"),
        ("p95_s", "seconds to the score, 95 % of the others"),
        ("median_all_s", "seconds to the score, median of all"),
        ("p95_all_s", "seconds to the score, 95 % of all"),
        ("longest_s", "seconds to the score, longest"),
    ):
        table.add_row(label, *("-" if row[name] is None else f"{row[name]:g}" for row in rows))
    console.print(table)
    for run in runs:
        quick = run.median_s is not None and run.median_s < TARGET_MEDIAN_SECONDS
        kept = "everything kept, graded once" if run.ok else "NOT everything kept and graded once"
        console.print(
            f"kills {run.kills}: {kept}; median {'under' if quick else 'NOT under'} {TARGET_MEDIAN_SECONDS:g} s"
        )
