"""Two copies of a course with the same submissions in both: coursegrader's, and one that knows nothing of it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from coursegrader.bench.measured import measure
from coursegrader.bench.submissions import Submission
from coursegrader.pipeline.one_assignment import copy_one_assignment

PLAIN_CONFIG = 'c = get_config()\nc.CourseDirectory.course_id = "bench"\n'
OUR_CONFIG = f"{PLAIN_CONFIG}from coursegrader.nbgrader_plugins import configure\nconfigure(c)\n"
RECEIVED = "2026-01-01 12:00:00.000000 UTC"


@dataclass(frozen=True)
class Scratch:
    """A course directory that may be thrown away, in which one assignment is graded again and again.

    Attributes:
        root: the course directory.
        assignment: what is graded there.
        env: the environment of every command that works on it.
    """

    root: Path
    assignment: str
    env: Mapping[str, str]

    @property
    def log(self) -> Path:
        """Where everything goes that the measured commands print."""
        return self.root.parent / f"{self.root.name}.log"

    @property
    def autograded(self) -> Path:
        return self.root / "autograded"

    @property
    def release(self) -> Path:
        return self.root / "release" / self.assignment

    def generate(self) -> None:
        """``nbgrader generate_assignment``; the gradebook is kept as it is then.

        Raises:
            CourseError: it fails.
        """
        command = [sys.executable, "-m", "nbgrader", "generate_assignment", self.assignment]
        measure(command, cwd=self.root, env=self.env, log=self.log)
        shutil.copy(self.root / "gradebook.db", self.root.parent / f"{self.root.name}-gradebook.db")

    def hand_in(self, submissions: Sequence[Submission]) -> None:
        """Start anew: nothing graded, the gradebook as after :meth:`generate`, and just these submissions."""
        for step in ("submitted", "autograded", "feedback"):
            shutil.rmtree(self.root / step, ignore_errors=True)
        for leftover in self.root.glob("gradebook.db*"):
            leftover.unlink()
        shutil.copy(self.root.parent / f"{self.root.name}-gradebook.db", self.root / "gradebook.db")
        for submission in submissions:
            folder = self.root / "submitted" / submission.student / self.assignment
            write_files(folder, {**submission.files, "timestamp.txt": RECEIVED.encode()})


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by relative POSIX path, with their folders."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def make_scratch(course_dir: Path, assignment: str, folder: Path, *, plain: bool) -> Scratch:
    """Copy one assignment of a course, and release it in the copy.

    Args:
        plain: leave out the course's configuration and hidden suites: what nbgrader alone would have.

    Raises:
        CourseError, SuiteError: nbgrader refuses the assignment, or its quiz is not in order.
    """
    root = folder / ("plain" if plain else "course")
    copy_one_assignment(course_dir, assignment, root, ("source",) if plain else ("source", "graders"))
    config = course_dir / "nbgrader_config.py"
    if config.exists() and not plain:
        shutil.copy(config, root)
    else:
        (root / config.name).write_text(PLAIN_CONFIG if plain else OUR_CONFIG)
    scratch = Scratch(root, assignment, _environment(folder / "data"))
    scratch.generate()
    return scratch


def _environment(data: Path) -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return {**os.environ, "COURSEGRADER_DATA": str(data), "PATH": path}
