"""Commands that try the platform itself: its wall, its speed, its bearing of a whole class."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coursegrader.cli.options import HERE, AsJson, CourseDir, one_clear_line, print_json


def attack(
    family: Annotated[
        str | None, typer.Option(help="Only this family: forge, secrets, exhaust, people or notebook.")
    ] = None,
    only: Annotated[str | None, typer.Option(help="Only the attack of this name.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="How many grading processes are attacked at once.")] = 2,
    as_json: AsJson = False,
) -> None:
    """Attack this machine's grader with the suite that ships with it. Exit status 0 only if nothing gets anything."""
    with one_clear_line():
        from coursegrader.attacks.run import chosen, run_attacks
        from coursegrader.attacks.table import Progress, print_attacks

        attacks = chosen(family, only)
        report = run_attacks(attacks, workers, Progress(len(attacks)))
    if as_json:
        print_json(report.to_json())
    else:
        print_attacks(report)
    if not report.ok:
        raise typer.Exit(1)


def bench(
    assignment: Annotated[str | None, typer.Argument(help="What to grade; the first one with hidden suites.")] = None,
    students: Annotated[
        int, typer.Option("--students", "--submissions", min=3, help="How many submissions, a multiple of three.")
    ] = 30,
    rounds: Annotated[int, typer.Option(min=1, help="How often to measure; medians are told.")] = 3,
    nbgrader_rounds: Annotated[int, typer.Option(min=1, help="How often to measure nbgrader, which is slow.")] = 1,
    skip: Annotated[list[str] | None, typer.Option(help="Leave out 'nbgrader' or 'memory'; may be repeated.")] = None,
    chart: Annotated[Path | None, typer.Option(help="Write a chart there (.png or .svg).", dir_okay=False)] = None,
    profile: Annotated[
        bool, typer.Option("--profile", help="Tell instead where coursegrader's own time goes, stage by stage.")
    ] = False,
    course_dir: CourseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Measure stock nbgrader, coursegrader and the least that grading can cost, on the same submissions.

    Exit status 0 if all scores were right, whatever the times; what of the targets is met stands in the table.
    """
    left_out = set(skip or ())
    if unknown := left_out - {"nbgrader", "memory"}:
        typer.echo(f"coursegrader: --skip {min(unknown)}: only nbgrader and memory can be left out", err=True)
        raise typer.Exit(2)
    with one_clear_line():
        from coursegrader.bench.bench import first_with_suites, run_bench
        from coursegrader.bench.profile import run_profile
        from coursegrader.bench.table import print_bench, print_profile

        course = course_dir.resolve()
        name = assignment or first_with_suites(course)
        if profile:
            told = run_profile(course, name, students=students)
            print_json(told.to_json()) if as_json else print_profile(told)
            return
        outcome = run_bench(
            course,
            name,
            students=students,
            rounds=rounds,
            nbgrader_rounds=0 if "nbgrader" in left_out else nbgrader_rounds,
            memory="memory" not in left_out,
            say=lambda text: typer.echo(f"bench: {text}", err=True),
        )
        if chart is not None:
            from coursegrader.bench.chart import draw_chart

            draw_chart(outcome, chart)
    if as_json:
        print_json(outcome.to_json())
    else:
        print_bench(outcome)


def load(
    assignment: Annotated[
        str | None, typer.Argument(help="What is handed in; the first one with hidden suites.")
    ] = None,
    students: Annotated[int, typer.Option(min=1, help="How many learners.")] = 200,
    seconds: Annotated[float, typer.Option(min=1, help="In how many seconds they hand in.")] = 120.0,
    kills: Annotated[
        int | None,
        typer.Option(min=0, help="How often the service is killed meanwhile; a run without and one with two."),
    ] = None,
    course_dir: CourseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Have a class hand in real notebooks to a real hub: is everything kept and graded once, and how soon.

    The last line is JSON, of all runs together. Exit status 0 if nothing was lost, graded twice or scored wrongly.
    """
    with one_clear_line():
        from coursegrader.load.command import load_class

        chosen = (0, 2) if kills is None else (kills,)
        if not load_class(course_dir.resolve(), assignment, students, seconds, chosen, tables=not as_json):
            raise typer.Exit(1)
