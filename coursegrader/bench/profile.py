"""``coursegrader bench --profile``: where coursegrader's time goes for each submission."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coursegrader.bench.floor_work import ENVIRONMENT
from coursegrader.bench.measured import measure
from coursegrader.bench.scratch import make_scratch
from coursegrader.bench.submissions import make_class
from coursegrader.grader_side.assignment import open_assignment
from coursegrader.store.data_folder import DataFolder


@dataclass(frozen=True)
class Profile:
    """Milliseconds a submission.

    Attributes:
        submissions: how many were timed, after some that warmed up.
        stages: wall and CPU time by stage; waiting for the other side of the wall is wall time only.
        sandbox: CPU time behind the wall, user's and system's, of cells and of hidden tests.
    """

    assignment: str
    submissions: int
    stages: Mapping[str, Mapping[str, float]]
    sandbox: Mapping[str, Mapping[str, float]]

    def to_json(self) -> dict[str, Any]:
        """JSON-ready dicts."""
        return {"assignment": self.assignment, **vars(self)}


def run_profile(course_dir: Path, assignment: str, *, students: int) -> Profile:
    """Grade a class in one process, stage by stage; a median is not needed to see what is large.

    Raises:
        CourseError: it cannot be graded.
        UnknownAssignment: there is no such assignment.
    """
    with tempfile.TemporaryDirectory(prefix="coursegrader-bench-") as name:
        folder = Path(name)
        scratch = make_scratch(course_dir, assignment, folder, plain=False)
        secret = DataFolder((folder / "data").absolute()).ensure().secret()
        opened = open_assignment(scratch.root, assignment)
        scratch.hand_in(make_class(opened, scratch.release, secret, students))
        command = [sys.executable, "-m", "coursegrader.bench.profiled", str(scratch.root), assignment]
        result = folder / "profile.json"
        threads = {name: "1" for name in ENVIRONMENT if name.endswith("THREADS")}
        measure([*command, str(result)], cwd=folder, env={**scratch.env, **threads}, log=scratch.log)
        return Profile(assignment, **json.loads(result.read_text()))
