"""The ``coursegrader`` command. Each subcommand imports what it needs when it runs, so that ``--help`` is quick."""

from __future__ import annotations

import atexit
import os
import sys
import threading

import typer

from coursegrader.cli import course, grading, proving

app = typer.Typer(
    help="Autograded notebook assignments: grade, check, release and demonstrate a course.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (
    *(grading.grade, grading.autograde),
    *(course.check, course.release, course.demo),
    *(proving.attack, proving.bench, proving.load),
):
    app.command()(command)


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
