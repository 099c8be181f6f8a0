"""Commands for who makes a course: check it, release it, show all of its way."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Annotated

import typer

from coursegrader.cli.options import HERE, AsJson, CourseDir, one_clear_line, print_json


def check(
    assignment: Annotated[str | None, typer.Argument(help="The name of a folder in source/.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Check every assignment of the course.")] = False,
    secrets: Annotated[int, typer.Option(min=1, help="Draw the hidden inputs this many times.")] = 2,
    exercise: Annotated[str | None, typer.Option(help="Only this exercise of the assignment, by its grade id.")] = None,
    matrix: Annotated[
        Path | None, typer.Option(help="Write there, in Markdown, which test catches what.", dir_okay=False)
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes at work; one a core if left out.")] = None,
    course_dir: CourseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Prove an assignment: full marks for right solutions, none for an untouched release, every wrong one caught.

    Exit status 0 if all of it holds, 1 if something does not.
    """
    if (assignment is None) == (not every):
        typer.echo("coursegrader: name one assignment, or give --all", err=True)
        raise typer.Exit(2)
    if every and exercise is not None:
        typer.echo("coursegrader: --exercise is of one assignment: name it instead of --all", err=True)
        raise typer.Exit(2)
    with one_clear_line():
        from coursegrader.pipeline.check import assignments_of, check_course, total
        from coursegrader.pipeline.check_display import Bar
        from coursegrader.pipeline.kill_matrix import write_kill_matrix
        from coursegrader.report import print_check

        course, started = course_dir.resolve(), time.perf_counter()
        names = assignments_of(course) if every else [str(assignment)]
        workers = workers or len(os.sched_getaffinity(0))
        reports = []
        with Bar() as bar:
            for report in check_course(course, names, secrets, exercise=exercise, workers=workers, watcher=bar):
                reports.append(report)
                if not as_json:
                    with bar.aside():
                        print_check(report)
        if matrix is not None:
            write_kill_matrix(reports, matrix)
    if as_json:
        print_json(total(reports, time.perf_counter() - started))
    if not all(report.ok for report in reports):
        raise typer.Exit(1)


def release(
    assignment: Annotated[str | None, typer.Argument(help="The name of a folder in source/; all if left out.")] = None,
    if_changed: Annotated[bool, typer.Option("--if-changed", help="Leave alone what is released as it is.")] = False,
    course_dir: CourseDir = HERE,
) -> None:
    """Compile an assignment with nbgrader and put it on the exchange, for students to fetch."""
    with one_clear_line():
        from coursegrader.pipeline.check import assignments_of
        from coursegrader.pipeline.release import release_to_exchange

        course = course_dir.resolve()
        for name in [assignment] if assignment else assignments_of(course):
            done = release_to_exchange(course, name, if_changed=if_changed)
            typer.echo(f"{name}: {'released' if done else 'released already, unchanged'}")


def demo(course_dir: CourseDir = HERE, as_json: AsJson = False) -> None:
    """Compile, submit for three demo students, grade, write feedback, show the gradebook, in a scratch copy."""
    with one_clear_line():
        from coursegrader.pipeline.demo import run_demo
        from coursegrader.report import print_demo

        outcome = run_demo(course_dir.resolve())
    if as_json:
        print_json(outcome.to_json())
    else:
        print_demo(outcome)
    if not outcome.ok:
        raise typer.Exit(1)
