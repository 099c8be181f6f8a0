"""What the commands share: common options, and how errors and JSON are printed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from coursegrader.errors import CourseGraderError

CourseDir = Annotated[
    Path, typer.Option("--course-dir", help="The course directory (with source/ and graders/).", file_okay=False)
]
HERE = Path()
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


@contextmanager
def one_clear_line() -> Iterator[None]:
    """Turn an error that was meant for people into one line on stderr and exit status 2."""
    try:
        yield
    except CourseGraderError as error:
        typer.echo(f"coursegrader: {' '.join(str(error).split())}", err=True)
        raise typer.Exit(2) from None


def print_json(data: Any) -> None:
    typer.echo(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False))
