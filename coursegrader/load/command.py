"""``coursegrader load``: one run or several, and what came of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from coursegrader.bench.bench import first_with_suites
from coursegrader.load.figures import together
from coursegrader.load.report import print_figures
from coursegrader.load.run import run_load


def load_class(
    course_dir: Path, assignment: str | None, students: int, seconds: float, kills: Sequence[int], *, tables: bool
) -> bool:
    """Have a class hand in, once for each number of kills; the last line on stdout is JSON of all runs together.

    Args:
        assignment: what is handed in; the course's first one with hidden suites, if not given.
        seconds: in which everybody hands in.
        tables: print each run's figures and a table as well.

    Returns:
        Whether everything was kept, graded once, and rightly.

    Raises:
        CourseError: the course is not in order, or the hub does not start.
    """
    name = assignment or first_with_suites(course_dir)
    runs = []
    for count in kills:
        runs.append(run_load(course_dir, name, students=students, seconds=seconds, kills=count, say=_say))
        if tables:
            print(json.dumps(runs[-1].to_json()), flush=True)
    if tables:
        print_figures(runs, Console(width=120))
    print(json.dumps(together(runs).to_json()), flush=True)
    return all(run.ok for run in runs)


def _say(text: str) -> None:
    print(f"load: {text}", file=sys.stderr, flush=True)
