"""Commands that grade: one attempt, or a whole class."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import redirect_stdout
from pathlib import Path
from typing import Annotated

import typer

from coursegrader.cli.options import HERE, AsJson, CourseDir, one_clear_line, print_json
from coursegrader.errors import CourseGraderError


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
    with one_clear_line():
        from coursegrader.grader_side.head_start import head_start

        head_start(course_dir.resolve(), assignment)
        from coursegrader.grader_side.attempt import read_attempt
        from coursegrader.grader_side.grade import GradingRequest, grade_attempt

        secret, missed, earlier = _own_variant(course_dir, assignment, student)
        request = GradingRequest(
            course_dir=course_dir.resolve(),
            assignment=assignment,
            attempt=read_attempt(path),
            learner=student,
            secret=secret,
            missed=missed,
            earlier=earlier,
        )
        with redirect_stdout(sys.stderr):  # what a course's own code prints must not get between the results
            result = grade_attempt(request).result
    if as_json:
        print_json(result.to_json())
    else:
        from coursegrader.report import print_result

        print_result(result)


def _own_variant(
    course_dir: Path, assignment: str, student: str | None
) -> tuple[bytes, tuple[str, ...], tuple[Mapping[str, bytes], ...]]:
    """What a learner's own quiz depends on: the course's secret, what the learner had missed before, and the answers
    submitted so far."""
    if student is None:  # nothing depends on any of them
        return b"", (), ()
    from coursegrader.store.data_folder import DataFolder
    from coursegrader.store.read_handed_in import read_handed_in
    from coursegrader.store.read_missed import read_missed

    data = DataFolder.of_course(course_dir.resolve())
    return data.secret(), read_missed(data, assignment, student), read_handed_in(data, assignment, student)


def autograde(
    assignment: Annotated[
        str | None, typer.Argument(help="The assignment; all that have submissions if left out.")
    ] = None,
    students: Annotated[
        str | None, typer.Option(help="Only these, separated by commas; else as the course is configured.")
    ] = None,
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
    with one_clear_line():
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
        print_json(report.to_json())
    else:
        console = Console()
        print_report(console if console.is_terminal else Console(width=140), report)
    if not report.ok:
        raise typer.Exit(130 if report.interrupted else 1)
