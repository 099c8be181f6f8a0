"""The ``coursegrader`` command. Each subcommand imports what it needs when it runs, so that ``--help`` is quick."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Annotated, Any

import typer

from coursegrader.errors import CourseGraderError

app = typer.Typer(
    help="Autograded notebook assignments: grade, check, release and demonstrate a course.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

CourseDir = Annotated[
    Path, typer.Option("--course-dir", help="The course directory (with source/ and graders/).", file_okay=False)
]
HERE = Path()
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


@contextmanager
def _one_clear_line() -> Iterator[None]:
    """Turn an error that was meant for people into one line on stderr and exit status 2."""
    try:
        yield
    except CourseGraderError as error:
        typer.echo(f"coursegrader: {' '.join(str(error).split())}", err=True)
        raise typer.Exit(2) from None


def _print_json(data: Any) -> None:
    typer.echo(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False))


@app.command()
def grade(
    path: Annotated[Path, typer.Argument(help="A notebook, or a folder of notebooks as a learner hands it in.")],
    assignment: Annotated[str, typer.Option("--assignment", help="The name of a folder in source/.")],
    course_dir: CourseDir = HERE,
    student: Annotated[
        str | None, typer.Option(help="Whose attempt it is: quizzes are scored by this learner's own variant.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Grade one attempt, with no hub and no gradebook. Exit status 0 whenever a grade was reached."""
    with _one_clear_line():
        from coursegrader.grader_side.attempt import read_attempt
        from coursegrader.grader_side.grade import GradingRequest, grade_attempt

        request = GradingRequest(
            course_dir=course_dir.resolve(),
            assignment=assignment,
            attempt=read_attempt(path),
            learner=student,
            secret=_secret(course_dir, student),
        )
        with redirect_stdout(sys.stderr):  # what a course's own code prints must not get between the results
            result = grade_attempt(request).result
    if as_json:
        _print_json(result.to_json())
    else:
        from coursegrader.report import print_result

        print_result(result)


def _secret(course_dir: Path, student: str | None) -> bytes:
    """The course's secret where a learner's own variant is asked for; nothing depends on it otherwise."""
    if student is None:
        return b""
    from coursegrader.store.data_folder import DataFolder

    return DataFolder.of_course(course_dir.resolve()).secret()


@app.command()
def check(
    assignment: Annotated[str | None, typer.Argument(help="The name of a folder in source/.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Check every assignment of the course.")] = False,
    secrets: Annotated[int, typer.Option(min=1, help="Draw the hidden inputs this many times.")] = 2,
    course_dir: CourseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Prove an assignment: full marks for right solutions, zero for an untouched release, every wrong one caught."""
    if (assignment is None) == (not every):
        typer.echo("coursegrader: name one assignment, or give --all", err=True)
        raise typer.Exit(2)
    with _one_clear_line():
        from coursegrader.pipeline.check import assignments_of, check_assignment, total
        from coursegrader.report import print_check

        course = course_dir.resolve()
        reports = []
        for name in assignments_of(course) if every else [str(assignment)]:
            reports.append(check_assignment(course, name, secrets=secrets))
            if not as_json:
                print_check(reports[-1])
    if as_json:
        _print_json(total(reports))
    if not all(report.ok for report in reports):
        raise typer.Exit(1)


@app.command()
def release(
    assignment: Annotated[str | None, typer.Argument(help="The name of a folder in source/; all if left out.")] = None,
    if_changed: Annotated[bool, typer.Option("--if-changed", help="Leave alone what is released as it is.")] = False,
    course_dir: CourseDir = HERE,
) -> None:
    """Compile an assignment with nbgrader and put it on the exchange, for students to fetch."""
    with _one_clear_line():
        from coursegrader.pipeline.check import assignments_of
        from coursegrader.pipeline.release import release_to_exchange

        course = course_dir.resolve()
        for name in [assignment] if assignment else assignments_of(course):
            done = release_to_exchange(course, name, if_changed=if_changed)
            typer.echo(f"{name}: {'released' if done else 'released already, unchanged'}")


@app.command()
def demo(course_dir: CourseDir = HERE, as_json: AsJson = False) -> None:
    """Compile, submit for three demo students, grade, write feedback, show the gradebook, in a scratch copy."""
    with _one_clear_line():
        from coursegrader.pipeline.demo import run_demo
        from coursegrader.report import print_demo

        outcome = run_demo(course_dir.resolve())
    if as_json:
        _print_json(outcome.to_json())
    else:
        print_demo(outcome)
    if not outcome.ok:
        raise typer.Exit(1)


def main() -> None:
    """Entry point of the ``coursegrader`` script."""
    # a pipe that is closed early (| head) is no error of ours
    try:
        app()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
