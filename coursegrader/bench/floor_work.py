"""What the floor is given to do: the very cells, answers and seeds of a class that coursegrader has graded."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from coursegrader.bench.competitors import GradedNotebook, graded_notebooks
from coursegrader.bench.measured import Usage, measure
from coursegrader.bench.scratch import Scratch, write_files
from coursegrader.bench.submissions import Submission

# as behind the wall: figures inline, and one thread for linear algebra
ENVIRONMENT = {
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "NBGRADER_EXECUTION": "autograde",
}


def write_work(scratch: Scratch, submissions: Sequence[Submission], secret: bytes) -> Path:
    """Write the floor's work file, and each submission's folder, for a class graded in ``scratch``."""
    folder = scratch.root.parent / "floor"
    shutil.rmtree(folder, ignore_errors=True)
    for submission in submissions:
        write_files(folder / submission.student, submission.files)
    work = {
        "course_dir": str(scratch.root),
        "assignment": scratch.assignment,
        "secret": secret.hex(),
        "folders": str(folder),
        "submissions": [
            {
                "student": submission.student,
                "folder": str(folder / submission.student),
                "notebooks": [notebook_work(notebook) for notebook in graded_notebooks(scratch, submission.student)],
            }
            for submission in submissions
        ],
    }
    path = folder / "work.json"
    path.write_text(json.dumps(work))
    return path


def notebook_work(notebook: GradedNotebook) -> dict[str, Any]:
    """One notebook of the work file."""
    return {
        "cells": list(notebook.cells),
        "answers": dict(notebook.answers),
        "points": dict(notebook.points),
        "seed": notebook.seed,
    }


def run_floor(scratch: Scratch, work: Path, *, sample: bool = False) -> tuple[Usage, list[Mapping[str, Any]]]:
    """Run the floor once; what its process used, and per submission its scores and costs.

    Raises:
        CourseError: it fails.
    """
    results = work.with_name("results.json")
    command = [sys.executable, "-m", "coursegrader.bench.floor", str(work), str(results)]
    folders = {name: str(work.parent / f".{name.lower()}") for name in ("MPLCONFIGDIR", "IPYTHONDIR")}
    env = {**scratch.env, **ENVIRONMENT, **folders}
    usage = measure(command, cwd=work.parent, env=env, log=scratch.log, sample=sample)
    return usage, json.loads(results.read_text())
