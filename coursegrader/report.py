"""What the commands print for people: tables of results, of a check, of the demonstration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from coursegrader.results import GradedAttempt, Rule

if TYPE_CHECKING:
    from coursegrader.pipeline.check import CheckReport
    from coursegrader.pipeline.demo import DemoOutcome


# What gave a cell its score
RULES: dict[Rule, str] = {"suite": "hidden tests", "nbgrader": "nbgrader's rule", "manual": "a person"}


def _console() -> Console:
    """The terminal, or a file or pipe, which is as wide as one likes."""
    console = Console()
    return console if console.is_terminal else Console(width=140)


def _points(value: float | None) -> str:
    return "by hand" if value is None else f"{value:g}"


def print_result(result: GradedAttempt) -> None:
    """One graded attempt."""
    console = _console()
    title = f"{result.assignment}: {result.score:g} of {result.max_score:g} points"
    table = Table(title=f"{title} (sandbox: {result.provenance.sandbox})")
    for column in ("notebook", "exercise", "score", "of", "scored by", "hints"):
        table.add_column(column, justify="right" if column in ("score", "of") else "left")
    for cell in result.cells:
        hints = "\n".join(f"- {test.hint}" for test in cell.tests if not test.passed)
        points = (_points(cell.score), f"{cell.max_score:g}")
        table.add_row(cell.notebook, cell.grade_id, *points, RULES[cell.rule], hints)
    console.print(table, markup=False)
    for repair in result.repairs:
        where = ": ".join(filter(None, (repair.notebook, repair.cell)))
        console.print(f"repaired: {where}: {repair.what}", markup=False)
    for error in result.errors:
        console.print(f"trouble: {error.where}: {error.message}", markup=False)


def print_check(report: CheckReport) -> None:
    """One assignment's check, with its kill matrix."""
    console = _console()
    matrix = Table(title=f"{report.assignment}: wrong solutions and the tests that catch them")
    for column in ("exercise", "wrong solution", "caught by", "verdict"):
        matrix.add_column(column, overflow="fold")
    caught: dict[tuple[str, str], list[str]] = {}
    for trial in report.trials:
        if trial.solution.kind == "wrong":
            names = caught.setdefault((trial.solution.grade_id, trial.solution.name), [])
            # the test whose hint is meant for this misconception stands first
            failed = sorted((test.name for test in trial.failed), key=lambda name: name != trial.solution.caught_by)
            names += [name for name in failed if name not in names]
    for key, ok in report.solutions("wrong").items():
        first, *others = caught[key] or ["nothing"]
        matrix.add_row(*key, f"{first} and {len(others)} more" if others else first, "caught" if ok else "SURVIVES")
    console.print(matrix, markup=False)
    right = Table(title=f"{report.assignment}: other right solutions")
    for column in ("exercise", "right solution", "verdict"):
        right.add_column(column)
    for key, ok in report.solutions("right").items():
        right.add_row(*key, "passed" if ok else "REJECTED")
    console.print(right, markup=False)
    if generic := report.solutions("generic"):
        console.print(_generic_answers(report, generic), markup=False)
    steps = Table(title=f"{report.assignment}: {'passed' if report.ok else 'FAILED'} in {report.seconds:.1f} s")
    for column in ("", "check", "found"):
        steps.add_column(column)
    for step in report.steps:
        steps.add_row("ok" if step.ok else "NO", step.name, step.detail)
    console.print(steps, markup=False)


def _generic_answers(report: CheckReport, verdicts: dict[tuple[str, str], bool]) -> Table:
    """The part of the points that each answer which knows nothing keeps at most, a line for each exercise."""
    kept: dict[tuple[str, str], float] = {}
    for trial in report.trials:
        key = (trial.solution.grade_id, trial.solution.name)
        if key in verdicts and trial.kept is not None:
            kept[key] = max(kept.get(key, 0.0), trial.kept)
    names = list(dict.fromkeys(name for _, name in verdicts))
    table = Table(title=f"{report.assignment}: points that answers which know nothing keep")
    table.add_column("exercise")
    for name in names:
        table.add_column(name, justify="right")
    for exercise in dict.fromkeys(exercise for exercise, _ in verdicts):
        told = [f"{kept[exercise, name]:.0%}" if (exercise, name) in kept else "–" for name in names]
        marks = ["" if verdicts.get((exercise, name), True) else " TOO MUCH" for name in names]
        table.add_row(exercise, *(text + mark for text, mark in zip(told, marks, strict=True)))
    return table


def print_demo(outcome: DemoOutcome) -> None:
    """The gradebook after the demonstration."""
    console = _console()
    for name in outcome.assignments:
        rows = [row for row in outcome.rows if row.assignment == name]
        notebooks = sorted({name for row in rows for name, score in row.notebooks.items() if score})
        table = Table(title=f"gradebook: {name}")
        for column in ("student", *notebooks, "score", "of", "expected", "feedback", ""):
            table.add_column(column, justify="left" if column in ("student", "") else "right", overflow="fold")
        for row in rows:
            scores = [f"{row.notebooks.get(notebook, 0.0):g}" for notebook in notebooks]
            totals = [f"{row.score:g}", f"{row.max_score:g}", f"{row.expected:g}", f"{row.feedback_pages} pages"]
            table.add_row(row.student, *scores, *totals, "as expected" if row.ok else "WRONG")
        console.print(table, markup=False)
    for line in outcome.notes:
        console.print(line, markup=False)
