"""The ``coursegrader`` command. Each subcommand imports what it needs when it runs, so that ``--help`` is quick."""

from __future__ import annotations

import atexit
import json
import os
import sys
import threading
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
        from coursegrader.grader_side.head_start import head_start

        head_start(course_dir.resolve(), assignment)
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
def autograde(
    assignment: Annotated[
        str | None, typer.Argument(help="The assignment; all that have submissions if left out.")
    ] = None,
    students: Annotated[str | None, typer.Option(help="Only these, separated by commas.")] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Submissions graded at once; one a core if left out.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Grade again what has been graded.")] = False,
    course_dir: CourseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Grade a whole class: submitted/ into autograded/ and the gradebook, in any nbgrader course directory.

    Exit status 0 if every submission has a result, 1 if some failed, 130 if interrupted (run it again to go on).
    """
    with _one_clear_line():
        from coursegrader.pipeline.autograde import autograde_class, start_workers

        names = None if students is None else [name.strip() for name in students.split(",") if name.strip()]
        if names == []:
            raise CourseGraderError("--students: no names; separate them by commas, as in --students ada,bob")
        what = (course_dir.resolve(), None if assignment is None else [assignment], names)
        pool = start_workers(*what, workers=workers, force=force)
        from rich.console import Console

        from coursegrader.pipeline.autograde_display import RESUME, print_report, watcher_for

        errors = Console(stderr=True)
        watcher = watcher_for(errors, quiet=as_json and not errors.is_terminal)
        try:
            report = autograde_class(*what, workers=workers, force=force, watcher=watcher, pool=pool)
        except KeyboardInterrupt:
            typer.echo(f"coursegrader: ended at once; {RESUME}", err=True)
            raise typer.Exit(130) from None
    if as_json:
        _print_json(report.to_json())
    else:
        console = Console()
        print_report(console if console.is_terminal else Console(width=140), report)
    if not report.ok:
        raise typer.Exit(130 if report.interrupted else 1)


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


@app.command()
def attack(
    family: Annotated[
        str | None, typer.Option(help="Only this family: forge, secrets, exhaust, people or notebook.")
    ] = None,
    only: Annotated[str | None, typer.Option(help="Only the attack of this name.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="How many grading processes are attacked at once.")] = 2,
    as_json: AsJson = False,
) -> None:
    """Attack this machine's grader with the suite that ships with it. Exit status 0 only if nothing gets anything."""
    with _one_clear_line():
        from coursegrader.attacks.run import chosen, run_attacks
        from coursegrader.attacks.table import Progress, print_attacks

        attacks = chosen(family, only)
        report = run_attacks(attacks, workers, Progress(len(attacks)))
    if as_json:
        _print_json(report.to_json())
    else:
        print_attacks(report)
    if not report.ok:
        raise typer.Exit(1)


@app.command()
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
    with _one_clear_line():
        from coursegrader.bench.bench import first_with_suites, run_bench
        from coursegrader.bench.profile import run_profile
        from coursegrader.bench.table import print_bench, print_profile

        course = course_dir.resolve()
        name = assignment or first_with_suites(course)
        if profile:
            told = run_profile(course, name, students=students)
            _print_json(told.to_json()) if as_json else print_profile(told)
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
        _print_json(outcome.to_json())
    else:
        print_bench(outcome)


@app.command()
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
    with _one_clear_line():
        from coursegrader.load.command import load_class

        chosen = (0, 2) if kills is None else (kills,)
        if not load_class(course_dir.resolve(), assignment, students, seconds, chosen, tables=not as_json):
            raise typer.Exit(1)


def main() -> None:
    """Entry point of the ``coursegrader`` script."""
    # a pipe that is closed early (| head) is no error of ours
    try:
        try:
            app()
        except SystemExit as end:
            _leave_at_once(end)
            raise
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _leave_at_once(end: SystemExit) -> None:
    """End this process without taking its modules apart, which takes a quarter of a second where nbgrader is one."""
    if threading.active_count() > 1 or not isinstance(end.code, int):
        return  # Python waits for threads, and prints what is no number
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(end.code)


if __name__ == "__main__":
    main()
